"""A wrong signature, a device taken off, a mad clock, another schema: each is told so by a stable code."""

import asyncio
import json
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path

import httpx
import pytest

from app.adapters.crypto import SigningKey, new_key
from app.bootstrap.identity import load_identity
from app.contract.feeds import FeedRef
from app.contract.rows import ProblemBody
from app.demo.crew import Facts, TourFailed
from app.demo.outside import as_facts
from app.domain.errors import Code, Problem
from app.sync.gateway import Gateway, SequenceBlock, Signer
from tests.e2e.main_job.house import STORE, House, a_moment
from tests.e2e.main_job.road import Mischief
from tests.e2e.main_job.wanted import sold_once
from tests.e2e.main_job.words import worded

TILL = "cassa-1"
AHEAD = 1 << 30
TEN_YEARS = timedelta(days=3_652)


def signer_of(
    house: House, *, key: SigningKey | None = None, skew: timedelta = timedelta(), after: int = AHEAD
) -> Signer:
    """Somebody who signs as the till does, with numbers the till does not reach; `key` instead of the till's."""
    enrolled, keys = load_identity(house.folder / TILL, {})
    given = after

    async def reserve(after: int, count: int) -> int:
        nonlocal given
        first = max(given, after) + 1
        given = first + count - 1
        return first

    sign = keys.signing.sign if key is None else key.sign
    return Signer(enrolled.device, sign, SequenceBlock(reserve), lambda: datetime.now(UTC) + skew)


@asynccontextmanager
async def gateway_of(house: House, signer: Signer) -> AsyncIterator[Gateway]:
    """A conversation with the edge itself, past the road."""
    gateway = Gateway(house.member("edge").text("url"), signer)
    try:
        yield gateway
    finally:
        await gateway.close()


async def pulled(gateway: Gateway) -> str:
    """The code of the refusal to a pull, empty for an answer."""
    try:
        await gateway.pull(FeedRef(f"config:{STORE}"))
    except Problem as problem:
        return worded(problem.code, {**problem.details})
    return ""


@pytest.fixture
async def till(house: House) -> None:
    """One till with its clerk."""
    await house.till(TILL)
    await house.sign_in(TILL)


async def test_a_wrong_key_a_mad_clock_and_what_is_sent_twice(house: House, till: None) -> None:
    async with gateway_of(house, signer_of(house, key=SigningKey(new_key()))) as forger:
        assert await pulled(forger) == Code.SIGNATURE_INVALID
    for number, skew in enumerate((TEN_YEARS, -TEN_YEARS), start=1):
        async with gateway_of(house, signer_of(house, skew=skew, after=AHEAD * number)) as gateway:
            assert await pulled(gateway) == ""
            assert gateway.warning is Code.CLOCK_OFF
    assert worded(Code.CLOCK_OFF, {}) == "clock_off"
    await repeated_and_of_another_schema(house)
    assert (await house.member(TILL).say("operators"))["event"] == "operators"


async def repeated_and_of_another_schema(house: House) -> None:
    """A request sent twice, one of a schema of the future, and one whose query was changed after signing."""
    signer, target = (
        signer_of(house, after=AHEAD * 3),
        f"/v1/feeds/config:{STORE}/changes?cursor=0&feed_id=&limit=5&schema=99",
    )
    headers = await signer.headers("GET", target, b"")
    async with httpx.AsyncClient(base_url=house.member("edge").text("url"), trust_env=False) as http:
        told = [await http.get(target, headers=headers) for _ in range(2)]
        told.append(await http.get(target, headers=await signer.headers("GET", target.replace("99", "1"), b"")))
    problems = [ProblemBody(**json.loads(answer.content)) for answer in told]
    codes = [problem.code for problem in problems]
    assert codes == [Code.SNAPSHOT_DUE, Code.REQUEST_REPLAYED, Code.SIGNATURE_INVALID]
    assert problems[0].details["reason"] == "schema"


async def revoked_with_a_return_open(house: House) -> str:
    """The till took goods in and nobody heard of it, then it was revoked, which its edge knows; its device id."""
    member, line = house.member(TILL), sold_once(house.sample)[0]
    device = member.text("device")
    house.counter.spoil(Mischief.NOTHING)
    taken = await member.say(f"return {line.gtin} too_small")
    assert (taken["event"], taken.get("is_pending")) == ("taken_in", True), taken
    await house.central.post(f"/v1/admin/devices/{device}/revoke")
    async with gateway_of(house, signer_of(house)) as gateway:
        while await pulled(gateway) != Code.DEVICE_REVOKED:
            await a_moment()
    return device


async def ended(house: House) -> Facts:
    """What the till said when it ended by itself."""
    assert await house.member(TILL).process.wait() == 1
    said = await asyncio.to_thread((house.folder / f"{TILL}.log").read_text)
    return as_facts(json.loads(said.splitlines()[-1]))


async def is_at_head_office(house: House, device: str) -> bool:
    """Whether head office has the one command a revoked till still had."""
    items = [item for item in await attention(house) if item["code"] == "device_revoked"]
    if not items:
        return False
    (item,) = items
    assert (item["store"], item["subject"]) == (STORE, device)
    assert as_facts(item["details"])["commands"] == 1
    return True


def keys_of(house: House) -> Path:
    """The till's keys, while it has them."""
    return house.folder / TILL / "device.keys"


async def test_a_revoked_till_hands_in_what_it_took_and_ends(house: House, till: None) -> None:
    device = await revoked_with_a_return_open(house)
    house.counter.mend()
    said = await ended(house)
    assert (said["event"], worded(str(said["code"]), {})) == ("refused", "device_revoked")
    await house.gone(TILL)
    assert await is_at_head_office(house, device)
    assert not keys_of(house).exists()


@pytest.mark.timeout(300)
async def test_a_revoked_till_keeps_its_key_until_its_last_words_arrived(house: House, till: None) -> None:
    device = await revoked_with_a_return_open(house)
    house.counter.lose("POST /v1/quarantine")
    assert (await house.member(TILL).read())["code"] == "device_revoked"
    said = await ended(house)
    assert worded(str(said["code"]), as_facts(said["details"])) == "revoked_owing"
    assert (as_facts(said["details"])["commands"], house.counter.spoilt > 1) == (1, True)
    await house.gone(TILL)
    assert keys_of(house).exists()
    assert await attention(house) == []
    house.counter.mend()
    with pytest.raises(TourFailed):
        await house.start(TILL)
    assert not keys_of(house).exists()
    assert await is_at_head_office(house, device)


@pytest.mark.timeout(300)
async def test_last_words_reach_head_office_though_the_edge_was_alone_and_died(house: House, till: None) -> None:
    device = await revoked_with_a_return_open(house)
    house.uplink.lose("POST /v1/quarantine")
    house.counter.mend()
    assert (await ended(house))["code"] == "device_revoked"
    await house.gone(TILL)
    assert house.uplink.spoilt > 0
    assert not await is_at_head_office(house, device)
    await house.kill("edge")
    house.uplink.mend()
    await house.start("edge")
    while not await is_at_head_office(house, device):
        await a_moment()


async def attention(house: House) -> list[Facts]:
    """What waits for a person at head office."""
    found = await house.central.get("/v1/admin/attention", store=STORE)
    assert isinstance(found, list)
    return [as_facts(item) for item in found]
