"""Calls of kiosks at a counter: sound and a notice until taken on, one colleague for each, and slips that open."""

from collections.abc import AsyncIterator
from dataclasses import replace
from pathlib import Path

import msgspec
import pytest

from app.contract.commands import CommandLine
from app.contract.rows import RosterDevice
from app.domain.commands import MoveCall, StartReturn
from app.domain.floor_calls import CallId, CallKind, CallState, ChosenPiece, KioskWork, Stage
from app.domain.return_slips import SlipId
from app.domain.returns import Reason
from app.domain.staff import Role
from app.domain.values import LineId, OrderId
from app.presentation.alarms import Alarms
from app.presentation.beeps import Beep
from app.presentation.marks import Tone
from app.presentation.routes import CallsRoute, ReturnRoute
from app.presentation.viewmodels.calls import CallsModel
from app.presentation.viewmodels.return_goods import ReturnModel
from app.store.terminal_files import TerminalFiles
from app.usecases.route_scan import ToSlip
from hardware.api import ScanRead
from tests.unit.domain.samples import STORE
from tests.unit.node.shop import Shop, command
from tests.unit.presentation.conftest import jobs_of
from tests.unit.presentation.counter_desk import CounterDesk, desk_at
from tests.unit.sync.virtual_time import let_pass
from tests.unit.usecases.counter import CLERK, MANAGER, Counter, counter_shop

ORDER = OrderId("o-4790")
PIECES = (ChosenPiece(LineId("a"), 2, Reason.TOO_SMALL),)


def shop_with_kiosk() -> Shop:
    """The counter's shop, with a kiosk by the door."""
    shop = counter_shop()
    devices = [*shop.config.devices, RosterDevice("K1AA", "", "kiosk", [], name="Chiosco 1")]
    return Shop(shop.orders, msgspec.structs.replace(shop.config, devices=devices))


@pytest.fixture
async def at(tmp_path: Path, lookups: TerminalFiles) -> AsyncIterator[CounterDesk]:
    """Sara at a counter of that shop."""
    async with (
        Counter(tmp_path, lookups, shop=shop_with_kiosk()).open() as counter,
        desk_at(counter, jobs_of(counter), CLERK) as found,
    ):
        yield found


async def called(at: CounterDesk, kind: CallKind = CallKind.HELP, work: KioskWork | None = None) -> MoveCall:
    """The kiosk calls, and the counter has heard."""
    now_at = at.counter.clock.now_at()
    body = MoveCall(CallId("K1AA-1"), STORE, kind, CallState.OPEN, now_at, "A 4", work or KioskWork())
    told(at, body, 1, "K1AA", "")
    await let_pass(2)
    return body


def told(at: CounterDesk, body: MoveCall | StartReturn, seq: int, device: str, actor: str) -> None:
    """Something another device says to the shop's authority."""
    at.counter.shop.receive(CommandLine(cmd=command(body, seq, device, actor=actor)), device=device)


async def test_a_call_sounds_until_somebody_takes_it_on(at: CounterDesk) -> None:
    heard: list[Beep] = []
    at.desk.beeps.listen(heard.append)
    alarms = Alarms(at.desk)
    await called(at)
    await alarms.read()
    assert alarms.notice().title == "Chiosco 1: un cliente chiede aiuto"
    assert alarms.place == CallsRoute()
    for _ in range(61):
        at.counter.clock.leapt_s += 1
        alarms.tick()
    assert heard == [Beep.ALERT] * 3
    model = CallsModel(at.desk)
    await model.open()
    await model.press("claim")
    await let_pass(2)
    await alarms.read()
    assert alarms.notice().title == ""
    at.counter.clock.leapt_s += 60
    alarms.tick()
    assert heard == [Beep.ALERT] * 3


async def test_a_notice_that_was_put_away_comes_back_with_the_next_sound(at: CounterDesk) -> None:
    alarms = Alarms(at.desk)
    await called(at)
    await alarms.read()
    alarms.put_away()
    assert alarms.notice().title == ""
    at.counter.clock.leapt_s += 31
    alarms.tick()
    assert alarms.notice().title


async def test_the_shops_own_times_count_from_the_moment_they_arrive(at: CounterDesk) -> None:
    heard: list[Beep] = []
    at.desk.beeps.listen(heard.append)
    alarms = Alarms(at.desk)
    await called(at)
    await alarms.read()
    own = msgspec.structs.replace(at.counter.shop.config, alert_repeat_s=10, wait_late_s=60, wait_long_s=50)
    await at.counter.keep("config", STORE, own)
    await alarms.read()
    for _ in range(31):
        at.counter.clock.leapt_s += 1
        alarms.tick()
    assert heard == [Beep.ALERT] * 4
    assert alarms.notice().tone is Tone.WARNING
    at.counter.clock.leapt_s += 30
    assert alarms.notice().tone is Tone.DANGER


@pytest.mark.parametrize(("who", "said"), [(CLERK, "avvisato"), (MANAGER, "tocca a te")])
async def test_too_long_a_wait_is_told_to_those_in_charge(at: CounterDesk, who: object, said: str) -> None:
    assert who in (CLERK, MANAGER)
    at.desk.session.operator = CLERK if who is CLERK else MANAGER
    assert at.desk.session.who.role in (Role.CLERK, Role.MANAGER)
    alarms = Alarms(at.desk)
    await called(at)
    await alarms.read()
    assert alarms.notice().tone is Tone.WARNING
    at.counter.clock.leapt_s += 240
    alarms.tick()
    assert alarms.notice().tone is Tone.DANGER
    assert said in alarms.notice().line


async def test_the_others_see_who_has_it(at: CounterDesk) -> None:
    body = await called(at)
    told(at, replace(body, target=CallState.CLAIMED), 1, "T2BB", "op-01")
    await let_pass(2)
    model = CallsModel(at.desk)
    await model.open()
    (row,) = model.state.rows
    assert row.line == "Ci pensa Ada Neri"
    assert not model.foot.primary.is_enabled
    await model.press("claim")
    await let_pass(4)
    assert model.state.note is not None


async def test_who_is_in_charge_frees_a_call_whose_colleague_went_home(at: CounterDesk) -> None:
    body = await called(at)
    told(at, replace(body, target=CallState.CLAIMED), 1, "T2BB", "op-01")
    await let_pass(2)
    model = CallsModel(at.desk)
    await model.open()
    assert not model.foot.secondary
    at.desk.session.operator = replace(MANAGER, id="op-02")
    model.refresh()
    assert [button.id for button in model.foot.secondary] == ["free"]


async def test_a_freed_call_is_everybodys(at: CounterDesk) -> None:
    body = await called(at)
    told(at, replace(body, target=CallState.CLAIMED), 1, "T2BB", "op-07")
    await let_pass(2)
    at.desk.session.operator = MANAGER
    model = CallsModel(at.desk)
    await model.open()
    await model.press("free")
    await let_pass(4)
    await model.reload()
    assert model.foot.primary.is_enabled
    assert not model.foot.secondary


async def test_a_task_is_opened_with_what_was_chosen_and_sent_back(at: CounterDesk) -> None:
    await called(at, CallKind.COUNTER, KioskWork(Stage.RETURN, ORDER, PIECES))
    model = CallsModel(at.desk)
    await model.open()
    await model.press("claim")
    await let_pass(2)
    await model.reload()
    assert [button.id for button in model.foot.secondary] == ["put_back", "send_back", "go"]
    await model.press("go")
    place = at.desk.navigator.at
    assert place == ReturnRoute(order=ORDER, call="K1AA-1")
    assert isinstance(place, ReturnRoute)
    goods = ReturnModel(at.desk, place)
    await goods.open()
    assert (goods.state.quantity, goods.state.questions.reason) == (2, "")
    await model.press("send_back")
    await let_pass(2)
    await model.reload()
    assert model.state.rows[0].line == "Continua al chiosco"


async def test_a_slip_opens_the_return_it_is_for(at: CounterDesk) -> None:
    told(at, StartReturn(SlipId("s-1"), STORE, ORDER, PIECES, at.counter.clock.now_at()), 1, "K1AA", "")
    await let_pass(2)
    slip = await at.counter.scans.slips.by_id("s-1")
    assert slip is not None
    read = ScanRead(slip.code.lower().encode(), None, "", "T1AA", at.counter.clock.now_at())
    assert await at.counter.scans.route(read, CLERK) == ToSlip("s-1", ORDER)
    model = ReturnModel(at.desk, ReturnRoute(order=ORDER, slip="s-1"))
    await model.open()
    assert (model.state.quantity, model.state.questions.reason) == (2, "too_small")
    await model.press("confirm")
    await let_pass(8)
    assert await at.counter.scans.slips.by_id("s-1") is None
