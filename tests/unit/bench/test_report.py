"""A figure says what was allowed and how much of it was used, to a person and to a machine."""

from datetime import UTC, datetime

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.bootstrap.bench_report import Figure, Machine, Run, as_json, latency, percentile, table

GOOD = Figure(what="queue drained", unit="s", value=2.0, limit=5.0, note="on a long line")
MISSED = Figure(what="memory", unit="MB", value=300.0, limit=250.0)


def test_a_line_says_measured_limit_and_ratio() -> None:
    shown = table([GOOD, MISSED])
    good = next(line for line in shown.splitlines() if line.startswith("queue"))
    missed = next(line for line in shown.splitlines() if line.startswith("memory"))
    assert good.split()[2:] == ["2.00", "s", "5.00", "s", "0.40", "ok"]
    assert missed.split()[1:] == ["300", "MB", "250", "MB", "1.20", "MISSED"]
    assert "queue drained: on a long line" in shown


def test_a_value_at_its_limit_is_kept() -> None:
    assert Figure(what="", unit="s", value=5.0, limit=5.0).is_met


def test_latencies_are_milliseconds_and_held_by_their_p99() -> None:
    figure = latency("key to rows", [0.001] * 98 + [0.004, 0.5], 16.7)
    assert (figure.p50, figure.p99, figure.value, figure.unit) == (1.0, 4.0, 4.0, "ms")
    assert "1.00 / 4.00" in table([figure])


@given(st.lists(st.floats(0, 1e6), min_size=1), st.floats(0.1, 100))
def test_a_percentile_is_a_value_that_so_many_do_not_exceed(values: list[float], percent: float) -> None:
    found = percentile(values, percent)
    assert found in values
    assert sum(value <= found for value in values) * 100 >= percent * len(values) - 1e-6


def test_nothing_measured_is_no_figure() -> None:
    with pytest.raises(ValueError, match="nothing"):
        percentile([], 50)


def test_the_file_holds_every_ratio() -> None:
    machine = Machine(cores=2, python="3", sqlite="3", fsync_ms=0.1, articles=1, customers=1, orders=1)
    run = Run(at=datetime(2026, 3, 5, tzinfo=UTC), took_s=1.0, machine=machine, figures=[GOOD, MISSED])
    read = msgspec.json.decode(as_json(run))
    assert [(entry["ratio"], entry["is_met"]) for entry in read["figures"]] == [(0.4, True), (1.2, False)]
    assert read["machine"]["cores"] == 2
