"""The real processes: started from the command line, asked over HTTP, killed, started again, told to end."""

import asyncio
import json
import shutil
import signal
import sys
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

import httpx

from app.contract.commands import Outcome
from tests.e2e.servers.floor import STORE, Template
from tests.e2e.servers.till import admin_of, hand_over, till_of, until

PATIENCE_S = 100.0
"""For all that a test does with a process, others that it starts meanwhile among it."""


@asynccontextmanager
async def started(*words: str) -> AsyncIterator[tuple[dict[str, str], asyncio.subprocess.Process]]:
    """`bancone WORDS` and what it said when it was ready; ended with the block if it still runs."""
    process = await asyncio.create_subprocess_exec(
        sys.executable, "-m", "app", *words, stdout=asyncio.subprocess.PIPE
    )
    assert process.stdout is not None
    try:
        async with asyncio.timeout(PATIENCE_S):
            yield json.loads(await process.stdout.readline()), process
    finally:
        if process.returncode is None:
            process.send_signal(signal.SIGTERM)
            assert await process.wait() == 0


def token_in(central: dict[str, str]) -> str:
    """The administrators' token, in the file the process named."""
    return Path(central["admin_token_file"]).read_text("ascii")


async def answers(url: str) -> str:
    """The node that answers at a URL."""
    async with httpx.AsyncClient(trust_env=False) as http:
        return str((await http.get(f"{url}/v1/health")).json()["node"])


async def test_a_killed_edge_goes_on_where_it_was(template: Template, tmp_path: Path) -> None:
    data, edge_data = tmp_path / "central", str(tmp_path / "edge")
    shutil.copytree(template.data, data)
    order = template.cases.hand_over.order
    async with started("central", "--data", str(data)) as (central, _):
        token = token_in(central)
        async with admin_of(central["url"], token) as admin:
            words = ("edge", "--data", edge_data, "--central", central["url"])
            async with started(*words, "--enrol", await admin.code(STORE, "edge")) as (edge, process):
                code = await admin.code(STORE, "clerk")
                async with till_of(central["url"], edge["url"], code) as till:
                    await until(till.is_known)
                    result = await till.ask(hand_over(order))
                    assert result.outcome is Outcome.OK
                process.kill()
                await process.wait()
            async with started(*words) as (again, _):
                assert await answers(again["url"]) == edge["device"]

                async def is_recorded() -> bool:
                    return bool((await admin.ledger(order.id)).order.handovers)

                await until(is_recorded)


async def test_a_revoked_edge_hands_in_what_it_owes_and_forgets_its_keys(
    template: Template, tmp_path: Path
) -> None:
    data, edge_data = tmp_path / "central", tmp_path / "edge"
    shutil.copytree(template.data, data)
    async with (
        started("central", "--data", str(data)) as (central, _),
        admin_of(central["url"], token_in(central)) as admin,
    ):
        words = ("edge", "--data", str(edge_data), "--central", central["url"])
        async with started(*words, "--enrol", await admin.code(STORE, "edge")) as (edge, process):
            await admin.post(f"/devices/{edge['device']}/revoke")
            assert await process.wait() == 3
        assert sorted((edge_data / "keys").iterdir()) == []


async def test_a_second_process_on_the_same_folder_refuses(template: Template, tmp_path: Path) -> None:
    data = tmp_path / "central"
    shutil.copytree(template.data, data)
    async with started("central", "--data", str(data)):
        second = await asyncio.create_subprocess_exec(
            sys.executable, "-m", "app", "central", "--data", str(data), stderr=asyncio.subprocess.PIPE
        )
        _, said = await second.communicate()
        [line] = said.decode().splitlines()
        assert (second.returncode, line.endswith("[already_running]")) == (1, True)
