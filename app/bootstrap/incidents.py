"""Faults nobody expected in a window: into the log and on the standard error, and on a card by their code."""

import hashlib
import sys
import traceback
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import PurePath
from types import TracebackType

import structlog

from app.presentation.faults import Faults

CODE_CHARS = 6
PLACES = 3


def incident_code(failure: BaseException) -> str:
    """`F-3A91C2`: made of the kind of a fault and where it happened, so that the same fault has the same code."""
    frames = traceback.extract_tb(failure.__traceback__)[-PLACES:]
    places = [f"{PurePath(frame.filename).name}:{frame.name}:{frame.lineno}" for frame in frames]
    told = "|".join([type(failure).__name__, *places])
    return f"F-{hashlib.sha256(told.encode()).hexdigest()[:CODE_CHARS].upper()}"


def teller(faults: Faults) -> Callable[[BaseException], None]:
    """What to do with a fault: log it by its code, show its trace on the standard error, and say it on screen."""

    def tell(failure: BaseException) -> None:
        code = incident_code(failure)
        structlog.get_logger("window").error("broken", incident=code, exc_info=failure)
        sys.__excepthook__(type(failure), failure, failure.__traceback__)
        faults.tell(code)

    return tell


@contextmanager
def faults_told(faults: Faults) -> Iterator[None]:
    """While the block runs, what fails in an answer to an event of Qt is told as well."""
    tell, before = teller(faults), sys.excepthook

    def hook(kind: type[BaseException], failure: BaseException, trace: TracebackType | None) -> None:
        if isinstance(failure, Exception):
            tell(failure)
        else:
            before(kind, failure, trace)

    sys.excepthook = hook
    try:
        yield
    finally:
        sys.excepthook = before
