"""The door to python-escpos, used as a builder of symbol bytes only, with its side effects kept out.

Importing it takes half a second, configures logging and leaves a folder in the temporary directory; so it
is imported on first use, in the thread that renders, and cleaned up after.
"""

import logging
import tempfile
import threading
from typing import Protocol, cast

from PIL import Image

_LOCK = threading.Lock()
_MEDIUM = 1  # escpos.constants.QR_ECLEVEL_M
_MODEL_2 = 2
_WIDE = "TM-T20II"  # a profile whose paper is as wide as our widest; without one it warns on stdout


class _Builder(Protocol):
    """The few calls of escpos.printer.Dummy we make."""

    @property
    def output(self) -> bytes:
        """Bytes built since the last clear."""

    def clear(self) -> None:
        """Forgets them."""

    def qr(self, content: str, ec: int, size: int, model: int, native: bool) -> None:
        """Builds GS ( k."""

    def image(self, img_source: Image.Image, impl: str) -> None:
        """Builds GS v 0."""


_builder: list[_Builder] = []


def _import_builder() -> _Builder:
    quiet = logging.NullHandler()
    logging.getLogger().addHandler(quiet)  # a root with a handler is left alone by basicConfig
    before = tempfile.tempdir
    try:
        with tempfile.TemporaryDirectory(prefix="escpos-", ignore_cleanup_errors=True) as folder:
            tempfile.tempdir = folder
            from escpos.printer import Dummy  # noqa: PLC0415 - see the docstring of this module

            return cast(_Builder, Dummy(profile=_WIDE))
    finally:
        tempfile.tempdir = before
        logging.getLogger().removeHandler(quiet)


def native_qr(data: str, module_dots: int) -> bytes:
    """GS ( k for a QR code model 2, level M, drawn by the printer."""
    with _LOCK:
        builder = _ready()
        builder.qr(data, ec=_MEDIUM, size=module_dots, model=_MODEL_2, native=True)
        return _taken(builder)


def raster(picture: Image.Image) -> bytes:
    """GS v 0 for a black and white picture, one pixel a dot."""
    with _LOCK:
        builder = _ready()
        builder.image(picture, impl="bitImageRaster")
        return _taken(builder)


def _ready() -> _Builder:
    if not _builder:
        _builder.append(_import_builder())
    _builder[0].clear()
    return _builder[0]


def _taken(builder: _Builder) -> bytes:
    data = builder.output
    builder.clear()
    return data
