"""What `bancone doctor` tells a person: what is plugged in, how the named devices are, what to do."""

from collections.abc import Sequence

from app.presentation.device_words import drawer_of, in_words, last_said
from app.presentation.wording import Wording
from app.usecases.plain_text import plain
from hardware.api import Drawer, Health, Ready
from hardware.drivers.finding import Plugged
from hardware.drivers.keyboards import Keyboard
from hardware.drivers.theirs import Brought, LeftOut


def found_lines(found: Sequence[Plugged], words: Wording, *, can_see: bool) -> list[str]:
    """Devices that are there, each with what is typed for it; `can_see`: whether cameras can be read."""
    lines = [words.text("doctor.found")] if found else [words.text("doctor.found.none")]
    for one in found:
        name = f"{words.text(f'doctor.{one.kind}')}, {one.name}" if one.name else words.text(f"doctor.{one.kind}")
        note = "" if one.is_allowed else f" ({words.text('doctor.forbidden')})"
        lines += [f"  {one.address}", f"      {name}{note}"]
    return [*lines, words.text("doctor.camera" if can_see else "doctor.camera.absent")]


def others_lines(brought: Sequence[Brought], left_out: Sequence[LeftOut], words: Wording) -> list[str]:
    """Drivers of other packages, each with what is typed for it, and those that are not used, each with the reason
    and the next step; nothing where there are none."""
    lines = [words.text("doctor.others")] if brought else []
    for one in brought:
        kind, label = words.text(f"devices.{one.info.kind}"), plain(one.info.label)
        lines += [f"  {plain(one.info.id)}:…", f"      {kind}, {label}{_from(one.package, words)}"]
    lines += [words.text("doctor.left_out")] if left_out else []
    for out in left_out:
        why = words.text(f"doctor.left_out.{out.why}", what=out.what, group=out.group)
        lines += [f"  {plain(out.entry)} ({out.group}){_from(out.package, words)}", f"      {why}"]
    return lines


def _from(package: str, words: Wording) -> str:
    return f", {words.text('doctor.package', package=package)}" if package else ""


def named_lines(facts: Sequence[Health], now_s: float, words: Wording) -> list[str]:
    """Each device that was named: its state, its power in the words of UnifiedPOS, last bytes, the next step."""
    if not facts:
        return [words.text("doctor.configured.none")]
    lines = [words.text("doctor.configured")]
    for health, told in zip(facts, in_words(facts, words), strict=True):
        lines.append(f"  {told.name} ({health.info.id}): {told.mark.words}, {health.power.name}")
        next_step = "" if isinstance(health.state, Ready) else told.line
        further = (last_said(health, now_s, words), *_drawer_lines(health, words), next_step)
        lines += [f"      {line}" for line in further if line]
    unwell = unwell_in(facts, words)
    return [*lines, words.plural("doctor.unwell", unwell) if unwell else words.text("doctor.well")]


def keyboard_lines(foreign: Sequence[Keyboard], words: Wording) -> list[str]:
    """Keyboards of a kiosk that were not named as its own."""
    if not foreign:
        return [words.text("doctor.keyboards.own")]
    lines = [f"  {keyboard.path}\n      {keyboard.name}" for keyboard in foreign]
    return [words.text("doctor.keyboards.foreign"), *lines, f"  {words.text('doctor.keyboards.foreign.next')}"]


def _drawer_lines(health: Health, words: Wording) -> tuple[str, ...]:
    """Its cash drawer; where only the level is known, how the program is told what that means."""
    told = drawer_of(health, words)
    if not told:
        return ()
    hint = words.text("doctor.drawer.meaning") if health.drawer in (Drawer.HIGH, Drawer.LOW) else ""
    return (f"{words.text('devices.drawer')}: {told}", hint)


def unwell_in(facts: Sequence[Health], words: Wording) -> int:
    """How many somebody has to see to before they work."""
    return sum(not told.is_well for told in in_words(facts, words))
