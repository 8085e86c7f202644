"""One terminal over a real edge: opened and closed again, its files damaged in between."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path

from app.bootstrap.enrol import enrol_device
from app.bootstrap.terminal_jobs import jobs_of
from app.bootstrap.terminal_parts import open_terminal
from app.demo.chain_cases import CodedOrder
from app.presentation.console import Console
from app.presentation.console_views import Data
from tests.e2e.one_till.counter import Counter
from tests.e2e.servers.floor import STORE, Floor
from tests.e2e.servers.till import until

PAGE = 4096


@dataclass
class Desk:
    """A terminal's folder and the shop it belongs to."""

    floor: Floor
    folder: Path

    @asynccontextmanager
    async def opened(
        self, printer: str = "", *, is_alone: bool = False, language: str = "it"
    ) -> AsyncIterator[Counter]:
        """The program with a clerk signed in; `is_alone`: nobody answers. It has what it needs by then."""
        url = "http://127.0.0.1:9" if is_alone else self.floor.edge.url
        async with open_terminal(self.folder, printer, url, language=language) as terminal:
            counter = Counter(terminal, Console(jobs_of(terminal)))
            order = self.floor.template.cases.hand_over.order

            async def is_filled() -> bool:
                answer = await counter.console.line(f"order {order.number}")
                return answer.event == "order"

            await counter.sign_in(self.floor.template)
            await until(is_filled)
            yield counter

    async def has_article(self, counter: Counter) -> bool:
        """Whether the catalogue is there."""
        gtin = self.floor.template.cases.returnable.gtin
        return (await counter.console.line(f"article {gtin}")).data.get("hits") != []

    def flip(self, name: str, *, from_end: bool) -> None:
        """Flip a bit of a file's first page, without which nothing opens, or of its last."""
        path = self.folder / name
        content = bytearray(path.read_bytes())
        content[(len(content) - PAGE if from_end else 0) + 100] ^= 0x10
        path.write_bytes(bytes(content))


async def hand_over(counter: Counter, coded: CodedOrder) -> Data:
    """Scan and hand over."""
    shown = await counter.say(f"scan {coded.typed_code}", "order")
    return await counter.say(f"handover {shown['number']} {shown['generation']}", "handed_over")


async def attention(counter: Counter) -> set[str]:
    """Codes of what waits for a person."""
    items = await counter.terminal.door.read(lambda tx: tx.attention_open(99))
    return {item.code for item in items}


async def enrolled(floor: Floor, folder: Path, mode: str = "clerk") -> Desk:
    """Make the folder a terminal; the edge knows it by then."""
    code = await floor.admin.code(STORE, mode)
    device = (await enrol_device(folder, floor.central.url, code, "banco", floor.edge.url)).device

    async def is_known() -> bool:
        return await floor.edge.node.host.device(device) is not None

    await until(is_known)
    return Desk(floor, folder)
