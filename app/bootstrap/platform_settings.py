"""The settings of a connection to a shop platform, and its secrets, which never stand in them."""

import os
import stat
from collections.abc import Mapping
from datetime import timedelta
from pathlib import Path
from typing import Annotated, TypeVar

import msgspec

from app.bootstrap.options import server_url
from app.central.opening import NewChain, NewOperator, NewStore
from app.domain.errors import Code, Problem
from app.domain.values import StoreId
from hardware.symbology.in_store import is_pattern

SECRET_PREFIX = "BANCONE_SHOP_"  # noqa: S105  # the beginning of names, not a secret
_MAX_BYTES = 256 * 1024
T = TypeVar("T")


class PlatformSettings(msgspec.Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """The file given with `--settings` (TOML).

    `stores` says, and says alone, which of the platform's places is which store; `ignored` are places that are
    none of ours. An order should be ready `promise_minutes` after it was placed. Phone numbers without a country's
    code are of `region` (ISO 3166). `secrets` names the file of the secrets, beside this one. `options` are the
    connector's own.
    """

    url: str
    stores: Annotated[list[NewStore], msgspec.Meta(min_length=1)]
    ignored: list[str] = []
    promise_minutes: Annotated[int, msgspec.Meta(ge=0, le=100_000)] = 120
    region: str = "IT"
    secrets: str = ""
    chain: NewChain | None = None
    staff: list[NewOperator] = []
    options: dict[str, str] = {}

    @property
    def by_location(self) -> dict[str, StoreId]:
        """The platform's places and the stores they are."""
        return {location: StoreId(store.id) for store in self.stores for location in store.locations}

    @property
    def promise(self) -> timedelta:
        """How long after it was placed an order should be ready."""
        return timedelta(minutes=self.promise_minutes)


class Secrets(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """The file of the secrets (TOML, 0600): what the connector signs in with, and first PINs by staff number."""

    platform: dict[str, str] = {}
    pins: dict[str, str] = {}

    def __repr__(self) -> str:
        return "Secrets(…)"


class Connection(msgspec.Struct, frozen=True):
    """A connection that is wanted: which connector, its settings, its secrets."""

    name: str
    settings: PlatformSettings
    secrets: Secrets = Secrets()


def read_connection(name: str, path: Path | None, environment: Mapping[str, str]) -> Connection | None:
    """What `--connect NAME --settings FILE` means; None for neither.

    The environment's `BANCONE_SHOP_TOKEN` comes before `token` in the file of the secrets, and so on. Problem:
    OPTION_INVALID for one option without the other, SETTINGS_INVALID for a file that says something else, and
    SECRETS_EXPOSED when others may read the secrets.
    """
    if not name and path is None:
        return None
    if not name or path is None:
        option, form = ("--connect", "demo") if not name else ("--settings", "/etc/bancone/site.toml")
        raise Problem(Code.OPTION_INVALID, option=option, value="", form=form)
    settings = _read(path, PlatformSettings)
    server_url(settings.url, "url")
    if len(settings.by_location) != sum(len(store.locations) for store in settings.stores):
        raise Problem(Code.SETTINGS_INVALID, file=path.name, where="stores.locations")
    for store in settings.stores:
        if not all(is_pattern(pattern) for pattern in store.in_store_codes or ()):
            raise Problem(Code.SETTINGS_INVALID, file=path.name, where="stores.in_store_codes")
    held = Secrets()
    if settings.secrets:
        secret_path = path.parent / settings.secrets
        _refuse_exposed(secret_path)
        held = _read(secret_path, Secrets)
    given = {
        key.removeprefix(SECRET_PREFIX).lower(): value
        for key, value in environment.items()
        if key.startswith(SECRET_PREFIX)
    }
    return Connection(name, settings, msgspec.structs.replace(held, platform={**held.platform, **given}))


def _read(path: Path, type_: type[T]) -> T:
    """The file's content. What does not fit is named by its place, never by its value: it may be a secret."""
    try:
        with path.open("rb") as file:
            return msgspec.toml.decode(file.read(_MAX_BYTES), type=type_)
    except OSError as exc:
        raise Problem(Code.SETTINGS_INVALID, file=path.name) from exc
    except msgspec.ValidationError as exc:
        where = str(exc).rpartition("`$.")[2].rstrip("`") if "`$." in str(exc) else ""
        raise Problem(Code.SETTINGS_INVALID, file=path.name, where=where or _named(exc)) from None
    except (ValueError, RecursionError):
        raise Problem(Code.SETTINGS_INVALID, file=path.name, where="TOML") from None


def _named(exc: msgspec.ValidationError) -> str:
    """The field a message names (`missing required field `url``, `unknown field `ulr``)."""
    parts = str(exc).split("`")
    return parts[1] if len(parts) > 2 else ""


def _refuse_exposed(path: Path) -> None:
    try:
        mode = stat.S_IMODE(os.stat(path).st_mode)  # noqa: PTH116  # follows links as reading does
    except OSError as exc:
        raise Problem(Code.SETTINGS_INVALID, file=path.name) from exc
    if mode & 0o077:
        raise Problem(Code.SECRETS_EXPOSED, file=path.name)
