"""The shop's set-up in words: names, values, what is wrong with them, for the screen and for the file."""

from datetime import date

from app.domain.setting_kinds import Fault, Kind, Setting, Unit, Value, spelled
from app.domain.shop_settings import BY_KEY, PLACES
from app.domain.shop_settings_file import STORE, VERSION, LineFault
from app.presentation.wording import Wording

_DURATIONS = {Unit.SECONDS: 1, Unit.MINUTES: 60}


def name_of(key: str, words: Wording) -> str:
    """What people call a setting, or the part of a place; a key that is none as it stands in the file."""
    if key in BY_KEY:
        return words.text(f"setup.name.{key}")
    if key in (STORE, VERSION):
        return words.text(f"setup.file.{key}")
    return key or words.text("setup.file.whole")


def explained(key: str, words: Wording) -> str:
    """What a setting, or a table of them, is for; nothing for a day of the week, whose table says it."""
    if key.startswith("hours.") and key != "hours.closed":
        return ""
    return words.text(f"setup.explain.{key}")


def meaning(setting: Setting, words: Wording) -> str:
    """What a setting is for, as the screen says it."""
    is_day = setting.kind is Kind.SPANS
    return words.text("setup.explain.hours.day" if is_day else f"setup.explain.{setting.key}")


def fault_words(fault: Fault, words: Wording) -> tuple[str, str]:
    """What is wrong, and the next step."""
    values = dict(fault.details)
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
    if head.startswith(f"{PLACES}."):
        return f"[[{PLACES}]] {int(head.partition('.')[2]) + 1}, {part}"
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
    return spelled(value) or words.text("setup.value.none")


def _number(setting: Setting, value: int, currency: str, words: Wording) -> str:
    size = _DURATIONS.get(setting.unit)
    if size is not None:
        return words.text(f"setup.value.{setting.unit}", n=value)
    if setting.unit is Unit.DAYS:
        return words.plural("duration.days", value)
    if not value:
        return words.text(f"setup.value.{setting.unit}.none")
    if setting.unit is Unit.CENTS:
        return words.formats.money(value, currency)
    if setting.unit is Unit.PERCENT:
        return words.text("setup.value.percent", n=value)
    return words.plural("setup.value.orders", value)
