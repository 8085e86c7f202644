"""Devices that come, go, hang and rave, and a supervisor that stays calm; time is a hand clock."""

import asyncio
import threading
from collections.abc import AsyncIterator, Callable
from dataclasses import dataclass, field

import pytest

from hardware.api import (
    Absent,
    Degraded,
    DeviceError,
    DeviceState,
    DriverInfo,
    ErrorCode,
    Faulted,
    Health,
    PowerState,
    Ready,
)
from hardware.device_thread import HUNG
from hardware.supervised import Pace, Post, Supervised
from hardware.supervisor import LOOK_S, Supervisor
from tests.strictness import ExpectLog
from tests.unit.supervision.hand_clock import HandClock

INFO = DriverInfo("bench", "scanner", "A device on the bench", "none")
HOUR_S = 3600.0
# No limit of a call is reached by accident while the hand clock is put forward over a pause.
PACE = Pace(first_s=1.0, longest_s=8.0, open_s=3.0, grace_s=HOUR_S)
REST_S = 5.0
GONE = DeviceError(ErrorCode.NO_HARDWARE, "not_there")


@dataclass
class Bench:
    """A driver that does what it is told: `at_open` and `at_turn` are raised, `halt` holds the next turn up."""

    stir: Callable[[], None]
    at_open: BaseException | None = None
    at_turn: BaseException | None = None
    state: DeviceState = field(default_factory=Ready)
    opened: int = 0
    closed: int = 0
    turns: int = 0
    is_open: bool = False
    threads: set[int] = field(default_factory=set)
    free: threading.Event = field(default_factory=threading.Event)

    def __post_init__(self) -> None:
        self.free.set()

    def open(self, timeout_s: float) -> None:
        """As told."""
        self.threads.add(threading.get_ident())
        self.opened += 1
        self.stir()
        if self.at_open is not None:
            raise self.at_open
        self.is_open = True

    def close(self) -> None:
        """Lets go."""
        self.closed += 1
        self.stir()
        self.is_open = False

    def turn(self, is_wanted: Callable[[], bool]) -> DeviceState:
        """As told."""
        self.threads.add(threading.get_ident())
        self.turns += 1
        self.stir()
        self.free.wait()
        if self.at_turn is not None:
            raise self.at_turn
        return self.state


@dataclass
class Room:
    """A supervisor, its clock and what it told."""

    clock: HandClock
    supervisor: Supervisor
    told: list[Health]
    benches: list[Bench] = field(default_factory=list)

    def states(self, name: str) -> list[DeviceState]:
        """What was told of one device."""
        return [health.state for health in self.told if health.name == name]

    def bench(
        self,
        *,
        at_open: BaseException | None = None,
        at_turn: BaseException | None = None,
        state: DeviceState | None = None,
    ) -> Bench:
        """A driver in this room."""
        self.benches.append(Bench(self.clock.stir, at_open, at_turn, state or Ready()))
        return self.benches[-1]

    async def over_a_pause(self) -> None:
        """Wait until the only device rests, and put the clock forward to its next turn."""
        await self.clock.until(lambda: self.clock.pauses_s(HOUR_S))
        self.clock.pass_s(self.clock.pauses_s(HOUR_S)[0])

    def look_after(self, bench: Bench, name: str = "bench", *, is_shared: bool = False) -> Supervised[Bench]:
        """A device with a turn each five seconds."""
        return self.supervisor.add(post(bench, name, is_shared=is_shared))


def post(bench: Bench, name: str = "bench", *, is_shared: bool = False) -> Post[Bench]:
    """A place for it."""
    return Post(name, INFO, bench, Bench.turn, turn_s=1.0, rest_s=REST_S, is_shared=is_shared)


@pytest.fixture
async def room() -> AsyncIterator[Room]:
    """Nothing in it yet."""
    clock, told = HandClock(), list[Health]()

    def tell(health: Health) -> None:
        told.append(health)
        clock.stir()

    async with Supervisor(tell, sleep=clock.sleep, pace=PACE) as supervisor:
        made = Room(clock, supervisor, told)
        try:
            yield made
        finally:
            for bench in made.benches:
                bench.free.set()


async def test_a_device_is_opened_and_cared_for_on_one_thread_of_its_own(room: Room) -> None:
    one, two = room.bench(), room.bench(state=Degraded("paper_near_end"))
    room.look_after(one, "one")
    room.look_after(two, "two")
    await room.clock.until(lambda: len(room.told) == 2)
    assert [health.state for health in room.supervisor.health] == [Ready(), Degraded("paper_near_end")]
    assert {health.power for health in room.supervisor.health} == {PowerState.ONLINE}
    assert len(one.threads) == len(two.threads) == 1
    assert len(one.threads | two.threads | {threading.get_ident()}) == 3


async def test_a_listener_that_fails_ends_nobodys_supervision(expect_log: ExpectLog) -> None:
    expect_log("hardware.supervisor", "listener_broken")
    clock, told = HandClock(), list[DeviceState]()

    def tell(health: Health) -> None:
        told.append(health.state)
        clock.stir()
        raise ZeroDivisionError

    async with Supervisor(tell, sleep=clock.sleep, pace=PACE) as supervisor:
        bench = Bench(clock.stir)
        supervisor.add(post(bench))
        await clock.until(lambda: told == [Ready()])
        bench.at_turn = GONE
        await clock.until(lambda: clock.pauses_s(HOUR_S))
        clock.pass_s(REST_S)
        await clock.until(lambda: told == [Ready(), Absent()])
        bench.at_turn = None
        await clock.until(lambda: clock.pauses_s(HOUR_S))
        clock.pass_s(PACE.longest_s)
        await clock.until(lambda: told == [Ready(), Absent(), Ready()])


async def test_tries_come_less_and_less_often_up_to_a_limit_and_are_told_once(room: Room) -> None:
    bench = room.bench(at_open=GONE)
    room.look_after(bench)
    for _ in range(7):
        await room.over_a_pause()
    pauses = [seconds for seconds in room.clock.asked_s if seconds < HOUR_S]
    assert pauses == [1.0, 2.0, 4.0, 8.0, 8.0, 8.0, 8.0]
    assert room.states("bench") == [Absent()]
    assert room.told[0].power is PowerState.OFF_OFFLINE


async def test_a_lost_device_is_told_and_logged_once_and_once_when_it_is_back(
    room: Room, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level("INFO")
    bench = room.bench()
    room.look_after(bench)
    await room.over_a_pause()
    bench.at_turn = bench.at_open = DeviceError(ErrorCode.OFFLINE, "lost")
    for _ in range(3):
        await room.over_a_pause()
    assert bench.opened == 3
    bench.at_turn = bench.at_open = None
    await room.over_a_pause()
    await room.clock.until(lambda: len(room.told) == 3)
    assert room.states("bench") == [Ready(), Absent(), Ready()]
    events = [record.getMessage() for record in caplog.records]
    assert [sum(word in event for event in events) for word in ("device_lost", "device_back")] == [1, 1]
    assert bench.is_open


@pytest.mark.parametrize(
    ("error", "state", "power"),
    [
        (DeviceError(ErrorCode.NO_HARDWARE, "not_there"), Absent(), PowerState.OFF_OFFLINE),
        (DeviceError(ErrorCode.ILLEGAL, "forbidden"), Faulted("forbidden"), PowerState.OFFLINE),
        (DeviceError(ErrorCode.BUSY, "in_use"), Faulted("in_use"), PowerState.OFFLINE),
    ],
)
async def test_why_a_device_cannot_be_opened_is_told(
    room: Room, error: DeviceError, state: DeviceState, power: PowerState
) -> None:
    room.look_after(room.bench(at_open=error))
    await room.clock.until(lambda: room.told)
    assert (room.told[0].state, room.told[0].power) == (state, power)


@pytest.mark.parametrize("raised", [ValueError("rot"), SystemExit(3), StopIteration()])
async def test_a_driver_that_raves_is_at_fault_and_no_other(
    room: Room, raised: BaseException, expect_log: ExpectLog
) -> None:
    expect_log("hardware.supervisor", "driver_broken")
    raving, calm = room.bench(at_turn=raised), room.bench()
    room.look_after(raving, "raving")
    room.look_after(calm, "calm")
    await room.clock.until(lambda: len(room.told) == 2)
    assert room.states("raving") == [Faulted("driver_fault")]
    assert room.states("calm") == [Ready()]
    raving.at_turn = None
    await room.clock.until(lambda: len(room.clock.pauses_s(HOUR_S)) == 2)
    room.clock.pass_s(REST_S)
    await room.clock.until(lambda: len(room.told) == 3)
    assert room.states("raving")[-1] == Ready()


async def test_a_driver_that_hangs_is_told_and_taken_up_again_when_it_comes_back(
    room: Room, expect_log: ExpectLog
) -> None:
    expect_log("hardware.supervisor", HUNG)
    hung, calm = room.bench(), room.bench()
    hung.free.clear()
    device = room.look_after(hung, "hung")
    room.look_after(calm, "calm")
    await room.clock.until(lambda: hung.turns and room.states("calm") and room.clock.pauses_s(2 * HOUR_S)[1:])
    room.clock.pass_s(2 * HOUR_S)
    await room.clock.until(lambda: room.states("hung"))
    assert room.states("hung") == [Faulted(HUNG)]
    with pytest.raises(DeviceError) as refused:
        await device.call(lambda bench: bench.opened, 1.0)
    hung.free.set()
    await room.clock.until(lambda: len(room.states("hung")) == 2)
    assert (room.states("hung")[-1], hung.opened) == (Ready(), 2)
    assert refused.value.reason == HUNG


async def test_what_was_just_plugged_in_is_tried_at_once() -> None:
    clock, plugged, told = HandClock(), [0], list[DeviceState]()
    bench = Bench(clock.stir, at_open=GONE)

    def tell(health: Health) -> None:
        told.append(health.state)
        clock.stir()

    async with Supervisor(tell, lambda: plugged[0], sleep=clock.sleep, pace=PACE) as supervisor:
        supervisor.add(post(bench))
        await clock.until(lambda: told == [Absent()] and len(clock.pauses_s(HOUR_S)) == 2)
        bench.at_open, plugged[0] = None, 1
        clock.pass_s(LOOK_S / 2)
        assert bench.opened == 1
        clock.pass_s(LOOK_S / 2)
        await clock.until(lambda: told == [Absent(), Ready()])


async def test_whoever_holds_a_device_has_it_alone_and_its_losses_are_told(room: Room) -> None:
    bench = room.bench()
    device = room.look_after(bench)
    await room.clock.until(lambda: bench.turns == 1)
    async with device.held() as use:
        room.clock.pass_s(REST_S)
        assert await use.call(lambda held: (held.turns, held.is_open), 1.0) == (1, True)
        use.tell(Faulted("paper_out"))
        assert room.states("bench")[-1] == Faulted("paper_out")
    with pytest.raises(DeviceError) as lost:
        await device.call(unplugged, 1.0)
    assert lost.value.code is ErrorCode.OFFLINE
    await room.clock.until(lambda: bench.closed == 1)
    assert Absent() in room.states("bench")
    assert await device.call(lambda held: held.is_open, 1.0)
    assert bench.opened == 2


async def test_a_call_that_was_a_mistake_loses_nothing(room: Room) -> None:
    bench = room.bench()
    device = room.look_after(bench)
    await room.clock.until(lambda: room.told)
    with pytest.raises(DeviceError) as refused:
        await device.call(mistaken, 1.0)
    assert (refused.value.code, bench.closed, room.states("bench")) == (ErrorCode.ILLEGAL, 0, [Ready()])


async def test_a_shared_device_is_given_back_after_every_use(room: Room) -> None:
    bench = room.bench()
    device = room.look_after(bench, is_shared=True)
    await room.clock.until(lambda: bench.turns == bench.closed == 1)
    async with device.held() as use:
        assert [await use.call(lambda held: held.opened, 1.0) for _ in range(2)] == [2, 2]
    await room.clock.until(lambda: bench.closed == 2)
    assert room.states("bench") == [Ready()]


async def test_no_thread_is_left_behind_and_one_that_hangs_holds_nothing_up(expect_log: ExpectLog) -> None:
    expect_log("hardware.supervisor", "device_abandoned")
    clock = HandClock()
    hung, calm = Bench(clock.stir), Bench(clock.stir)
    hung.free.clear()
    before = threading.active_count()
    async with Supervisor(sleep=clock.sleep, pace=PACE) as supervisor:
        supervisor.add(post(hung, "hung"))
        supervisor.add(post(calm, "calm"))
        await clock.until(lambda: hung.turns and calm.turns)
        ending = asyncio.create_task(supervisor.__aexit__(None, None, None))
        await clock.until(lambda: clock.asked_s.count(HOUR_S) == 2 and clock.pauses_s(2 * HOUR_S) == [HOUR_S])
        clock.pass_s(2 * HOUR_S)
        await ending
    assert threading.active_count() == before + 1
    hung.free.set()


async def test_a_name_belongs_to_one_device(room: Room) -> None:
    room.look_after(room.bench())
    with pytest.raises(ValueError, match="bench"):
        room.look_after(room.bench())


def unplugged(bench: Bench) -> None:
    """A call during which it is pulled out."""
    raise DeviceError(ErrorCode.OFFLINE, "lost")


def mistaken(bench: Bench) -> None:
    """A call that is wrong just now."""
    raise DeviceError(ErrorCode.ILLEGAL, "section_pending")
