"""manage.py brings the servers of a home, and takes them down again however it ends."""

import json
import os
import signal
import socket
import subprocess
import sys
import threading
from pathlib import Path

import pytest

from config import homes
from config.embedded.processes import first_number, runs_on

ROOT = Path(__file__).resolve().parents[2]
WAIT = "from django.db import connection as c; c.ensure_connection(); print('up', flush=True); input()"


def environment(home: Path) -> dict[str, str]:
    """As on a machine where nothing is set: no addresses, only a home."""
    ours = {
        name: value for name, value in os.environ.items() if not name.startswith(("DATABASE_", "REDIS_", "CARAVAN_"))
    }
    return ours | {"CARAVAN_HOME": str(home)}


def manage(*words: str, home: Path) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "manage.py", *words],
        cwd=ROOT,
        env=environment(home),
        capture_output=True,
        text=True,
        check=False,
    )


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM], ids=["Ctrl-C", "TERM"])
def test_a_signal_ends_the_command_and_then_its_servers(number: signal.Signals, tmp_path: Path) -> None:
    command = subprocess.Popen(
        [sys.executable, "manage.py", "shell", "--no-imports", "-c", WAIT],
        cwd=ROOT,
        env=environment(tmp_path),
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
        start_new_session=True,
    )
    assert command.stdout is not None
    assert command.stdout.readline() == "up\n"
    postgres, valkey = tmp_path / "servers" / "postgres", tmp_path / "servers" / "valkey"
    assert runs_on(first_number(postgres / "postmaster.pid") or 0, postgres)
    assert runs_on(first_number(valkey / "valkey.pid") or 0, valkey)

    os.killpg(command.pid, number)
    command.communicate(timeout=60)

    assert command.returncode == 128 + number
    assert first_number(postgres / "postmaster.pid") is None
    assert first_number(valkey / "valkey.pid") is None


def test_commands_without_a_database_start_no_servers(tmp_path: Path) -> None:
    assert manage("version", home=tmp_path / "home").returncode == 0
    assert not (tmp_path / "home").exists()


def test_the_demo_says_that_its_port_is_taken(tmp_path: Path) -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]
        refused = manage("demo", "--port", str(port), "--home", str(tmp_path / "home"), home=tmp_path)
    assert refused.returncode == 1
    assert refused.stdout == ""
    assert (
        refused.stderr
        == f"Port {port} can't be used (Address already in use): choose another, such as PORT={port + 1}.\n"
    )
    assert not (tmp_path / "home" / "servers").exists()


def test_a_home_has_one_demo(tmp_path: Path) -> None:
    with homes.demo(tmp_path, port=0):
        refused = manage("demo", "--port", "0", "--home", str(tmp_path), home=tmp_path)
    assert (refused.returncode, refused.stderr) == (
        1,
        f"The demo of {tmp_path} is running already: stop that one, or choose another folder with HOME_DIR=.\n",
    )


def test_what_a_killed_demo_left_running_is_ended_and_nothing_else(tmp_path: Path) -> None:
    marks = {"CARAVAN_HOME": str(tmp_path), "CARAVAN_DEMO": "1", "CARAVAN_BIND": "127.0.0.1:0"}
    orphan = subprocess.Popen(["sleep", "60"], env=marks, start_new_session=True)
    other = subprocess.Popen(["sleep", "60"], env=marks | {"CARAVAN_HOME": f"{tmp_path}-other"})
    try:
        reaper = threading.Thread(target=orphan.wait)  # as init would
        reaper.start()
        with homes.demo(tmp_path, port=0):
            reaper.join()
            assert orphan.returncode == -signal.SIGTERM
            assert other.poll() is None
    finally:
        other.kill()
        other.wait()


def test_a_home_that_cannot_be_written_is_refused_in_one_sentence(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    home = tmp_path / "file" / "home"
    refused = manage("migrate", home=home)
    assert (refused.returncode, refused.stderr) == (
        1,
        f"The servers can't keep their data in {home} (Not a directory): choose another folder with HOME_DIR=.\n",
    )


def test_later_commands_know_that_a_home_is_a_demo(tmp_path: Path) -> None:
    (tmp_path / "demo.json").write_text(
        json.dumps({"CARAVAN_DEMO": "1", "CARAVAN_PUBLIC_URL": "http://127.0.0.1:8123"})
    )
    shown = manage("diffsettings", "--all", home=tmp_path).stdout.splitlines()
    settings = [line.removesuffix("  ###") for line in shown if line.startswith(("DEMO =", "PUBLIC_URL ="))]
    assert settings == ["DEMO = True", "PUBLIC_URL = 'http://127.0.0.1:8123'"]
