"""Composition root of `bancone printer-test`: a page by which a printer's profile is picked."""

import argparse
import json
import os

from app.adapters.locale import Language
from app.bootstrap.device_places import driver_problem
from app.bootstrap.papers import printer_problem, trial_words
from app.bootstrap.printer_places import printer_place
from app.bootstrap.words import language_of, wording_in
from hardware.api import DeviceError
from hardware.drivers.faults import DriverBroke
from hardware.drivers.printers.trial import tried
from hardware.drivers.printers.ways import WAYS
from hardware.printing.profiles import PROFILES
from hardware.printing.trial_page import TrialWords, trial_page


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """The command's options."""
    parser.add_argument("--printer", required=True, help=f"{WAYS} [,{'|'.join(PROFILES)}]")
    parser.add_argument("--language", choices=("it", "en"), default=language_of(os.environ))


def words_in(language: Language) -> TrialWords:
    """What the page says."""
    return trial_words(wording_in(language).text)


def run(args: argparse.Namespace) -> int:
    """Print the page and say as JSON what was heard. Problem(OPTION_INVALID | PRINTER_…)."""
    plan = printer_place(args.printer)
    try:
        found = tried(plan.address, trial_page(words_in(args.language), plan.profile))
    except DriverBroke as broke:
        raise driver_problem(plan.address, "--printer", broke) from broke
    except DeviceError as error:
        raise printer_problem(error, again="bancone printer-test") from error
    facts = {
        "event": "printer",
        "names": found.names,
        "answers": found.answers,
        "confirms": found.confirmation.value,
        "profiles": found.profiles,
    }
    print(json.dumps(facts))
    return 0
