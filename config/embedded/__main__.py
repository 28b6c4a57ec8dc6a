"""`python -m config.embedded --home DIR COMMAND ...` runs a command with DATABASE_URL and REDIS_URL of a home."""

import argparse
import os
import subprocess
import sys
from pathlib import Path

from config.embedded import EmbeddedError, servers


def main() -> int:
    parser = argparse.ArgumentParser(prog="python -m config.embedded", description=__doc__)
    parser.add_argument("--home", type=Path, default=Path(os.environ.get("CARAVAN_HOME", ".local")))
    parser.add_argument("--throwaway", action="store_true", help="speed before safety: data may be lost in a crash")
    parser.add_argument("command", nargs=argparse.REMAINDER)
    given = parser.parse_args()
    try:
        with servers(given.home, durable=not given.throwaway) as urls:
            addresses = {
                "DATABASE_URL": urls.database,
                "REDIS_URL": urls.redis,
                "CARAVAN_HOME": str(given.home.resolve()),
            }
            return subprocess.run(given.command, env=os.environ | addresses, check=False).returncode
    except EmbeddedError as error:
        print(error, file=sys.stderr)
        return 1


if __name__ == "__main__":
    sys.exit(main())
