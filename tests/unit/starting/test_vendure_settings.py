"""A Vendure is connected by settings that make sense, and by nobody without a key to it."""

import pytest

from app.bootstrap.platform_settings import Connection, PlatformSettings, Secrets
from app.bootstrap.platforms import CONNECTORS
from app.central.opening import NewStore
from app.domain.errors import Code, Problem

KEY = {"api_key": "k3y"}
PLACE = {"place.MI01": "2 ritiro-mi01"}


def _connection(options: dict[str, str], secrets: dict[str, str]) -> Connection:
    stores = [NewStore(id="MI01", locations=["MI01"], name="Milano")]
    settings = PlatformSettings(url="http://shop.invalid", stores=stores, options=options)
    return Connection("vendure", settings, Secrets(secrets))


@pytest.mark.parametrize(
    ("options", "secrets", "where"),
    [
        ({"place.MI01": "2"}, KEY, "options.place.MI01"),
        ({"languages": "it"}, KEY, "options.languages"),
        (PLACE, {}, "platform.api_key"),
        (PLACE, {"user": "till"}, "platform.api_key"),
    ],
)
def test_what_is_wrong_is_named(options: dict[str, str], secrets: dict[str, str], where: str) -> None:
    with pytest.raises(Problem) as refused:
        CONNECTORS["vendure"](_connection(options, secrets))
    assert (refused.value.code, refused.value.details["where"]) == (Code.SETTINGS_INVALID, where)


@pytest.mark.parametrize("secrets", [KEY, {"user": "till", "password": "secret"}])
async def test_with_a_key_or_with_a_name_and_password(secrets: dict[str, str]) -> None:
    connected = CONNECTORS["vendure"](_connection(PLACE, secrets))
    assert connected.platform.traits.name == "vendure"
    await connected.close()
