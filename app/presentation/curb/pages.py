"""Every page of the tablet in words: the queue, the car in hand, what is typed, and the dock below them."""

from collections.abc import Callable, Sequence
from datetime import timedelta
from typing import TYPE_CHECKING, TypeAlias

from app.domain.curbside import Arrival, bay_number
from app.domain.folding import digits
from app.domain.orders import Container
from app.presentation.curb.along import carried_notes, carried_page, out_with
from app.presentation.curb.cards import Cards, alike_note, card_of, shelves_of, vehicle_words
from app.presentation.curb.keys import MAX_NUMBER
from app.presentation.curb.refusing import REFUSING, refuse_notes, refuse_page, refuse_picks
from app.presentation.curb.return_pages import return_notes, return_page, return_picks, yes_typed
from app.presentation.curb.session import Said
from app.presentation.curb.showing import show_notes, show_page, symbol_of
from app.presentation.curb.signing import SIGNING, pad_of, sign_notes, sign_page, signed_notes
from app.presentation.curb.states import RETURNING, Card, CurbState, Note, Page, Pick, Press, Typed
from app.presentation.curb.taker import taker_notes, who_notes, who_page, who_picks
from app.presentation.marks import Glyph, Tone
from app.presentation.operators import PIN_DIGITS
from app.presentation.wording import Wording
from app.usecases.curbside import CarQueue

if TYPE_CHECKING:
    from app.presentation.curb.model import CurbModel

Body: TypeAlias = tuple[str, Press, tuple[Press, ...]]
"""A page's title and its dock."""

_BACK = ("back", Glyph.ARROW_LEFT)
_SLOTS = {Page.BAG: 6, Page.ORDER: 6, Page.BAY: 2, Page.TAKE: 6, Page.RETURN_ORDER: 6}
_CHOICES = {
    Page.TROUBLE: (("not_ready", Glyph.PACKAGE_X), ("wrong_car", Glyph.CAR), ("left", Glyph.LOG_OUT)),
    Page.MORE: (("mirror", Glyph.ARROW_LEFT_RIGHT), ("look", Glyph.SUN), ("lock", Glyph.LOCK)),
}
_ELSEWHERE: "dict[Page, Callable[[PageView], Body]]" = {
    Page.CARRIED: carried_page,
    Page.SIGN: sign_page,
    Page.SIGN_WORD: sign_page,
    Page.REFUSE: refuse_page,
    Page.REFUSE_WHY: refuse_page,
    Page.WHO: who_page,
    Page.SHOW: show_page,
    **dict.fromkeys(RETURNING - {Page.RETURN_ORDER}, return_page),
}
_NOTED: "dict[Page, Callable[[PageView], list[Note]]]" = {
    **dict.fromkeys(REFUSING, refuse_notes),
    **dict.fromkeys(SIGNING, sign_notes),
    **dict.fromkeys(RETURNING, return_notes),
    Page.WHO: who_notes,
    Page.SHOW: show_notes,
}


def page_state(model: "CurbModel") -> CurbState:
    """The page that is shown."""
    return PageView(model).state()


def wrong_bag(words: Wording, code: str, cars: CarQueue, bags: tuple[Container, ...], taken: set[str]) -> Note:
    """Whose the bag is, and which one to take instead."""
    left = [bag for bag in bags if bag.id not in taken]
    owner = next(
        (car for car in cars.arrivals for order in car.orders for bag in order.containers if bag.code == code),
        None,
    )
    whose = "" if owner is None else words.text("curb.wrong.bay", bay=bay_number(owner.visit.place) or "—")
    what = words.text("curb.wrong.take", bag=left[0].code, place=left[0].place or "—") if left else ""
    line = " ".join(part for part in (whose, what) if part) or words.text("curb.wrong.put_down")
    return Note(line, Glyph.CIRCLE_X, words.text("curb.wrong", bag=code), Tone.DANGER)


class PageView:
    """Words of one moment."""

    def __init__(self, model: "CurbModel") -> None:
        self.model, self.session, self.words = model, model.session, model.desk.words
        self.now_at = model.desk.clock.now_at()

    def text(self, name: str, /, **values: str | int) -> str:
        """A text of the tablet."""
        return self.words.text(f"curb.{name}", **values)

    def press(self, button: str, glyph: Glyph, name: str = "", why: str = "", **values: str | int) -> Press:
        """A button, by default called as its id."""
        return Press(button, self.text(f"do.{name or button}", **values), glyph, why)

    def state(self) -> CurbState:
        """The page with its frame."""
        link, page = self.model.desk.link(), self.session.page
        title, primary, secondary = self._body()
        said = self._linked(link.age_s, is_up=link.is_up)
        arrival = self.model.arrival if page in (Page.VISIT, Page.TROUBLE) else None
        symbol, symbol_name = symbol_of(self)
        return CurbState(
            page=page,
            title=title,
            link=said,
            is_linked=link.is_up,
            time=self.words.formats.time(self.now_at),
            primary=primary,
            secondary=secondary,
            notes=self._notes(),
            head=None if arrival is None else card_of(self, arrival, 0),
            cards=self._cards() if page is Page.QUEUE else (),
            shelves=shelves_of(self) if page in (Page.QUEUE, Page.VISIT) else (),
            typed=self._typed(),
            pad=pad_of(self),
            picks=self._picks(),
            symbol=symbol,
            symbol_name=symbol_name,
            more=self.text("do.cars" if page is Page.QUEUE else "do.more"),
            is_mirrored=self.model.is_mirrored,
            look=self.model.look,
            name=f"{title}. {said}",
        )

    def _linked(self, age_s: float | None, *, is_up: bool) -> str:
        if is_up:
            return self.text("link.up")
        if age_s is None:
            return self.text("link.down")
        return self.text("link.old", time=self.words.formats.time(self.now_at - timedelta(seconds=age_s)))

    def _body(self) -> Body:
        match self.session.page:
            case Page.QUEUE:
                return self._queue()
            case Page.VISIT:
                return self._visit()
            case Page.TROUBLE | Page.MORE as page:
                others = tuple(self.press(name, glyph) for name, glyph in _CHOICES[page])
                return self.text(str(page)), self.press(*_BACK), others
            case Page.SIGN_IN:
                return self._sign_in()
            case page if page in _ELSEWHERE:
                return _ELSEWHERE[page](self)
            case page:
                why = "" if self.session.typed else self.text(f"{page}.missing")
                if page is Page.BAY and self.session.typed and self.model.keys.bay is None:
                    why = self.text("bay.unknown", bay=self.session.typed)
                primary = self.press("next", Glyph.CHECK, f"next.{page}", why)
                return self.text(str(page)), primary, (self.press(*_BACK),)

    def _sign_in(self) -> Body:
        session = self.session
        if session.number:
            why = self.words.plural("curb.pin.missing", PIN_DIGITS - len(session.typed))
            return (
                self.text("sign_in"),
                self.press("next", Glyph.KEY_ROUND, "next.sign_in", why),
                (self.press("back", Glyph.USER, "other"),),
            )
        why = "" if session.typed else self.text("sign_in.missing")
        language = self.press("language", Glyph.LANGUAGES)
        return self.text("sign_in"), self.press("next", Glyph.ARROW_RIGHT, "next.number", why), (language,)

    def _queue(self) -> Body:
        cars = self.model.cars.arrivals
        here = sum(car.is_here for car in cars)
        title = self.words.plural("curb.here", here) if cars else self.text("sign_in")
        if coming := len(cars) - here:
            title = f"{title}, {self.words.plural('curb.coming', coming)}"
        others = [self.press("to:order", Glyph.CAR), self.press("to:more", Glyph.ELLIPSIS)]
        is_undoable = bool(self.session.undo)
        others.append(self.press("undo", Glyph.UNDO_2) if is_undoable else self.press("to:carried", Glyph.TRUCK))
        return title, self._claim(), tuple(others)

    def _claim(self) -> Press:
        car, operator = self.model.arrival, self.session.operator
        if car is None or operator is None:
            return self.press("claim", Glyph.HAND, "claim.none", self.text("queue.empty"))
        bay = bay_number(car.visit.place) or "—"
        if car.is_claimed_by(operator.id):
            return self.press("serve", Glyph.CAR, "serve", bay=bay)
        why, is_up = "", self.model.desk.link().is_up
        if car.is_here and not is_up and self.model.desk.curbside.is_with(car, operator):
            return self.press("serve", Glyph.CAR, "serve.carried", bay=bay)
        if not car.is_here:
            why = self.text("claim.coming")
        elif (carry := out_with(self, car)) is not None:
            why = self.text("claim.carried", device=self.model.cars.device_of(carry.device))
        elif car.visit.claimed_by:
            why = self.text("claim.taken", name=self.model.cars.name_of(car.visit.claimed_by))
        elif not is_up:
            why = self.text("claim.offline")
        return self.press("claim", Glyph.HAND, "claim", why, bay=bay)

    def _visit(self) -> Body:
        trouble = self.press("to:trouble", Glyph.CIRCLE_ALERT)
        if self._is_all_here():
            others = (self.press("to:return", Glyph.UNDO_2), trouble, self.press("to:who", Glyph.USERS))
        else:
            others = (self.press("to:bag", Glyph.KEYBOARD), trouble, self.press("release", Glyph.LOG_OUT))
        return self.text("visit"), self._giving(), others

    def _is_all_here(self) -> bool:
        """Whether nothing of the car in hand is to be fetched or scanned any more."""
        car, hands = self.model.arrival, self.model.hands
        return car is not None and car.is_ready and all(bag.id in hands.scanned for bag in self.model.bags())

    def _giving(self) -> Press:
        car, hands = self.model.arrival, self.model.hands
        if car is None:
            return self.press("hand_over", Glyph.CIRCLE_CHECK)
        left = [bag for bag in self.model.bags() if bag.id not in hands.scanned]
        why = ""
        if not any(order.ready_at is not None for order in car.orders):
            why = self.text("hand_over.not_ready")
        elif not self.model.desk.link().is_up and not self._is_along(car):
            why = self.text("hand_over.offline")
        elif not all(order.is_paid for order in car.orders):
            why = self.text("unpaid")
        elif left:
            why = self.words.plural("curb.bags.missing", len(left))
        elif (order := self.model.taker.unnamed(car)) is not None:
            why = self.text("who.code", number=order.number)
        elif (age := self.model.cars.age_of(car)) and not hands.is_age_checked:
            return self.press("age", Glyph.ID_CARD, "age", age=age)
        elif self.model.signing.is_asked and hands.signed is None:
            return self.press("to:sign", Glyph.PENCIL)
        return self.press("hand_over", Glyph.CIRCLE_CHECK, "hand_over", why)

    def _is_along(self, car: Arrival) -> bool:
        """Whether what is handed over there came along with who is signed in."""
        operator = self.session.operator
        return operator is not None and self.model.desk.curbside.is_with(car, operator)

    def _cards(self) -> Sequence[Card]:
        cars = self.model.cars.arrivals
        return Cards(self, cars) if cars else ()

    def _notes(self) -> tuple[Note, ...]:
        session, found = self.session, []
        if session.problem is not None:
            said = self.words.explain_problem(session.problem, now_at=self.now_at)
            found.append(Note(said.next, Glyph.CIRCLE_ALERT, said.what, Tone.DANGER))
        if session.page is Page.QUEUE and session.said is not None:
            found.append(self._said(session.said))
        found += carried_notes(self)
        if session.page is Page.QUEUE and not self.model.cars.arrivals:
            found.append(Note(self.text("queue.nobody.line"), Glyph.CAR, self.text("queue.empty")))
        if session.page is Page.VISIT and (car := self.model.arrival) is not None:
            found += self._at_car(car)
        if (noted := _NOTED.get(session.page)) is not None:
            found += noted(self)
        if session.page is Page.TROUBLE:
            found.append(Note(self.text("trouble.line"), Glyph.CIRCLE_ALERT))
        if session.page is Page.MORE and session.operator is not None:
            found.append(Note(self.text("more.line", name=session.operator.name), Glyph.USER))
        return tuple(found)

    def _said(self, said: Said) -> Note:
        line, title = self.text(said.line, name=said.who), self.text(said.name, name=said.who)
        return Note(line, said.glyph, title, said.tone)

    def _at_car(self, car: Arrival) -> list[Note]:
        """What the last scan said, or that it is all there and whose name to ask for; then what to look at."""
        bags, hands = self.model.bags(), self.model.hands
        taken = sum(bag.id in hands.scanned for bag in bags)
        found = [] if hands.said is None else [self._said(hands.said)]
        if hands.wrong:
            found.append(wrong_bag(self.words, hands.wrong, self.model.cars, bags, hands.scanned))
        if taken == len(bags) and car.is_ready and not found:
            title = self.words.plural("curb.all", len(bags))
            line = self.text("ask_name", name=self.model.taker.name_at(car))
            found.append(Note(line, Glyph.CIRCLE_CHECK, title, Tone.SUCCESS))
        if not car.is_ready:
            numbers = ", ".join(order.number for order in car.orders if order.ready_at is None)
            found.append(
                Note(
                    self.text("not_ready.line"),
                    Glyph.PACKAGE_X,
                    self.text("not_ready", number=numbers),
                    Tone.WARNING,
                )
            )
        if age := self.model.cars.age_of(car):
            found.append(Note(self.text("age", age=age), Glyph.ID_CARD))
        found += [alike_note(self, order, other) for order, other in self.model.alike]
        if car.is_cold:
            found.append(Note(self.text("cold"), Glyph.SNOWFLAKE))
        if hands.proofs:
            found.append(Note(self.text("proved"), Glyph.QR_CODE))
        found += taker_notes(self, car)
        found += signed_notes(self)
        if described := vehicle_words(self, car):
            found.append(Note(described, Glyph.CAR))
        return found

    def _picks(self) -> tuple[Pick, ...]:
        page = self.session.page
        match page:
            case Page.TROUBLE:
                names: tuple[str, ...] = ("to:refuse", "release" if self._is_all_here() else "to:return")
                names += ("to:show",) if self.model.showing.orders else ()
            case Page.MORE:
                names = ("to:return",)
            case Page.WHO:
                return who_picks(self)
            case page if page in RETURNING:
                return return_picks(self)
            case _:
                return refuse_picks(self) if page in REFUSING else ()
        return tuple(Pick(name, self.text(f"do.{name}")) for name in names)

    def _typed(self) -> Typed | None:
        page, session = self.session.page, self.session
        delete = self.text("delete")
        if page is Page.SIGN_IN:
            is_pin = bool(session.number)
            name = "pin" if is_pin else "number"
            length = PIN_DIGITS if is_pin else MAX_NUMBER
            return Typed(
                self.text(f"{name}.ask"),
                self.text(f"{name}.line"),
                session.typed,
                length,
                delete,
                is_hidden=is_pin,
                is_open=not is_pin,
            )
        if page not in _SLOTS:
            return yes_typed(self)
        line = self.text(f"{page}.line")
        if page is Page.BAY and session.order is not None:
            line = self.text("bay.for", name=session.order.customer_name, number=digits(session.order.number)[-4:])
        length = max(_SLOTS[page], len(session.typed))
        return Typed(self.text(f"{page}.ask"), line, session.typed, length, delete, is_open=True)
