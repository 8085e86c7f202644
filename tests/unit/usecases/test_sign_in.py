"""Who is at the station: the roster's own people, by PIN, with a lock that counts for person and device."""

import asyncio
from collections.abc import AsyncIterator

import pytest

from app.domain.errors import Code, Problem
from app.domain.staff import Role
from app.usecases.sign_in import SignIn
from tests.unit.sync.virtual_time import let_pass
from tests.unit.usecases.counter import PIN, Counter, OwnPins, refusal_of


@pytest.fixture(autouse=True)
async def threads_end() -> AsyncIterator[None]:
    """PINs are checked beside the loop; its threads end with the test."""
    yield
    await asyncio.get_running_loop().shutdown_default_executor()


async def fail(counter: Counter, times: int, number: str = "07") -> list[Code]:
    """Why so many wrong PINs were refused; each waits as long as it is told to."""
    codes: list[Code] = []
    while len(codes) < times:
        refusal = await refusal_of(counter.sign_in.sign_in(number, "000001"))
        if refusal.code is Code.PIN_LOCKED and isinstance(wait_s := refusal.details["wait_s"], int) and wait_s:
            await let_pass(wait_s + 1)
            continue
        codes.append(refusal.code)
    return codes


async def test_the_people_of_the_shop_by_name(counter: Counter) -> None:
    assert [staff.name for staff in await counter.sign_in.operators()] == ["Ada Neri", "Sara Lombardi"]


async def test_the_right_pin_says_who(counter: Counter) -> None:
    operator = await counter.sign_in.sign_in("07", PIN)
    assert (operator.id, operator.name, operator.role) == ("op-07", "Sara Lombardi", Role.CLERK)
    assert counter.audit() == [("signed_in", "op-07", "op-07", {})]


@pytest.mark.parametrize("number", ["", "7", "99", "op-07", "50"])
async def test_nobody_else_signs_in(counter: Counter, number: str) -> None:
    refusal = await refusal_of(counter.sign_in.sign_in(number, PIN))
    assert (refusal.code, refusal.details) == (Code.OPERATOR_UNKNOWN, {"number": number})
    assert counter.audit() == []


async def test_a_wrong_pin_is_recorded_without_it(counter: Counter) -> None:
    refusal = await refusal_of(counter.sign_in.sign_in("07", "999999"))
    assert (refusal.code, refusal.details) == (Code.PIN_WRONG, {"number": "07"})
    assert counter.audit() == [("sign_in_failed", "op-07", "op-07", {})]


async def test_the_fifth_wrong_pin_makes_one_wait(counter: Counter) -> None:
    assert await fail(counter, 5) == [Code.PIN_WRONG] * 5
    refusal = await refusal_of(counter.sign_in.sign_in("07", PIN))
    assert (refusal.code, refusal.details) == (Code.PIN_LOCKED, {"wait_s": 30})
    await let_pass(29)
    assert (await refusal_of(counter.sign_in.sign_in("07", PIN))).details == {"wait_s": 1}
    await let_pass(1.5)
    assert (await counter.sign_in.sign_in("07", PIN)).number == "07"


async def test_the_device_counts_too(counter: Counter) -> None:
    await fail(counter, 3)
    await fail(counter, 2, "01")
    refusal = await refusal_of(counter.sign_in.sign_in("01", PIN))
    assert refusal.code is Code.PIN_LOCKED


async def test_setting_the_clock_helps_nobody(counter: Counter) -> None:
    await fail(counter, 5)
    counter.clock.start_at = counter.clock.start_at.replace(year=2030)
    assert (await refusal_of(counter.sign_in.sign_in("07", PIN))).code is Code.PIN_LOCKED


async def test_starting_again_helps_nobody(counter: Counter) -> None:
    await fail(counter, 5)
    again = SignIn(counter.door, counter.clock, OwnPins(), counter.station, "boot-2")
    assert (await refusal_of(again.sign_in("07", PIN))).details == {"wait_s": 30}


async def test_success_forgets_the_failures(counter: Counter) -> None:
    await fail(counter, 4)
    await counter.sign_in.sign_in("07", PIN)
    assert await fail(counter, 4) == [Code.PIN_WRONG] * 4


async def test_the_tenth_locks_for_good(counter: Counter) -> None:
    assert await fail(counter, 10) == [Code.PIN_WRONG] * 10
    await let_pass(600)
    refusal = await refusal_of(counter.sign_in.sign_in("07", PIN))
    assert (refusal.code, refusal.details) == (Code.PIN_LOCKED, {"wait_s": 0})


async def test_a_colleague_is_not_locked_out(counter: Counter) -> None:
    await fail(counter, 10)
    assert (await counter.sign_in.sign_in("01", PIN)).number == "01"
    assert (await refusal_of(counter.sign_in.sign_in("07", PIN))).code is Code.PIN_LOCKED


async def test_a_supervisor_lifts_the_lock_and_both_are_recorded(counter: Counter) -> None:
    await fail(counter, 10)
    assert (await counter.sign_in.unlock("07", by="01", pin=PIN)).name == "Sara Lombardi"
    assert counter.audit()[-1] == ("pin_unlocked", "op-01", "op-07", {})
    assert (await counter.sign_in.sign_in("07", PIN)).number == "07"


async def test_only_who_may_lifts_a_lock_and_not_by_guessing(counter: Counter) -> None:
    await fail(counter, 10)
    refusal = await refusal_of(counter.sign_in.unlock("07", by="07", pin=PIN))
    assert refusal.code is Code.PERMISSION_DENIED
    for _ in range(5):
        assert (await refusal_of(counter.sign_in.unlock("07", by="01", pin="000001"))).code is Code.PIN_WRONG
    assert (await refusal_of(counter.sign_in.unlock("07", by="01", pin=PIN))).details == {"wait_s": 30}
    assert (await refusal_of(counter.sign_in.sign_in("07", PIN))).details == {"wait_s": 0}


async def test_a_pin_is_not_even_checked_while_locked(counter: Counter) -> None:
    await fail(counter, 5)
    before = len(counter.audit())
    for _ in range(3):
        await refusal_of(counter.sign_in.sign_in("07", PIN))
    assert len(counter.audit()) == before


async def test_tries_at_the_same_time_all_count(counter: Counter) -> None:
    tries = [counter.sign_in.sign_in("07", f"00000{n}") for n in range(8)]
    found = await asyncio.gather(*tries, return_exceptions=True)
    assert all(isinstance(problem, Problem) for problem in found)
    refusal = await refusal_of(counter.sign_in.sign_in("07", PIN))
    assert refusal.code is Code.PIN_LOCKED


async def strange(counter: Counter, number: str, pin: str = "000001") -> Problem:
    """Why a stranger was refused."""
    return await refusal_of(counter.sign_in.sign_in_among_strangers(number, pin))


async def test_who_works_here_comes_in_among_strangers(counter: Counter) -> None:
    assert (await counter.sign_in.sign_in_among_strangers("07", PIN)).id == "op-07"


@pytest.mark.parametrize("number", ["07", "99"])
async def test_a_number_that_nobody_has_is_refused_like_one_that_somebody_has(
    counter: Counter, number: str
) -> None:
    assert [(await strange(counter, number)).code for _ in range(5)] == [Code.PIN_WRONG] * 5
    refusal = await strange(counter, number, PIN)
    assert (refusal.code, refusal.details) == (Code.PIN_LOCKED, {"wait_s": 30})
    assert [event for event, *_ in counter.audit()] == ["sign_in_failed"] * 5
    assert not any("99" in str(record) for record in counter.audit())


async def test_a_number_that_nobody_has_takes_as_long(counter: Counter) -> None:
    checked: list[str] = []

    class Counted(OwnPins):
        def is_right(self, operator: str, wrapped: str, pin: str) -> bool:
            checked.append(pin)
            return super().is_right(operator, wrapped, pin)

    sign_in = SignIn(counter.door, counter.clock, Counted(), counter.station, "boot-1")
    assert (await refusal_of(sign_in.sign_in_among_strangers("99", PIN))).code is Code.PIN_WRONG
    assert checked == [PIN]
