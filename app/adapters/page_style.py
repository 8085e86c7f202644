"""The style sheet of customers' pages: the rules as they are shipped, the colours of the one source of colours."""

import json
from importlib.resources.abc import Traversable

from app.adapters.resource_files import resources_root


def read_page_style(root: Traversable | None = None) -> str:
    """The sheet, light and, where the customer's phone is set so, dark. OSError when the installation lacks it."""
    resources = root or resources_root()
    colours: dict[str, dict[str, str]] = json.loads(
        resources.joinpath("tokens", "tokens.json").read_text("utf-8")
    )["colour"]
    light, dark = (_declared(colours, theme) for theme in ("light", "dark"))
    rules = resources.joinpath("pages", "page.css").read_text("utf-8")
    return (
        f":root{{color-scheme:light dark;{light}}}@media (prefers-color-scheme:dark){{:root{{{dark}}}}}\n{rules}"
    )


def _declared(colours: dict[str, dict[str, str]], theme: str) -> str:
    return "".join(f"--{name.replace('.', '-')}:{values[theme]};" for name, values in colours.items())
