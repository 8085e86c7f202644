"""The shop's set-up: what is set in a list, the one that is looked at beside it, saved together or not at all."""

from functools import partial

from app.domain.errors import Code, Problem
from app.domain.setting_kinds import Kind, Setting
from app.domain.shop_settings import BY_KEY, PLACES, SETTINGS, PlaceKind, Section, ShopPlace
from app.domain.staff import Permission, permission
from app.presentation.desk import Desk
from app.presentation.marks import Glyph, Tone
from app.presentation.setup_draft import Met, SetupDraft, has_hours
from app.presentation.setup_files import SetupFiles
from app.presentation.setup_state import SetupEditor, SetupRow, SetupState
from app.presentation.setup_words import fault_words, meaning, name_of, value_words
from app.presentation.view_model import Button, Foot, ViewModel
from app.usecases.shop_setup import CHANGE

SAVE, DISCARD, ADD, REMOVE, EXPORT, TAKE = "save", "discard", "add", "remove", "export", "take"
FILES = "files"
"""The part of the page where settings come and go as files."""
YES, NO = "yes", "no"


class SetupModel(ViewModel[SetupState]):
    """Reads what the terminal has; a change is head office's to keep, so it needs the line."""

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self._desk = desk
        self._draft: SetupDraft | None = None
        self._section, self._selected = Section.PLACES.value, ""
        self._problem: Problem | None = None
        self._met: Met | None = None
        self._is_busy = False
        self._files = SetupFiles(desk)

    async def open(self) -> None:
        """Read; what somebody began here stays on top of what came since."""
        who = self._desk.session.operator
        if who is None:
            return
        try:
            base = await self._desk.jobs.setup.read(who)
        except Problem as problem:
            self._draft, self._problem = None, problem
        else:
            if self._draft is None:
                self._draft, self._problem = SetupDraft(base), None
            elif base.rev >= self._draft.base.rev:
                self._meet(self._draft.meet(base))
            if self._section == FILES:
                await self._files.again(self._draft.base)
        self.refresh()

    def _meet(self, met: Met | None) -> None:
        if met is not None:
            self._met, self._problem = met, None

    async def reload(self) -> None:
        """The store changed."""
        await self.open()

    @property
    def is_begun(self) -> bool:
        """Whether something is changed and not saved."""
        return self._draft is not None and bool(self._draft.count)

    @property
    def is_working(self) -> bool:
        """Whether it is being saved."""
        return self._is_busy

    @property
    def _can(self) -> bool:
        who = self._desk.session.operator
        return who is not None and permission(who.role, CHANGE) is Permission.ALLOWED and not self._is_busy

    def choose_section(self, section: str) -> None:
        """Another part of it."""
        self._section, self._selected = section, ""
        if section == FILES:
            self._desk.flights.latest("setup-files", self.open)
        self.refresh()

    def choose(self, row: str) -> None:
        """Look at one."""
        if self._section == FILES:
            self._desk.flights.latest("setup-files", partial(self._choose_file, row))
        elif row != self._selected:
            self._selected = row
            self.refresh()

    async def _choose_file(self, name: str) -> None:
        if self._draft is not None and name != self._files.chosen:
            await self._files.choose(name, self._draft.base)
            self.refresh()

    def type(self, text: str) -> None:
        """The field of the chosen setting."""
        if self._draft is not None and self._setting is not None and self._can:
            self._draft.type(self._setting.key, text)
            self.refresh()

    def answer(self, value: str) -> None:
        """Yes or no."""
        self.type(value)

    def step(self, direction: int) -> None:
        """A number, one step on."""
        if self._draft is not None and self._setting is not None and self._can:
            self._draft.step(self._setting.key, direction)
            self.refresh()

    def put_part(self, part: str, text: str) -> None:
        """Code, kind or name of the chosen place."""
        if self._draft is not None and self._place is not None and self._can:
            self._draft.put_part(self._at, part, text)
            self.refresh()

    async def press(self, button: str) -> None:
        """The foot's buttons."""
        draft = self._draft
        if draft is None or not self._can:
            return
        match button:
            case "add":
                self._selected = f"{PLACES}.{draft.add()}"
            case "remove" if self._place is not None:
                draft.remove(self._at)
                self._selected = f"{PLACES}.{max(0, self._at - 1)}"
            case "export":
                await self._files.export(draft.base)
            case "take" if (wanted := self._files.wanted(draft)) is not None:
                draft.take(wanted)
            case "discard":
                draft.discard()
                self._met = self._problem = None
            case "save" if draft.count and not draft.faults:
                await self._save(draft)
        self.refresh()

    async def _save(self, draft: SetupDraft) -> None:
        who, words = self._desk.session.who, self._desk.words
        names = ", ".join(name_of(key, words) for key in draft.changed)
        self._is_busy, self._problem = True, None
        self.refresh()
        try:
            kept = await self._desk.jobs.setup.change(draft.wanted, draft.base, who)
        except Problem as problem:
            self._problem = problem
            if problem.code is Code.SETTINGS_CHANGED:
                await self.open()
        else:
            self._draft, self._met = SetupDraft(kept), None
            self._desk.done(who, words.text("setup.done"), names)
        finally:
            self._is_busy = False

    @property
    def _shown(self) -> str:
        """The chosen row, else the first of the part; no file unless it was chosen."""
        if self._section == FILES:
            return self._files.chosen
        rows = [row.id for row in self._rows()]
        return self._selected if self._selected in rows else next(iter(rows), "")

    @property
    def _setting(self) -> Setting | None:
        return BY_KEY.get(self._shown)

    @property
    def _at(self) -> int:
        """Which place is chosen, -1 for none."""
        head, _, number = self._shown.partition(".")
        return int(number) if head == PLACES and number else -1

    @property
    def _place(self) -> ShopPlace | None:
        at, draft = self._at, self._draft
        return None if draft is None or not 0 <= at < len(draft.wanted.places) else draft.wanted.places[at]

    def _rows(self) -> tuple[SetupRow, ...]:
        draft = self._draft
        if draft is None:
            return ()
        if self._section == FILES:
            return tuple(SetupRow(name, name, "", "", name) for name in self._files.names)
        if self._section == Section.PLACES:
            return tuple(self._place_row(draft, at, place) for at, place in enumerate(draft.wanted.places))
        return tuple(self._row(draft, setting) for setting in SETTINGS if setting.section == self._section)

    def _row(self, draft: SetupDraft, setting: Setting) -> SetupRow:
        words, key = self._desk.words, setting.key
        name = name_of(key, words)
        value = value_words(setting, draft.wanted.values[key], draft.base.currency, words)
        if setting.kind is Kind.SPANS and not has_hours(draft.wanted):
            value = words.text("setup.value.untold")
        is_new = key in draft.changed or key in draft.unread
        return self._marked(SetupRow(key, name, "", value, f"{name}: {value}"), draft, is_new=is_new)

    def _place_row(self, draft: SetupDraft, at: int, place: ShopPlace) -> SetupRow:
        words = self._desk.words
        code = place.code or words.text("setup.place.new")
        kind = words.find(f"setup.kind.{place.kind}") or place.kind
        row = SetupRow(f"{PLACES}.{at}", code, place.name, kind, f"{code}, {place.name}: {kind}")
        return self._marked(row, draft, is_new=place not in draft.base.settings.places)

    def _marked(self, row: SetupRow, draft: SetupDraft, *, is_new: bool) -> SetupRow:
        is_wrong = draft.fault_of(row.id) is not None
        if not is_new and not is_wrong:
            return row
        mark = self._desk.words.text("setup.wrong" if is_wrong else "setup.changed")
        tone = Tone.WARNING if is_wrong else Tone.INFO
        return SetupRow(row.id, row.name, row.line, row.value, f"{row.spoken}. {mark}", mark, tone)

    @property
    def foot(self) -> Foot:
        """Save all of it; add and remove among the places."""
        words, draft = self._desk.words, self._draft
        if draft is None or (not self._can and not self._is_busy):
            return Foot()
        ways: list[Button] = []
        if self._section == Section.PLACES:
            ways.append(Button(ADD, words.text("setup.add"), Glyph.PLUS, is_enabled=self._can))
            if self._place is not None:
                ways.append(Button(REMOVE, words.text("setup.remove"), Glyph.MINUS, is_enabled=self._can))
        if self._section == FILES:
            ways.append(Button(EXPORT, words.text("setup.files.export"), Glyph.FILE_TEXT, is_enabled=self._can))
        if draft.count:
            ways.append(Button(DISCARD, words.text("setup.discard"), Glyph.UNDO_2, is_enabled=self._can))
        if self._section == FILES and not draft.count:
            return Foot(self._take_button(draft), tuple(ways))
        return Foot(self._save_button(draft), tuple(ways))

    def _take_button(self, draft: SetupDraft) -> Button:
        words, can = self._desk.words, self._files.wanted(draft) is not None
        why_not = "" if can else words.text("setup.files.take.none")
        return Button(TAKE, words.text("setup.files.take"), is_enabled=can and self._can, why_not=why_not)

    def _save_button(self, draft: SetupDraft) -> Button:
        words, n, has_faults = self._desk.words, draft.count, bool(draft.faults)
        says = words.plural("setup.save.some", n) if n else words.text("setup.save")
        why_not = "" if n else words.text("setup.save.none")
        if has_faults:
            why_not = words.text("setup.save.faults")
        return Button(SAVE, says, is_enabled=bool(n) and not has_faults and self._can, why_not=why_not)

    def render(self) -> SetupState:
        """The facts in words."""
        words, draft, setting = self._desk.words, self._draft, self._setting
        return SetupState(
            back=words.text("back"),
            title=words.text("setup.title"),
            version="" if draft is None else self._version(draft),
            sections=tuple((part, words.text(f"setup.section.{part}")) for part in self._parts),
            section=self._section,
            rows=self._rows(),
            selected=self._shown,
            panel_title=self._panel_title(),
            meaning=self._meaning(draft, setting),
            lines=self._files.lines(draft) if draft is not None and self._section == FILES else (),
            empty=self._files.nothing() if draft is not None and self._section == FILES else ("", ""),
            before=self._before(draft, setting),
            editor=self._editor(draft, setting),
            note=self._note(draft),
            foot=self.foot,
        )

    @property
    def _parts(self) -> tuple[str, ...]:
        """Files are for who may change what they say."""
        parts = tuple(part.value for part in Section)
        return (*parts, FILES) if self._can or self._is_busy or self._section == FILES else parts

    def _meaning(self, draft: SetupDraft | None, setting: Setting | None) -> str:
        if draft is not None and self._section == FILES:
            return self._files.meaning(draft)
        return "" if setting is None else meaning(setting, self._desk.words)

    def _panel_title(self) -> str:
        if self._section == FILES:
            return self._files.chosen or self._desk.words.text("setup.section.files")
        words, setting, place = self._desk.words, self._setting, self._place
        if setting is not None:
            return name_of(setting.key, words)
        if place is None:
            return ""
        return words.text("setup.place", code=place.code) if place.code else words.text("setup.place.new")

    def _version(self, draft: SetupDraft) -> str:
        words, base = self._desk.words, draft.base
        if base.at is None:
            return words.text("setup.version", rev=base.rev)
        at = words.moment(base.at, self._desk.now_at)
        return words.text("setup.version.by", rev=base.rev, by=base.by, at=at)

    def _before(self, draft: SetupDraft | None, setting: Setting | None) -> str:
        if draft is None or setting is None or setting.key not in draft.changed:
            return ""
        words = self._desk.words
        was = value_words(setting, draft.base.settings.values[setting.key], draft.base.currency, words)
        return words.text("setup.before", value=was)

    def _editor(self, draft: SetupDraft | None, setting: Setting | None) -> SetupEditor:
        words, place, can = self._desk.words, self._place, self._can
        if draft is None:
            return SetupEditor()
        if place is not None:
            return SetupEditor(
                is_enabled=can,
                code_field=words.text("setup.part.code.field"),
                code=place.code,
                kind_field=words.text("setup.part.kind.field"),
                kinds=tuple((kind.value, words.text(f"setup.kind.{kind}")) for kind in PlaceKind),
                kind=place.kind,
                name_field=words.text("setup.part.name.field"),
                name=place.name,
            )
        if setting is None:
            return SetupEditor()
        text, name = draft.text_of(setting.key), name_of(setting.key, words)
        if setting.kind is Kind.YES:
            answers = ((YES, words.text("setup.value.yes")), (NO, words.text("setup.value.no")))
            return SetupEditor(can, answers=answers, answer=text)
        is_number = setting.kind is Kind.NUMBER
        less, more = (words.text(f"setup.{way}", name=name) if is_number else "" for way in ("less", "more"))
        return SetupEditor(can, words.text("setup.field", name=name), text, less, more)

    def _note(self, draft: SetupDraft | None) -> tuple[Tone, str, str] | None:
        """What is wrong with the chosen one; what was refused; whose change arrived; that one may only read."""
        words = self._desk.words
        fault = None if draft is None else draft.fault_of(self._shown)
        if fault is not None:
            what, next_step = fault_words(fault, words, is_typed=True)
            return (Tone.WARNING, what[:1].upper() + what[1:], next_step)
        if self._met is not None:
            return self._met_words(self._met)
        problem = self._problem or self._files.problem
        if problem is not None:
            explained = self._desk.explain(problem)
            return (Tone.WARNING, explained.what, explained.next)
        if draft is not None and not self._can and not self._is_busy:
            return (Tone.INFO, words.text("setup.read_only"), "")
        return None

    def _met_words(self, met: Met) -> tuple[Tone, str, str]:
        words = self._desk.words

        def named(keys: tuple[str, ...]) -> str:
            return ", ".join(words.text("setup.name.places") if k == PLACES else name_of(k, words) for k in keys)

        by = met.by or words.text("setup.somebody")
        says = words.text("setup.merged", by=by, names=named(met.keys))
        if met.both:
            return (Tone.WARNING, says, words.text("setup.merged.both", names=named(met.both)))
        return (Tone.INFO, says, words.text("setup.merged.line"))
