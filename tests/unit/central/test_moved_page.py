"""The page of a customer whose order goes to another shop: the same link, the new shop's name, and its code."""

from datetime import timedelta

from app.adapters.pickup_codes import PickupSigner
from app.central.pages.desk import PagesDesk, Stage
from app.central.pages.links import Links
from app.domain.commands import MarkReady
from app.hosting.dbthread import DbThread
from app.hosting.node_access import NodeAccess, PokeHub
from app.node.documents import get_order
from tests.unit.domain.samples import NOW_AT
from tests.unit.node.two_shops import ORDER, ROME, Chain, steps

LINKS = Links(b"k" * 32, "http://127.0.0.1")


async def test_the_link_survives_and_names_the_new_shop() -> None:
    chain, thread, at = Chain(), DbThread(), [NOW_AT]
    desk = PagesDesk(NodeAccess(chain.central, thread, PokeHub()), lambda: at[0], PickupSigner(1, bytes(32)))
    with chain.central.write() as tx:
        token = LINKS.token(LINKS.give(tx, get_order(tx, ORDER), NOW_AT))
    try:
        before = await desk.show(token)
        assert before is not None
        assert (before.shop, before.is_ready) == ("Milano", True)
        chain.ask(ROME)
        chain.settle()
        after = await desk.show(token)
        assert after is not None
        assert (after.shop, after.is_ready, after.bags, after.stage) == ("Roma", False, 0, Stage.COMING)
        assert await desk.say(token, {"act": "here", "n": str(after.n), "words": "furgone"})
        chain.settle(NOW_AT + timedelta(minutes=1))
        order = chain.at(ROME)
        assert order is not None
        for body in [*steps(order, "7"), MarkReady(ORDER, NOW_AT)]:
            chain.act(ROME, body)
        chain.settle(NOW_AT + timedelta(minutes=1))
        ready = await desk.show(token)
        assert ready is not None
        assert (ready.shop, ready.is_ready, ready.stage) == ("Roma", True, Stage.HERE)
        assert ready.code
    finally:
        thread.close()
