"""Composition root of `bancone store-settings`: a store's places and hours as one file, for head office."""

import argparse
import asyncio
import os
import sys
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import quote

import msgspec

from app.bootstrap.options import server_url
from app.bootstrap.server_parts import read_admin_token
from app.bootstrap.words import language_of, wording_in
from app.contract.rows import Place
from app.contract.shop_rows import KeptSettings
from app.domain.errors import Code, Problem
from app.domain.shop_settings_file import LineFault, SettingsFile, lacking, read_file, written
from app.presentation.setup_words import explained, line_words
from app.presentation.wording import Wording
from app.sync.gateway.answers import decode, refuse
from app.sync.gateway.transport import Transport
from app.usecases.shop_setup import plain_values, read_kept

MAX_ANSWER_BYTES = 256 * 1024
EXPORT, CHECK, IMPORT = "export", "check", "import"


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """The command's options."""
    acts = parser.add_subparsers(dest="act", required=True, metavar="ACT")
    for name in (EXPORT, CHECK, IMPORT):
        act = acts.add_parser(name, help=name)
        if name == EXPORT:
            act.add_argument("store")
            act.add_argument("--file", type=Path)
        else:
            act.add_argument("file", type=Path)
        if name != CHECK:
            act.add_argument("--central", required=True)
            act.add_argument("--data", type=Path, required=True)
        if name == IMPORT:
            act.add_argument("--by", required=True)


def run(args: argparse.Namespace) -> int:
    """Write, check or import the file; 1 when it is not in order, and then nothing was changed. Problem."""
    words = wording_in(language_of(os.environ))
    if args.act == EXPORT:
        return _export(args, words)
    found = read_file(_text_of(args.file))
    faults = found.faults or lacking(found)
    if faults:
        return _told(faults, words)
    if args.act == CHECK:
        n, rev = len(found.settings.places), found.version
        sys.stdout.write(words.text("setup.file.good", n=n, rev=rev) + "\n")
        return 0
    kept = asyncio.run(_office(args).keep(found, args.by))
    sys.stdout.write(words.text("setup.file.kept", store=kept.store, rev=kept.rev) + "\n")
    return 0


def _export(args: argparse.Namespace, words: Wording) -> int:
    kept = asyncio.run(_office(args).read(args.store))
    text = written(kept.store, kept.rev, read_kept(kept), lambda key: explained(key, words))
    if args.file is None:
        sys.stdout.write(text)
        return 0
    try:
        args.file.write_text(text, encoding="utf-8")
    except OSError as exc:
        raise Problem(Code.OPTION_INVALID, option="--file", value=str(args.file), form="milano.toml") from exc
    return 0


def _text_of(file: Path) -> str:
    try:
        return file.read_bytes()[: 4 * 1024 * 1024].decode("utf-8-sig")
    except (OSError, UnicodeDecodeError) as exc:
        raise Problem(Code.OPTION_INVALID, option="FILE", value=str(file), form="milano.toml") from exc


def _told(faults: tuple[LineFault, ...], words: Wording) -> int:
    lines = [words.text("setup.file.bad"), *(line_words(fault, words) for fault in faults)]
    sys.stderr.write("\n".join(lines) + "\n")
    return 1


def _office(args: argparse.Namespace) -> "_Office":
    central = server_url(args.central, "--central")
    return _Office(central, read_admin_token(args.data, dict(os.environ)))


@dataclass(frozen=True, slots=True)
class _Office:
    """Central's administration, one call at a time."""

    central: str
    token: str

    async def read(self, store: str) -> KeptSettings:
        return await self._ask("GET", store)

    async def keep(self, found: SettingsFile, by: str) -> KeptSettings:
        """Problem(SETTINGS_CHANGED) when somebody changed them since the file was written."""
        places = [Place(place.code, place.kind, place.name) for place in found.settings.places]
        values = plain_values(found.settings)
        asked = {"base_rev": found.version, "by": by, "values": values, "places": places}
        return await self._ask("POST", found.store, msgspec.json.encode(asked))

    async def _ask(self, method: str, store: str, body: bytes = b"") -> KeptSettings:
        transport = Transport(self.central)
        try:
            path = f"/v1/admin/stores/{quote(store, safe='')}/settings"
            request = transport.request(method, path, body, None)
            request.headers["Authorization"] = f"Bearer {self.token}"
            if body:
                request.headers["Content-Type"] = "application/json"
            answer = await transport.exchange(request, MAX_ANSWER_BYTES)
        finally:
            await transport.close()
        kind, again = answer.headers.get("Content-Type", ""), answer.headers.get("Retry-After", "")
        refuse(answer.status, kind, again, answer.body)
        return decode(answer.body, KeptSettings)
