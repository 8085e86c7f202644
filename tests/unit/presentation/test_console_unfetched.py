"""Orders that are not simply fetched, from the command line; what the shop's authority decides is real."""

from typing import cast

from app.domain.errors import Code
from app.presentation.console_views import Data
from tests.unit.presentation.desk import Desk


def tasks(data: Data) -> list[Data]:
    return cast("list[Data]", data["tasks"])


async def test_a_refused_piece_is_put_back_once(desk: Desk) -> None:
    await desk.sign_in()
    done = await desk.data("refuse 4821 does_not_fit", "not_fetched")
    assert (done["way"], done["is_over"]) == ("refused", True)
    listed = tasks(await desk.data("put-back", "put_backs"))
    assert listed
    for task in listed:
        assert task["cause"] == "refused"
        await desk.data(f"put-away {task['id']}", "not_fetched")
    assert tasks(await desk.data("put-back", "put_backs")) == []
    assert await desk.code(f"put-away {listed[0]['id']}") == "not_found"


async def test_an_order_is_accepted_and_then_held(desk: Desk) -> None:
    await desk.sign_in()
    assert (await desk.data("accept 4900", "not_fetched"))["way"] == "accepted"
    assert await desk.code("decline 4900 no_time") == "approval_required"
    assert await desk.code("no-show 4821") == "step_not_allowed"
    assert (await desk.data("expired", "holds_over"))["orders"] == []


def asked(desk: Desk) -> list[str]:
    """What head office was asked for."""
    return [said for said in desk.counter.online.asked if said.startswith("transfer")]


async def test_an_order_is_asked_to_another_shop_by_its_place_in_the_list(desk: Desk) -> None:
    desk.counter.online.orders_at_central = [await desk.counter.shown()]
    await desk.sign_in("01")
    refused = await desk.data("transfer 4821", "refused")
    assert cast("Data", refused["details"])["choices"] == "mi02 Milano Centrale"
    assert await desk.code("transfer 4821 rm99") == "bad_request"
    assert asked(desk) == []
    done = await desk.data("transfer 4821 1", "not_fetched")
    assert (done["way"], done["is_over"]) == ("transferred", False)
    assert asked(desk) == ["transfer o-4821 mi02 op-01 "]


async def test_a_clerk_asks_for_no_transfer_alone_and_nothing_waits_for_a_line(desk: Desk) -> None:
    await desk.sign_in()
    assert await desk.code("transfer 4821 mi02") == "approval_required"
    await desk.sign_in("01")
    desk.counter.online.fault = Code.NO_ANSWER
    assert await desk.code("transfer 4821 mi02") == "no_answer"
