"""The shop's set-up in words: names, values, what is wrong with them, for the screen and for the file."""

from datetime import date

from app.domain.setting_kinds import DURATIONS, Fault, Kind, Setting, Unit, Value, spelled, spelled_time
from app.domain.shop_settings import BY_KEY, PLACES, SETTINGS, ShopPlace, ShopSettings
from app.domain.shop_settings_file import STORE, VERSION, LineFault
from app.presentation.wording import Wording


def name_of(key: str, words: Wording) -> str:
    """What people call a setting, or the part of a place; a key that is none as it stands in the file."""
    if key in BY_KEY:
        return words.text(f"setup.name.{key}")
    if key in (STORE, VERSION):
        return words.text(f"setup.file.{key}")
    return key or words.text("setup.file.whole")


def explained(key: str, words: Wording) -> str:
    """What a setting, or a table of them, is for, and what a file counts time in; nothing for a day of the week,
    whose table says it."""
    if key.startswith("hours.") and key != "hours.closed":
        return ""
    says, setting = words.text(f"setup.explain.{key}"), BY_KEY.get(key)
    if setting is None or setting.unit not in DURATIONS:
        return says
    return f"{says} {words.text(f'setup.explain.unit.{setting.unit}')}"


def meaning(setting: Setting, words: Wording) -> str:
    """What a setting is for, as the screen says it."""
    is_day = setting.kind is Kind.SPANS
    return words.text("setup.explain.hours.day" if is_day else f"setup.explain.{setting.key}")


def fault_words(fault: Fault, words: Wording, *, is_typed: bool = False) -> tuple[str, str]:
    """What is wrong, and the next step; where it is typed times are said as they are typed, else as in a file."""
    values = dict(fault.details)
    size = DURATIONS.get(BY_KEY[fault.key].unit) if is_typed and fault.key in BY_KEY else None
    for name in ("value", "least", "most"):
        seconds = values.get(name)
        if size is not None and str(seconds).isdecimal() and fault.what != "duration":
            values[name] = spelled_time(int(seconds or 0) * size)
    if "other" in values:
        values["other"] = name_of(str(values["other"]), words)
    stem = f"setup.fault.{fault.what}"
    return words.text(stem, **values), words.text(f"{stem}.next")


def line_words(found: LineFault, words: Wording) -> str:
    """One line: where, which setting, what is wrong, and the next step."""
    what, next_step = fault_words(found.fault, words)
    name = _with_key(found.fault.key, words)
    if not found.line:
        return words.text("setup.file.nowhere", name=name, what=what, next=next_step)
    return words.text("setup.file.line", line=found.line, name=name, what=what, next=next_step)


def _with_key(key: str, words: Wording) -> str:
    """`Giorni in attesa (hold.days)`: as people call it and as the file does."""
    head, _, part = key.rpartition(".")
    place = head.removeprefix(f"{PLACES}.")
    # A key in quotes may hold anything, dots too.
    if place != head and place.isascii() and place.isdigit() and len(place) < 7:
        return f"[[{PLACES}]] {int(place) + 1}, {part}"
    return f"{name_of(key, words)} ({key})" if key in BY_KEY else name_of(key, words)


def value_words(setting: Setting, value: Value, currency: str, words: Wording) -> str:
    """A value as a person reads it: `2 ore`, `chiuso`, `25 dic`."""
    match setting.kind:
        case Kind.YES:
            return words.text("setup.value.yes" if value else "setup.value.no")
        case Kind.NUMBER if isinstance(value, int):
            return _number(setting, value, currency, words)
        case Kind.SPANS if not value:
            return words.text("setup.value.closed")
        case Kind.DAYS if isinstance(value, tuple) and value:
            return " · ".join(words.formats.day(date.fromisoformat(str(day))) for day in value)
    return spelled(setting, value) or words.text("setup.value.none")


def change_lines(before: ShopSettings, after: ShopSettings, currency: str, words: Wording) -> list[str]:
    """`Giorni in attesa: da 7 giorni a 11 giorni`: everything that is not as it was, one line each."""
    lines: list[str] = []
    for setting in SETTINGS:
        was, will = before.values[setting.key], after.values[setting.key]
        if was != will:
            said = [value_words(setting, value, currency, words) for value in (was, will)]
            lines.append(words.text("setup.change", name=name_of(setting.key, words), old=said[0], new=said[1]))
    return [*lines, *_place_lines(before, after, words)]


def _place_lines(before: ShopSettings, after: ShopSettings, words: Wording) -> list[str]:
    old, new = ({place.code: place for place in told.places} for told in (before, after))
    lines = [words.text("setup.change.removed", code=code) for code in old if code not in new]
    for code, place in new.items():
        was = old.get(code)
        if was is None:
            lines.append(words.text("setup.change.added", code=code, new=_place_words(place, words)))
        elif was != place:
            name = words.text("setup.place", code=code)
            told = {"old": _place_words(was, words), "new": _place_words(place, words)}
            lines.append(words.text("setup.change", name=name, **told))
    return lines or [words.text("setup.change.order")] if before.places != after.places else []


def _place_words(place: ShopPlace, words: Wording) -> str:
    kind = words.find(f"setup.kind.{place.kind}") or place.kind
    return f"{kind}, {place.name}" if place.name else kind


def _number(setting: Setting, value: int, currency: str, words: Wording) -> str:
    if setting.unit in DURATIONS:
        return spelled(setting, value)
    if setting.unit is Unit.DAYS:
        return words.plural("duration.days", value)
    if not value:
        return words.text(f"setup.value.{setting.unit}.none")
    if setting.unit is Unit.CENTS:
        return words.formats.money(value, currency)
    if setting.unit is Unit.PERCENT:
        return words.text("setup.value.percent", n=value)
    return words.plural("setup.value.orders", value)
