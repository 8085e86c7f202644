"""A shop's settings as one file that people read and write: TOML, each setting under a line that explains it."""

import re
import tomllib
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from itertools import islice

from app.domain.setting_kinds import Fault, Value, canonical
from app.domain.shop_settings import BY_KEY, MAX_NAME, PLACES, SETTINGS, ShopPlace, ShopSettings, checked

MAX_FILE_CHARS = 200_000
MOST_NUMBER = 10**12
MOST_DOTS = 100
"""In a line, besides those in texts and comments: tomllib takes a minute for a key of sixty thousand names."""
_QUIET = re.compile(
    r'''"""(?:\\.?|[^\\])*?(?:"{3,5}|\Z)|'{3}.*?(?:'{3,5}|\Z)|"(?:\\[^\n]?|[^"\\\n])*"?|'[^'\n]*'?|#[^\n]*''',
    re.DOTALL,
)
"""A text or a comment. One that does not end is taken for the rest, where tomllib gives up: a search that fails
would begin anew at every quote."""
VERSION, STORE = "version", "store"
_NAME = r"""(?:[A-Za-z0-9_\-]+|"(?:[^"\\]|\\.)*"|'[^']*')"""
_DOTTED = rf"(?P<names>{_NAME}(?:\s*\.\s*{_NAME})*)"
_HEAD = re.compile(rf"\s*\[{{1,2}}\s*{_DOTTED}\s*\]{{1,2}}\s*(?:#.*)?")
_KEY = re.compile(rf"\s*{_DOTTED}\s*=")
_EACH = re.compile(_NAME)
_DEEPEST = 3
"""How many names lead to anything in a file: `places`, its number, `code`."""
_LINE = re.compile(r"at line (\d+)")
_PARTS = frozenset({"code", "kind", "name"})


@dataclass(frozen=True, slots=True)
class LineFault:
    """What is wrong, and in which line, 1 the first; 0 when it stands in none."""

    line: int
    fault: Fault


@dataclass(frozen=True, slots=True)
class SettingsFile:
    """What a file says. `version`: of the settings it was made from, -1 when it does not say."""

    store: str
    version: int
    settings: ShopSettings
    faults: tuple[LineFault, ...] = ()


def written(store: str, version: int, settings: ShopSettings, explain: Callable[[str], str]) -> str:
    """The file; `explain` words a key, a table or `file`, and its words become comments."""
    lines = [*_comment(explain("file")), f"{STORE} = {_text(store)}", f"{VERSION} = {version}"]
    table = ""
    for setting in SETTINGS:
        head, _, name = setting.key.partition(".")
        if head != table:
            table = head
            lines += ["", *_comment(explain(head)), f"[{head}]"]
        lines += [*_comment(explain(setting.key)), f"{name} = {_toml(settings.values[setting.key])}"]
    lines += ["", *_comment(explain(PLACES))]
    for place in settings.places:
        lines += [f"[[{PLACES}]]", f"code = {_text(place.code)}", f"kind = {_text(place.kind)}"]
        lines += [f"name = {_text(place.name)}", ""]
    return "\n".join(lines).rstrip() + "\n"


def read_file(text: str) -> SettingsFile:
    """What a file says and what is wrong, in the order of its lines, those without a line last. Never raises."""
    if len(text) > MAX_FILE_CHARS:
        return _broken(LineFault(0, Fault("", "file_too_long", {"most": MAX_FILE_CHARS})))
    if (deep := _too_deep(text)) is not None:
        return _broken(LineFault(deep, Fault("", "syntax")))
    try:
        told = tomllib.loads(text.replace("\r\n", "\n"))
    except (tomllib.TOMLDecodeError, RecursionError) as exc:
        found = _LINE.search(str(exc))
        # At the end of the file tomllib names no line: it is the last one.
        line = int(found[1]) if found else text.rstrip().count("\n") + 1
        return _broken(LineFault(line, Fault("", "syntax")))
    except ValueError:
        return _broken(LineFault(0, Fault("", "syntax")))
    if _has_huge(told):
        return _broken(LineFault(0, Fault("", "syntax")))
    return _understood(told, _lines(text))


def _too_deep(text: str) -> int | None:
    """The first line with a key deeper than any file has it, 1 the first."""
    keys = _QUIET.sub(lambda found: "\n" * found[0].count("\n"), text)
    return next((number for number, line in enumerate(keys.split("\n"), 1) if line.count(".") > MOST_DOTS), None)


def _has_huge(told: object) -> bool:
    """Whether there is a number in it that Python writes down for nobody: TOML reads hexadecimal ones of any
    length."""
    waiting = [told]
    while waiting:
        match waiting.pop():
            case int() as number if abs(number) > MOST_NUMBER:
                return True
            case dict() as table:
                waiting.extend(table.values())
            case list() as several:
                waiting.extend(several)
    return False


def lacking(found: SettingsFile) -> tuple[LineFault, ...]:
    """What only the file as a whole can lack: whose settings they are, and which they were made from."""
    lacks = [LineFault(0, Fault(STORE, "missing"))] if not found.store else []
    return (*lacks, LineFault(0, Fault(VERSION, "no_version"))) if found.version < 0 else tuple(lacks)


def unfit(found: SettingsFile, store: str, version: int, settings: ShopSettings) -> tuple[LineFault, ...]:
    """Why a file cannot be taken over by that store, whose settings are these: another's, or made from others.

    What is wrong in the file, and lacking, comes first; a file that changes nothing may be from any version.
    """
    if wrong := found.faults or lacking(found):
        return wrong
    if found.store != store:
        return (LineFault(0, Fault(STORE, "other_store", {"value": found.store[:MAX_NAME]})),)
    if found.version != version and found.settings != settings:
        return (LineFault(0, Fault(VERSION, "other_version", {"value": found.version, "rev": version})),)
    return ()


def _broken(fault: LineFault) -> SettingsFile:
    return SettingsFile("", -1, ShopSettings(), (fault,))


def _understood(told: Mapping[str, object], lines: Mapping[str, int]) -> SettingsFile:
    faults: list[Fault] = []
    values: dict[str, Value] = {}
    for head, inside in told.items():
        if head in (STORE, VERSION, PLACES):
            continue
        if not isinstance(inside, dict):
            faults.append(Fault(head, "unknown"))
            continue
        for name, value in inside.items():
            _take(f"{head}.{name}", value, values, faults)
    places = _places(told.get(PLACES, []), faults)
    store, version = told.get(STORE, ""), told.get(VERSION, -1)
    if not isinstance(store, str):
        faults.append(Fault(STORE, "text"))
    if isinstance(version, bool) or not isinstance(version, int):
        faults.append(Fault(VERSION, "number", {"least": 0, "most": 10**9}))
    settings, more = checked(ShopSettings(values, places))
    known = {fault.key for fault in faults}
    faults += [fault for fault in more if fault.key not in known]
    placed = sorted((LineFault(_line_of(fault.key, lines), fault) for fault in faults), key=_place_of)
    return SettingsFile(
        store if isinstance(store, str) else "",
        version if isinstance(version, int) else -1,
        settings,
        tuple(placed),
    )


def _place_of(fault: LineFault) -> tuple[bool, int]:
    """What stands in a line before what stands in none: a list that is cut still shows what was written wrong."""
    return not fault.line, fault.line


def _take(key: str, value: object, values: dict[str, Value], faults: list[Fault]) -> None:
    setting = BY_KEY.get(key)
    if setting is None:
        faults.append(Fault(key, "unknown"))
        return
    found = canonical(setting, value)
    if isinstance(found, Fault):
        faults.append(found)
    else:
        values[key] = found


def _places(told: object, faults: list[Fault]) -> tuple[ShopPlace, ...]:
    if not isinstance(told, list) or not all(isinstance(one, dict) for one in told):
        faults.append(Fault(PLACES, "tables"))
        return ()
    found: list[ShopPlace] = []
    for at, one in enumerate(told):
        for name, value in one.items():
            if name not in _PARTS:
                faults.append(Fault(f"{PLACES}.{at}.{name}", "unknown"))
            elif not isinstance(value, str):
                faults.append(Fault(f"{PLACES}.{at}.{name}", "text"))
        parts = {name: value for name in _PARTS if isinstance(value := one.get(name, ""), str)}
        found.append(ShopPlace(parts.get("code", ""), parts.get("kind", ""), parts.get("name", "")))
    return tuple(found)


def _lines(text: str) -> dict[str, int]:
    """In which line each key stands; what stands inside a longer text or list may be taken for one, and is none
    that anybody asks for."""
    found: dict[str, int] = {}
    around: dict[str, int] = {}
    head: tuple[str, ...] = ()
    places = -1
    # Lines as TOML counts them: `splitlines` ends one at characters that a comment may hold.
    for number, line in enumerate(text.split("\n"), 1):
        table, key = _HEAD.fullmatch(line), _KEY.match(line)
        if table is not None:
            path = head = _path(table["names"])
            if head == (PLACES,) and line.lstrip().startswith("[["):
                places += 1
                path = head = (PLACES, str(places))
        elif key is not None:
            path = (*head, *_path(key["names"]))
        else:
            continue
        found.setdefault(".".join(path), number)
        for depth in range(1, min(len(path), _DEEPEST)):
            around.setdefault(".".join(path[:depth]), number)
    return around | found


def _path(names: str) -> tuple[str, ...]:
    """`"hold" . days` as its names, no more of them than lead to anything."""
    return tuple(_plain(name) for name in islice(_EACH.finditer(names), _DEEPEST))


def _plain(found: re.Match[str]) -> str:
    """A name without its quotes; what a basic one escapes is taken for what it stands for."""
    name = found[0]
    if "\\" in name and name[0] == '"':
        try:
            return str(tomllib.loads(f"name = {name}")["name"])
        except tomllib.TOMLDecodeError:
            # Inside a longer text anything may look like a key.
            return name
    return name if name[0] not in "\"'" else name[1:-1]


def _line_of(key: str, lines: Mapping[str, int]) -> int:
    """The key's line, else that of its table."""
    while key:
        if key in lines:
            return lines[key]
        key = key.rpartition(".")[0]
    return 0


def _comment(words: str) -> list[str]:
    return [f"# {line}" for line in words.splitlines() if line.strip()]


def _toml(value: Value) -> str:
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, tuple):
        return "[" + ", ".join(_toml(part) for part in value) + "]"
    return _text(value) if isinstance(value, str) else str(value)


def _text(text: str) -> str:
    """A basic string; what a line cannot hold is escaped."""
    safe = text.replace("\\", "\\\\").replace('"', '\\"')
    return '"' + "".join(c if c.isprintable() else f"\\u{ord(c):04x}" for c in safe) + '"'
