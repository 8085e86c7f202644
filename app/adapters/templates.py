"""Papers from the shop's templates: the port of the use-cases over the forms of `hardware.printing`."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from app.contract.rows import StoreConfig
from app.domain.commands import SellCart
from app.domain.errors import Code, Problem
from app.domain.orders import Container, Handover, Order
from app.usecases.paper_ports import Formats, PaperValues, Words
from app.usecases.ports import CopyOf, DayPage, PickPaper, ReturnPaper, Ticket
from app.usecases.print_bags import BAG, bag_values
from app.usecases.print_day import DAY, day_values
from app.usecases.print_documents import (
    COPY,
    GIFT,
    PICKUP,
    RETURN,
    PaperDesk,
    copy_values,
    gift_values,
    pickup_values,
)
from app.usecases.print_picks import PICKS, pick_values
from app.usecases.print_returns import return_values
from app.usecases.print_sign import SIGN, sign_values
from app.usecases.print_slip import SLIP, slip_values
from app.usecases.print_ticket import TICKET, ticket_values
from app.usecases.print_till import TILL_SLIP, till_values
from app.usecases.slip_ports import ReturnSlipPaper
from hardware.api import PrintDocument
from hardware.printing.codec import DocumentError, decode_document, encode_document
from hardware.printing.form_values import FormError
from hardware.printing.forms import Forms, copy_of


@dataclass(frozen=True, slots=True)
class FormPapers:
    """Fills the templates of an installation; immutable, any thread."""

    forms: Forms

    def render(self, template: str, values: PaperValues, language: str) -> PrintDocument:
        """The paper; Problem(INTERNAL) for an unknown template or language, or values it does not ask for."""
        try:
            return self.forms.fill(template, language, values)
        except FormError as exc:
            raise Problem(Code.INTERNAL, what="paper", form=exc.form_id) from exc

    def copy(self, document: PrintDocument, values: PaperValues, copy_no: int) -> PrintDocument:
        """The document under its COPIA block; Problem(INTERNAL) unless `copy_no` is above the document's."""
        mark = self.render(COPY, values, document.language)
        try:
            return copy_of(document, mark, copy_no)
        except ValueError as exc:
            raise Problem(Code.INTERNAL, what="paper", form=COPY) from exc


@dataclass(frozen=True, slots=True)
class ShopReceipts:
    """The receipts of a terminal as bytes for the print queue; immutable, any thread.

    `language` is the shop's; `words` are those of a language, `formats` its written values in a time zone.
    """

    papers: FormPapers
    language: str
    words: Callable[[str], Words]
    formats: Callable[[str, str], Formats]

    def desk(self, config: StoreConfig, language: str = "") -> PaperDesk:
        """What the shop's papers share, in that language or the shop's."""
        spoken = language or self.language
        return PaperDesk(config, self.words(spoken), self.formats(spoken, config.timezone))

    def pickup(
        self, order: Order, handover: Handover, document_no: str, config: StoreConfig, place: str = ""
    ) -> bytes:
        """The receipt of a hand-over; `place` is the code of the bay or desk, when it is known."""
        return self._bytes(PICKUP, pickup_values(self.desk(config), order, handover, document_no, place=place))

    def gift(self, order: Order, handover: Handover, code: str, config: StoreConfig) -> bytes:
        """The receipt without prices, with the typed code that finds the goods again."""
        return self._bytes(GIFT, gift_values(self.desk(config), order, handover, code))

    def sign(self, order: Order, document_no: str, at: datetime, config: StoreConfig) -> bytes:
        """The sheet that is signed before goods leave."""
        desk = self.desk(config)
        return self._bytes(SIGN, sign_values(desk, order, document_no, desk.formats.weekday_time(at)))

    def returned(self, paper: ReturnPaper, config: StoreConfig) -> bytes:
        """The receipt of goods that came back: refund ordered, or pending."""
        return self._bytes(RETURN, return_values(self.desk(config), paper))

    def day(self, page: DayPage, config: StoreConfig) -> bytes:
        """The summary of a day."""
        return self._bytes(DAY, day_values(self.desk(config), page))

    def bag(self, order: Order, bag: Container, config: StoreConfig) -> bytes:
        """The label of a bag, for a printer of receipts."""
        return self._bytes(BAG, {**self.bag_values(order, bag, config), "is_car": False})

    def bag_values(self, order: Order, bag: Container, config: StoreConfig) -> dict[str, str | int | bool]:
        """What a bag's label says, by name."""
        return bag_values(self.desk(config), order, bag)

    def picks(self, paper: PickPaper, config: StoreConfig) -> bytes:
        """The list that goes along to the shelves."""
        return self._bytes(PICKS, pick_values(self.desk(config), paper))

    def till(self, body: SellCart, operator: str, config: StoreConfig) -> bytes:
        """The slip that goes to the till with a cart; `operator` is who handed it over."""
        return self._bytes(TILL_SLIP, till_values(self.desk(config), body, operator))

    def ticket(self, ticket: Ticket, config: StoreConfig) -> bytes:
        """The number somebody is called with, in the customer's language."""
        values = ticket_values(self.desk(config, ticket.language), ticket)
        return self._bytes(TICKET, values, ticket.language)

    def return_slip(self, slip: ReturnSlipPaper, config: StoreConfig) -> bytes:
        """What goes from the kiosk to the counter with the articles, in the customer's language."""
        return self._bytes(SLIP, slip_values(self.desk(config, slip.language), slip), slip.language)

    def copy(self, document: bytes, reprint: CopyOf, config: StoreConfig) -> bytes:
        """A paper again under COPIA, otherwise as it was; Problem(INTERNAL) for what is no paper."""
        try:
            paper = decode_document(document)
        except DocumentError as exc:
            raise Problem(Code.INTERNAL, what="paper", form=COPY) from exc
        return encode_document(self.papers.copy(paper, copy_values(self.desk(config), reprint), reprint.copy_no))

    def _bytes(self, template: str, values: PaperValues, language: str = "") -> bytes:
        return encode_document(self.papers.render(template, values, language or self.language))
