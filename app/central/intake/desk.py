"""Everything a platform tells, taken in by one who knows the chain: which stores, whose feeds, which rules."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime

from msgspec import structs

from app.central.connectors.port import PlatformOrder
from app.central.connectors.port_inward import PlatformArticle, PlatformCart, PlatformCustomer
from app.central.intake.goods import GoodsIntake
from app.central.intake.late_payments import tell_paid
from app.central.intake.leavers import missed_again
from app.central.intake.people import customer_by_ref, take_customers
from app.central.intake.rules import IntakeRules
from app.central.intake.stages import Progress, Stage, load_progress, save_progress
from app.central.intake.take_carts import take_cart, take_no_cart
from app.central.intake.take_orders import OrderIntake
from app.contract.rows import StoreConfig
from app.node.ports import NodeTx

Item = PlatformArticle | PlatformCustomer | PlatformCart | PlatformOrder


@dataclass(frozen=True, slots=True)
class IntakeDesk:
    """Takes things in, each within the transaction it is given; `configs` are the stores' own. Immutable."""

    rules: IntakeRules
    configs: tuple[StoreConfig, ...]

    def take_page(
        self, tx: NodeTx, stage: Stage, items: Sequence[Item], progress: Progress, now_at: datetime
    ) -> Progress:
        """Take a page in and keep `progress`, which is where it leads; given back as it is kept.

        A page somebody else took in meanwhile is taken in again: that changes nothing.
        """
        kept = load_progress(tx, stage)
        is_first = not kept.is_loaded
        match stage:
            case Stage.ARTICLES:
                articles = [item for item in items if isinstance(item, PlatformArticle)]
                GoodsIntake(self.rules.stores, self.configs).take(tx, articles, now_at, is_first=is_first)
            case Stage.CUSTOMERS:
                people = [item for item in items if isinstance(item, PlatformCustomer)]
                take_customers(tx, people, self.configs[0], self.rules, now_at, is_first=is_first)
            case _:
                for item in items:
                    self._take(tx, item, now_at)
        progress = structs.replace(progress, is_loaded=progress.is_loaded or kept.is_loaded)
        save_progress(tx, stage, progress)
        return progress

    def _take(self, tx: NodeTx, item: Item, now_at: datetime) -> None:
        if isinstance(item, PlatformCart):
            self.take_cart(tx, item, now_at)
        elif isinstance(item, PlatformOrder):
            self.take_order(tx, item, now_at)

    def take_articles(self, tx: NodeTx, told: Sequence[PlatformArticle], now_at: datetime) -> int:
        """Articles that came once more, beside the stage; how many rows changed."""
        return GoodsIntake(self.rules.stores, self.configs).take(tx, told, now_at)

    def miss_customers(
        self, tx: NodeTx, asked: Sequence[str], gone: Collection[str], now_at: datetime, *, may_forget: bool
    ) -> int:
        """Note who is gone, and forget who is for the second time, if that may be now; how many were forgotten."""
        left = missed_again(tx, asked, gone, now_at, may_forget=may_forget)
        return take_customers(tx, left, self.configs[0], self.rules, now_at)

    def take_order(self, tx: NodeTx, told: PlatformOrder, now_at: datetime) -> bool:
        """See `OrderIntake.take` and `tell_paid`."""
        is_new = OrderIntake(self.rules).take(tx, told, now_at)
        return tell_paid(tx, told, now_at) or is_new

    def order_gone(self, tx: NodeTx, ref: str, now_at: datetime) -> None:
        """See `OrderIntake.gone`."""
        OrderIntake(self.rules).gone(tx, ref, now_at)

    def take_cart(self, tx: NodeTx, told: PlatformCart, now_at: datetime) -> bool:
        """See `take_carts.take_cart`."""
        return take_cart(tx, told, self.configs[0].market, self.rules, now_at)

    def take_no_cart(self, tx: NodeTx, customer_ref: str, now_at: datetime) -> bool:
        """See `take_carts.take_no_cart`."""
        return take_no_cart(tx, customer_ref, self.configs[0].market, self.rules, now_at)

    def strangers(self, tx: NodeTx, items: Sequence[Item]) -> bool:
        """Whether somebody these are about is not known yet."""
        refs = {item.customer_ref for item in items if isinstance(item, PlatformCart | PlatformOrder)}
        return any(ref and customer_by_ref(tx, ref) is None for ref in refs)
