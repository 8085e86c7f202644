"""A shop where everything others write is hostile, as its servers send it; and what a person reads and hears."""

import unicodedata
from dataclasses import replace
from datetime import timedelta

from PySide6.QtCore import Qt
from PySide6.QtGui import QAccessible
from PySide6.QtGui import Qt as Rich
from PySide6.QtWidgets import QAbstractItemView, QLabel, QWidget

from app.contract.rows import Place, RosterStaff
from app.domain.customers import Customer, HistoryEntry, Note
from app.domain.orders import Order, Payment
from app.domain.values import OperatorId, OrderId, StoreId
from app.ui.theme.readable import BREAK, END_OF_RUN
from app.ui.widgets.chip import StatusChip
from app.ui.widgets.text import ElidedText
from tests.ui.drawn import drawn_words
from tests.unit.domain.samples import NOW_AT
from tests.unit.node.shop import Shop, customer, shop_config
from tests.unit.usecases.counter import PIN, SIGNER, sample_orders

LONGEST = 500
UNSEEN = ("Cc", "Cf", "Zl", "Zp", "Co", "Cs", "Cn")


def hostile_shop(name: str) -> Shop:
    """Its sign, its places, its staff, its other shops and all its orders are called that."""
    staff = [
        RosterStaff("op-07", name, "07", "clerk", f"op-07/{PIN}"),
        RosterStaff("op-01", f"A{name}", "01", "manager", f"op-01/{PIN}"),
    ]
    config = shop_config(
        name=name,
        address=name,
        chain=name,
        staff=staff,
        pickup_keys=[SIGNER.public_key],
        places=[Place("A1", "shelf", name)],
        stores={"mi01": name, "mi02": name},
    )
    return Shop(tuple(hostile_order(order, name) for order in (*sample_orders(), last_order())), config)


def hostile_order(order: Order, name: str) -> Order:
    """Who ordered, what, how it was paid, where it stands."""
    lines = tuple(replace(line, name=name, variant=name) for line in order.lines)
    number = name if order.id == "o-6000" else order.number
    payment = replace(order.payment, label=name)
    bags = tuple(replace(bag, code=name, place=name) for bag in order.containers)
    return replace(order, number=number, customer_name=name, lines=lines, payment=payment, containers=bags)


def last_order() -> Order:
    """One whose number is no number either."""
    first = sample_orders()[1]
    return replace(first, id=OrderId("o-6000"), public_no=6000, payment=Payment("card", ""))


def hostile_customer(name: str) -> Customer:
    """A profile in which every word is that."""
    history = tuple(
        HistoryEntry(NOW_AT - timedelta(days=day), "shop", kind, name, 1990)
        for day, kind in enumerate(("purchase", name), 1)
    )
    return customer(
        given_name=name,
        family_name=name,
        email=name,
        loyalty_level=name,
        preferences=(name,),
        notes=(Note(name, name, NOW_AT, OperatorId(name), StoreId(name)),),
        wish_list=(name, "sku-b"),
        sizes={name: name},
        history=history,
    )


def offences(top: QWidget) -> list[str]:
    """What is painted, said to readers or shown as a tip, and could be more than words."""
    found = [f"painted {word.words[:80]!r}" for word in drawn_words(top) if not is_harmless(word.words)]
    for widget in [top, *top.findChildren(QWidget)]:
        if not widget.isVisible():
            continue
        kind = type(widget).__name__
        found += [f"{kind} says {said[:80]!r}" for said in told(widget) if not is_harmless(said)]
        if Rich.mightBeRichText(widget.toolTip()) and widget.toolTip() != Rich.convertFromPlainText(
            plain_of(widget.toolTip())
        ):
            found.append(f"{kind} tip {widget.toolTip()[:80]!r}")
        if isinstance(widget, QLabel) and widget.text() and widget.textFormat() is not Qt.TextFormat.PlainText:
            found.append(f"{kind} may take {widget.text()[:80]!r} for markup")
    return found


def plain_of(tip: str) -> str:
    """What a tip that was made harmless says."""
    inner = tip.removeprefix("<p>").removesuffix("</p>")
    for sign, entity in (("<", "&lt;"), (">", "&gt;"), ('"', "&quot;"), ("&", "&amp;")):
        inner = inner.replace(entity, sign)
    return inner


def is_harmless(words: str) -> bool:
    """Nothing hidden, nothing that turns what stands beside it, no line endless."""
    lines = words.replace(END_OF_RUN, "").replace(BREAK, "").split("\n")
    return all(
        len(line) < LONGEST and not any(unicodedata.category(char) in UNSEEN for char in line) for line in lines
    )


def told(widget: QWidget) -> list[str]:
    """Name and description of a widget, and of a list its rows, as a reader gets them."""
    face = QAccessible.queryAccessibleInterface(widget)
    words = [face.text(QAccessible.Text.Name), face.text(QAccessible.Text.Description)]
    if isinstance(widget, QAbstractItemView):
        model, role = widget.model(), Qt.ItemDataRole.AccessibleTextRole
        words += [str(model.index(row, 0).data(role) or "") for row in range(model.rowCount())]
    return words


def too_wide(top: QWidget) -> list[str]:
    """Labels wider than they are given, unless they end in dots by themselves."""
    found = []
    for label in top.findChildren(QLabel):
        words = label.text()
        if not label.isVisible() or not words or type(label) in (ElidedText, StatusChip):
            continue
        parts = words.replace(BREAK, " ").split() if label.wordWrap() else [words]
        widest = max((label.fontMetrics().horizontalAdvance(part) for part in parts), default=0)
        is_cut = (
            label.visibleRegion().boundingRect().width() < label.width() and not label.visibleRegion().isEmpty()
        )
        if is_cut or widest > label.contentsRect().width() + 1:
            found.append(f"{type(label).__name__} {words[:40]!r} {widest} in {label.width()}")
    return found
