"""Product pictures of the shop: fetched once from central, named by their hash, the oldest dropped when full."""

import asyncio
from pathlib import Path
from typing import Protocol

from app.contract.reads import ASSET_ID
from app.domain.errors import Code, Problem
from app.hosting.pictures import picture_type
from app.hosting.ports import AssetFile

CAP_BYTES = 500 * 1024 * 1024


class Assets(Protocol):
    """Where pictures come from."""

    async def fetch_asset(self, sha256: str, to_path: Path) -> int:
        """A picture by its hash, as a file; its size in bytes."""


class PictureCache:
    """Owns a folder of pictures; lives on the host's event loop, files are touched on other threads."""

    def __init__(self, folder: Path, upstream: Assets, cap_bytes: int = CAP_BYTES) -> None:
        self._folder = folder
        self._upstream = upstream
        self._cap_bytes = cap_bytes
        self._fetching: dict[str, asyncio.Lock] = {}

    async def get(self, sha256: str) -> AssetFile:
        """The picture; Problem(NOT_FOUND) when there is none or it is of no permitted kind, NO_ANSWER …"""
        if not ASSET_ID.fullmatch(sha256):
            raise Problem(Code.NOT_FOUND)
        path = self._folder / sha256
        type_ = await asyncio.to_thread(_used, path)
        if type_ is None:
            type_ = await self._fetch(sha256, path)
        return AssetFile(path, type_)

    async def _fetch(self, sha256: str, path: Path) -> str:
        async with self._fetching.setdefault(sha256, asyncio.Lock()):
            if (type_ := await asyncio.to_thread(picture_type, path)) is None:
                await asyncio.to_thread(self._folder.mkdir, 0o700, parents=True, exist_ok=True)
                await self._upstream.fetch_asset(sha256, path)
                type_ = await asyncio.to_thread(self._keep, path)
        self._fetching.pop(sha256, None)
        if type_ is None:
            raise Problem(Code.NOT_FOUND)
        return type_

    def _keep(self, path: Path) -> str | None:
        """The type of what was fetched; what is no picture is deleted, and the oldest beyond the cap too."""
        type_ = picture_type(path)
        if type_ is None:
            path.unlink(missing_ok=True)
        files = [(file, file.stat()) for file in self._folder.iterdir() if ASSET_ID.fullmatch(file.name)]
        size = sum(stat.st_size for _, stat in files)
        for file, stat in sorted(files, key=lambda item: item[1].st_mtime):
            if size <= self._cap_bytes or file == path:
                break
            file.unlink(missing_ok=True)
            size -= stat.st_size
        return type_


def _used(path: Path) -> str | None:
    """The type of a picture that is here, which now counts as used last."""
    type_ = picture_type(path)
    if type_ is not None:
        path.touch()
    return type_
