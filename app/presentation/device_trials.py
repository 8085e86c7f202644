"""Trying a device on the page of devices: what a code says, which keyboard a scanner was set to, what is shown."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field

from app.presentation.facing import Lines
from app.presentation.marks import Tone
from app.presentation.wording import Wording
from hardware.api import ScanRead
from hardware.drivers.scanners.layout_check import SHEET, Keyboards, is_of_sheet, keyboards_of
from hardware.drivers.scanners.layouts import as_scanned
from hardware.drivers.scanners.setup_check import Flaw, Setting, flaw_of
from hardware.heard import form_of, readable
from hardware.symbology.gtin import as_gtin14

Fact = tuple[str, str]
MAX_FACTS = 12
SHOWN: Lines = ("ABC abc àèéìòù € £ §", "0123456789 .,:;+-*/%")
"""Twenty columns of what prices, numbers and Italian words are made of."""


@dataclass(slots=True)
class ScanTrial:
    """The last code that was read while trying; `is_cut_off`: bytes came since, and no end of a code."""

    read: ScanRead | None = None
    is_cut_off: bool = False

    def take(self, read: ScanRead) -> None:
        """A code."""
        self.read, self.is_cut_off = read, False

    def note(self, words: Wording) -> tuple[Tone, str, str]:
        """What to do, or how the code was."""
        flaw = None if self.read is None else flaw_of(self.read)
        if self.is_cut_off:
            flaw = Flaw(Setting.NO_END)
        if self.read is not None and self.read.wrong:
            return (Tone.WARNING, words.text("trial.scan.wrong"), ", ".join(f"({ai})" for ai in self.read.wrong))
        if flaw is not None:
            says = f"trial.scan.{flaw.setting.value}"
            title = words.text(says, signs=readable(flaw.signs.encode())) if flaw.signs else words.text(says)
            return (Tone.WARNING, title, words.text(f"{says}.line"))
        if self.read is None:
            return (Tone.INFO, words.text("trial.scan"), words.text("trial.scan.line"))
        return (Tone.SUCCESS, words.text("trial.scan.good"), words.text("trial.scan.more"))

    def line(self, words: Wording) -> str:
        """What stands in the code; of what is no article only the form, it may be somebody's."""
        if self.read is None:
            return ""
        value = readable(self.read.raw) if self._is_goods else form_of(self.read.raw)
        return words.text("trial.value" if self._is_goods else "trial.form", code=value)

    def facts(self, words: Wording, name_of: Callable[[str], str]) -> tuple[Fact, ...]:
        """Which scanner, symbology and every element."""
        if self.read is None:
            return ()
        kind, untold = self.read.symbology, words.text("trial.untold")
        facts = [
            (words.text("trial.symbology"), words.find(f"symbology.{kind}") or kind or untold),
            (words.text("trial.aim"), self.read.aim_id or untold),
            (words.text("trial.device"), name_of(self.read.device)),
        ]
        if self._is_goods:
            facts += [(_named(element, words), text) for element, text in self.read.elements.items()]
        return tuple(facts[:MAX_FACTS])

    @property
    def _is_goods(self) -> bool:
        read = self.read
        if read is None or _is_private((*read.elements, *read.wrong)):
            return False
        text = read.raw.decode("utf-8", "replace")
        return bool(read.elements) or text in SHEET or _is_goods_number(text)


def _named(element: str, words: Wording) -> str:
    name = words.find(f"gs1.{element}")
    return f"({element})" if name is None else f"{name} ({element})"


def _is_private(elements: Iterable[str]) -> bool:
    """GS1 has elements for who something is sent to (4300 and on) and for a person served (8018)."""
    return any(element.startswith("43") or element in ("8017", "8018") for element in elements)


def _is_goods_number(text: str) -> bool:
    """A trade item number of the world; a shop’s own (2…, 02…, 04…) are on customers’ cards too."""
    return not as_gtin14(text)[1:].startswith(("2", "02", "04")) and bool(as_gtin14(text))


@dataclass(slots=True)
class KeyboardTrial:
    """The codes of the sheet, read one after the other."""

    came: list[str] = field(default_factory=list)
    is_typed: bool = True

    def take(self, read: ScanRead) -> None:
        """The next one, or the first of another round."""
        if self.is_over:
            self.came.clear()
        self.is_typed = bool(read.typed)
        self.came.append(read.typed.rstrip("\r\n\t") or read.raw.decode("utf-8", "replace"))

    @property
    def is_over(self) -> bool:
        """Whether all were read."""
        return len(self.came) == len(SHEET)

    def note(self, words: Wording) -> tuple[Tone, str, str]:
        """Which code is next, or what was found out and what to do."""
        if not self.is_over:
            number = len(self.came) + 1
            title = words.text("trial.keyboard", n=number, all=len(SHEET))
            return (Tone.INFO, title, words.text("trial.keyboard.line"))
        found = keyboards_of(self.came)
        if not found:
            return (Tone.WARNING, words.text("trial.keyboard.unknown"), words.text("trial.keyboard.unknown.line"))
        return self._found(found[0], words)

    def _found(self, found: Keyboards, words: Wording) -> tuple[Tone, str, str]:
        if not self.is_typed and found.scanner == found.computer:
            return (Tone.SUCCESS, words.text("trial.keyboard.line_scanner"), "")
        if found.has_caps:
            return (Tone.WARNING, words.text("trial.keyboard.caps"), words.text("trial.keyboard.caps.line"))
        scanner, computer = (words.text(f"keyboard.{name}") for name in (found.scanner, found.computer))
        if found.scanner == found.computer:
            return (Tone.SUCCESS, words.text("trial.keyboard.same"), words.text("trial.keyboard.same.line"))
        title = words.text("trial.keyboard.other", scanner=scanner, computer=computer)
        if _is_turned_back(self.came):
            return (Tone.SUCCESS, title, words.text("trial.keyboard.turned", computer=computer))
        return (Tone.WARNING, title, words.text("trial.keyboard.set", computer=computer))

    def line(self, words: Wording) -> str:
        """Nothing: what came stands beside what should have come."""
        return ""

    def facts(self, words: Wording, name_of: Callable[[str], str]) -> tuple[Fact, ...]:
        """What each code is and what came of it; of what is not of the sheet only the form."""
        return tuple(
            (words.text("trial.code", n=number, code=code), came if is_of_sheet(came) else _form(came))
            for number, (code, came) in enumerate(zip(SHEET, self.came, strict=False), 1)
        )


def _form(came: str) -> str:
    return form_of(came.encode())


def _is_turned_back(came: Sequence[str]) -> bool:
    """Whether the program makes of every one what it says."""
    return all(as_scanned(text).endswith(code) for code, text in zip(SHEET, came, strict=True))


@dataclass(frozen=True, slots=True)
class DisplayTrial:
    """Two lines for the customer display; somebody reads whether they are the same on both sides."""

    def note(self, words: Wording) -> tuple[Tone, str, str]:
        """What to compare, and what to do when it differs."""
        return (Tone.INFO, words.text("trial.show"), words.text("trial.show.line"))

    def line(self, words: Wording) -> str:
        """Nothing: the lines stand below."""
        return ""

    def facts(self, words: Wording, name_of: Callable[[str], str]) -> tuple[Fact, ...]:
        """Both lines."""
        return (words.text("trial.show.upper"), SHOWN[0]), (words.text("trial.show.lower"), SHOWN[1])
