"""An authority that fails whatever it is asked makes no command guilty: nothing is put aside while it is away."""

from collections.abc import Sequence
from pathlib import Path

import pytest

from app.contract.commands import CommandLine
from app.domain.errors import Code, Problem
from app.sync.outbox import MAX_TRIES
from app.usecases.ports import OutboxState
from tests.unit.sync.till import Till

TRIES = 4 * MAX_TRIES


@pytest.mark.parametrize("code", [Code.SERVER_ERROR, Code.NOT_JSON])
async def test_what_fails_with_everything_else_is_not_to_blame(tmp_path: Path, code: Code) -> None:
    till = Till(tmp_path)
    await till.sync()
    (command,) = await till.intend_handovers("a")
    till.authority.fault = lambda what, lines: Problem(code)
    for _ in range(TRIES):
        with pytest.raises(Problem):
            await till.engine.push_once()
    assert (await till.entry(command)).state is OutboxState.INTENT
    assert not till.engine.link.is_up
    till.authority.fault = lambda what, lines: None
    await till.sync()
    assert (await till.entry(command)).state is not OutboxState.INTENT
    assert f"parked:{command}" not in await till.attention()


async def test_what_fails_alone_is_put_aside_after_five_tries(tmp_path: Path) -> None:
    till = Till(tmp_path)
    await till.sync()
    (command,) = await till.intend_handovers("a")

    def fault(what: str, lines: Sequence[CommandLine]) -> Problem | None:
        return Problem(Code.SERVER_ERROR) if what == "commands" else None

    till.authority.fault = fault
    for _ in range(MAX_TRIES):
        assert (await till.entry(command)).state is OutboxState.INTENT
        with pytest.raises(Problem):
            await till.engine.push_once()
    assert (await till.entry(command)).state is OutboxState.PARKED
