"""Composition root of `bancone screens`: every screen over the sample chain, in every look and language."""

import argparse
import html
import shutil
from itertools import chain
from pathlib import Path

from PySide6.QtWidgets import QApplication

from app.adapters.resource_files import resources_root
from app.bootstrap.curb_compare import CURB_PAIRS
from app.bootstrap.kiosk_compare import KIOSK_PAIRS
from app.bootstrap.process import guided, interrupted
from app.bootstrap.screen_compare import PAIRS, compare
from app.bootstrap.screen_states import walk
from app.bootstrap.screen_studio import studio
from app.domain.errors import Code, Problem
from app.ui import bridge
from app.ui.application import go_offscreen

STYLE = "figure{display:inline-block;width:31%;margin:.6%}img{width:100%;border:1px solid #ccc}"

ALL_PAIRS = (*PAIRS, *KIOSK_PAIRS, *CURB_PAIRS)


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """The command's options."""
    parser.add_argument("--out", type=Path, default=Path("build/screens"))
    parser.add_argument(
        "--only",
        metavar="TEXT",
        action="append",
        default=[],
    )


async def show(app: QApplication, out: Path, only: tuple[str, ...]) -> list[str]:
    """Take the pictures whose names have those words; their names."""
    async with studio(app, out, out / "run", only) as made:
        await walk(made)
        return made.names


def index(names: list[str]) -> str:
    """A page with all pictures."""
    figure = '<figure><img src="{0}" loading="lazy"><figcaption>{0}</figcaption></figure>'
    figures = "\n".join(figure.format(html.escape(name)) for name in names)
    head = f'<!doctype html><meta charset="utf-8"><title>Bancone</title><style>{STYLE}</style>'
    return f'{head}\n<p><a href="compare.html">Beside the mock-ups</a></p>\n{figures}\n'


def bind(out: Path, names: list[str], only: tuple[str, ...]) -> None:
    """Write the pages over the pictures just taken. Problem(OPTION_INVALID) when no picture has those words; what
    is in the folder stays as it is."""
    if not names:
        raise Problem(Code.OPTION_INVALID, option="--only", value=" ".join(only), form="setup")
    for mockup, _ in chain.from_iterable(pair.pictures for pair in ALL_PAIRS):
        picture = resources_root().joinpath("mockups", f"{mockup}.png")
        (out / f"mockup-{mockup}.png").write_bytes(picture.read_bytes())
    there = sorted(picture.name for picture in out.glob("*.png") if not picture.name.startswith("mockup-"))
    (out / "index.html").write_text(index(there if only else names), encoding="utf-8")
    (out / "compare.html").write_text(compare(ALL_PAIRS), encoding="utf-8")


def run(args: argparse.Namespace) -> int:
    """Render; the pages last. Problem(OPTION_INVALID) as `bind`."""
    go_offscreen()
    out: Path = args.out.resolve()
    only: tuple[str, ...] = tuple(args.only)
    shutil.rmtree(out / "run" if only else out, ignore_errors=True)
    (out / "run").mkdir(parents=True)
    with interrupted():
        names = bridge.run(lambda app: guided(lambda: show(app, out, only)))
    bind(out, names, only)
    print(f"{len(names)} pictures: {args.out / 'index.html'}, {args.out / 'compare.html'}")
    return 0
