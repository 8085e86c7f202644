"""How far central has come in what a platform has to tell, kept beside what was taken in."""

from enum import StrEnum

from msgspec import Struct, json

from app.node.ports import NodeTx

KIND = "intake"


class Stage(StrEnum):
    """What is taken in, in the order of the first load: each may name what came before."""

    LOCATIONS = "locations"
    ARTICLES = "articles"
    CUSTOMERS = "customers"
    CARTS = "carts"
    ORDERS = "orders"


class Progress(Struct, frozen=True, omit_defaults=True):
    """`cursor` is the connector's own text; `done` counts what came, `total` what the platform says it has.

    `is_loaded`: the end was reached once, and from now on only what changes comes.
    """

    cursor: str = ""
    done: int = 0
    total: int = 0
    is_loaded: bool = False


_decode = json.Decoder(Progress).decode


def load_progress(tx: NodeTx, stage: Stage) -> Progress:
    """How far a stage has come; from the beginning when nothing is kept."""
    body = tx.get(KIND, stage)
    return Progress() if body is None else _decode(body)


def save_progress(tx: NodeTx, stage: Stage, progress: Progress) -> None:
    """Keep how far a stage has come; in the transaction of what it brought."""
    tx.put(KIND, stage, json.encode(progress))
