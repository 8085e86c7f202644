"""What administrators do: codes to collect with, an edge's successor, what is recorded."""

import asyncio
import json
import subprocess
import sys

import httpx

from app.adapters.pickup_codes import PickupVerifier
from app.adapters.pins import PinVault
from app.contract.commands import Outcome
from app.contract.rows import BatchRecall, StoreConfig
from app.domain.errors import Code
from app.domain.handover import HandoverAsk
from app.domain.keyed import badge_hash
from app.domain.orders import Proof, ProofKind
from tests.e2e.servers.floor import STORE, Floor
from tests.e2e.servers.test_flow import decoded, store_orders
from tests.e2e.servers.till import Till, hand_over, until


async def config_of(till: Till) -> StoreConfig:
    """The store's configuration as a terminal gets it."""
    return decoded((await till.rows(f"config:{STORE}"))[0], StoreConfig)


async def test_a_pickup_code_is_genuine_until_it_is_renewed(floor: Floor, till: Till) -> None:
    order = floor.template.cases.hand_over.order
    first = (await floor.admin.post(f"/orders/{order.id}/pickup-code")).json()
    verifier = PickupVerifier((await config_of(till)).pickup_keys)
    body = verifier.read(first["text"])
    assert (body.order_no, body.generation, body.store_no) == (order.public_no, 1, 1)
    answer = await floor.admin.http.post(f"/v1/admin/orders/{order.id}/pickup-code", params={"renew": True})
    assert (answer.json()["generation"], len(answer.json()["typed"])) == (2, 9)

    async def is_told() -> bool:
        return (await store_orders(till))[order.id].pickup.generation == 2

    await until(is_told)
    old = HandoverAsk(proof=Proof(ProofKind.CODE, 1), is_age_checked=True)
    command = hand_over(order)
    refused = await till.ask(type(command)(order.id, old, command.document_no, command.at))
    assert (refused.outcome, refused.code) == (Outcome.REJECTED, Code.PROOF_REVOKED)


async def test_a_revoked_code_stays_revoked(floor: Floor) -> None:
    order = floor.template.cases.hand_over.order
    answer = await floor.admin.post(f"/orders/{order.id}/pickup-code/revoke")
    assert answer.json()["pickup"]["is_revoked"]
    again = await floor.admin.post(f"/orders/{order.id}/pickup-code")
    assert (again.status_code, again.json()["code"]) == (409, "proof_revoked")


async def test_stores_are_shown_without_secrets(floor: Floor) -> None:
    answer = await floor.admin.http.get("/v1/admin/stores")
    milano = next(store for store in answer.json() if store["store"] == STORE)
    assert milano["edge_device"] == floor.edge.node.identity.device
    secret = floor.template.chain.staff[0].pin
    for word in ("code_secret", "catalogue_key", "verifier", secret):
        assert word not in answer.text


async def test_a_new_pin_reaches_the_terminals_and_the_old_one_opens_nothing(floor: Floor, till: Till) -> None:
    who = floor.template.chain.staff[0]
    easy = await floor.admin.post(f"/staff/{who.number}/pin", {"pin": "123456"})
    assert easy.json()["code"] == Code.PIN_UNFIT
    words = [sys.executable, "-m", "app", "set-pin", who.number, "--central", floor.central.url]
    words += ["--data", str(floor.central.token_file.parent)]
    said = await asyncio.to_thread(subprocess.run, words, input="481516\n", capture_output=True, text=True)
    assert (said.stderr, "481516" in said.stdout) == ("", False)
    assert json.loads(said.stdout)["stores"] == sorted(who.stores)
    vault = PinVault(b"k" * 32)

    async def opens(pin: str) -> bool:
        (person,) = [one for one in (await config_of(till)).staff if one.id == who.id]
        return vault.is_right(who.id, vault.wrap(who.id, person.verifier), pin)

    await until(lambda: opens("481516"))
    assert not await opens(who.pin)


async def test_a_badge_reaches_the_terminals_and_what_is_none_is_refused(floor: Floor, till: Till) -> None:
    who = floor.template.chain.staff[0]
    none = await floor.admin.post(f"/staff/{who.number}/badge", {"badge": "8001234567897"})
    assert none.json()["code"] == Code.CODE_UNKNOWN
    words = [sys.executable, "-m", "app", "set-badge", who.number, "--central", floor.central.url]
    words += ["--data", str(floor.central.token_file.parent)]
    card = "nfc-04a1b2c3d4e580\n"
    said = await asyncio.to_thread(subprocess.run, words, input=card, capture_output=True, text=True)
    assert (said.stderr, json.loads(said.stdout)["has_badge"]) == ("", True)

    async def is_theirs() -> bool:
        config = await config_of(till)
        key = badge_hash(config.code_secret, "NFC-04A1B2C3D4E580")
        return [one.id for one in config.staff if one.badge_key == key] == [who.id]

    await until(is_theirs)


async def test_where_the_edge_answers_is_told_to_terminals(floor: Floor, till: Till) -> None:
    ask: dict[str, str | list[str]] = {"device": floor.edge.node.identity.device, "url": floor.edge.url}
    answer = await floor.admin.post(f"/stores/{STORE}/edge", ask)
    assert answer.json()["epoch"] == 1

    async def is_told() -> bool:
        return (await config_of(till)).edge_url == floor.edge.url

    await until(is_told)


async def test_a_recall_reaches_the_terminals_of_the_shop_and_leaves_them_again(floor: Floor, till: Till) -> None:
    goods: dict[str, str | list[str]] = {"gtin": "8001234567897", "batch": "LOT7", "by": "Anna Prova"}
    for path, told in (("/recalls", [BatchRecall("08001234567897", "LOT7")]), ("/recalls/end", [])):
        answer = await floor.admin.post(path, goods)
        assert (answer.status_code, answer.json()["by"]) == (200, "Anna Prova")

        async def is_told(told: list[BatchRecall] = told) -> bool:
            return (await config_of(till)).recalls == told

        await until(is_told)
    kept = (await floor.admin.http.get("/v1/admin/recalls")).json()
    assert [(recall["batch"], recall["ended_by"]) for recall in kept] == [("LOT7", "Anna Prova")]


async def test_an_unknown_thing_is_a_plain_no(floor: Floor) -> None:
    async def said(path: str, body: dict[str, str | list[str]] | None = None) -> tuple[int, str]:
        answer: httpx.Response = await floor.admin.post(path, body)
        return answer.status_code, answer.json()["code"]

    assert await said("/orders/nothing/cancel") == (404, "order_unknown")
    assert await said("/devices/ZZZZ/revoke") == (401, "device_unknown")
    assert await said("/codes", {"store": "MI01", "mode": "boss"}) == (400, "bad_request")
    assert await said("/codes", {"store": "XX01", "mode": "clerk"}) == (404, "not_found")
    assert await said("/recalls", {"gtin": "4821", "batch": "", "by": "op"}) == (400, "bad_request")
    assert await said("/attention/settle", {"id": "x", "how": "drop", "by": "op"}) == (404, "not_found")


async def test_what_administrators_see_of_people_is_recorded(floor: Floor) -> None:
    order = floor.template.cases.hand_over.order
    for path in (f"/orders?number={order.number}", f"/orders/{order.id}/ledger"):
        assert (await floor.admin.http.get(f"/v1/admin{path}")).status_code == 200
    assert (await floor.admin.post(f"/orders/{order.id}/pickup-code/revoke")).status_code == 200
    path = f"/v1/admin/customers/{order.customer}/seen-by"
    for looks in (0, 1):
        records = (await floor.admin.http.get(path)).json()
        events = ["order.search", "order.open", "order.open", *["audit.read"] * looks]
        assert [record["event"] for record in records] == events
        assert {(record["actor"], record["device"], record["purpose"]) for record in records} == {("admin",) * 3}
