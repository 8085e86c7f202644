"""A terminal as the servers know it: a key, a number of commands, a gateway to its authority."""

import asyncio
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

import httpx
import msgspec

from app.adapters.crypto import SigningKey, new_key
from app.central.settling import LedgerFacts
from app.contract.commands import Command, CommandLine, Outcome, Result, command_hash
from app.contract.feeds import FeedRef, FeedRow
from app.contract.rows import EnrolAnswer, EnrolRequest
from app.domain.commands import KIND_OF, Body, HandOverOrder, key_of
from app.domain.errors import Code, Problem
from app.domain.handover import HandoverAsk
from app.domain.orders import Order, Proof, ProofKind
from app.sync.gateway import Gateway, SequenceBlock, Signer, enrol

OPERATOR = "op-01"


def now_at() -> datetime:
    """The machine's clock."""
    return datetime.now(UTC)


@dataclass
class Admin:
    """An administrator with the token."""

    http: httpx.AsyncClient

    async def post(self, path: str, body: dict[str, str | list[str]] | None = None) -> httpx.Response:
        """A request under `/v1/admin`."""
        return await self.http.post(f"/v1/admin{path}", json=body or {})

    async def code(self, store: str, mode: str) -> str:
        """A one-time code."""
        answer = await self.post("/codes", {"store": store, "mode": mode})
        assert answer.status_code == 200, answer.text
        return str(answer.json()["code"])

    async def ledger(self, order: str) -> LedgerFacts:
        """What is recorded of an order."""
        answer = await self.http.get(f"/v1/admin/orders/{order}/ledger")
        assert answer.status_code == 200, answer.text
        return msgspec.json.decode(answer.content, type=LedgerFacts)


@asynccontextmanager
async def admin_of(url: str, token: str) -> AsyncIterator[Admin]:
    """An administrator of the central at `url`."""
    headers = {"authorization": f"Bearer {token}"}
    async with httpx.AsyncClient(base_url=url, headers=headers, trust_env=False, timeout=20) as http:
        yield Admin(http)


def memory_numbers() -> SequenceBlock:
    """Request numbers of a device that lives as long as a test."""
    given = 0

    async def reserve(after: int, count: int) -> int:
        nonlocal given
        first = max(given, after) + 1
        given = first + count - 1
        return first

    return SequenceBlock(reserve)


@dataclass
class Till:
    """An enrolled terminal. `key` signs its requests; `skew` is how wrong its clock is."""

    answer: EnrolAnswer
    key: SigningKey
    gateway: Gateway
    seq: int = 0

    def line(self, body: Body, epoch: int = 1, actor: str = OPERATOR) -> CommandLine:
        """The next command."""
        self.seq += 1
        raw, kind, key = msgspec.json.encode(body), KIND_OF[type(body)], key_of(body)
        return CommandLine(
            Command(
                id=f"{self.answer.device}.1:{self.seq}",
                kind=kind,
                key=key,
                epoch=epoch,
                actor=actor,
                hlc="0-0-T",
                body=msgspec.Raw(raw),
                hash=command_hash(kind, 1, key, actor, raw),
            )
        )

    async def ask(self, body: Body, actor: str = OPERATOR) -> Result:
        """Send one command, again while the authority asks for that."""
        line = self.line(body, actor=actor)
        for _ in range(100):
            (result,) = await self.gateway.send_commands([line])
            if result.outcome is not Outcome.RETRY:
                return result
            await a_moment()
        raise AssertionError(result)

    async def is_known(self) -> bool:
        """Whether the authority has heard of this device: its roster comes by a feed."""
        try:
            await self.gateway.pull(FeedRef(f"config:{self.answer.store}"))
        except Problem as problem:
            assert problem.code is Code.DEVICE_UNKNOWN
            return False
        return True

    async def rows(self, feed: str) -> list[FeedRow]:
        """Everything present in a feed, from its beginning."""
        ref = FeedRef(feed)
        present: dict[tuple[str, str], FeedRow] = {}
        while True:
            page = await self.gateway.pull(ref)
            for row in page.rows:
                if row.x:
                    present.pop((row.t, row.id), None)
                elif not row.s:
                    present[row.t, row.id] = row
            ref = FeedRef(feed, page.head.id, page.to)
            if not page.more:
                return list(present.values())


async def enrol_key(url: str, code: str, key: SigningKey, *, is_edge: bool = False) -> EnrolAnswer:
    """Use the code with this key."""
    request = EnrolRequest(code, key.public_hex, "banco", is_edge)
    return await enrol(url, request, sign=key.sign, now_at=now_at)


@asynccontextmanager
async def till_of(
    central_url: str, authority_url: str, code: str, skew: timedelta = timedelta()
) -> AsyncIterator[Till]:
    """Enrol at central, then talk to the authority."""
    key = SigningKey(new_key())
    answer = await enrol_key(central_url, code, key)
    signer = Signer(answer.device, key.sign, memory_numbers(), lambda: now_at() + skew)
    gateway = Gateway(authority_url, signer)
    try:
        yield Till(answer, key, gateway)
    finally:
        await gateway.close()


async def a_moment() -> None:
    """Let other threads and processes come on before the next look; nothing tells us when they have."""
    with suppress(TimeoutError):
        async with asyncio.timeout(0.02):
            await asyncio.Event().wait()


async def until(is_so: Callable[[], object], within_s: float = 60.0) -> None:
    """Wait for something another process or thread does; fails when it does not come.

    After a cut an engine may pause up to half a minute before it tries again.
    """
    async with asyncio.timeout(within_s):
        while True:
            found = is_so()
            if asyncio.iscoroutine(found):
                found = await found
            if found:
                return
            await a_moment()


def hand_over(order: Order, at: datetime | None = None) -> HandOverOrder:
    """All of an order to whoever shows its number."""
    ask = HandoverAsk(proof=Proof(ProofKind.NUMBER, order.pickup.generation), is_age_checked=True)
    return HandOverOrder(order.id, ask, "MI01-000001", at or now_at())
