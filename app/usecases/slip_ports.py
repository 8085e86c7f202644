"""What the slip of a return begun at a kiosk needs of the outside: its paper."""

from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from app.contract.rows import StoreConfig
from app.domain.returns import Reason


@dataclass(frozen=True, slots=True)
class ReturnSlipPaper:
    """What the slip says. `goods`: name, variant and pieces of each article; `language` is the customer's."""

    code: str
    goods: tuple[tuple[str, str, int], ...]
    reasons: tuple[Reason, ...]
    number_end: str
    made_at: datetime
    until_at: datetime
    language: str


class SlipPapers(Protocol):
    """Slips as bytes of a document; pure."""

    def return_slip(self, slip: ReturnSlipPaper, config: StoreConfig) -> bytes:
        """What a customer takes from the kiosk to the counter, in the customer's language."""
