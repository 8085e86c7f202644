"""Where the shipped files are, in a checkout and in an installed package, and what printing needs of them."""

from importlib.resources import files
from importlib.resources.abc import Traversable
from pathlib import Path

from hardware.printing.bitmap_font import FILES, BitmapFont
from hardware.printing.forms import Forms


def resources_root(package: Traversable | None = None) -> Traversable:
    """The folder of resources: `_resources` inside an installed package, beside it in a checkout.

    Raises FileNotFoundError when neither is there.
    """
    home = package or files("app")
    installed = home.joinpath("_resources")
    if installed.is_dir():
        return installed
    if isinstance(home, Path) and (home.parent / "resources").is_dir():
        return home.parent / "resources"
    raise FileNotFoundError("the installation has no resources")


def receipt_forms(root: Traversable | None = None) -> Forms:
    """The paper templates. Raises FormError for a damaged one."""
    return Forms.read((root or resources_root()).joinpath("print"))


def receipt_font(root: Traversable | None = None) -> BitmapFont:
    """The font of previews and of the simulated printer. Raises FontError for a damaged one."""
    folder = (root or resources_root()).joinpath("fonts", "receipt")
    regular, bold = (folder.joinpath(name).read_bytes() for name in FILES)
    return BitmapFont(regular, bold)
