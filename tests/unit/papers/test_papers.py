"""Each paper of a sample order, character by character, and what never stands on one.

`BANCONE_WRITE_GOLDEN=1` writes the files anew; look at the difference before committing it.
"""

import os
from dataclasses import replace
from pathlib import Path
from zoneinfo import ZoneInfo

import msgspec
import pytest

from app.domain.errors import Code, Problem
from app.domain.handover import HandoverAsk
from app.domain.orders import Payment, Progress
from app.domain.preparing import Stop
from app.domain.returns import RefundLine, Rule, Tender
from app.domain.values import ByWeight, LineId, SignedOn
from app.usecases.paper_people import first_name, means_of, short_name
from app.usecases.ports import CopyOf, DayPage, PickPaper, Ticket
from app.usecases.print_day import DAY, day_values
from app.usecases.print_documents import COPY, GIFT, PICKUP, RETURN, copy_values, gift_values, pickup_values
from app.usecases.print_picks import PICKS, pick_values
from app.usecases.print_returns import promotion_name, return_values
from app.usecases.print_sign import SIGN, sign_values
from hardware.api import PrintDocument
from hardware.printing.codec import decode_document, encode_document
from tests.unit.domain.samples import NOW_AT, bag, order, pieces
from tests.unit.domain.samples import line as sold
from tests.unit.papers import samples
from tests.unit.wording.catalogues import wording

GOLDEN = Path(__file__).parent / "golden"
UNPAID = Payment("cash", "", is_paid=False)
NAMES = ["pickup", "copy", "partial", "gift", "sign", "signed", "return", "pending", "day"]


def signed_paper(name: str, language: str) -> PrintDocument:
    """What is signed before goods leave, or the receipt that says that it was."""
    desk = samples.desk(language)
    if name == "sign":
        printed = samples.formats(language).weekday_time(NOW_AT)
        return samples.document(SIGN, sign_values(desk, samples.ready(), "T1-000317", printed), language)
    done = samples.handed_over(HandoverAsk(signed=SignedOn.PAPER))
    values = pickup_values(desk, done, done.handovers[-1], "T1-000318")
    return samples.document(PICKUP, values, language)


def paper(name: str, language: str) -> PrintDocument:
    """One of the golden papers."""
    if name.startswith("sign"):
        return signed_paper(name, language)
    return plain_paper(name, language)


def plain_paper(name: str, language: str) -> PrintDocument:
    """One that nobody signs."""
    desk, done = samples.desk(language), samples.handed_over()
    handover = done.handovers[-1]
    pickup = samples.document(PICKUP, pickup_values(desk, done, handover, "T1-000318", place="P4"), language)
    match name:
        case "pickup":
            return pickup
        case "copy":
            values = copy_values(desk, CopyOf(1, samples.REPRINTED_AT, handover.act.at, "03"))
            return samples.PAPERS.copy(pickup, values, 1)
        case "gift":
            return samples.document(GIFT, gift_values(desk, done, handover, "7QK2-M4X9"), language)
        case "partial":
            part = samples.by_delegate()
            values = pickup_values(desk, part, part.handovers[-1], "T1-000319")
            return samples.document(PICKUP, values, language)
        case "day":
            page = DayPage(samples.SUMMARY, "T1-000340", "T1AA", samples.REPRINTED_AT, is_closed=True)
            return samples.document(DAY, day_values(desk, page), language)
        case _:
            shown = samples.PENDING if name == "pending" else samples.RETURNED
            return samples.document(RETURN, return_values(desk, shown, promotion="3x2"), language)


@pytest.mark.parametrize("language", ["it", "en"])
@pytest.mark.parametrize("name", NAMES)
def test_the_paper_reads_as_agreed(name: str, language: str) -> None:
    found = samples.text(paper(name, language))
    file = GOLDEN / f"{name}.{language}.txt"
    if os.environ.get("BANCONE_WRITE_GOLDEN"):
        file.write_text(found, encoding="utf-8")
    assert found == file.read_text(encoding="utf-8")


@pytest.mark.parametrize("name", NAMES)
def test_the_narrow_paper_says_the_same_words(name: str) -> None:
    def words(columns: int) -> list[str]:
        rows = samples.text(paper(name, "it"), columns).splitlines()
        plain = [row[6:-1] for row in rows if "x2|" not in row and "[" not in row and "2x" not in row[:5]]
        return sorted(" ".join(plain).replace("-", " ").replace("=", " ").split())

    assert words(32) == words(48)


def test_the_terminal_queues_the_same_papers_as_bytes() -> None:
    done = samples.handed_over()
    handover, receipts = done.handovers[-1], samples.receipts("it")
    pickup = decode_document(receipts.pickup(done, handover, "T1-000318", samples.SHOP))
    place = "     |Dove                                posto auto 4|\n"
    assert samples.text(pickup) == samples.text(paper("pickup", "it")).replace(place, "")
    in_bay = decode_document(receipts.pickup(done, handover, "T1-000318", samples.SHOP, "P4"))
    assert samples.text(in_bay) == samples.text(paper("pickup", "it"))
    returned = decode_document(receipts.returned(samples.PENDING, samples.SHOP))
    assert "RIMBORSO IN ATTESA" in samples.text(returned)
    gift = decode_document(receipts.gift(done, handover, "7QK2-M4X9", samples.SHOP))
    assert gift == paper("gift", "it")
    sheet = decode_document(receipts.sign(samples.ready(), "T1-000317", NOW_AT, samples.SHOP))
    assert sheet == paper("sign", "it")
    reprint = CopyOf(2, samples.REPRINTED_AT, handover.act.at, "03")
    again = receipts.copy(encode_document(pickup), reprint, samples.SHOP)
    assert decode_document(again).copy_no == 2


@pytest.mark.parametrize(("language", "day"), [("it", "gio 05/03/2026"), ("en", "Thu 05/03/2026")])
def test_a_ticket_is_in_the_customers_language_to_the_last_word(language: str, day: str) -> None:
    ticket = Ticket("A 47", "4821", 3, 2, NOW_AT, language)
    paper = decode_document(samples.receipts("it").ticket(ticket, samples.SHOP))
    assert day in samples.text(paper)


def test_a_copy_of_another_day_gives_the_day_of_the_original() -> None:
    done = samples.handed_over()
    later = samples.REPRINTED_AT.replace(day=9)
    values = copy_values(samples.desk(), CopyOf(1, later, done.handovers[-1].act.at, "03"))
    assert values["original_at"] == "05/03/2026 10:44"
    assert "originale 05/03/2026 10:44" in samples.text(samples.document(COPY, values))


def test_times_are_those_of_the_shop() -> None:
    at = samples.REPRINTED_AT.replace(month=7, hour=22, minute=30)
    done = samples.handed_over()
    far = replace(done.handovers[-1].act, at=at.astimezone(ZoneInfo("Asia/Tokyo")))
    values = pickup_values(samples.desk(), done, replace(done.handovers[-1], act=far), "T1-000318")
    assert values["handed_over_at"] == "lun 06/07/2026 00:30"


def test_the_receipt_says_what_was_given_instead_and_the_gift_does_not() -> None:
    missing = sold("a", Progress(cancelled=1), name="Maglia Corsa")
    given = sold("x", Progress(packed=1), name="Felpa Alba", replaces=missing.id)
    done = samples.handed_over(lines=(missing, given), containers=(bag("1", pieces(x=1)),))
    values = pickup_values(samples.desk(), done, done.handovers[-1], "T1-1")
    assert "al posto di Maglia Corsa" in " ".join(samples.text(samples.document(PICKUP, values)).split())
    gift = gift_values(samples.desk(), done, done.handovers[-1], "7QK2-M4X9")
    assert "al posto di" not in samples.text(samples.document(GIFT, gift))


def test_the_receipt_says_what_was_weighed_and_the_gift_does_not() -> None:
    half = sold("a", Progress(packed=1), name="Formaggio", unit_price=1245, weight=ByWeight(500, 486))
    done = samples.handed_over(lines=(half,), containers=(bag("1", pieces(a=1)),))
    values = pickup_values(samples.desk(), done, done.handovers[-1], "T1-1")
    told = " ".join(samples.text(samples.document(PICKUP, values)).split())
    assert "ordinati 500 g, pesati 486 g: 12,10" in told
    gift = gift_values(samples.desk(), done, done.handovers[-1], "7QK2-M4X9")
    assert "486" not in samples.text(samples.document(GIFT, gift))


def test_the_list_for_the_walk_says_how_much_to_cut() -> None:
    half = sold("a", Progress(reserved=1), name="Formaggio", weight=ByWeight(500))
    found = order((half, sold("b", Progress(reserved=1))))
    stops = tuple(Stop(found.id, line.id, line.sku, "A1", 1, is_mine=True) for line in found.lines)
    values = pick_values(samples.desk(), PickPaper(7, (found,), stops, "07", NOW_AT))
    assert "500 g, nera" in " ".join(samples.text(samples.document(PICKS, values)).split())


def test_the_day_to_return_by_starts_with_the_last_item_and_is_a_working_day() -> None:
    part = samples.by_delegate()
    assert pickup_values(samples.desk(), part, part.handovers[-1], "T1-1")["return_until"] == ""
    assert pickup_values(samples.desk(), part, part.handovers[-1], "T1-1")["bags_left"] == 1
    done = samples.handed_over()
    values = pickup_values(samples.desk(), done, done.handovers[-1], "T1-1")
    assert values["return_until"] == "giovedì 19/03/2026"
    shop = msgspec.structs.replace(samples.SHOP, withdrawal_days=9)
    assert pickup_values(samples.desk(shop=shop), done, done.handovers[-1], "T1-1")["return_until"] == (
        "lunedì 16/03/2026"
    )


def test_nothing_is_promised_for_food_and_nothing_said_of_money_not_paid() -> None:
    food = sold("a", Progress(packed=1), is_cold=True)
    done = samples.handed_over(lines=(food,), containers=(bag("1", pieces(a=1)),))
    unpaid = replace(done, payment=UNPAID)
    values = pickup_values(samples.desk(), unpaid, unpaid.handovers[-1], "T1-1")
    assert values["return_until"] == ""
    assert "paid" not in values


def test_what_the_till_took_was_paid_in_the_shop() -> None:
    online, here = samples.handed_over(), samples.handed_over(HandoverAsk(is_paid_here=True), payment=UNPAID)
    said = [pickup_values(samples.desk(), done, done.handovers[-1], "T1-1")["paid"] for done in (online, here)]
    assert said == ["online", "in negozio"]


@pytest.mark.parametrize(
    ("name", "short", "first"),
    [
        ("Giulia Bianchi", "Giulia B.", "Giulia"),
        ("Giulia B.", "Giulia B.", "Giulia"),
        ("Maria Grazia R.", "Maria Grazia R.", "Maria Grazia"),
        ("Nicolò de Luca", "Nicolò L.", "Nicolò"),
        ("Giulia", "Giulia", "Giulia"),
        ("giulia@example.org", "", ""),
        ("333 123 4567", "", ""),
        ("", "", ""),
    ],
)
def test_of_a_name_the_first_and_an_initial_are_shown(name: str, short: str, first: str) -> None:
    assert (short_name(name), first_name(name)) == (short, first)


@pytest.mark.parametrize(
    ("label", "by", "last4", "said"),
    [
        ("carta •••• 4471", "card", "4471", ""),
        ("carta regalo •••• 9002", "other", "", "carta regalo ••••\u00a09002"),
        ("PayPal", "other", "", "PayPal"),
        ("PayPal giulia@example.org", "other", "", "stesso mezzo di pagamento"),
        ("4111 1111 1111 4471", "other", "", "stesso mezzo di pagamento"),
        ("", "other", "", "stesso mezzo di pagamento"),
    ],
)
def test_of_a_means_of_payment_four_digits_are_shown(label: str, by: str, last4: str, said: str) -> None:
    found = means_of(label, wording("it"))
    assert (found.by, found.last4, found.label) == (by, last4, said)


def test_a_voucher_a_refund_of_nothing_and_an_amount_still_open() -> None:
    def said(**changes: object) -> str:
        made = replace(samples.RETURNED, **changes)  # type: ignore[arg-type]  # checked by replace itself
        return samples.text(samples.document(RETURN, return_values(samples.desk(), made)))

    voucher = said(body=replace(samples.BODY, tender=Tender.VOUCHER, has_voucher_consent=True))
    assert "buono acquisto, come da tuo consenso" in voucher
    assert "4471" not in voucher
    nothing = said(lines=(RefundLine(LineId("a"), 1, 3490, -3490, 0),), is_pending=True)
    assert "IN ATTESA" not in nothing
    assert "4471" not in nothing
    assert "Sconto quantità da togliere" in nothing
    blind = said(lines=(), order_number="", customer_name="", payment_label="", is_pending=True)
    assert "da abbinare" in blind
    assert "d a   s t a b i l i r e" in blind
    assert "Cliente" not in blind
    assert "art. 52" not in said(body=replace(samples.BODY, rule=Rule.SHOP_POLICY))
    both = said(cash=1980)
    assert "online, e 19,80 € in cassa" in " ".join(both.replace("\u00a0", " ").split())
    assert "4471" not in both


def test_a_promotion_is_called_what_it_is() -> None:
    threes = sold("a", Progress(packed=3), bundle_of=3, discount=2990)
    words = wording("it")
    assert promotion_name([threes, sold("b", Progress(packed=1))], words) == "3x2"
    assert promotion_name([replace(threes, discount=1000)], words) == "3 pezzi"
    assert promotion_name([threes, replace(threes, bundle_of=2)], words) == ""


def test_a_wrong_template_or_value_is_our_mistake() -> None:
    for template in ("no_such_form", GIFT):
        with pytest.raises(Problem) as raised:
            samples.document(template, {"code": "x"})
        assert raised.value.code is Code.INTERNAL
    with pytest.raises(Problem):
        samples.receipts().copy(b"no paper", CopyOf(1, NOW_AT, NOW_AT, "03"), samples.SHOP)
    with pytest.raises(Problem):
        samples.PAPERS.copy(paper("copy", "it"), copy_values(samples.desk(), CopyOf(1, NOW_AT, NOW_AT, "03")), 1)
