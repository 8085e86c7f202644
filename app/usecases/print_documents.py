"""What the papers of a hand-over say: pickup receipt, gift receipt, COPIA; values only, templates lay them out.

Times are shown in the shop's zone. Of the customer a paper shows the first name and an initial, never a contact
(rule SE-65).
"""

from dataclasses import dataclass
from zoneinfo import ZoneInfo

from app.contract.rows import StoreConfig
from app.domain.eligibility import SHOP_CHANNEL, ReturnPolicy, facts_of, last_moment, withdrawal_until
from app.domain.orders import ContainerState, Handover, Order, ProofKind
from app.domain.values import SignedOn
from app.domain.weighing import too_much
from app.usecases.paper_people import first_name, short_name
from app.usecases.paper_ports import Formats, PaperScalar, PaperValues, Words
from app.usecases.plain_text import plain
from app.usecases.ports import CopyOf

PICKUP, RETURN, GIFT, COPY = "pickup_receipt", "return_receipt", "gift_receipt", "copy_mark"
MAX_PLACE = 40
MAX_SIGN = 24
_SIGNED = {
    SignedOn.PAPER: "paper.signed.paper",
    SignedOn.GLASS: "paper.signed.glass",
    SignedOn.WORD: "paper.signed.word",
}


@dataclass(frozen=True, slots=True)
class PaperDesk:
    """What the papers of one shop in one language share; immutable, any thread."""

    shop: StoreConfig
    words: Words
    formats: Formats

    @property
    def chain(self) -> str:
        """The chain as people write it: `Corsaviva`."""
        return sign_of(self.shop.chain)

    @property
    def policy(self) -> ReturnPolicy:
        """The windows of the shop, in its zone."""
        zone = ZoneInfo(self.shop.timezone)
        return ReturnPolicy(self.shop.withdrawal_days, self.shop.policy_days, self.shop.guarantee_months, zone)

    def head(self) -> dict[str, PaperScalar]:
        """The letterhead."""
        return {"store_sign": self.chain.upper(), "store_place": plain(self.shop.address, MAX_PLACE)}

    def operator_no(self, operator: str) -> str:
        """The staff number of an operator, for paper; one nobody knows any more is a dash."""
        return next((staff.number for staff in self.shop.staff if staff.id == operator), "-")

    def place_name(self, code: str) -> str:
        """What a place is called."""
        name = next((place.name for place in self.shop.places if place.code == code), code)
        return plain(name, MAX_PLACE)


def pickup_values(
    desk: PaperDesk,
    order: Order,
    handover: Handover,
    document_no: str,
    *,
    operator_no: str = "",
    place: str = "",
) -> PaperValues:
    """The receipt of a hand-over; `order` contains it. `place` is the code of the bay or desk, when it is known.

    The day until when goods may come back stands on it once everything has been collected (art. 52 Cod. consumo:
    the period starts with the last item).
    """
    is_delegate = handover.proof.kind is ProofKind.DELEGATE
    values: dict[str, PaperScalar | list[dict[str, PaperScalar]]] = {
        **desk.head(),
        "order_no": plain(order.number),
        "customer": short_name(order.customer_name) or desk.words.text("paper.customer"),
        "first_name": "" if is_delegate else first_name(order.customer_name),
        "is_delegate": is_delegate,
        "handed_over_at": desk.formats.weekday_time(handover.act.at),
        "place": desk.place_name(place),
        "document_no": plain(document_no),
        "operator_no": operator_no or desk.operator_no(handover.act.operator),
        "lines": _lines(order, handover, desk),
        "return_until": _return_until(desk, order, handover),
        **_bags(order, handover),
    }
    if handover.signed is not None:
        values["signed"] = desk.words.text(_SIGNED[handover.signed])
    if order.is_paid:
        is_here = order.channel == SHOP_CHANNEL or not order.payment.is_paid
        values["paid"] = desk.words.text("paper.paid.shop" if is_here else "paper.paid.online")
    return values


def gift_values(desk: PaperDesk, order: Order, handover: Handover, code: str) -> PaperValues:
    """The receipt that goes into the parcel: no price, no name. `code` is typed (`7QK2-M4X9`) and finds the lines
    again; goods may be exchanged within the shop's own policy."""
    until_at = last_moment(handover.act.at, desk.policy.policy_days, desk.policy.zone)
    return {
        **desk.head(),
        "chain": desk.chain,
        "lines": _lines(order, handover),
        "exchange_until": desk.formats.weekday_date(until_at),
        "code": plain(code),
        "code_qr": plain(code),
        "bought_on": desk.formats.day(handover.act.at),
    }


def copy_values(desk: PaperDesk, reprint: CopyOf) -> PaperValues:
    """The COPIA block above a paper printed again: which copy, when and by whom, and when the original was made;
    of the same day its time is enough."""
    formats, original_at = desk.formats, reprint.original_at
    is_same_day = formats.local_date(reprint.printed_at) == formats.local_date(original_at)
    return {
        "copy_no": reprint.copy_no,
        "printed_at": formats.weekday_time(reprint.printed_at),
        "operator_no": reprint.operator_no,
        "original_at": formats.time(original_at) if is_same_day else formats.date_time(original_at),
    }


def _lines(order: Order, handover: Handover, desk: PaperDesk | None = None) -> list[dict[str, PaperScalar]]:
    """One row each; with `desk` also what it was given instead of, and what it weighs and costs, which a gift does
    not say."""
    rows: list[dict[str, PaperScalar]] = []
    for piece in handover.lines:
        line = order.line(piece.line)
        told = ""
        if desk is not None and line.replaces is not None:
            told = desk.words.text("paper.swap", name=order.line(line.replaces).name)
        elif desk is not None and line.weight is not None and line.weight.weighed_g:
            grams = {"ordered": line.weight.ordered_g, "weighed": line.weight.weighed_g}
            amount = desk.formats.money(line.paid - too_much(line), order.currency)
            told = desk.words.text("paper.weight", **grams, amount=amount)
        variant = ", ".join(part for part in (line.variant, told) if part)
        rows.append({"quantity": piece.quantity, "name": plain(line.name), "variant": plain(variant)})
    return rows


def _bags(order: Order, handover: Handover) -> dict[str, PaperScalar]:
    """Bags that left now, of how many, and how many are still to come, as it was at that moment."""
    at = handover.act.at
    stands = [h for h in order.handovers if h.act.at <= at and (h.reversed_by is None or h.reversed_by.at > at)]
    gone = {container for h in stands for container in h.containers}
    total = sum(c.id in gone or _is_to_come(c.state, is_empty=not c.contents) for c in order.containers)
    return {"bags_given": len(handover.containers), "bags_total": total, "bags_left": max(0, total - len(gone))}


def _is_to_come(state: ContainerState, *, is_empty: bool) -> bool:
    return state is ContainerState.OUT or (state is not ContainerState.RETURNED_TO_STOCK and not is_empty)


def _return_until(desk: PaperDesk, order: Order, handover: Handover) -> str:
    """The last day to return what was handed over; empty when it is not settled yet, or nothing may come back."""
    facts = [facts_of(order, piece.line) for piece in handover.lines]
    returnable = [fact for fact in facts if not fact.is_perishable]
    if not returnable or returnable[0].order_received_at is None:
        return ""
    received_at = returnable[0].order_received_at
    if returnable[0].is_distance_sale:
        return desk.formats.weekday_date(withdrawal_until(received_at, desk.policy))
    if all(fact.is_final_sale for fact in returnable):
        return ""
    return desk.formats.weekday_date(last_moment(received_at, desk.policy.policy_days, desk.policy.zone))


def sign_of(chain: str) -> str:
    """A chain's id as people write its name: `Corsaviva`."""
    name = plain(chain, MAX_SIGN)
    return name.capitalize() if name.islower() else name
