"""The terminal's HTTP client: the only door to edge and central, and the only user of httpx on this side."""

from app.sync.gateway.answers import RETRYABLE
from app.sync.gateway.client import FetchedSnapshot, Gateway
from app.sync.gateway.enrolling import enrol
from app.sync.gateway.signer import Reserve, SequenceBlock, Sign, Signer
from app.sync.gateway.transport import Transport, Trust

__all__ = [
    "RETRYABLE",
    "FetchedSnapshot",
    "Gateway",
    "Reserve",
    "SequenceBlock",
    "Sign",
    "Signer",
    "Transport",
    "Trust",
    "enrol",
]
