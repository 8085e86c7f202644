"""An operator's new PIN holds in every store of theirs, and stays when the settings are read again."""

import msgspec
import pytest

from app.central.opening import NewOperator, Wanted, keep_stores
from app.central.staff import give_badge, give_pin
from app.domain.errors import Code, Problem
from app.domain.keyed import badge_hash
from app.node.documents import get_config
from tests.unit.intake.kit import CHAIN, CLERK, STORES, Office

TAPPED = "NFC-04A1B2C3D4E580"


def verifiers(office: Office) -> dict[str, str]:
    """By store and staff number."""
    configs = office.do(lambda tx: [get_config(tx, store.id) for store in STORES])
    return {f"{config.store} {person.number}": person.verifier for config in configs for person in config.staff}


def staffed() -> tuple[Office, Wanted]:
    """One operator of two stores and one of a single one, and the settings that say so."""
    both = msgspec.structs.replace(CLERK, stores=["ST01", "ST02"])
    other = NewOperator("op-2", "Ugo Prova", "0500", "clerk", ["ST01"])
    wanted = Wanted(CHAIN, STORES, (both, other), {"0417": "first", "0500": "own"})
    office = Office()
    office.do(lambda tx: keep_stores(tx, wanted, office.ids))
    return office, wanted


def test_it_holds_in_every_store_of_theirs_and_for_nobody_else() -> None:
    office, wanted = staffed()
    before = office.revs()
    given = office.do(lambda tx: give_pin(tx, "0417", "second"))
    assert (given.id, given.stores) == ("op-1", ["ST01", "ST02"])
    told = {"ST01 0417": "second", "ST01 0500": "own", "ST02 0417": "second"}
    assert verifiers(office) == told
    assert {name for name, rev in office.revs().items() if rev != before[name]} == {"config:ST01", "config:ST02"}
    office.do(lambda tx: keep_stores(tx, wanted, office.ids))
    assert verifiers(office) == told


def test_nobody_has_that_number() -> None:
    office, _ = staffed()
    with pytest.raises(Problem) as refused:
        office.do(lambda tx: give_pin(tx, "9999", "second"))
    assert refused.value.code is Code.OPERATOR_UNKNOWN


def badges(office: Office) -> set[str]:
    """Whose badge is which: store and staff number of those that are the text's, by each store's own key."""
    configs = office.do(lambda tx: [get_config(tx, store.id) for store in STORES])
    return {
        f"{config.store} {person.number}"
        for config in configs
        for person in config.staff
        if person.badge_key == badge_hash(config.code_secret, TAPPED)
    }


def test_a_badge_holds_in_every_store_of_theirs_until_it_is_taken_away() -> None:
    office, wanted = staffed()
    given = office.do(lambda tx: give_badge(tx, "0417", TAPPED))
    assert (given.id, given.stores, given.has_badge) == ("op-1", ["ST01", "ST02"], True)
    assert badges(office) == {"ST01 0417", "ST02 0417"}
    office.do(lambda tx: give_badge(tx, "0417", TAPPED))
    office.do(lambda tx: keep_stores(tx, wanted, office.ids))
    assert badges(office) == {"ST01 0417", "ST02 0417"}
    assert not office.do(lambda tx: give_badge(tx, "0417", "")).has_badge
    assert badges(office) == set()


def test_a_badge_has_one_owner() -> None:
    office, _ = staffed()
    office.do(lambda tx: give_badge(tx, "0500", TAPPED))
    with pytest.raises(Problem) as refused:
        office.do(lambda tx: give_badge(tx, "0417", TAPPED))
    assert (refused.value.code, refused.value.details) == (Code.BADGE_TAKEN, {"operator": "Ugo Prova"})
    with pytest.raises(Problem) as refused:
        office.do(lambda tx: give_badge(tx, "9999", TAPPED))
    assert refused.value.code is Code.OPERATOR_UNKNOWN
    assert badges(office) == {"ST01 0500"}
