"""Figures for whoever runs a hosted dashboard, in Prometheus's format, at a port of their own.

`METRICS_PORT` switches them on. The port is open on this machine alone unless `METRICS_ADDRESS` names another address.
"""

from __future__ import annotations

import os
import time
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING

from core.cache import CACHE
from core.runs import StoreError
from pages.parts.shell.limits import CONNECTIONS, REFUSALS

if TYPE_CHECKING:
    from prometheus_client import Histogram
    from prometheus_client.metrics_core import Metric

    from core.runs import Service

PORT, ADDRESS = "METRICS_PORT", "METRICS_ADDRESS"
BUCKETS = (0.01, 0.02, 0.03, 0.05, 0.075, 0.1, 0.15, 0.2, 0.3, 0.5, 1.0, 2.0, 5.0, 10.0)  # seconds

_changes: list[Histogram] = []  # none where nobody reads figures


@contextmanager
def timed(page: str) -> Iterator[None]:
    """Count this run of a page, and how long it takes."""
    began = time.perf_counter()
    try:
        yield
    finally:
        for each in _changes:
            each.labels(page or "question").observe(time.perf_counter() - began)


class Figures:
    """What is asked of others each time the figures are read."""

    def __init__(self, runs: Callable[[], Service]) -> None:
        self._runs = runs

    def collect(self) -> Iterable[Metric]:
        """The figures as they are now."""
        from prometheus_client.metrics_core import CounterMetricFamily, GaugeMetricFamily

        status = GaugeMetricFamily(
            "dashboard_runs", "Saved runs that train, and that wait for a place", labels=["status"]
        )
        is_there = GaugeMetricFamily("dashboard_store_up", "Whether the database of saved runs answers")
        try:
            training, waiting = self._runs().store.at_work()
        except StoreError:
            is_there.add_metric([], 0)
        else:
            is_there.add_metric([], 1)
            status.add_metric(["training"], training)
            status.add_metric(["waiting"], waiting)
        cached = GaugeMetricFamily("dashboard_cache_bytes", "Results that are kept for later", value=CACHE.bytes)
        refused = CounterMetricFamily("dashboard_refused", "Connections and files that were not taken", labels=["why"])
        for why, count in REFUSALS.items():
            refused.add_metric([why], count)
        what = "Pages that are open, by the connections that each has"
        connected = GaugeMetricFamily("dashboard_connections", what, value=CONNECTIONS.by.total())
        return status, is_there, cached, connected, refused


def serve(runs: Callable[[], Service]) -> None:
    """Give the figures at METRICS_PORT, if there is one; at every other time nothing is counted."""
    port = os.environ.get(PORT)
    if not port or _changes:
        return
    from prometheus_client import CollectorRegistry, Histogram, ProcessCollector, start_http_server

    registry = CollectorRegistry()
    ProcessCollector(registry=registry)  # memory and processor time
    registry.register(Figures(runs))
    name, text = "dashboard_change_seconds", "Time in which the server draws a page after a change"
    _changes.append(Histogram(name, text, ["page"], registry=registry, buckets=BUCKETS))
    start_http_server(int(port), os.environ.get(ADDRESS, "127.0.0.1"), registry)
