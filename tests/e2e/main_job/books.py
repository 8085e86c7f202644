"""Compares what clerks were told with head office's ledger and with what the web shop was asked to do."""

from decimal import Decimal

from app.demo.crew import Facts
from app.demo.outside import as_facts, rows_of
from tests.e2e.main_job.clerk import Noted
from tests.e2e.main_job.house import House

EFFECTS = ("record", "money", "stock")
ENDED = ("confirmed", "parked", "dropped")


async def check(house: House, notes: list[Noted]) -> None:
    """Nothing acknowledged is lost, nothing happened twice, and the web shop has what head office has."""
    for noted in notes:
        facts = await settled(house, noted.act.order.id)
        shop = as_facts(await house.shop.get(f"/admin/orders/{noted.act.order.platform_ref}"))
        if noted.act.line is None:
            check_handover(noted, facts, shop)
        else:
            check_return(noted, facts, shop)


async def settled(house: House, order: str) -> Facts:
    """The ledger of an order once head office has told the web shop everything."""

    def is_settled(facts: Facts) -> bool:
        return all(row["state"] in ENDED for row in rows_of(facts, "outward"))

    path = f"/v1/admin/orders/{order}/ledger"
    return await house.central.until(path, is_settled, "the web shop was not told everything")


def check_handover(noted: Noted, facts: Facts, shop: Facts) -> None:
    """At most one hand-over stands; the acknowledged one does; each piece went out once at the web shop."""
    rows = rows_of(as_facts(facts["order"]), "handovers")
    standing = [str(as_facts(row["act"])["id"]) for row in rows if row["reversed_by"] is None]
    assert len(standing) <= 1, (noted, facts)
    if noted.yes is not None:
        assert standing == [noted.yes["command"]], (noted.told, rows)
    elif noted.told[-1]["event"] == "refused" and noted.told[-1]["code"] == "no_answer":
        assert standing == [], (noted.told, rows)
    assert [row["state"] for row in rows_of(facts, "outward") if row["state"] != "confirmed"] == [], facts
    sold = sum(line.quantity for line in noted.act.order.lines)
    live = [row for row in rows_of(shop, "fulfilments") if not row.get("is_cancelled")]
    given = sum(int(str(piece["quantity"])) for row in live for piece in rows_of(row, "lines"))
    assert given == (sold if standing else 0), (noted, shop)


def check_return(noted: Noted, facts: Facts, shop: Facts) -> None:
    """At most one case; the acknowledged one is there; money and goods went their way once."""
    cases = rows_of(facts, "returns")
    assert len(cases) <= 1, (noted, cases)
    if noted.yes is not None:
        assert [case["number"] for case in cases] == [noted.yes["case"]], (noted.told, cases)
    due = [effect for case in cases for effect in EFFECTS if case[effect] != "not_due"]
    assert {str(case[effect]) for case in cases for effect in EFFECTS} <= {"confirmed", "not_due"}, facts
    asked = [row for row in rows_of(facts, "outward") if row["effect"] == "refund"]
    paid = [Decimal(str(row["amount"])) * 100 for row in rows_of(shop, "refunds")]
    assert paid == [Decimal(str(row["amount"])) for row in asked], (noted, shop)
    counts = [len(rows_of(shop, effect)) for effect in ("returns", "refunds", "restocks")]
    assert counts == [due.count(effect) for effect in EFFECTS], (noted, shop)
