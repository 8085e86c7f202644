"""A customer opened for a purpose: profile, online cart against this shop, and the pickup it becomes."""

from collections.abc import Sequence

from app.domain.customers import Purpose
from app.domain.errors import Problem
from app.domain.queue import Queued
from app.domain.scanning import Article, classify
from app.domain.transfers import is_awaited, moved_to
from app.presentation.cart_plan import CartPlan, Way
from app.presentation.cart_view import CartOnScreen
from app.presentation.cart_words import CartWords
from app.presentation.consent_words import ConsentWords
from app.presentation.customer_state import CartView, CustomerNote, CustomerState, LineEditor, Tab
from app.presentation.desk import Desk
from app.presentation.live_cart import LiveCart
from app.presentation.live_profile import LiveProfile
from app.presentation.marks import Glyph, Tone
from app.presentation.profile_words import ProfileWords, purpose_mark
from app.presentation.queue_words import mark_of
from app.presentation.routes import CustomerRoute, OrderRoute, ReturnRoute
from app.presentation.view_model import NO_BUTTON, Button, Foot, ViewModel
from app.presentation.wish_words import wish_row
from app.usecases.read_ports import ArticleHit
from app.usecases.station import Operator
from hardware.api import ScanRead

RESERVE, SELL, OPEN_ORDER, RETURN = "reserve", "sell", "open_order", "return"
HOLD, RELEASE = "hold", "release"
MAX_ORDERS, MAX_WISHES = 3, 4


class CustomerModel(ViewModel[CustomerState]):
    """One customer at this counter; the profile is opened once, the cart read again while it is on screen."""

    def __init__(self, desk: Desk, route: CustomerRoute) -> None:
        super().__init__()
        self._desk, self._route = desk, route
        self._profile = LiveProfile(desk, route, self.refresh, self._say)
        self._cart = LiveCart(desk, route.customer, self.refresh, self._say)
        self._orders: tuple[Queued, ...] = ()
        self._wishes: tuple[ArticleHit, ...] = ()
        self._plan = CartPlan(desk, self._cart)
        self._selected, self._tab = "", Tab.HISTORY
        self._said: tuple[CustomerNote, ...] = ()
        self._reserved = ""

    async def open(self) -> None:
        """Open the profile for its purpose, once for each operator; read what is open for the customer."""
        if self._desk.session.operator is None:
            return
        opened = await self._profile.open()
        if opened is not None:
            self._plan.points = opened.loyalty_points
            await self._read_wishes(opened.wish_list[:MAX_WISHES])
        if self._profile.opened is not None:
            await self._read_orders()
            await self._cart.read()
            self._plan.resume()
        self.refresh()

    async def _read_wishes(self, wishes: Sequence[str]) -> None:
        lookups = self._desk.jobs.cart.lookups
        hits = await lookups.catalog(lambda reads: [reads.by_sku(sku) for sku in wishes])
        self._wishes = tuple(hit for hit in hits if hit is not None)
        self.refresh()

    async def _read_orders(self) -> None:
        jobs = self._desk.jobs
        found = await jobs.find.orders_of(self._route.customer)
        still_out = sorted(filter(is_awaited, found), key=lambda order: moved_to(order) is not None)
        queued = [await jobs.queues.order(order.id) for order in still_out[:MAX_ORDERS]]
        self._orders = tuple(item for item in queued if item is not None)

    async def reload(self) -> None:
        """The store changed: orders may have; the cart is central's and is read by the clock."""
        if self._profile.opened is not None:
            await self._profile.read()
            await self._read_orders()
            await self._cart.look_again()
            self.refresh()

    def tick(self) -> None:
        """Ages move on, and the cart is read again now and then."""
        if self._desk.session.operator is not None:
            self._cart.read_if_old()
        self.refresh()

    @property
    def _can_change(self) -> bool:
        return self._cart.is_open and not self._reserved

    @property
    def _is_deciding(self) -> bool:
        return self._can_change and bool(self._cart.lines)

    def show_fact(self, fact: str) -> None:
        """Show a masked contact, if the operator may; who saw it is recorded."""
        self._desk.flights.once(f"show:{fact}", lambda: self._profile.reveal(fact))

    def answer(self, purpose: str, *, is_given: bool) -> None:
        """The customer's answer to a purpose."""
        self._said = ()
        self._profile.answer(purpose, is_given=is_given)

    def type_note(self, text: str) -> None:
        """A note as far as it is typed."""
        self._profile.draft = text
        self.refresh()

    def write_note(self, text: str) -> None:
        """A note about the customer."""
        self._said = ()
        self._profile.note(text)

    def remove_note(self, note: str) -> None:
        """Take a note off again."""
        self._said = ()
        self._profile.unnote(note)

    def look_at(self, tab: str) -> None:
        """Which of the cards that share a place has it."""
        self._tab = Tab(tab)
        self.refresh()

    def select(self, sku: str) -> None:
        """A line of the cart: its quantity is changed in the panel; the same line again closes that."""
        self._selected = "" if sku == self._selected else sku
        self.refresh()

    def decide(self, decision: str, choice: str) -> None:
        """Whose price counts for a line, or what becomes of one that is not all here."""
        self._plan.decide(decision, choice)
        self.refresh()

    def go(self, way: str) -> None:
        """The way on: to the till, or put by for a pickup."""
        self._plan.way = Way(way)
        self.refresh()

    def use_points(self) -> None:
        """Pay for some of it with points, or not after all."""
        self._plan.is_redeeming = not self._plan.is_redeeming
        self.refresh()

    @property
    def takes_digits(self) -> bool:
        """A digit chooses the way on while there is something to decide."""
        return self._is_deciding

    def take_digit(self, digit: str) -> bool:
        """1 to the till, 2 a pickup."""
        is_taken = self._is_deciding and self._plan.go_by_digit(digit)
        self.refresh()
        return is_taken

    def step(self, sku: str, by: int) -> None:
        """One piece more or less of a line; never below one, taking it out is an act of its own."""
        count = self._cart.wanted.get(sku, self._cart.quantity(sku)) + by
        if self._can_change and count >= 1:
            self._said = ()
            self._cart.want(sku, count)

    def remove(self, sku: str) -> None:
        """Take a line out of the cart; it can be put back."""
        before = self._cart.quantity(sku)
        if not self._can_change or not before:
            return
        name = next(item.line.name for item in self._cart.lines if item.line.sku == sku)
        self._selected, self._said = "", ()
        self._cart.want(sku, 0)
        title = self._desk.words.text("customer.removed", name=name)
        self._desk.done(self._desk.session.who, title, undo=lambda: self._cart.want(sku, before))

    def _say(self, problem: Problem) -> None:
        explained = self._desk.explain(problem)
        self._said = (CustomerNote(Tone.WARNING, explained.what, explained.next),)
        self.refresh()

    async def take_scan(self, read: ScanRead) -> bool:
        """An article is added to the cart that is open here; everything else goes its way.

        So do goods sold by weight, whose price is on the piece. Problem(PIECE_RECALLED | PIECE_EXPIRED |
        PIECE_PAST_BEST): not to be sold.
        """
        scanned = classify(read.raw, dict(read.elements))
        if not isinstance(scanned, Article) or not self._can_change:
            return False
        goods = await self._desk.jobs.scans.goods.find(scanned, read)
        await self._desk.jobs.scans.goods.refuse_sale(goods.pack)
        if goods.is_measured:
            return False
        self._said = ()
        if not read.is_same_pack:
            await self._cart.add_scanned(goods.hit.article.gtin)
        return True

    async def press(self, button: str) -> None:
        """The foot's buttons."""
        match button:
            case "reserve":
                self._desk.flights.once(f"{RESERVE}:{self._route.customer}", self._reserve)
            case "sell":
                self._desk.flights.once(f"{RESERVE}:{self._route.customer}", self._sell)
            case "hold":
                self._desk.flights.once(f"{RESERVE}:{self._route.customer}", self._hold)
            case "release":
                self._desk.flights.once(f"{RESERVE}:{self._route.customer}", self._release)
            case "open_order":
                order = self._reserved or (self._orders[0].order.id if self._orders else "")
                self.open_order(order)
            case "return":
                self._desk.navigator.go(ReturnRoute(customer=self._route.customer))

    def open_order(self, order: str) -> None:
        """On to an order of this customer."""
        if order:
            self._desk.navigator.go(OrderRoute(order))

    async def _reserve(self) -> None:
        words, who = self._desk.words, self._desk.session.who
        details = await self._cart.reserve(self._plan.terms)
        if details and "order" in details:
            self._reserved = str(details["order"])
            title = words.text("customer.reserved", number=str(details.get("number", "")))
            self._said = (CustomerNote(Tone.SUCCESS, title, words.text("customer.reserved.next")),)
            self._desk.done(who, title, words.text("customer.reserved.line"))
            await self._read_orders()
        elif details is not None:
            self._wait_for(RESERVE)
        self.refresh()

    async def _sell(self) -> None:
        words, who = self._desk.words, self._desk.session.who
        details = await self._cart.sell(self._plan.terms, self._plan.redeemed)
        if details and "due" in details:
            due = words.formats.money(int(details["due"]), self._currency)
            title = words.text("customer.sold", due=due)
            self._said = (CustomerNote(Tone.SUCCESS, title, words.text("customer.sold.next")),)
            self._desk.done(who, title, words.text("customer.reserved.line"))
            self._plan = CartPlan(self._desk, self._cart, points=self._plan.points - self._plan.redeemed)
        elif details is not None:
            self._wait_for(SELL)
        self.refresh()

    async def _hold(self) -> None:
        who = self._desk.session.who
        details = await self._cart.hold(self._plan.terms, self._plan.until_at)
        await self._put(HOLD, who, details, is_held=True)

    async def _release(self) -> None:
        who = self._desk.session.who
        await self._put(RELEASE, who, await self._cart.release(), is_held=False)

    async def _put(self, act: str, who: Operator, details: object | None, *, is_held: bool) -> None:
        """Say what came of it: it is so once this shop's own rows say so."""
        await self._cart.look_again()
        served, text = self._cart.served, self._desk.words.text
        if details is not None and served is not None and (served.hold is not None) is is_held:
            self._said = ()
            self._desk.done(who, text(f"customer.{act}.done"), text(f"customer.{act}.line"))
        elif details is not None:
            self._wait_for(act)
        self.refresh()

    def _wait_for(self, act: str) -> None:
        text = self._desk.words.text
        waits = CustomerNote(Tone.WARNING, text(f"customer.waiting.{act}"), text("customer.waiting.next"))
        self._said = (waits,)

    @property
    def is_working(self) -> bool:
        """While a cart is being accepted."""
        return self._desk.flights.is_flying(f"{RESERVE}:{self._route.customer}")

    @property
    def is_begun(self) -> bool:
        """Decisions about a cart nobody acted on, or a note that is not written yet."""
        return bool(self._profile.draft.strip()) or (self._plan.is_begun and not self._reserved)

    def put_away(self) -> None:
        """Whoever comes back opens the profile anew, and says why."""
        self._profile.close()
        self.refresh()

    @property
    def foot(self) -> Foot:
        """First what the profile was opened for, then what else can be done."""
        words, orders = self._desk.words, self._orders
        if self._profile.opened is None:
            return Foot(
                NO_BUTTON if self._profile.problem else Button(SELL, words.text("customer.sell"), is_enabled=False)
            )
        back = Button(RETURN, words.text("customer.return"), Glyph.UNDO_2)
        number = orders[0].order.number if orders else ""
        go = Button(OPEN_ORDER, words.text("customer.open_order", number=number), Glyph.PACKAGE_CHECK)
        is_free = self._can_change and not self.is_working and not self._cart.wanted
        accept = self._plan.button(is_free=is_free)
        if self._reserved:
            return Foot(Button(OPEN_ORDER, words.text("customer.open_reserved")), (back,))
        if self._route.purpose is Purpose.RETURN or not (orders or self._cart.lines):
            return Foot(back, (accept,) if self._cart.lines else (go,) if orders else ())
        if not self._cart.lines or (orders and self._route.purpose is Purpose.PICKUP):
            return Foot(go, (back, accept) if self._cart.lines else (back,))
        if self._cart.served is not None and self._cart.served.hold is not None:
            free = Button(RELEASE, words.text("customer.release"), Glyph.UNDO_2, is_enabled=accept.is_enabled)
            return Foot(accept, (free, back))
        return Foot(accept, (back, go) if orders else (back,))

    def render(self) -> CustomerState:
        """The facts in words."""
        words, now_at = self._desk.words, self._desk.now_at
        live, profile = self._profile, ProfileWords(words, now_at)
        customer, written = live.customer, ConsentWords(words, live.waiting)
        notes = () if customer is None else written.notes(customer, live.config, self._desk.session.operator)
        served, cart_words = self._cart.served, self._cart_words
        decisions = self._plan.decisions(cart_words) if self._can_change else ()
        editor = self._editor()
        is_counted = served is not None and bool(served.cart.lines) and not self._reserved
        title = words.text("customer.panel.decide" if decisions else "customer.panel")
        return CustomerState(
            back=words.text("back"),
            name=live.name or words.text("customer.title"),
            purpose=purpose_mark(words, self._route.purpose, live.opened_at),
            is_loading=customer is None and live.problem is None,
            refusal=self._refusal(),
            facts=profile.empty_facts() if customer is None else profile.facts(customer, live.revealed),
            cart=CartView(words.text("customer.cart")) if live.problem else self._cart_view(cart_words),
            history_title=words.text("customer.history"),
            history=() if customer is None else profile.history(customer.history),
            history_empty=words.text("customer.history.none") if customer and not customer.history else "",
            consents_title=words.text("customer.consents"),
            consents=() if customer is None else written.consents(customer.consents),
            wishes_title=words.text("customer.wishes"),
            wishes=tuple(wish_row(hit, words) for hit in self._wishes),
            wishes_empty=words.text("customer.wishes.none") if customer and not self._wishes else "",
            notes_title=words.text("customer.notes"),
            notes=notes,
            notes_empty=words.text("customer.notes.none") if customer and not notes else "",
            note_hint=words.text("note.hint") if customer else "",
            note_draft=live.draft,
            tab=self._tab,
            tabs=self._tabs(len(notes)),
            panel_title="" if live.problem else title,
            panel_fact=words.plural("customer.choices", len(decisions)) if decisions else "",
            says=self._says(),
            orders_title=words.text("customer.orders") if self._orders else "",
            orders=tuple(profile.order(item.order, mark_of(item, words, now_at)) for item in self._orders),
            editor=editor,
            decisions=decisions,
            ways_title=words.text("customer.ways") if self._is_deciding else "",
            ways=self._plan.ways() if self._is_deciding else (),
            sums=self._plan.sums(cart_words) if is_counted else None,
        )

    @property
    def _cart_words(self) -> CartWords:
        config = self._profile.config
        return CartWords(self._desk.words, self._currency, {} if config is None else config.stores)

    @property
    def _currency(self) -> str:
        return "EUR" if self._cart.served is None else self._cart.served.cart.currency

    def _tabs(self, notes: int) -> tuple[tuple[Tab, str], ...]:
        counts, text = {Tab.NOTES: notes, Tab.WISHES: len(self._wishes)}, self._desk.words.text
        names = {tab: text(f"customer.tab.{tab}") for tab in Tab}
        return tuple((tab, f"{name} {counts[tab]}" if counts.get(tab) else name) for tab, name in names.items())

    def _editor(self) -> LineEditor | None:
        item = next((item for item in self._cart.lines if item.line.sku == self._selected), None)
        if item is None or not self._can_change:
            return None
        words, line = self._desk.words, item.line
        count = str(self._cart.wanted.get(line.sku, line.quantity))
        texts = (words.text(f"customer.line.{name}") for name in ("less", "more", "remove"))
        return LineEditor(line.sku, line.name, count, *texts)

    def _cart_view(self, cart_words: CartWords) -> CartView:
        seen = CartOnScreen(self._cart, self._plan.terms, self._selected, can_change=self._can_change)
        return seen.view(self._desk.words, cart_words)

    def _refusal(self) -> CustomerNote | None:
        if self._profile.problem is None:
            return None
        explained = self._desk.explain(self._profile.problem)
        return CustomerNote(Tone.DANGER, explained.what, explained.next)

    def _says(self) -> tuple[CustomerNote, ...]:
        words, notes = self._desk.words, list(self._said)
        opened = self._profile.opened
        if opened is not None and opened.age_s is not None:
            age = words.duration(max(1, round(opened.age_s)))
            copy = words.text("customer.copy", age=age)
            notes.append(CustomerNote(Tone.NEUTRAL, copy, words.text("customer.copy.next")))
        if self._cart.served is not None and self._cart.problem is not None:
            explained = self._desk.explain(self._cart.problem)
            notes.append(CustomerNote(Tone.WARNING, explained.what, explained.next))
        return tuple(notes)
