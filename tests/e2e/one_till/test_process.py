"""The real program of the only till: enrolled and started from the command line, killed, started again, ended."""

import json
import signal
from pathlib import Path

from app.demo.crew import Crew, Member
from tests.e2e.one_till.counter import Chain
from tests.e2e.servers.floor import STORE
from tests.e2e.servers.till import until


def operator(chain: Chain) -> str:
    """The line that signs a clerk in."""
    staff = chain.template.chain.staff
    clerk = next(person for person in staff if STORE in person.stores and person.role == "clerk")
    return f"signin {clerk.number} {clerk.pin}"


async def started(crew: Crew, chain: Chain, data: Path) -> Member:
    """`bancone terminal`, with a clerk signed in."""
    till = await crew.start("till", ["terminal", "--headless", "--json", "--data", str(data)])
    assert (await till.say(operator(chain)))["event"] == "signed_in"
    return till


async def scanned(till: Member, code: str) -> dict[str, object]:
    """What a scan shows, once the shop's orders are here."""
    shown: dict[str, object] = {}

    async def is_shown() -> bool:
        shown.update(await till.say(f"scan {code}"))
        return shown.get("code") not in ("code_unknown", "order_unknown")

    await until(is_shown)
    return shown


async def test_a_killed_till_goes_on_where_it_was(chain: Chain, tmp_path: Path) -> None:
    data, coded = tmp_path / "cassa", chain.template.cases.offline
    async with Crew(tmp_path) as crew:
        till = await started(crew, chain, data)
        shown = await scanned(till, coded.typed_code)
        chain.line.cut()
        assert (await till.say(f"handover {shown['number']} {shown['generation']}"))["event"] == "handed_over"
        till.process.kill()
        await till.process.wait()
        again = await started(crew, chain, data)
        assert (await scanned(again, coded.typed_code))["code"] == "already_handed_over"
        chain.line.mend()
        await until(lambda: chain.is_recorded(coded.order.id))
        assert len((await chain.admin.ledger(coded.order.id)).order.handovers) == 1
        again.process.send_signal(signal.SIGTERM)
        assert await again.process.wait() == 0


async def test_enrolling_says_what_the_machine_became(chain: Chain, tmp_path: Path) -> None:
    store = next(str(config.store) for config in chain.template.chain.stores if config.store != STORE)
    code = await chain.admin.code(store, "till")
    async with Crew(tmp_path) as crew:
        said = await crew.once(
            "enrol", ["enrol", code, "--central", chain.central.url, "--data", str(tmp_path / "altra")]
        )
    assert (said["event"], said["store"]) == ("enrolled", store)
    kept = json.loads((tmp_path / "altra" / "device.json").read_bytes())
    assert (kept["device"], kept["mode"]) == (said["device"], "till")
