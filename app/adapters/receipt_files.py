"""What printing needs of the shipped files; apart, so that a window can paint before printing is loaded."""

from importlib.resources.abc import Traversable

from app.adapters.resource_files import resources_root
from hardware.printing.bitmap_font import FILES, BitmapFont
from hardware.printing.forms import Forms

_OUTLINES = "Inter_500Medium.ttf"


def receipt_forms(root: Traversable | None = None) -> Forms:
    """The paper templates. Raises FormError for a damaged one."""
    return Forms.read((root or resources_root()).joinpath("print"))


def receipt_font(root: Traversable | None = None) -> BitmapFont:
    """The font of previews and of the simulated printer. Raises FontError for a damaged one."""
    folder = (root or resources_root()).joinpath("fonts")
    regular, bold = (folder.joinpath("receipt", name).read_bytes() for name in FILES)
    return BitmapFont(regular, bold, folder.joinpath("inter", _OUTLINES).read_bytes())
