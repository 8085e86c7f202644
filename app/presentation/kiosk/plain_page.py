"""A kiosk's page as plain facts, for whoever drives it without its window."""

from dataclasses import dataclass

from app.presentation.console_views import Data
from app.presentation.kiosk.blocks import (
    Attract,
    Block,
    Facts,
    Head,
    Note,
    Options,
    Price,
    Reader,
    Ring,
    Sign,
    Slots,
    Tasks,
)
from app.presentation.kiosk.model import KioskModel
from app.presentation.page_console import Offered
from hardware.api import ScanRead


@dataclass(frozen=True, slots=True)
class KioskFace:
    """One kiosk; lives on the loop."""

    model: KioskModel

    def look(self) -> Data:
        """What is read on the page in front."""
        state = self.model.state
        reads: list[Data] = [
            {"kind": type(block).__name__.lower(), "lines": lines}
            for block in (*state.reads, *state.acts)
            if (lines := _lines(block))
        ]
        return {"page": state.page, "title": state.name, "session": state.session, "reads": reads}

    def offered(self) -> tuple[Offered, ...]:
        """What can be pressed on it."""
        state = self.model.state
        inside = [button for block in (*state.reads, *state.acts) for button in _buttons(block)]
        frame = [*state.ways, *((state.primary,) if state.primary is not None else ()), *state.service]
        return (*inside, *(Offered(press.id, press.words, press.why_not) for press in frame))

    def press(self, button: str) -> None:
        """As a finger would."""
        self.model.pressed(button)

    def scan(self, read: ScanRead) -> None:
        """As the kiosk's reader would."""
        self.model.scanned(read)

    async def settled(self) -> None:
        """When what was set off has ended."""
        await self.model.desk.flights.settled()


def _lines(block: Block) -> list[str]:
    """What is read of a block; nothing that is hidden on the screen."""
    match block:
        case Head():
            lines = [block.words, block.line]
        case Note():
            lines = [block.title, block.words]
        case Sign():
            lines = [block.title, block.big, block.line]
        case Facts():
            lines = [f"{name} {value}" for name, value in block.cells]
        case Price():
            lines = [block.name, block.variant, block.price, block.was, block.line]
        case Ring() | Reader():
            lines = [block.words]
        case Slots() if not block.is_hidden:
            lines = [block.signs]
        case Attract():
            lines = [block.promise, block.tap, block.tasks]
        case _:
            lines = []
    return [line for line in lines if line]


def _buttons(block: Block) -> list[Offered]:
    match block:
        case Tasks():
            return [Offered(task.id, task.title, task.why_not) for task in block.tasks]
        case Options():
            return [Offered(option.id, option.words) for option in block.options]
        case Attract():
            return [Offered("wake", block.tap)]
        case _:
            return []
