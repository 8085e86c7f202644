"""The chain connected to a real Vendure: what the files of its central say, and what its tills ask."""

import json
from collections.abc import Iterable
from pathlib import Path
from typing import Any

import msgspec

from app.bootstrap.platform_settings import Connection, PlatformSettings, Secrets
from app.central.opening import NewChain, NewOperator, NewStore
from app.demo.chain_stores import NAMES, SHOPS
from app.demo.vendure.server import ADMIN, ADMIN_PASSWORD
from app.domain.commands import Body, HandOverOrder, MarkReady, MoveContainer, MoveLines, ReceiveReturn
from app.domain.handover import HandoverAsk
from app.domain.orders import ContainerState, Order, OrderLine, Proof, ProofKind, Step
from app.domain.returns import Condition, Disposition, Reason, ReturnedPiece, Rule, Tender
from app.domain.values import ContainerId, LineQuantity, ReturnId, StoreId
from tests.e2e.servers.till import OPERATOR, Till, now_at
from tests.e2e.vendure.world import STORES, World


def connection(world: World, url: str = "") -> Connection:
    """What the files of somebody who connects this shop say; `url` where something lies in between."""
    places = world.settings().places
    options = {f"place.{name}": f"{place.location} {place.methods[0]}" for name, place in places.items()}
    settings = PlatformSettings(
        url=url or world.url,
        stores=[NewStore(id=store, locations=[store], name=NAMES[store]) for store in SHOPS],
        ignored=["1", *STORES],
        chain=NewChain("corsaviva", "it", "it-eur"),
        staff=[NewOperator(OPERATOR, "Anna Prova", "0417", "clerk", [str(store) for store in SHOPS])],
        options={**options, "gtin_field": "gtin", "due_methods": "in-negozio"},
    )
    return Connection(
        "vendure", settings, Secrets({"user": ADMIN, "password": ADMIN_PASSWORD}, {"0417": "593846"})
    )


def written(folder: Path, told: Connection) -> Path:
    """These files, for `--settings`."""
    settings = msgspec.structs.replace(told.settings, secrets="secrets.toml")
    (folder / "site.toml").write_text(_toml(msgspec.to_builtins(settings)))
    secrets = folder / "secrets.toml"
    secrets.touch(0o600)
    secrets.write_text(_toml(msgspec.to_builtins(told.secrets)))
    return folder / "site.toml"


def _toml(told: dict[str, Any]) -> str:
    """TOML of texts, numbers and lists, which it writes as JSON does, and of tables one deep; None is left out."""
    flat, tables = list[str](), list[str]()
    for key, value in told.items():
        if value is None:
            continue
        if isinstance(value, dict):
            tables.append(f"[{key}]\n{_toml(value)}")
        elif isinstance(value, list) and value and isinstance(value[0], dict):
            tables.extend(f"[[{key}]]\n{_toml(row)}" for row in value)
        else:
            flat.append(f"{json.dumps(key)} = {json.dumps(value, ensure_ascii=False)}\n")
    return "".join((*flat, *tables))


def packed(order: Order) -> tuple[Body, ...]:
    """Picked, into a bag, the bag onto its shelf, ready."""
    pieces = tuple(LineQuantity(line.id, line.quantity) for line in order.lines)
    bag, label = ContainerId(f"bag-{order.number}"), f"BAG-{order.number}"
    return (
        MoveContainer(order.id, bag, label, ContainerState.OPEN, now_at()),
        MoveLines(order.id, Step.RESERVED, Step.PICKED, pieces, now_at()),
        MoveLines(order.id, Step.PICKED, Step.PACKED, pieces, now_at(), bag),
        MoveContainer(order.id, bag, label, ContainerState.STAGED, now_at(), "R01"),
        MarkReady(order.id, now_at()),
    )


def handed_over(
    order: Order, lines: Iterable[LineQuantity], number: int, amount: int | None = None
) -> HandOverOrder:
    """These pieces, to whoever shows the order's number, and who paid the `amount` at the till where it is one."""
    proof = Proof(ProofKind.NUMBER, order.pickup.generation)
    ask = HandoverAsk(tuple(lines), proof=proof, is_paid_here=amount is not None, amount=amount)
    return HandOverOrder(order.id, ask, f"MI01-{number:06d}", now_at())


def returned(order: Order, line: OrderLine, quantity: int, till: Till) -> ReceiveReturn:
    """Pieces of a line that come back at this till, as good as new, for the money."""
    piece = ReturnedPiece(
        line.sku,
        line.gtin,
        line.name,
        line.variant,
        quantity,
        Reason.TOO_SMALL,
        Condition.AS_NEW,
        Disposition.RESTOCK,
        line.id,
    )
    name = f"{till.answer.device}-{order.number}"
    return ReceiveReturn(
        return_id=ReturnId(f"ret-{name}"),
        number=f"R-{name}",
        store=StoreId(till.answer.store),
        pieces=(piece,),
        rule=Rule.WITHDRAWAL,
        tender=Tender.ORIGINAL,
        place="RESI",
        document_no="MI01-000009",
        at=now_at(),
        order=order.id,
    )
