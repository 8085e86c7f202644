"""One code makes two devices of one machine, the store's node and its terminal; nobody else gets a part of it."""

import msgspec
import pytest

from app.adapters.crypto import SigningKey, new_key
from app.bootstrap.enrol import enrol_device
from app.bootstrap.identity import key_provider
from app.bootstrap.next_hop import NODE_FOLDER, has_node
from app.bootstrap.one_till import open_one_till
from app.central.admin import StoreFacts
from app.domain.errors import Code, Problem
from tests.e2e.one_till.counter import Chain
from tests.e2e.servers.floor import STORE
from tests.e2e.servers.till import enrol_key


async def facts(chain: Chain, store: str) -> StoreFacts:
    """The store as head office has it."""
    answer = await chain.admin.http.get("/v1/admin/stores")
    stores = msgspec.json.decode(answer.content, type=list[StoreFacts])
    return next(found for found in stores if found.store == store)


def elsewhere(chain: Chain) -> str:
    """A store of the chain that has no device yet."""
    return next(str(config.store) for config in chain.template.chain.stores if config.store != STORE)


async def test_one_code_makes_a_terminal_and_the_authority_of_the_shop(chain: Chain) -> None:
    shop = await facts(chain, STORE)
    modes = {device.mode: device for device in shop.devices}
    assert sorted(modes) == ["edge", "till"]
    assert (shop.edge_device, shop.epoch) == (modes["edge"].id, 1)
    assert "relay" not in modes["till"].scopes
    assert modes["till"].public_key != modes["edge"].public_key
    assert has_node(chain.folder / "cassa")


async def test_the_same_code_goes_on_after_an_interruption(chain: Chain) -> None:
    store, folder = elsewhere(chain), chain.folder / "other"
    code = await chain.admin.code(store, "till")
    half = await enrol_key(chain.central.url, code, key_provider(folder, {}).create().signing)
    assert not (await facts(chain, store)).edge_device
    whole = [await enrol_device(folder, chain.line.url, code, "cassa", "") for _ in range(2)]
    assert {enrolled.device for enrolled in whole} == {half.device}
    shop = await facts(chain, store)
    assert len(shop.devices) == 2
    assert shop.edge_device not in ("", half.device)


async def test_a_third_key_gets_nothing(chain: Chain) -> None:
    store = elsewhere(chain)
    code = await chain.admin.code(store, "till")
    for mode in ("till", "edge"):
        answer = await enrol_key(chain.central.url, code, SigningKey(new_key()), is_edge=mode == "edge")
        assert answer.mode == mode
    with pytest.raises(Problem) as caught:
        await enrol_key(chain.central.url, code, SigningKey(new_key()))
    assert caught.value.code is Code.ENROLMENT_CODE_INVALID


async def test_who_stole_the_code_and_was_revoked_does_not_become_the_authority(chain: Chain) -> None:
    store = elsewhere(chain)
    code = await chain.admin.code(store, "till")
    thief = await enrol_key(chain.central.url, code, SigningKey(new_key()))
    await chain.admin.post(f"/devices/{thief.device}/revoke")
    with pytest.raises(Problem) as caught:
        await enrol_key(chain.central.url, code, SigningKey(new_key()))
    assert caught.value.code is Code.ENROLMENT_CODE_INVALID
    assert not (await facts(chain, store)).edge_device


async def test_who_comes_second_to_a_till_code_is_told(chain: Chain) -> None:
    code = await chain.admin.code(elsewhere(chain), "till")
    await enrol_key(chain.central.url, code, SigningKey(new_key()))
    with pytest.raises(Problem) as caught:
        await enrol_device(chain.folder / "late", chain.line.url, code, "late", "")
    assert caught.value.code is Code.ENROLMENT_CODE_INVALID
    assert not has_node(chain.folder / "late")


async def test_a_till_beside_the_authority_says_so_and_takes_over_once_it_is_named(chain: Chain) -> None:
    before = (await facts(chain, STORE)).edge_device
    enrolled = await chain.enrol("second")
    node = next(
        found.id for found in (await facts(chain, STORE)).devices if found.mode == "edge" and found.id != before
    )
    folder = chain.folder / "second" / NODE_FOLDER
    with pytest.raises(Problem) as caught:
        async with open_one_till(folder, enrolled.device, first_contact_s=2):
            pytest.fail("the shop has an authority")
    assert (caught.value.code, caught.value.details) == (Code.OTHER_EDGE, {"edge": before, "node": node})
    await chain.admin.post(f"/stores/{STORE}/edge", {"device": node})
    async with open_one_till(folder, enrolled.device) as hop:
        assert (await hop.health()).epoch == 2


async def test_a_first_start_without_central_says_why_it_cannot(chain: Chain) -> None:
    chain.line.cut()
    with pytest.raises(Problem) as caught:
        async with open_one_till(chain.folder / "cassa" / NODE_FOLDER, "ABCD", first_contact_s=0.5):
            pytest.fail("it cannot be in office")
    assert caught.value.code is Code.NO_ANSWER
