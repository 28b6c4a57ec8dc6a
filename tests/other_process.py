"""Another real Python process on the same test database, to be killed or raced against."""

import os
import subprocess
import sys
from pathlib import Path
from urllib.parse import urlencode

from django.conf import settings
from django.db import connection

ROOT = Path(__file__).resolve().parent.parent


def database_url() -> str:
    """The URL of the test database this process is connected to."""
    at = connection.settings_dict
    login = str(at["USER"]) + (f":{at['PASSWORD']}" if at["PASSWORD"] else "")
    query = {key: value for key, value in (("host", at["HOST"]), ("port", at["PORT"])) if value}
    return f"postgresql://{login}@/{at['NAME']}?{urlencode(query)}"


def start(code: str, **environment: str) -> subprocess.Popen[str]:
    """Runs the code with Django set up; its standard output is the result."""
    return subprocess.Popen(
        [sys.executable, "-c", f"import django\ndjango.setup()\n{code}"],
        cwd=ROOT,
        env={
            **os.environ,
            "DJANGO_SETTINGS_MODULE": "config.settings",
            "DATABASE_URL": database_url(),
            "CARAVAN_FILES": str(settings.MEDIA_ROOT),
            "PYTHONPATH": str(ROOT),
            **environment,
        },
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )
