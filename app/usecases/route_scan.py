"""What a scan means, from any screen: classified, looked up, and answered with where to go or what is wrong."""

from dataclasses import dataclass

from app.domain.errors import Code, Problem
from app.domain.orders import Order
from app.domain.scanning import (
    Article,
    CartCode,
    ContainerCode,
    LoyaltyCard,
    OrderNumber,
    PickupCode,
    ReturnCaseNumber,
    Scanned,
    SlipCode,
    StaffBadge,
    TypedCode,
    Unknown,
    classify,
)
from app.usecases.find import Find
from app.usecases.read_ports import ArticleHit
from app.usecases.scanned_goods import ScannedGoods
from app.usecases.serve_cart import ServeCart
from app.usecases.sign_in import SignIn
from app.usecases.slips_here import SlipsHere
from app.usecases.station import Operator
from hardware.api import Pack, ScanRead


@dataclass(frozen=True, slots=True)
class ToOrder:
    """An order; `generation` is the pickup code's when it was found by one, else 0."""

    order: Order
    generation: int = 0


@dataclass(frozen=True, slots=True)
class ToCustomer:
    """A customer by their card."""

    customer: str
    name: str


@dataclass(frozen=True, slots=True)
class ToCart:
    """The customer whose online cart was just handed over."""

    customer: str


@dataclass(frozen=True, slots=True)
class ToArticle:
    """An article with price and stock, and the piece in hand."""

    hit: ArticleHit
    pack: Pack


@dataclass(frozen=True, slots=True)
class ToReturn:
    """A return case by its number."""

    number: str


@dataclass(frozen=True, slots=True)
class ToStaff:
    """A colleague by their badge, by staff number: it names somebody and opens nothing."""

    number: str


@dataclass(frozen=True, slots=True)
class ToSlip:
    """A return begun at a kiosk, by the id of its slip, and the order it is about."""

    slip: str
    order: str


Route = ToOrder | ToCustomer | ToCart | ToArticle | ToReturn | ToSlip | ToStaff


@dataclass(frozen=True, slots=True)
class RouteScan:
    """Routes scans at one station; lives on the loop."""

    find: Find
    goods: ScannedGoods
    sign_in: SignIn
    carts: ServeCart
    slips: SlipsHere

    async def route(self, read: ScanRead, operator: Operator) -> Route:
        """Where the scan leads. Problem: what the code is refused for, or that nothing here has it."""
        scanned = classify(read.raw, dict(read.elements))
        match scanned:
            case PickupCode() | TypedCode() | OrderNumber() | ContainerCode():
                return await self._order(scanned, operator)
            case LoyaltyCard():
                return await self._customer(scanned, operator)
            case CartCode():
                return ToCart(await self.carts.take(scanned.token, operator))
            case Article():
                return await self._article(scanned, read)
            case ReturnCaseNumber() | SlipCode():
                return await self._return(scanned)
            case StaffBadge():
                return await self._named(scanned, operator)
            case Unknown():
                raise Problem(scanned.code)

    async def staff(self, read: ScanRead) -> str | None:
        """The staff number of whose badge it is, None when it is no badge. Problem(BADGE_UNKNOWN | BADGE_LEFT)."""
        try:
            scanned = classify(read.raw, dict(read.elements))
        except Problem:
            return None
        if not isinstance(scanned, StaffBadge):
            return None
        return (await self.sign_in.by_badge(scanned.text)).number

    async def _return(self, scanned: ReturnCaseNumber | SlipCode) -> ToReturn | ToSlip:
        if isinstance(scanned, ReturnCaseNumber):
            return ToReturn(scanned.number)
        slip = await self.slips.by_code(scanned.code)
        return ToSlip(slip.id, slip.order)

    async def _order(self, scanned: Scanned, operator: Operator) -> ToOrder:
        match scanned:
            case PickupCode():
                return ToOrder(*await self.find.order_by_code(scanned.text, operator))
            case TypedCode():
                return ToOrder(*await self.find.order_by_typed(scanned.code, operator))
            case ContainerCode():
                return ToOrder(await self.find.order_by_container(scanned.code))
            case OrderNumber():
                return ToOrder(await self.find.order_by_number(scanned.number, operator))
            case _:
                raise Problem(Code.CODE_UNKNOWN)

    async def _customer(self, scanned: LoyaltyCard, operator: Operator) -> ToCustomer:
        hits = await self.find.customers(scanned.card, operator)
        if not hits:
            raise Problem(Code.CUSTOMER_UNKNOWN)
        return ToCustomer(hits[0].id, hits[0].name)

    async def _named(self, scanned: StaffBadge, operator: Operator) -> ToStaff | ToCustomer:
        """A colleague; by the number of a card, a customer where it is no colleague's."""
        try:
            return ToStaff((await self.sign_in.by_badge(scanned.text)).number)
        except Problem as problem:
            if problem.code is not Code.BADGE_UNKNOWN or not scanned.is_card:
                raise
        hits = await self.find.by_card(scanned.text, operator)
        if not hits:
            raise Problem(Code.CARD_UNKNOWN)
        return ToCustomer(hits[0].id, hits[0].name)

    async def _article(self, scanned: Article, read: ScanRead) -> ToArticle:
        found = await self.goods.find(scanned, read)
        return ToArticle(found.hit, found.pack)
