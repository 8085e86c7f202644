"""A clerk who goes on whatever dies: asks, notes what was acknowledged, asks again where nothing was said."""

import asyncio
from dataclasses import dataclass, field
from random import Random

from app.demo.crew import Facts, TourFailed
from tests.e2e.main_job.house import House, said
from tests.e2e.main_job.wanted import Act

TRIES = 3
MOST_S = 0.25
LATEST_S = 5.0
AMBUSHES = 0.5
SERVERS = ("edge", "central")


@dataclass
class Noted:
    """What a clerk was told about one act: `told` are all answers, `yes` the acknowledging one."""

    act: Act
    told: list[Facts] = field(default_factory=list)
    yes: "Facts | None" = None

    @property
    def is_unsaid(self) -> bool:
        """Whether the last try ended without any answer, because the till died."""
        return not self.told or self.told[-1]["event"] == "died"


@dataclass
class Clerk:
    """Works at tills by turns while processes are killed at drawn moments; lives on one event loop."""

    house: House
    tills: tuple[str, ...]
    chance: Random
    kills: dict[str, int] = field(default_factory=dict)
    notes: list[Noted] = field(default_factory=list)

    async def do(self, act: Act, *, is_under_fire: bool) -> None:
        """One act, with one kill in the middle of it when `is_under_fire`; whoever was killed is started again."""
        noted = Noted(act)
        self.notes.append(noted)
        till = self.chance.choice(self.tills)
        if not is_under_fire:
            await self._until_told(till, noted)
            return
        victim = self.chance.choice((till, *SERVERS))
        self.kills[victim] = self.kills.get(victim, 0) + 1
        self._set_up(victim)
        asking = asyncio.create_task(self._try(till, noted))
        await self.house.gone(victim)
        if victim == till:
            await asking
        await self.house.start(victim)
        await asking
        if victim == till:
            await self.house.sign_in(till)
        await self._until_told(till, noted)

    def _set_up(self, victim: str) -> None:
        """The kill: at a drawn moment, or just when an answer was given that nobody has heard yet."""
        process = self.house.member(victim).process

        def kill() -> None:
            if process.returncode is None:
                process.kill()

        after_s = self.chance.uniform(0, MOST_S)
        if self.chance.random() < AMBUSHES:
            road = self.house.uplink if victim == "central" else self.house.counter
            road.ambush(kill)
            after_s = LATEST_S
        asyncio.get_running_loop().call_later(after_s, kill)

    async def _until_told(self, till: str, noted: Noted) -> None:
        """Hand-overs are asked for again until there is an answer; goods taken in are taken in once."""
        for _ in range(TRIES):
            if noted.yes is not None or (noted.act.line is not None and noted.told):
                return
            if noted.told:
                await self.house.drained(till)
            await self._try(till, noted)

    async def _try(self, till: str, noted: Noted) -> None:
        line = noted.act.line
        asked = f"handover {noted.act.order.number}" if line is None else f"return {line.gtin} too_small"
        try:
            facts = await self.house.member(till).say(asked)
        except (TourFailed, ConnectionError):
            facts = {"event": "died"}
        noted.told.append(facts)
        if facts["event"] in ("handed_over", "taken_in"):
            noted.yes = facts

    async def done(self) -> None:
        """Wait until nothing is owed by any till any more."""
        for till in self.tills:
            await said(self.house.member(till), "status", lambda facts: facts["is_up"] is True)
            await self.house.drained(till)
