"""API lists: records a second at 200 a page, through the whole of Django and over a real connection."""

import http.client
import os
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Callable
from io import BytesIO
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import orjson
from django.core.handlers.wsgi import WSGIHandler
from django.db import connection
from django.test.utils import CaptureQueriesContext

from benchmarks.figures import Figure, figure, median_rate, percentile
from lenders.models import Lender
from lenders.services import tokens
from office.records.actors import Actor

LIMIT = 200
PAGES = 25
AIM = 10_000
WORKERS = 2

type Get = Callable[[str], bytes]


def run() -> list[Figure]:
    ours = _token(None)
    theirs = _token(Lender.objects.get(code="L01"))
    inside = _in_process(ours)
    figures = [_walked(inside, path) for path in ("objects", "lines", "loans")]
    rate = median_rate(lambda: _walk(_in_process(theirs), "objects", []))
    figures.append(figure("API objects of one lender, one process", rate, "records/s", note="a token bound to it"))
    figures.append(
        figure(
            f"API objects over HTTP, {WORKERS} processes",
            _over_http(ours),
            "records/s",
            target=AIM,
            note="server and callers share the machine",
        )
    )
    return figures


def _walked(get: Get, path: str) -> Figure:
    times: list[float] = []
    rate = median_rate(lambda: _walk(get, path, times))
    p50, p95 = (percentile(times, percent) * 1000 for percent in (50, 95))
    return figure(
        f"API {path}, one process",
        rate,
        "records/s",
        target=AIM if path == "objects" else None,
        note=f"{LIMIT} a page: p50 {p50:.0f} ms, p95 {p95:.0f} ms, {_queries(get, path)} queries",
    )


def _token(lender: Lender | None) -> str:
    _row, text = tokens.create(
        "Benchmark", scopes=["objects:read", "loans:read"], lender=lender, actor=Actor.system("benchmark")
    )
    return text


def _walk(get: Get, path: str, times: list[float]) -> int:
    """Reads up to PAGES pages from the start; returns how many records came."""
    records, address = 0, f"/api/v1/{path}/?limit={LIMIT}"
    for _page in range(PAGES):
        start = time.perf_counter()
        page = orjson.loads(get(address))
        times.append(time.perf_counter() - start)
        records += len(page["results"])
        if page["next"] is None:
            break
        address = page["next"]
    return records


def _queries(get: Get, path: str) -> int:
    with CaptureQueriesContext(connection) as queries:
        get(f"/api/v1/{path}/?limit={LIMIT}")
    return len(queries)


def _in_process(token: str) -> Get:
    """Calls the WSGI application itself: middleware, token, limits and all, but no socket."""
    application = WSGIHandler()

    def get(address: str) -> bytes:
        parts = urlsplit(address)
        status: list[str] = []
        environ: dict[str, Any] = {
            "REQUEST_METHOD": "GET",
            "PATH_INFO": parts.path,
            "QUERY_STRING": parts.query,
            "SERVER_NAME": "localhost",
            "SERVER_PORT": "80",
            "SERVER_PROTOCOL": "HTTP/1.1",
            "HTTP_AUTHORIZATION": f"Bearer {token}",
            "wsgi.input": BytesIO(),
            "wsgi.errors": sys.stderr,
            "wsgi.url_scheme": "http",
        }

        def start(line: str, headers: list[tuple[str, str]], failure: Any = None, /) -> Callable[[bytes], object]:
            status.append(line)
            return lambda _written: None

        response = application(environ, start)
        body = b"".join(response)
        response.close()
        if not status[0].startswith("200"):
            raise RuntimeError(f"{address}: {status[0]} {body[:300]!r}")
        return body

    return get


def _over_http(token: str) -> float:
    """Records a second from a real server to as many callers as it has processes."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    server = subprocess.Popen(
        [sys.executable, "-m", "gunicorn", "-c", "config/gunicorn.py", "config.wsgi"],
        cwd=Path(__file__).parent.parent,
        env=os.environ | {"CARAVAN_BIND": f"127.0.0.1:{port}", "CARAVAN_WEB_WORKERS": str(WORKERS)},
    )
    try:
        _wait_for(port)
        return median_rate(lambda: _all_at_once(port, token), runs=3)
    finally:
        server.terminate()
        server.wait(30)


def _wait_for(port: int) -> None:
    for _try in range(200):
        try:
            socket.create_connection(("127.0.0.1", port), 1).close()
            return
        except OSError:
            time.sleep(0.1)
    raise RuntimeError("the server did not start")


def _all_at_once(port: int, token: str) -> int:
    counts: list[int] = []

    def caller() -> None:
        link = http.client.HTTPConnection("127.0.0.1", port, timeout=30)

        def get(address: str) -> bytes:
            parts = urlsplit(address)
            link.request("GET", f"{parts.path}?{parts.query}", headers={"Authorization": f"Bearer {token}"})
            answer = link.getresponse()
            body = answer.read()
            if answer.status != 200:
                raise RuntimeError(f"{address}: {answer.status} {body[:300]!r}")
            return body

        counts.append(_walk(get, "objects", []))
        link.close()

    callers = [threading.Thread(target=caller) for _each in range(WORKERS)]
    for each in callers:
        each.start()
    for each in callers:
        each.join()
    if len(counts) != WORKERS:
        raise RuntimeError("a caller failed")
    return sum(counts)
