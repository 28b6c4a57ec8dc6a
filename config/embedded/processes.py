"""Server processes of a home: found by their data folder, started in a session of their own, stopped for certain.

A server is recognised by the data folder on its command line, never by a pid alone: after a crash the pid in a file may
belong to somebody else by now.
"""

import contextlib
import os
import platform
import pwd
import re
import shutil
import signal
import stat
import subprocess
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import IO, NoReturn

from config.embedded.errors import EmbeddedError

LOG_LIMIT = 5_000_000
PATIENCE = 60.0
LINUX = platform.system() == "Linux"


@dataclass(frozen=True, slots=True)
class Account:
    """Who runs the servers of a home, and the words before a command that make it so (none for oneself)."""

    uid: int
    gid: int
    prefix: tuple[str, ...] = ()

    def own(self, folder: Path) -> None:
        """Creates the folder if need be, for this account alone."""
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        if self.prefix:
            os.chown(folder, self.uid, self.gid)


def account(data: Path, program: Path) -> Account:
    """The account that may run `program` on the folder `data`.

    PostgreSQL refuses to run as root, so root hands over to the folder's owner, or to nobody for a new folder. That
    account keeps the one right to pass closed folders on the way (a checkout below /root): PostgreSQL doesn't mind.
    """
    owner = data.stat().st_uid if data.exists() else None
    if os.geteuid() != 0:
        if owner not in (None, os.geteuid()):
            raise EmbeddedError(
                f"{data} belongs to another account: use that account, or another folder with HOME_DIR=."
            )
        return Account(os.geteuid(), os.getegid())
    person = pwd.getpwuid(owner) if owner else pwd.getpwnam("nobody")
    switch = ("setpriv", f"--reuid={person.pw_uid}", f"--regid={person.pw_gid}", "--clear-groups")
    passing = (
        "--inh-caps=-all,+dac_override",
        "--ambient-caps=-all,+dac_override",
        "--bounding-set=-all,+dac_override",
    )
    for prefix in ((*switch, *passing), switch):
        with contextlib.suppress(OSError):
            tried = subprocess.run([*prefix, str(program), "--version"], capture_output=True, check=False)
            if tried.returncode == 0:
                return Account(person.pw_uid, person.pw_gid, prefix)
    raise EmbeddedError(
        "PostgreSQL does not run as root, and setpriv could not hand it to another account: "
        "use an ordinary account, or set DATABASE_URL and REDIS_URL to servers of your own."
    )


def private(folder: Path, who: Account) -> None:
    """Makes sure that `folder` (in a place open to everybody) is ours and closed to others."""
    with contextlib.suppress(FileExistsError):
        folder.mkdir(mode=0o700)
        if who.prefix:
            os.chown(folder, who.uid, who.gid)
    found = folder.lstat()
    if not stat.S_ISDIR(found.st_mode) or found.st_uid not in (who.uid, os.geteuid()):
        raise EmbeddedError(f"{folder} belongs to somebody else: remove it and start again.")
    if who.prefix:
        os.chown(folder, who.uid, who.gid)
    folder.chmod(0o700)


def runs_on(pid: int, folder: Path) -> bool:
    """Whether the process is alive and was started for `folder`; a zombie is not alive."""
    try:
        if LINUX:
            return os.fsencode(folder) in Path(f"/proc/{pid}/cmdline").read_bytes().split(b"\0")
        listed = subprocess.run(["ps", "-o", "command=", "-p", str(pid)], capture_output=True, text=True, check=False)
        return str(folder) in listed.stdout
    except OSError:
        return False


def alive(pid: int) -> bool:
    """Whether any process has this number."""
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    except PermissionError:
        return True
    return True


def left_inside(folder: Path) -> list[int]:
    """Every process that works in `folder`, such as the sessions of a killed PostgreSQL, as far as we may look."""
    found = []
    for entry in Path("/proc").iterdir() if LINUX else ():
        with contextlib.suppress(OSError):
            if entry.name.isdecimal() and (entry / "cwd").readlink() == folder:
                found.append(int(entry.name))
    return found


def first_number(path: Path) -> int | None:
    """The pid at the head of a pid file, if there is one."""
    try:
        return int(path.read_text().split()[0])
    except (OSError, ValueError, IndexError):
        return None


class Server:
    """One server process: the command, the folder it works in, the file its words go to."""

    def __init__(self, name: str, *, who: Account, folder: Path, log: Path) -> None:
        self.name = name
        self.who = who
        self.folder = folder
        self.log = log
        self._child: subprocess.Popen[bytes] | None = None
        self._said_before = 0

    def start(self, command: list[str], environment: dict[str, str]) -> None:
        """Starts it out of the terminal's reach, so that Ctrl-C stops it only in its turn."""
        with self._open_log() as log:
            self._said_before = log.tell()
            self._child = subprocess.Popen(
                [*self.who.prefix, *command],
                cwd=self.folder,
                env=environment,
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=log,
                start_new_session=True,
            )

    def wait_until(self, answers: Callable[[], bool], pid: int | None = None) -> None:
        """Asks until it answers; raises EmbeddedError as soon as it has ended, or after a minute."""
        deadline = time.monotonic() + PATIENCE
        while not answers():
            ended = self._child.poll() is not None if self._child else pid is not None and not runs_on(pid, self.folder)
            if ended or time.monotonic() > deadline:
                self.give_up()
            time.sleep(0.02)

    def stop(self, pid: int | None, steps: tuple[tuple[signal.Signals, float], ...]) -> None:
        """Sends each signal in turn until the process is gone, waiting so many seconds after each."""
        if pid is None:
            return
        for number, seconds in steps:
            with contextlib.suppress(ProcessLookupError):
                os.kill(pid, number)
            deadline = time.monotonic() + seconds
            while time.monotonic() < deadline:
                if self._child and self._child.pid == pid:
                    self._child.poll()
                if not runs_on(pid, self.folder):
                    return
                time.sleep(0.02)
        raise EmbeddedError(f"{self.name} (process {pid}) could not be stopped: end it by hand.")

    def give_up(self) -> NoReturn:
        """Raises EmbeddedError with the reason the server itself gave last."""
        said = ""
        with contextlib.suppress(OSError), self.log.open("rb") as log:
            log.seek(self._said_before)
            said = log.read()[-20_000:].decode(errors="replace")
        refuse(self.name, said, self.folder, self.log)

    def _open_log(self) -> IO[bytes]:
        if self.log.exists() and self.log.stat().st_size > LOG_LIMIT:
            self.log.unlink()
        return self.log.open("ab")


def refuse(name: str, said: str, folder: Path, log: Path | None = None) -> NoReturn:
    """One sentence out of everything a server said before it ended."""
    if "No space left on device" in said or shutil.disk_usage(folder.parent).free < 1_000_000:
        raise EmbeddedError(f"The disk that holds {folder.parent} is full: make room and start again.")
    reasons = re.findall(r"(?:FATAL|PANIC|FATAL ERROR|error|ERROR|can't|Can't|Failed)\b.*", said)
    reasons = [reason for reason in reasons if "is starting up" not in reason]
    reason = reasons[-1].rstrip(".") if reasons else "it did not say why"
    where = f" The log is {log}." if log else ""
    raise EmbeddedError(f"{name} did not start: {reason}.{where}")
