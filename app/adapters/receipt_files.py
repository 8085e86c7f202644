"""What printing needs of the shipped files; apart, so that a window can paint before printing is loaded."""

from importlib.resources.abc import Traversable
from pathlib import Path

from app.adapters.resource_files import resources_root
from app.domain.errors import Code, Problem
from hardware.printing.art import MAX_FILE, Art, read_logo
from hardware.printing.bitmap_font import FILES, BitmapFont
from hardware.printing.forms import Forms

LOGO_FILE = "logo.png"
_OUTLINES = "Inter_500Medium.ttf"


def receipt_forms(root: Traversable | None = None) -> Forms:
    """The paper templates. Raises FormError for a damaged one."""
    return Forms.read((root or resources_root()).joinpath("print"))


def receipt_font(root: Traversable | None = None) -> BitmapFont:
    """The font of previews and of the simulated printer. Raises FontError for a damaged one."""
    folder = (root or resources_root()).joinpath("fonts")
    regular, bold = (folder.joinpath("receipt", name).read_bytes() for name in FILES)
    return BitmapFont(regular, bold, folder.joinpath("inter", _OUTLINES).read_bytes())


def receipt_art(folder: Path) -> Art:
    """The font, and the sign in a terminal's folder if there is one. Problem(OPTION_INVALID) for another file."""
    path = folder / LOGO_FILE
    if not path.exists():
        return Art(receipt_font())
    try:
        with path.open("rb") as file:
            return Art(receipt_font(), read_logo(file.read(MAX_FILE + 1)))
    except (OSError, ValueError) as error:
        raise Problem(Code.OPTION_INVALID, option=LOGO_FILE, value=str(path), form="PNG") from error
