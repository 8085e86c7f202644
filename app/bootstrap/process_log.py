"""The log of a server process: one JSON object a line, in a private file, ids and codes only."""

import os
import sys
import traceback
from pathlib import Path, PurePath
from typing import TextIO

import structlog
from structlog.typing import EventDict, WrappedLogger

MAX_VALUE_CHARS = 200


def log_to(path: Path) -> TextIO:
    """Send every topic logger of this process to the file (0600, appended to); close it at the end."""
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    file = os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o600), "a", encoding="utf-8")
    structlog.configure(
        processors=[
            structlog.processors.add_log_level,
            structlog.processors.TimeStamper(fmt="iso", utc=True, key="at"),
            _faults_by_place,
            _short_values,
            structlog.processors.JSONRenderer(),
        ],
        wrapper_class=structlog.make_filtering_bound_logger("info"),
        logger_factory=structlog.WriteLoggerFactory(file=file),
        cache_logger_on_first_use=False,
    )
    return file


def _faults_by_place(_: WrappedLogger, __: str, event: EventDict) -> EventDict:
    """A fault is told by its kind and place: the message of a foreign exception may hold personal data."""
    fault = event.pop("exc_info", None)
    if not fault:
        return event
    exc = fault if isinstance(fault, BaseException) else sys.exc_info()[1]
    if exc is not None:
        frames = traceback.extract_tb(exc.__traceback__)[-3:]
        event["fault"] = type(exc).__name__
        event["places"] = [f"{PurePath(frame.filename).stem}.{frame.name}:{frame.lineno}" for frame in frames]
    return event


def _short_values(_: WrappedLogger, __: str, event: EventDict) -> EventDict:
    return {name: value[:MAX_VALUE_CHARS] if isinstance(value, str) else value for name, value in event.items()}
