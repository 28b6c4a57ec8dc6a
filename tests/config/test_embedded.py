"""Embedded servers: they start, are shared, survive a kill, and refuse in one sentence."""

import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import psycopg
import pytest
import redis

from config.celery import broker
from config.embedded import EmbeddedError, Urls, servers
from config.embedded.processes import first_number, runs_on

ROOT = Path(__file__).resolve().parents[2]
HOLD = "import sys; print('up', flush=True); sys.stdin.read()"


def pids(home: Path) -> tuple[int, int]:
    """The processes of PostgreSQL and Valkey, from their pid files; 0 without one."""
    base = home.resolve() / "servers"
    return first_number(base / "postgres" / "postmaster.pid") or 0, first_number(base / "valkey" / "valkey.pid") or 0


def running(home: Path) -> tuple[bool, bool]:
    postgres, valkey = pids(home)
    base = home.resolve() / "servers"
    return runs_on(postgres, base / "postgres"), runs_on(valkey, base / "valkey")


def remember(urls: Urls, word: str) -> None:
    with psycopg.connect(urls.database, autocommit=True) as connection:
        connection.execute("CREATE TABLE IF NOT EXISTS memory (word text)")
        connection.execute("INSERT INTO memory VALUES (%s)", [word])
    with redis.from_url(urls.redis) as client:
        client.rpush("memory", word)


def memory(urls: Urls) -> tuple[list[str], list[str]]:
    with psycopg.connect(urls.database) as connection:
        rows = [str(row[0]) for row in connection.execute("SELECT word FROM memory")]
    with redis.from_url(urls.redis, decode_responses=True) as client:
        return rows, client.lrange("memory", 0, -1)


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """A home set up once; every test finds it stopped and leaves it stopped."""
    folder = tmp_path_factory.mktemp("home")
    with servers(folder) as urls:
        remember(urls, "first")
    yield folder
    assert running(folder) == (False, False)


def user_of(home: Path) -> subprocess.Popen[str]:
    """Another process that uses the home until its input ends."""
    process = subprocess.Popen(
        [sys.executable, "-m", "config.embedded", "--home", str(home), sys.executable, "-c", HOLD],
        cwd=ROOT,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    )
    assert process.stdout is not None
    assert process.stdout.readline() == "up\n"
    return process


def leave(process: subprocess.Popen[str]) -> int:
    process.communicate(timeout=60)
    return process.returncode


def test_data_is_still_there_after_a_stop(home: Path) -> None:
    with servers(home) as urls:
        assert memory(urls) == (["first"], ["first"])
        assert running(home) == (True, True)
    assert running(home) == (False, False)


def test_text_is_utf8_and_knows_letters_of_every_script(home: Path) -> None:
    with servers(home) as urls, psycopg.connect(urls.database) as connection:
        row = connection.execute(
            "SELECT current_setting('server_encoding'), datcollate, upper('самарканд')"
            " FROM pg_database WHERE datname = current_database()"
        ).fetchone()
    assert row == ("UTF8", "C.UTF-8", "САМАРКАНД")


@pytest.mark.parametrize("victims", [(0,), (1,), (0, 1)], ids=["postgres", "valkey", "both"])
def test_killed_servers_start_again_with_their_data(home: Path, victims: tuple[int, ...]) -> None:
    with servers(home) as urls:
        before = memory(urls)
        killed = pids(home)
        for victim in victims:
            os.kill(killed[victim], signal.SIGKILL)
        while any(running(home)[victim] for victim in victims):
            time.sleep(0.01)
        with servers(home) as again:
            assert again == urls
            assert memory(again) == before
            assert [pids(home)[victim] != killed[victim] for victim in victims] == [True] * len(victims)


def test_servers_of_a_killed_user_are_taken_over(home: Path) -> None:
    first = user_of(home)
    orphans = pids(home)
    first.kill()
    leave(first)
    assert running(home) == (True, True)

    with servers(home):
        assert pids(home) == orphans
    assert running(home) == (False, False)


def test_the_last_user_stops_the_servers(home: Path) -> None:
    first = user_of(home)
    shared = pids(home)
    with servers(home) as urls:
        assert leave(first) == 0
        assert pids(home) == shared
        assert memory(urls)[0] == ["first"]
    assert running(home) == (False, False)


def test_a_pid_that_belongs_to_somebody_else_by_now_is_no_server(home: Path) -> None:
    base = home.resolve() / "servers"
    stranger = subprocess.Popen(["sleep", "60"])
    try:
        (base / "postgres" / "postmaster.pid").write_text(f"{stranger.pid}\n{base / 'postgres'}\n")
        (base / "valkey" / "valkey.pid").write_text(f"{stranger.pid}\n")
        with servers(home) as urls:
            assert memory(urls)[0] == ["first"]
        assert stranger.poll() is None
    finally:
        stranger.kill()
        stranger.wait()


def test_two_homes_run_side_by_side(home: Path, tmp_path: Path) -> None:
    with servers(home) as one, servers(tmp_path / "other", durable=False) as other:
        remember(other, "elsewhere")
        assert memory(one) == (["first"], ["first"])
        assert memory(other) == (["elsewhere"], ["elsewhere"])


def test_a_deep_folder_is_no_trouble_for_sockets(tmp_path: Path) -> None:
    deep = tmp_path / ("deep" * 30) / ("deeper" * 20)
    with servers(deep, durable=False) as urls, psycopg.connect(urls.database) as connection:
        assert connection.execute("SELECT 1").fetchone() == (1,)


def test_a_folder_that_cannot_be_written_is_refused_in_one_sentence(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("not a folder")
    with pytest.raises(EmbeddedError) as refused, servers(tmp_path / "file" / "home"):
        pass
    assert str(refused.value) == (
        f"The servers can't keep their data in {tmp_path / 'file' / 'home'} (Not a directory): "
        "choose another folder with HOME_DIR=."
    )


def test_data_that_postgresql_cannot_read_is_refused_with_its_own_reason(tmp_path: Path) -> None:
    with servers(tmp_path / "home"):
        pass
    (tmp_path / "home" / "servers" / "postgres" / "PG_VERSION").write_text("17\n")
    with pytest.raises(EmbeddedError) as refused, servers(tmp_path / "home"):
        pass
    assert str(refused.value) == (
        "PostgreSQL did not start: FATAL:  database files are incompatible with server. "
        f"The log is {tmp_path / 'home' / 'servers' / 'postgres.log'}."
    )
    assert running(tmp_path / "home") == (False, False)


def test_throwaway_data_that_cannot_be_read_is_made_afresh(tmp_path: Path) -> None:
    with servers(tmp_path, durable=False):
        pass
    (tmp_path / "servers" / "postgres" / "PG_VERSION").write_text("17\n")
    with servers(tmp_path, durable=False) as urls, psycopg.connect(urls.database) as connection:
        assert connection.execute("SELECT 1").fetchone() == (1,)


def test_a_set_up_cut_short_is_begun_again(tmp_path: Path) -> None:
    half = tmp_path / "servers" / "postgres.new"
    half.mkdir(parents=True)
    (half / "PG_VERSION").write_text("18\n")
    with servers(tmp_path, durable=False) as urls, psycopg.connect(urls.database) as connection:
        assert connection.execute("SELECT 1").fetchone() == (1,)
    assert not half.exists()


@pytest.mark.parametrize(
    ("url", "expected"),
    [
        ("unix:///tmp/c/valkey.sock?db=3", "redis+socket:///tmp/c/valkey.sock?virtual_host=3"),
        ("unix:///tmp/c/valkey.sock", "redis+socket:///tmp/c/valkey.sock?virtual_host=0"),
        ("redis://:secret@broker:6379/1", "redis://:secret@broker:6379/1"),
    ],
)
def test_celery_reads_the_same_address(url: str, expected: str) -> None:
    assert broker(url) == expected
