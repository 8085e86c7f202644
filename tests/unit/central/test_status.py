"""The page of a line to a platform says what went well, what did not, and nothing a name could smuggle in."""

from datetime import UTC, datetime

import pytest

from app.central.connectors.guard_right import WRITES
from app.central.connectors.intents import Effect
from app.central.intake.health import OPEN_SETS, Health
from app.central.intake.stages import Progress, Stage
from app.central.status import StatusDesk
from app.domain.errors import Code
from app.hosting.dbthread import DbThread
from app.hosting.node_access import NodeAccess, PokeHub
from tests.fakes.stores import MemoryNodeStore

NOW_AT = datetime(2026, 3, 2, 9, 0, tzinfo=UTC)


@pytest.fixture
def health() -> Health:
    """Articles are in, orders on their way, carts cannot be shown."""
    made = Health("demo")
    made.leave_out(Stage.CARTS)
    made.moved(Stage.ARTICLES, Progress("c", 350, 340, is_loaded=True))
    made.went_well(Stage.ARTICLES, NOW_AT)
    made.moved(Stage.ORDERS, Progress("c", 120, 900))
    made.failed(Stage.ORDERS, "no_answer")
    return made


async def asked(health: Health) -> tuple[str, str]:
    """The page and the metrics."""
    thread = DbThread()
    access = NodeAccess(MemoryNodeStore(), thread, PokeHub())
    desk = StatusDesk(health, access, lambda: NOW_AT, lambda key: key, lambda code: f"why {code}")
    answers = await desk.page(), (await desk.metrics()).decode()
    thread.close()
    return answers


async def test_the_page_tells_each_part_apart(health: Health) -> None:
    health.missing = ('<script>"ST09"',)
    page, _ = await asked(health)
    assert not health.is_up
    assert not health.is_loaded
    assert "status.down" in page
    assert '<td class="n">340</td><td class="n">0 s</td><td class="">status.stage.ok</td>' in page
    assert '<td class="n"><progress max="900" value="120"></progress> 120/900</td>' in page
    assert '<td class="n"></td><td class="bad">why no_answer</td>' in page
    assert "status.stage.carts" not in page
    assert "&lt;script&gt;&quot;ST09&quot;" in page
    assert "<script" not in page
    health.went_well(Stage.ORDERS, NOW_AT)
    assert "status.up" in (await asked(health))[0]


async def test_the_metrics_say_the_same(health: Health) -> None:
    health.lag_s = 1.5
    health.went_well(OPEN_SETS, NOW_AT)
    _, text = await asked(health)
    assert 'bancone_platform_up{platform="demo"} 0.0' in text
    assert 'bancone_platform_taken_total{platform="demo",what="orders"} 120.0' in text
    assert 'bancone_platform_lag_seconds{platform="demo"} 1.5' in text
    assert 'bancone_platform_asked_timestamp_seconds{platform="demo",what="open_sets"}' in text
    assert 'what="carts"' not in text
    assert "bancone_platform_parked 0.0" in text


async def test_a_missing_right_to_write_is_on_the_page_and_in_the_metrics(health: Health) -> None:
    health.went_well(Stage.ORDERS, NOW_AT)
    health.failed(WRITES[Effect.REFUND], Code.WRITE_DENIED)
    health.went_well(WRITES[Effect.COLLECTED], NOW_AT)
    page, text = await asked(health)
    assert "status.down" in page
    assert (
        '<th>status.stage.writes_refund</th><td></td><td class="n"></td><td class="bad">why write_denied</td>'
        in page
    )
    assert "status.stage.writes_restock" not in page
    assert 'bancone_platform_up{platform="demo"} 1.0' in text
    assert 'bancone_platform_fine{platform="demo",what="writes_refund"} 0.0' in text
    assert 'bancone_platform_fine{platform="demo",what="writes_collected"} 1.0' in text
    assert 'bancone_platform_fine{platform="demo",what="orders"} 1.0' in text
    assert "bancone_platform_owed_age_seconds 0.0" in text
