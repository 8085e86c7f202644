"""Papers from the shop's templates: the port of the use-cases over the forms of `hardware.printing`."""

from collections.abc import Callable
from dataclasses import dataclass

from app.contract.rows import StoreConfig
from app.domain.commands import SellCart
from app.domain.errors import Code, Problem
from app.domain.orders import Handover, Order
from app.usecases.paper_ports import Formats, PaperValues, Words
from app.usecases.ports import CopyOf, DayPage, ReturnPaper
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
from app.usecases.print_returns import return_values
from app.usecases.print_till import TILL_SLIP, till_values
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
    """The receipts of a terminal as bytes for the print queue, in one language; immutable, any thread.

    `formats` makes the written values of a shop from its time zone.
    """

    papers: FormPapers
    language: str
    words: Words
    formats: Callable[[str], Formats]

    def desk(self, config: StoreConfig) -> PaperDesk:
        """What the shop's papers share."""
        return PaperDesk(config, self.words, self.formats(config.timezone))

    def pickup(
        self, order: Order, handover: Handover, document_no: str, config: StoreConfig, place: str = ""
    ) -> bytes:
        """The receipt of a hand-over; `place` is the code of the bay or desk, when it is known."""
        return self._bytes(PICKUP, pickup_values(self.desk(config), order, handover, document_no, place=place))

    def gift(self, order: Order, handover: Handover, code: str, config: StoreConfig) -> bytes:
        """The receipt without prices, with the typed code that finds the goods again."""
        return self._bytes(GIFT, gift_values(self.desk(config), order, handover, code))

    def returned(self, paper: ReturnPaper, config: StoreConfig) -> bytes:
        """The receipt of goods that came back: refund ordered, or pending."""
        return self._bytes(RETURN, return_values(self.desk(config), paper))

    def day(self, page: DayPage, config: StoreConfig) -> bytes:
        """The summary of a day."""
        return self._bytes(DAY, day_values(self.desk(config), page))

    def till(self, body: SellCart, operator: str, config: StoreConfig) -> bytes:
        """The slip that goes to the till with a cart; `operator` is who handed it over."""
        return self._bytes(TILL_SLIP, till_values(self.desk(config), body, operator))

    def copy(self, document: bytes, reprint: CopyOf, config: StoreConfig) -> bytes:
        """A paper again under COPIA, otherwise as it was; Problem(INTERNAL) for what is no paper."""
        try:
            paper = decode_document(document)
        except DocumentError as exc:
            raise Problem(Code.INTERNAL, what="paper", form=COPY) from exc
        return encode_document(self.papers.copy(paper, copy_values(self.desk(config), reprint), reprint.copy_no))

    def _bytes(self, template: str, values: PaperValues) -> bytes:
        return encode_document(self.papers.render(template, values, self.language))
