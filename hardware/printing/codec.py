"""A print document as bytes and back, for the row a job waits in."""

from dataclasses import fields

import msgspec

from hardware.document import (
    Barcode,
    Blank,
    Block,
    Columns,
    Cut,
    Logo,
    PrintDocument,
    Qr,
    Rule,
    Text,
    Total,
)

VERSION = 1
MAX_BYTES = 1_000_000

_NAMES: dict[type[Block], str] = {
    Text: "text",
    Columns: "columns",
    Rule: "rule",
    Total: "total",
    Qr: "qr",
    Barcode: "barcode",
    Logo: "logo",
    Blank: "blank",
    Cut: "cut",
}
_TYPES = {name: kind for kind, name in _NAMES.items()}


class DocumentError(Exception):
    """The bytes are no print document of a version known here."""


class _Envelope(msgspec.Struct, forbid_unknown_fields=True):
    """What is written: blocks as (name, fields) pairs, so that a reader can refuse by name."""

    version: int
    language: str
    copy_no: int
    blocks: list[tuple[str, msgspec.Raw]]


def encode_document(document: PrintDocument) -> bytes:
    """The document as compact JSON; equal documents give equal bytes."""
    blocks = [(_NAMES[type(block)], _fields(block)) for block in document.blocks]
    return msgspec.json.encode(_Envelope(VERSION, document.language, document.copy_no, blocks))


def _fields(block: Block) -> msgspec.Raw:
    return msgspec.Raw(msgspec.json.encode({field.name: getattr(block, field.name) for field in fields(block)}))


def decode_document(data: bytes) -> PrintDocument:
    """The document in `data`. Raises DocumentError for anything else, however it is broken."""
    if len(data) > MAX_BYTES:
        raise DocumentError("too large")
    try:
        envelope = msgspec.json.decode(data, type=_Envelope)
        if envelope.version != VERSION:
            raise DocumentError("written by another version")
        blocks = tuple(_block(name, raw) for name, raw in envelope.blocks)
        return PrintDocument(blocks, envelope.language, envelope.copy_no)
    except (msgspec.MsgspecError, ValueError, RecursionError) as error:
        raise DocumentError("not a print document") from error


def _block(name: str, raw: msgspec.Raw) -> Block:
    kind = _TYPES.get(name)
    if kind is None:
        raise DocumentError("unknown block")
    return msgspec.json.decode(raw, type=kind)
