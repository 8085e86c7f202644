"""Where the shipped files are, in a checkout and in an installed package."""

from importlib.resources import files
from importlib.resources.abc import Traversable
from pathlib import Path


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
