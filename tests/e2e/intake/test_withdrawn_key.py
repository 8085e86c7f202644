"""A web shop that no longer takes our key: it is said in words, the counter goes on, and nothing is lost."""

from pathlib import Path
from urllib.parse import urlsplit

from app.central.connectors.demo_shop_seed import seed_body
from app.contract.commands import Outcome
from tests.contract.connectors.demo_server import DemoServer, demo_server
from tests.e2e.intake.conftest import OFTEN
from tests.e2e.intake.test_intake import orders_at, path_of
from tests.e2e.main_job.road import Road
from tests.e2e.servers.floor import Template, open_floor
from tests.e2e.servers.till import hand_over, until
from tests.strictness import ExpectLog

WORDS = ("il sito non accetta le nostre credenziali", "the site does not take our credentials")


def port_of(shop: DemoServer) -> int:
    """Where it listens."""
    return urlsplit(shop.url).port or 0


async def test_what_is_done_while_the_key_is_not_taken_is_there_once_when_it_is_again(
    template: Template, tmp_path: Path, expect_log: ExpectLog
) -> None:
    expect_log("central.intake", "not_taken_in")
    async with (
        Road() as road,
        demo_server(tmp_path / "shop") as shop,
        demo_server(tmp_path / "locked", token="another") as locked,
    ):
        (await shop.admin.post("/seed", content=seed_body(template.chain))).raise_for_status()
        road.lead_to(port_of(shop))
        async with open_floor(tmp_path, template, shop_url=road.url, periods=OFTEN) as floor:
            health = floor.central.health
            assert health is not None
            await until(lambda: health.is_loaded)
            till = await floor.till()
            road.lead_to(port_of(locked))
            order = (await orders_at(till))[template.cases.hand_over.order.number]
            assert (await till.ask(hand_over(order))).outcome is Outcome.OK

            async def is_said() -> bool:
                page = (await floor.admin.http.get("/status")).text
                return any(words in page for words in WORDS)

            await until(is_said)
            assert (await shop.admin.get(path_of(order))).json()["fulfilments"] == []
            assert (await floor.admin.ledger(order.id)).attention == []
            road.lead_to(port_of(shop))

            async def is_there() -> bool:
                return bool((await shop.admin.get(path_of(order))).json()["fulfilments"])

            await until(is_there)
            await until(lambda: health.is_up)
            assert len((await shop.admin.get(path_of(order))).json()["fulfilments"]) == 1
