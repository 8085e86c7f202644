"""The protocol under fire: thousands of seeded histories without a violation, and every mutant caught."""

import os

import pytest

from tests.simulation.mutants import Mutant
from tests.simulation.sim import Sim

HISTORIES = 2_000
SOAK_HISTORIES = 20_000
SHARES = 20
MUTANT_SEEDS = 5_000
MUTANTS = [mutant for mutant in Mutant if mutant is not Mutant.NONE]


def violating(seeds: range, mutant: Mutant = Mutant.NONE) -> dict[int, list[str]]:
    found: dict[int, list[str]] = {}
    for seed in seeds:
        violations = Sim(seed, mutant).run()
        if violations:
            found[seed] = violations
    return found


@pytest.mark.timeout(900)
@pytest.mark.parametrize("share", range(SHARES))
def test_histories(share: int) -> None:
    per_share = HISTORIES // SHARES
    assert violating(range(1 + share * per_share, 1 + (share + 1) * per_share)) == {}


@pytest.mark.timeout(900)
@pytest.mark.parametrize("mutant", MUTANTS)
def test_every_mutant_is_caught(mutant: Mutant) -> None:
    for seed in range(1, MUTANT_SEEDS):
        if Sim(seed, mutant).run():
            return
    pytest.fail(f"{mutant} survived {MUTANT_SEEDS} histories")


def test_the_same_seed_gives_the_same_history() -> None:
    first, second, other = Sim(42), Sim(42), Sim(43)
    assert first.run() == second.run()
    other.run()
    assert first.trace == second.trace != other.trace


@pytest.mark.soak
@pytest.mark.timeout(10_000)
@pytest.mark.parametrize("share", range(100))
def test_histories_in_the_long_run(share: int) -> None:
    start = int(os.environ.get("BANCONE_FIRST_SEED", "1"))
    per_share = SOAK_HISTORIES // 100
    assert violating(range(start + share * per_share, start + (share + 1) * per_share)) == {}
