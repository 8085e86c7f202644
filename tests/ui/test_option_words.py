"""What every command says of its arguments; here, because some commands need Qt to say it."""

import argparse
import importlib
from collections.abc import Iterator

import pytest

from app.__main__ import COMMANDS
from app.bootstrap.command_line import Parser, option_text
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
    find, used = wording(spoken).find, set()
    for parser in (parser for command in COMMANDS for parser in parsers_of(command)):
        asked = [action for action in parser._actions if not isinstance(action, argparse._SubParsersAction)]
        used |= {option_text(parser.prog, action.dest, find) for action in asked if action.dest != "help"}
        assert parser.format_help()
    assert used == {key for key in messages(spoken) if key.startswith("option.")}
