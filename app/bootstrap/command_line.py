"""A command line's help and what is wrong with it, in the language of whoever typed it: argparse knows English."""

import argparse
import os
import re
import sys
from collections.abc import Callable, Iterable, Mapping, Sequence
from functools import partial
from typing import TYPE_CHECKING, NoReturn

if TYPE_CHECKING:
    from app.adapters.locale import Language


WRONG_STATUS = 2
_KNOWN = (
    (re.compile(r"argument (?P<option>\S+): invalid choice: '?(?P<value>.*?)'? \(choose from .*\)"), "choice"),
    (re.compile(r"argument (?P<option>\S+): invalid \w+ value: '?(?P<value>.*?)'?"), "value"),
    (re.compile(r"argument (?P<option>\S+): expected .*"), "missing"),
    (re.compile(r"the following arguments are required: (?P<option>.+)"), "required"),
    (re.compile(r"(?P<command>\S+) is not part of this installation"), "absent"),
    (re.compile(r"unrecognized arguments: (?P<value>.+)"), "unknown"),
)


class WrongUsage(Exception):
    """A command line that cannot be: the program's name with its command, and what argparse says of it."""

    def __init__(self, program: str, message: str) -> None:
        super().__init__(message)
        self.program = program
        self.message = message


class Parser(argparse.ArgumentParser):
    """Leaves the wording to others. Its subcommands are of the same class.

    An argument's own `help` is its form only (`127.0.0.1:9100`), which no language changes.
    """

    def error(self, message: str) -> NoReturn:
        """WrongUsage."""
        raise WrongUsage(self.prog, message)

    def format_help(self) -> str:
        """argparse's help, its sentences in the language of whoever asks."""
        from app.bootstrap.words import language_of, wording_in

        phrases = wording_in(typed_language(sys.argv[1:]) or language_of(os.environ))
        self.description = phrases.text(f"shell.says.{self.prog.rpartition(' ')[2]}")
        self._positionals.title = phrases.text("shell.frame.positionals")
        self._optionals.title = phrases.text("shell.frame.options")
        self.formatter_class = partial(_Layout, f"{phrases.text('shell.frame.usage')}: ")
        forms = [(action, action.help, action.metavar) for action in self._actions]
        for action, form, value in forms:
            if isinstance(value, str):
                action.metavar = phrases.text(value_text(value))
            if isinstance(action, argparse._HelpAction):
                action.help = phrases.text("shell.frame.help")
            elif isinstance(action, argparse._SubParsersAction):
                for command in action._choices_actions:
                    command.help = phrases.text(f"shell.says.{command.dest}")
            else:
                said = phrases.text(option_text(self.prog, action.dest, phrases.find))
                action.help = f"{said}: {form}" if form else said
        told = super().format_help()
        for action, form, value in forms:
            action.help, action.metavar = form, value
        return told


class _Layout(argparse.HelpFormatter):
    """argparse's layout under another word than `usage: `, which what goes on below it stands in line with."""

    def __init__(self, usage_word: str, prog: str) -> None:
        super().__init__(prog)
        self._usage_word = usage_word

    def add_usage(
        self,
        usage: str | None,
        actions: Iterable[argparse.Action],
        groups: "Iterable[argparse._MutuallyExclusiveGroup]",
        prefix: str | None = None,
    ) -> None:
        """With our word, unless another one is given."""
        super().add_usage(usage, actions, groups, self._usage_word if prefix is None else prefix)


def value_text(name: str) -> str:
    """The id of the text that stands for an argument's value, of what it is called in code (`SECONDS`)."""
    return f"value.{name.lower()}"


def option_text(program: str, name: str, find: Callable[[str], str | None]) -> str:
    """The id of the text that says what an argument is for: its command's own, else that of every command."""
    own = f"option.{program.rpartition(' ')[2]}.{name}"
    return f"option.{name}" if find(own) is None else own


def told_usage(wrong: WrongUsage, words: Sequence[str], environment: Mapping[str, str]) -> str:
    """One line: what is wrong with which word, and where the right ones stand."""
    # The catalogues cost a start that has nothing to say.
    from app.bootstrap.words import language_of, wording_in

    phrases = wording_in(typed_language(words) or language_of(environment))
    see = phrases.text("shell.help", program=wrong.program)
    for form, name in _KNOWN:
        found = form.fullmatch(wrong.message)
        if found is not None:
            facts = {**found.groupdict(), "option": _named(found.groupdict().get("option", ""), phrases.find)}
            return f"{wrong.program}: {phrases.text(f'shell.{name}', **facts)} {see}"
    return f"{wrong.program}: {phrases.text('shell.other', message=wrong.message)} {see}"


def _named(options: str, find: Callable[[str], str | None]) -> str:
    """The arguments that argparse names: what stands for a value (`ACT`) as it is called in the help."""
    return ", ".join(find(value_text(name)) or name if name.isupper() else name for name in options.split(", "))


def typed_language(words: Sequence[str]) -> "Language | None":
    """The language that is asked for on the command line itself, if it is one of ours."""
    joined = " ".join(words)
    found = re.search(r"--language[ =](it|en)(?: |$)", joined)
    if found is None:
        return None
    return "en" if found[1] == "en" else "it"
