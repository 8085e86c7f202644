"""A shop's settings: one spelling, every fault at once, a file that says what is wrong in which line."""

import re
from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.domain.setting_kinds import Fault, Kind, Setting, Value, canonical, spelled, typed
from app.domain.shop_settings import (
    BY_KEY,
    PLACES,
    SETTINGS,
    PlaceKind,
    ShopPlace,
    ShopSettings,
    checked,
    fields_of,
    settings_of,
)
from app.domain.shop_settings_file import MAX_FILE_CHARS, read_file, written
from app.presentation.setup_words import line_words
from tests.unit.node.shop import shop_config
from tests.unit.wording.catalogues import LANGUAGES, wording

GOOD, NO_FAULTS = checked(settings_of(shop_config()))
SPANS = Setting("hours.mon", "hours", Kind.SPANS)
DAYS = BY_KEY["hours.closed"]


def a_file(settings: ShopSettings = GOOD) -> str:
    return written("MI01", 4, settings, lambda key: f"about {key}")


def a_value(setting: Setting) -> st.SearchStrategy[Value]:
    """Any value a setting may have, in its one spelling."""
    numbers = st.integers(setting.least, setting.most)
    match setting.kind:
        case Kind.YES:
            return st.booleans()
        case Kind.NUMBER:
            return numbers
        case Kind.TIME:
            minutes = st.integers(0, 1_440)
            return st.just("") | minutes.map(lambda m: f"{m // 60:02d}:{m % 60:02d}")
        case Kind.SPANS:
            return st.sampled_from(((), ("00:00-24:00",), ("08:00-12:30", "14:00-19:00")))
        case Kind.DAYS:
            days = st.dates(date(2020, 1, 1), date(2040, 1, 1)).map(date.isoformat)
            return st.frozensets(days, max_size=setting.most).map(lambda found: tuple(sorted(found)))


PLACE = st.builds(
    ShopPlace,
    st.from_regex(r"[A-Z0-9]{1,12}", fullmatch=True),
    st.sampled_from(sorted(PlaceKind)),
    st.text(st.characters(codec="utf-8"), max_size=20).filter(str.isprintable),
)
WHOLE = st.builds(
    ShopSettings,
    st.fixed_dictionaries({setting.key: a_value(setting) for setting in SETTINGS}),
    st.lists(PLACE, max_size=5, unique_by=lambda place: place.code).map(tuple),
)


@given(WHOLE)
def test_a_file_says_exactly_what_was_written(settings: ShopSettings) -> None:
    settings = settings.with_value("hold.remind_days", 0).with_value("hold.days", 1)
    settings = settings.with_value("waits.long_s", 60).with_value("waits.late_s", 90)
    found = read_file(a_file(settings))
    assert (found.faults, found.settings, found.store, found.version) == ((), settings, "MI01", 4)


@given(WHOLE)
def test_what_is_spelled_may_be_typed_again(settings: ShopSettings) -> None:
    for setting in SETTINGS:
        value = settings.values[setting.key]
        assert typed(setting, spelled(setting, value)) == value


@given(st.text(max_size=300) | st.text(alphabet='[]="\n#,.{}places0123', max_size=120))
def test_no_file_breaks_the_reader(text: str) -> None:
    assert read_file(text).faults


@pytest.mark.parametrize("line", ["[hold]\ndays", "version", "[hours]\nmon", "[[places]]\ncode"])
def test_a_number_nobody_can_write_down_is_no_number_of_a_file(line: str) -> None:
    [found] = read_file(f"{line} = 0x{'f' * 6_000}\n").faults
    assert found.fault.what == "syntax"


@pytest.mark.parametrize("line", ["{} = 1", "[{}]", "places = {{ {} = 1 }}", "x = [{{ {} = 1 }}]"])
def test_a_key_of_hundreds_of_names_is_not_read(line: str) -> None:
    text = "# " + "." * 300 + "\nversion = 1\n" + line.format(".".join("a" * 300)) + "\n"
    [found] = read_file(text).faults
    assert (found.fault.what, found.line) == ("syntax", 3)


@pytest.mark.parametrize(
    "before",
    [
        'x = ["""\n# """, {{ {} = 1 }}]',
        'x = ["""\n\' """, {{ {} = 1 }}]',
        'x = [""" " """", {{ {} = 1 }}]',
        "x = ['''\n\" '''', {{ {} = 1 }}]",
        'x = ["""\\"""\n""", {{ {} = 1 }}]',
        "x = ['\\', {{ {} = 1 }}]",
    ],
)
def test_a_text_before_it_hides_no_such_key(before: str) -> None:
    [found] = read_file(before.format(".".join("a" * 300))).faults
    assert (found.fault.what, found.line) == ("syntax", before.count("\n") + 1)
    others = [found.fault for found in read_file(before.format("a.a")).faults]
    assert Fault("x", "unknown") in others, "what is before it is sound"


@pytest.mark.parametrize("mark", ['"', "'", '"""', "'''"])
def test_dots_in_a_text_or_behind_a_line_are_no_key(mark: str) -> None:
    dots = "." * 300
    told = a_file().replace("[hold]", f"[hold] # {mark}{dots}")
    assert read_file(told) == read_file(a_file())
    [found] = read_file(f"store = 'MI01'\nname = {mark}{dots}{mark}\n").faults[:1]
    assert (found.fault.key, found.fault.what) == ("name", "unknown")


@pytest.mark.parametrize("part", ['"""\\', '"\\', '"""', "''''", "'", "#", '""""\n'])
def test_quotes_that_never_end_are_read_at_once(part: str) -> None:
    assert read_file(part * (MAX_FILE_CHARS // len(part))).faults


def quoted(name: str) -> str:
    """A key as TOML writes any text: between quotes, escaped."""
    safe = "".join(c if c.isalnum() and c.isascii() else f"\\U{ord(c):08x}" for c in name)
    return f'"{safe}"'


ODD_KEY = st.sampled_from(
    ("", ".", "hold", "hold.days", "places", "places.0", "places.0.code", "version", "__class__")
)
ODD_KEY |= st.text(st.characters(codec="utf-8"), max_size=30)


@given(ODD_KEY, ODD_KEY, st.sampled_from(("1", '"x"', "true", "[]", "{}", '[{ "" = 1 }]', "1979-05-27", "nan")))
def test_keys_nobody_knows_are_faults_in_a_line_and_change_nothing(table: str, key: str, value: str) -> None:
    text = f"{a_file()}\n[{quoted(table)}]\n{quoted(key)} = {value}\n"
    found = read_file(text)
    assert found.faults
    assert all(0 <= fault.line <= len(text.splitlines()) for fault in found.faults)
    assert found.settings in (GOOD, ShopSettings()) or table == PLACES
    for language in LANGUAGES:
        assert all(line_words(fault, wording(language)) for fault in found.faults)


@given(WHOLE, st.sampled_from("'\""))
def test_keys_may_be_quoted_and_their_lines_are_found(settings: ShopSettings, quote: str) -> None:
    text = re.sub(r"(?m)^(\[+|)([a-z_]+)(\]+$| =)", rf"\1{quote}\2{quote}\3", a_file(settings))
    assert f"[{quote}hold{quote}]" in text
    assert read_file(text).settings == settings
    wrong = re.sub(r"(?m)^(.days.) = .*$", r"\1 = -1", text, count=1)
    [at] = [fault.line for fault in read_file(wrong).faults if fault.fault.key == "hold.days"]
    assert wrong.splitlines()[at - 1] == f"{quote}days{quote} = -1"


@pytest.mark.parametrize(
    "line",
    [
        "hold.days = -1",
        "hold . days = -1",
        '"hold"."days" = -1',
        "'hold'\t.  \"days\"= -1",
        'hold."d\\u0061ys" = -1',
        "hold.days.more = 1",
        "[hold . days]",
        '["hold"."days"] # = so',
        "[hold]\n'days' = -1",
        "[ 'hold' ]\ndays = -1",
    ],
)
def test_a_dotted_key_is_found_in_its_line(line: str) -> None:
    text = f"version = 1\n# here\u2028and on\n{line}\n"
    found = read_file(text).faults
    [at] = [fault.line for fault in found if fault.fault.key == "hold.days"]
    assert at == 3 + line.count("\n")


def test_what_a_table_lacks_is_told_at_its_head_wherever_else_it_is_named() -> None:
    text = "version = 1\nstore = 'x'\n[hold.more]\n[hold]\n"
    [at] = {fault.line for fault in read_file(text).faults if fault.fault.key == "hold.days"}
    assert at == 4


@given(st.sampled_from(SETTINGS), st.text(max_size=60))
def test_whatever_is_typed_is_a_value_or_a_fault_of_that_setting(setting: Setting, text: str) -> None:
    found = typed(setting, text)
    if isinstance(found, Fault):
        assert found.key == setting.key
    else:
        assert canonical(setting, found) == found


def test_a_configuration_has_fields_for_all_of_it_and_says_the_same_again() -> None:
    assert NO_FAULTS == ()
    hours = GOOD.with_value("hours.mon", ("09:00-13:00",)).with_value("hold.days", 12)
    config = shop_config(**{**fields_of(hours), "places": shop_config().places})
    assert settings_of(config) == hours
    assert (config.hold_days, config.hours) == (12, {"mon": ["09:00-13:00"]})


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("9-13, 15.30-19:30", ("09:00-13:00", "15:30-19:30")),
        ("15-19 9-13", ("09:00-13:00", "15:00-19:00")),
        ("", ()),
        ("0-24", ("00:00-24:00",)),
        ("09:00 - 13:00", ("09:00-13:00",)),
    ],
)
def test_hours_as_people_type_them(text: str, value: Value) -> None:
    assert typed(SPANS, text) == value


@pytest.mark.parametrize(
    ("text", "what"),
    [("13-9", "span"), ("9-13 12-14", "overlap"), ("9", "span"), ("9-25", "span"), ("9:70-12", "span")],
)
def test_hours_that_are_none(text: str, what: str) -> None:
    found = typed(SPANS, text)
    assert isinstance(found, Fault)
    assert found.what == what


WAIT, PROMISE = BY_KEY["hold.carry_s"], BY_KEY["promise.minutes"]


@pytest.mark.parametrize(
    ("setting", "text", "value"),
    [
        (WAIT, "1800", 1_800),
        (WAIT, "1800 s", 1_800),
        (WAIT, "30 min", 1_800),
        (WAIT, "30 minuti", 1_800),
        (WAIT, "mezz", None),
        (WAIT, "1 h 30 min", 5_400),
        (WAIT, "1h30", 5_400),
        (WAIT, "1 Ora e 30 Minuti", 5_400),
        (WAIT, "2 minutes and 30 seconds", 150),
        (WAIT, "2 min 30", 150),
        (WAIT, "30 s 2 min", None),
        (WAIT, "2 min 3 min", None),
        (WAIT, "2 min 30 s 4", None),
        (WAIT, "12\u0663 s", None),
        (WAIT, "", None),
        (WAIT, "-5 min", None),
        (PROMISE, "90", 90),
        (PROMISE, "2 ore", 120),
        (PROMISE, "1 h 30", 90),
        (PROMISE, "90 s", None),
        (PROMISE, "120 s", None),
    ],
)
def test_times_as_people_say_them(setting: Setting, text: str, value: int | None) -> None:
    found = typed(setting, text)
    if value is None:
        assert isinstance(found, Fault)
    else:
        assert found == value


def test_a_time_is_shown_in_the_units_people_count_in() -> None:
    shown = [spelled(WAIT, seconds) for seconds in (45, 120, 1_800, 5_400, 3_725)]
    assert shown == ["45 s", "2 min", "30 min", "1 h 30 min", "1 h 2 min 5 s"]
    assert spelled(BY_KEY["alerts.counter_s"], 0) == "0 s"


def test_dates_as_people_type_them() -> None:
    assert typed(DAYS, "25/12/2026, 1.1.2027 2026-12-26") == ("2026-12-25", "2026-12-26", "2027-01-01")
    found = typed(DAYS, "31/02/2027")
    assert isinstance(found, Fault)
    assert found.details["value"] == "31/02/2027"


def test_every_fault_of_a_file_is_told_with_its_line() -> None:
    text = (
        a_file()
        .replace("days = 7", "days = 700")
        .replace("check_age = true", 'check_age = "ja"')
        .replace("[waits]", "[waits]\nfoo = 1")
        .replace('kind = "pickup"', 'kind = "cellar"', 1)
    )
    lines = text.splitlines()
    found = {fault.fault.what: lines[fault.line - 1] for fault in read_file(text).faults}
    assert found["range"] == "days = 700"
    assert found["yes_no"] == 'check_age = "ja"'
    assert found["unknown"] == "foo = 1"
    assert found["kind"] == 'kind = "cellar"'


def test_a_line_that_is_no_toml_is_named() -> None:
    text = a_file().replace("days = 7", "days = = 7")
    [found] = read_file(text).faults
    assert (found.fault.what, text.splitlines()[found.line - 1]) == ("syntax", "days = = 7")


def test_what_is_left_out_is_missing() -> None:
    text = a_file().replace("long_s = 120\n", "")
    [found] = read_file(text).faults
    assert (found.fault.key, found.fault.what) == ("waits.long_s", "missing")
    assert text.splitlines()[found.line - 1] == "[waits]"


def test_two_settings_that_contradict_each_other() -> None:
    _, faults = checked(
        GOOD.with_value("waits.late_s", 100).with_value("hold.remind_days", 7).with_value("hold.longest_days", 3)
    )
    assert {(fault.key, fault.what) for fault in faults} == {
        ("waits.late_s", "not_after"),
        ("hold.remind_days", "not_before"),
        ("hold.longest_days", "not_after"),
    }


def test_places_have_codes_of_their_own() -> None:
    places = (
        ShopPlace("R01", "pickup"),
        ShopPlace("R01", "cold"),
        ShopPlace("r 2", "pickup"),
        ShopPlace("P1", "x"),
    )
    _, faults = checked(replace(GOOD, places=places))
    assert [(fault.key, fault.what) for fault in faults] == [
        (f"{PLACES}.1.code", "twice"),
        (f"{PLACES}.2.code", "code"),
        (f"{PLACES}.3.kind", "kind"),
    ]
