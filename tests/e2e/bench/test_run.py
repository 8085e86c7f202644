"""A whole run at a tiny size measures everything there is a promise for and says limit and ratio of each."""

import subprocess
import sys
from pathlib import Path

import msgspec
import pytest

from app.bootstrap.bench_report import Figure

TINY = {
    "articles": 600,
    "customers": 300,
    "orders": 60,
    "load": 400,
    "searches": 12,
    "acts": 28,
    "queued": 250,
    "site-orders": 120,
    "lags": 1,
    "floor": 30,
    "visits": 6,
    "idle": 0.2,
}
PATIENCE_S = 500
pytestmark = pytest.mark.timeout(PATIENCE_S + 60)
MEASURED = (
    "scanner: last byte to read",
    "symbology parse",
    "first load of 400 articles",
    "changes to 20 of 400 articles",
    "key to rows, words, 600 articles",
    "key to rows, names, 300 customers",
    "key to rows, phone digits, 300 customers",
    "card to customer",
    "typed code to order, 60 orders",
    "signed code to order, 60 orders",
    "memory with 600 articles open",
    "idle",
    "start: first window painted",
    "start: operator tiles painted",
    "window: key to painted results, 600 articles",
    "window: scan to painted article",
    "window: scan to painted order",
    "window: screen change",
    "window: theme switch",
    "window: scrolling 10,000 rows",
    "window: memory with 600 articles open",
    "window: idle",
    "hand-over: waits for the disk",
    "hand-over: key to durable everywhere",
    "act at one till, shown at another",
    "250 queued commands drained",
    "arrival: said at one device, painted on every other, 30 orders, 6 visits",
    "claim: made at one device, told at the other",
    "counter: an update, 30 orders, 6 visits",
    "tablet: an update, 30 orders, 6 visits",
    "counter: scrolling, 30 orders, 6 visits",
    "receipt of 60 lines to bytes",
    "spool: one paper from queue to confirmed",
    "first load of 120 orders from a web shop",
    "web shop: cart changed there, painted at the counter",
    "web shop: plus pressed at the counter, changed there",
    "web shop: order placed there, painted at the counter",
)


class Written(msgspec.Struct):
    """What the file of a run holds."""

    figures: list[Figure]


@pytest.fixture(scope="module")
def ran(tmp_path_factory: pytest.TempPathFactory) -> tuple[str, list[Figure]]:
    """The table of a tiny run and the figures of its file."""
    written = tmp_path_factory.mktemp("bench") / "build" / "bench.json"
    options = [part for name, value in TINY.items() for part in (f"--{name}", str(value))]
    command = [sys.executable, "-m", "app", "bench", *options, "--json", str(written)]
    done = subprocess.run(command, check=False, capture_output=True, timeout=PATIENCE_S, text=True, cwd=Path.cwd())
    assert done.returncode in (0, 1)
    assert written.exists(), done.stderr
    return done.stdout, msgspec.json.decode(written.read_bytes(), type=Written).figures


def test_everything_is_measured(ran: tuple[str, list[Figure]]) -> None:
    _, figures = ran
    for wanted in MEASURED:
        assert [figure for figure in figures if figure.what.startswith(wanted)], wanted
    assert len(figures) == len(MEASURED)


def test_every_line_has_limit_and_ratio(ran: tuple[str, list[Figure]]) -> None:
    shown, figures = ran
    for figure in figures:
        line = next(line for line in shown.splitlines() if line.startswith(figure.what))
        assert line.endswith(("ok", "MISSED"))
        assert f"{figure.ratio:.2f}" in line.split()
        assert figure.limit > 0
        assert figure.value > 0 or figure.what.endswith("idle")


def test_references_are_of_the_same_run(ran: tuple[str, list[Figure]]) -> None:
    _, figures = ran
    compared = {figure.what.split(",")[0]: figure.reference for figure in figures if figure.reference}
    assert "executemany" in compared["first load of 400 articles"]
    assert "a bare loop over the same 3 pages" in compared["first load of 120 orders from a web shop"]
    assert "fsyncs of this disk" in compared["hand-over: key to durable everywhere"]


def test_a_hand_over_waits_four_times_for_the_disk(ran: tuple[str, list[Figure]]) -> None:
    _, figures = ran
    waits = next(figure for figure in figures if figure.what.startswith("hand-over: waits"))
    assert waits.value == waits.limit == 4
