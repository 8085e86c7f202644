"""What every command says of its arguments; here, because some commands need Qt to say it."""

import argparse
import importlib
from collections.abc import Iterator

import pytest

from app.__main__ import COMMANDS
from app.bootstrap.command_line import Parser, WrongUsage, option_text, told_usage, value_text
from tests.unit.wording.catalogues import LANGUAGES, messages, wording


def parsers_of(command: str) -> Iterator[Parser]:
    """A command's parser, and those of its acts."""
    parser = Parser(prog=f"bancone {command}")
    importlib.import_module(f"app.bootstrap.{command.replace('-', '_')}").add_arguments(parser)
    yield parser
    for action in parser._actions:
        if isinstance(action, argparse._SubParsersAction):
            yield from action.choices.values()


@pytest.mark.parametrize("spoken", LANGUAGES)
def test_every_word_of_a_commands_help_is_worded_and_no_text_is_left_over(
    monkeypatch: pytest.MonkeyPatch, spoken: str
) -> None:
    monkeypatch.setenv("LC_ALL", spoken)
    find, used, values = wording(spoken).find, set(), {"value.command"}
    for parser in (parser for command in COMMANDS for parser in parsers_of(command)):
        asked = [action for action in parser._actions if not isinstance(action, argparse._SubParsersAction)]
        used |= {option_text(parser.prog, action.dest, find) for action in asked if action.dest != "help"}
        values |= {value_text(action.metavar) for action in parser._actions if isinstance(action.metavar, str)}
        assert parser.format_help()
    assert values == {key for key in messages(spoken) if key.startswith("value.")}
    assert used == {key for key in messages(spoken) if key.startswith("option.")}


def test_values_are_called_in_the_language_of_who_asks_in_help_and_in_what_is_wrong(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setenv("LC_ALL", "it_IT.UTF-8")
    parser = next(parsers_of("doctor"))
    told = parser.format_help()
    assert "--listen SECONDI" in told
    assert told == parser.format_help(), "asking leaves the command line as it was"
    first, second = told.splitlines()[:2]
    assert len(second) - len(second.lstrip()) == first.index("[-h]"), "the usage goes on in line"
    (settings,) = (parser for parser in parsers_of("store-settings") if parser.prog.endswith("settings"))
    with pytest.raises(WrongUsage) as wrong:
        settings.parse_args([])
    assert "Manca AZIONE." in told_usage(wrong.value, [], {"LC_ALL": "it"})
