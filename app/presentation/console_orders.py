"""Orders, hand-overs and profiles in the words of the command line."""

from app.presentation.console_facts import Facts, amount, article_name, flag, number, rows, text
from app.presentation.wording import Wording


def order(data: Facts, wording: Wording) -> list[str]:
    """An order: whose, how far it is, what it is, where its bags stand."""
    return [_heading(data, wording), *(_line(line, wording) for line in rows(data, "lines"))]


def _heading(data: Facts, wording: Wording) -> str:
    parts = [wording.text("console.order.found", order=text(data, "number"), name=text(data, "customer"))]
    if flag(data, "is_collected"):
        parts.append(wording.text("console.order.collected"))
        return " ".join(parts)
    parts.append(wording.text("console.order.ready" if flag(data, "is_ready") else "console.order.not_ready"))
    if text(data, "visit"):
        parts.append(wording.text("console.order.here", visit=text(data, "visit")))
    if number(data, "due"):
        parts.append(wording.text("console.order.due", amount=amount(data, "due", wording)))
    places = data.get("places")
    if isinstance(places, list | tuple) and places:
        parts.append(wording.text("console.order.places", places=", ".join(map(str, places))))
    return " ".join(parts)


def _line(line: Facts, wording: Wording) -> str:
    said = wording.text("console.order.line", quantity=text(line, "quantity"), name=article_name(line))
    age, gone = number(line, "min_age"), number(line, "handed_over")
    parts = [said]
    if 0 < gone < number(line, "quantity"):
        parts.append(wording.plural("console.order.gone", gone))
    if text(line, "gtin"):
        parts.append(wording.text("console.product.code", code=text(line, "gtin")))
    if age:
        parts.append(wording.text("console.order.age", age=str(age)))
    return " ".join(parts)


def handed_over(data: Facts, wording: Wording) -> list[str]:
    """An order that left, what of it stays, and where its receipt is."""
    done = wording.text("say.handed_over", number=text(data, "number"), document=text(data, "document"))
    rest = [wording.text("console.handover.partial")] if data.get("is_collected") is False else []
    return [" ".join([done, *rest]), *paper_line(data, wording)]


def paper_line(data: Facts, wording: Wording) -> list[str]:
    """That the receipt waits, and for what; nothing while it comes out."""
    if not flag(data, "is_paper_waiting"):
        return []
    waits = wording.text("console.receipt.waiting", document=text(data, "document"))
    printer = text(data, "printer")
    if not printer:
        return [waits]
    explained = wording.explain(printer)
    return [f"{waits} {explained.what} {explained.next}"]


def profile(data: Facts, wording: Wording) -> list[str]:
    """A profile that was opened for a purpose; contact masked."""
    name = text(data, "name")
    purpose = wording.find(f"word.purpose.{text(data, 'purpose')}") or text(data, "purpose")
    lines = [wording.text("console.customer.opened", name=name, purpose=purpose)]
    if isinstance(data.get("age_s"), int | float):
        lines.append(wording.text("console.customer.copy"))
    contact = {key: value for key in ("phone", "email") if (value := text(data, key))}
    lines.append(wording.best("console.customer.masked", {"name": name, **contact}))
    if text(data, "level"):
        points = str(number(data, "points"))
        lines.append(wording.text("console.customer.points", level=text(data, "level"), points=points))
    sizes = data.get("sizes")
    if isinstance(sizes, dict) and sizes:
        named = ", ".join(f"{wording.find(f'word.size.{kind}') or kind} {size}" for kind, size in sizes.items())
        lines.append(wording.text("console.customer.sizes", sizes=named))
    orders = [_heading(found, wording) for found in rows(data, "orders")]
    return [*lines, *(orders or [wording.text("console.customer.no_orders")])]
