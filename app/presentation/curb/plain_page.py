"""A tablet's page as plain facts, for whoever drives it without its window."""

from dataclasses import dataclass

from app.presentation.console_views import Data
from app.presentation.curb.model import CurbModel
from app.presentation.curb.states import CurbState
from app.presentation.page_console import Offered
from hardware.api import ScanRead


@dataclass(frozen=True, slots=True)
class CurbFace:
    """One tablet; lives on the loop."""

    model: CurbModel

    def look(self) -> Data:
        """What is read on the page in front."""
        state = self.model.state
        cars: list[Data] = [
            {
                "id": card.id,
                "bay": card.bay,
                "name": card.name,
                "car": card.car,
                "plate": card.plate,
                "number": card.number,
                "reason": card.reason,
                "time": card.timer.time,
            }
            for card in (*state.cards, *((state.head,) if state.head is not None else ()))
        ]
        bags: list[Data] = [
            {"place": shelf.place, "words": bag.words, "is_taken": bag.is_taken}
            for shelf in state.shelves
            for bag in shelf.bags
        ]
        return {
            "page": state.page.value,
            "title": state.title,
            "is_linked": state.is_linked,
            "reads": _reads(state),
            "cars": cars,
            "bags": bags,
        }

    def offered(self) -> tuple[Offered, ...]:
        """What can be pressed on it."""
        state = self.model.state
        cars = [Offered(card.id, card.spoken) for card in state.cards]
        dock = [Offered(press.id, press.words, press.why_not) for press in (state.primary, *state.secondary)]
        picks = [Offered(pick.id, pick.words) for pick in state.picks]
        return (*cars, *picks, *dock)

    def press(self, button: str) -> None:
        """As a finger would."""
        self.model.pressed(button)

    def scan(self, read: ScanRead) -> None:
        """As the tablet's reader would."""
        self.model.scans.scanned(read)

    async def settled(self) -> None:
        """When what was set off has ended."""
        await self.model.desk.flights.settled()


def _reads(state: CurbState) -> list[Data]:
    """Notes, what is asked for, what stands on the shelves."""
    found: list[Data] = [{"kind": "link", "lines": [state.link]}]
    found += [{"kind": "note", "lines": [note.title, note.words]} for note in state.notes]
    if (typed := state.typed) is not None:
        signs = "•" * len(typed.signs) if typed.is_hidden else typed.signs
        found.append({"kind": "typed", "lines": [typed.words, typed.line, signs]})
    if (pad := state.pad) is not None:
        found.append({"kind": "pad", "lines": [pad.words, pad.spoken]})
    if state.symbol:
        found.append({"kind": "symbol", "lines": [state.symbol_name]})
    for pick in state.picks:
        found.append({"kind": "pick", "lines": [pick.words, "✓" if pick.is_on else ""]})
    for shelf in state.shelves:
        found += [{"kind": "bag", "lines": [shelf.place, bag.words, bag.line, bag.mark]} for bag in shelf.bags]
    return found
