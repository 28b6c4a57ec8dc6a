"""A measured figure, and how several runs become one."""

import statistics
import time
from collections.abc import Callable, Sequence
from typing import TypedDict


class Figure(TypedDict):
    """One line of the table. `target` is what is aimed at, in the same unit; None where nothing was promised."""

    name: str
    value: float
    unit: str
    target: float | None
    note: str


def figure(name: str, value: float, unit: str, *, target: float | None = None, note: str = "") -> Figure:
    return {"name": name, "value": value, "unit": unit, "target": target, "note": note}


def seconds(work: Callable[[], object]) -> float:
    """How long it takes, once."""
    start = time.perf_counter()
    work()
    return time.perf_counter() - start


def median_rate(work: Callable[[], int], *, runs: int = 5) -> float:
    """Things a second: the median over several runs, after one to warm up. `work` returns how many it did."""
    work()
    rates = []
    for _run in range(runs):
        start = time.perf_counter()
        done = work()
        rates.append(done / (time.perf_counter() - start))
    return statistics.median(rates)


def percentile(values: Sequence[float], percent: int) -> float:
    """The value that so many percent of the values don't exceed."""
    ordered = sorted(values)
    return ordered[max(0, -(-len(ordered) * percent // 100) - 1)]
