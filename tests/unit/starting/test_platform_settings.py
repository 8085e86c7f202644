"""The settings of a shop platform are read whole or refused by name, and its secrets are nobody else's to read."""

from pathlib import Path

import pytest

from app.bootstrap.platform_settings import read_connection
from app.central.opening import NewChain, NewOperator, NewStore, Wanted, keep_stores, verifiers_for
from app.domain.errors import Code, Problem
from app.node.documents import get_config
from tests.fakes.stores import MemoryNodeStore
from tests.unit.intake.kit import CHAIN, CLERK, STORES, CountingIds
from tests.unit.starting.test_refusals import italian, logs_stay_ours, refused

GOOD = """
url = "https://sito.example"
ignored = ["9"]
promise_minutes = 90
secrets = "segreti.toml"
[chain]
id = "prova"
market = "it"
pricelist = "it-eur"
[[stores]]
id = "MI01"
locations = ["1", "2"]
name = "Milano"
[[stores]]
id = "TO01"
locations = ["3"]
[[staff]]
id = "op-1"
name = "Anna Prova"
number = "0417"
role = "clerk"
stores = ["MI01"]
"""
SECRET = "chiave-segreta"  # invented


def write(
    folder: Path, text: str = GOOD, secrets: str = f'[platform]\ntoken = "{SECRET}"\n', mode: int = 0o600
) -> Path:
    """Both files; the path of the settings."""
    (folder / "segreti.toml").write_text(secrets)
    (folder / "segreti.toml").chmod(mode)
    (folder / "sito.toml").write_text(text)
    return folder / "sito.toml"


def test_settings_say_which_place_is_which_store(tmp_path: Path) -> None:
    connection = read_connection("demo", write(tmp_path), {"BANCONE_SHOP_USER": "banco"})
    assert connection is not None
    settings = connection.settings
    assert settings.by_location == {"1": "MI01", "2": "MI01", "3": "TO01"}
    assert (settings.promise.total_seconds(), settings.ignored) == (5400, ["9"])
    assert connection.secrets.platform == {"token": SECRET, "user": "banco"}
    assert SECRET not in repr(connection)
    assert read_connection("", None, {}) is None


def test_the_environment_comes_before_the_file(tmp_path: Path) -> None:
    connection = read_connection("demo", write(tmp_path), {"BANCONE_SHOP_TOKEN": "altra"})
    assert connection is not None
    assert connection.secrets.platform["token"] == "altra"


@pytest.mark.parametrize("mode", [0o640, 0o604, 0o644])
def test_secrets_others_may_read_are_refused_by_their_file(tmp_path: Path, mode: int) -> None:
    with pytest.raises(Problem) as problem:
        read_connection("demo", write(tmp_path, mode=mode), {})
    assert problem.value.code is Code.SECRETS_EXPOSED
    assert SECRET not in str(problem.value.details)


@pytest.mark.parametrize(
    ("text", "where"),
    [
        (GOOD.replace("url", "ulr", 1), "ulr"),
        (GOOD.replace('url = "https://sito.example"', ""), "url"),
        (GOOD.replace('["3"]', '"3"'), "stores[1].locations"),
        (GOOD.replace('["3"]', '["1"]'), "stores.locations"),
        (GOOD.replace("90", "-1"), "promise_minutes"),
        (GOOD.replace('name = "Milano"', 'in_store_codes = ["2IIIIII"]'), "stores.in_store_codes"),
        ("a = = b", "TOML"),
    ],
)
def test_what_is_wrong_is_named_by_its_place(tmp_path: Path, text: str, where: str) -> None:
    with pytest.raises(Problem) as problem:
        read_connection("demo", write(tmp_path, text), {})
    assert (problem.value.code, problem.value.details.get("where")) == (Code.SETTINGS_INVALID, where)


def test_a_secret_in_the_wrong_shape_is_not_repeated(tmp_path: Path) -> None:
    with pytest.raises(Problem) as problem:
        read_connection("demo", write(tmp_path, secrets=f'platform = "{SECRET}"'), {})
    assert problem.value.code is Code.SETTINGS_INVALID
    assert SECRET not in str(problem.value.details)


def test_a_person_is_told_in_a_line(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    data = str(tmp_path / "central")
    words = ("central", "--data", data, "--connect", "demo", "--settings")
    assert "sito.toml" in refused(capsys, Code.SETTINGS_INVALID, *words, str(tmp_path / "sito.toml"))
    path = write(tmp_path, GOOD.replace("url", "ulr", 1))
    assert "ulr" in refused(capsys, Code.SETTINGS_INVALID, *words, str(path))
    line = refused(capsys, Code.SECRETS_EXPOSED, *words, str(write(tmp_path, mode=0o644)))
    assert "chmod 600" in line
    for option, given in (("--settings", words[:5]), ("--connect", (*words[:3], "--settings", str(path)))):
        assert f"Scrivi {option} così: " in refused(capsys, Code.OPTION_INVALID, *given)
    assert "pins.0417" in refused(capsys, Code.SETTINGS_INVALID, *words, str(write(tmp_path)))


def keep(store: MemoryNodeStore, wanted: Wanted) -> None:
    """Open what is wanted."""
    with store.write() as tx:
        keep_stores(tx, wanted, CountingIds())


def test_stores_are_opened_once_and_then_follow_the_settings() -> None:
    store = MemoryNodeStore()
    keep(store, Wanted(CHAIN, STORES, (CLERK,), {"0417": "first"}))
    with store.read() as tx:
        one, two = get_config(tx, "ST01"), get_config(tx, "ST02")
    assert (one.public_no, two.public_no, one.code_secret) == (1, 2, two.code_secret)
    assert one.catalogue_key != two.catalogue_key
    assert one.stores == {"ST01": "Uno", "ST02": "Due", "1": "Uno", "2": "Due"}
    assert ([who.verifier for who in one.staff], two.staff) == (["first"], [])
    moved = NewOperator("op-1", "Anna Prova", "0417", "manager", ["ST01"])
    told = (NewStore(id="ST01", locations=["1"], hold_days=3), STORES[1])
    keep(store, Wanted(CHAIN, told, (moved,), {}))
    with store.read() as tx:
        again = get_config(tx, "ST01")
        assert (again.name, again.hold_days, again.code_secret) == ("Uno", 3, one.code_secret)
        assert [(who.role, who.verifier) for who in again.staff] == [("manager", "first")]
        state = tx.feed("config:ST02")
        assert state is not None
        assert state.rev == 2, "its own opening, and the names of all"


def test_codes_of_the_shop_follow_the_settings() -> None:
    store = MemoryNodeStore()
    keep(store, Wanted(CHAIN, STORES))
    told = NewStore(id="ST01", locations=["1"], in_store_codes=["20IIIIIWWWWWC"])
    for given in ((told, STORES[1]), STORES):
        keep(store, Wanted(CHAIN, given))
        with store.read() as tx:
            one, two = get_config(tx, "ST01"), get_config(tx, "ST02")
        assert one.in_store_codes == ["20IIIIIWWWWWC"], "what is left out stays"
        assert two.in_store_codes == ["2IIIIIIPPPPPC"]
    keep(store, Wanted(CHAIN, (NewStore(id="ST01", locations=["1"], in_store_codes=[]), STORES[1])))
    with store.read() as tx:
        assert get_config(tx, "ST01").in_store_codes == []


def test_a_store_without_a_name_or_a_chain_is_not_opened() -> None:
    nameless = (NewStore(id="ST09", locations=["9"]),)
    for chain, stores, where in ((CHAIN, nameless, "stores.ST09.name"), (None, STORES, "chain")):
        store = MemoryNodeStore()
        with pytest.raises(Problem) as problem:
            keep(store, Wanted(chain, stores))
        assert (problem.value.code, problem.value.details["where"]) == (Code.SETTINGS_INVALID, where)
        with store.read() as tx:
            assert tx.feeds() == []


def test_only_somebody_new_needs_a_first_pin() -> None:
    store, wanted = MemoryNodeStore(), Wanted(NewChain("c", "m", "p"), STORES, (CLERK,))
    with store.read() as tx:
        assert verifiers_for(tx, wanted, {"0417": "259031"}, lambda pin: f"of {pin}") == {"0417": "of 259031"}
    keep(store, Wanted(wanted.chain, STORES, (CLERK,), {"0417": "of 259031"}))
    with store.read() as tx:
        assert verifiers_for(tx, wanted, {}, lambda pin: f"of {pin}") == {}


__all__ = ["italian", "logs_stay_ours"]
