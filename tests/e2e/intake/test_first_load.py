"""A central that is killed while it takes a shop in goes on where it was, and has everything once."""

from pathlib import Path

import httpx

from app.demo.chain_stores import SHOPS
from tests.contract.connectors.demo_server import DemoServer
from tests.e2e.servers.floor import Template
from tests.e2e.servers.test_processes import started, token_in
from tests.e2e.servers.till import admin_of, until

SETTINGS = """
url = "{url}"
secrets = "secrets.toml"
[chain]
id = "corsaviva"
market = "it"
pricelist = "it-eur"
[[staff]]
id = "op-1"
name = "Anna Prova"
number = "0417"
role = "clerk"
stores = ["MI01"]
"""


def write_settings(folder: Path, url: str) -> Path:
    """The settings of a chain that nobody opened yet."""
    stores = [f'[[stores]]\nid = "{store}"\nlocations = ["{store}"]\nname = "{store}"\n' for store in SHOPS]
    (folder / "site.toml").write_text(SETTINGS.format(url=url) + "".join(stores))
    secrets = folder / "secrets.toml"
    secrets.write_text('[pins]\n"0417" = "593846"\n')
    secrets.chmod(0o600)
    return folder / "site.toml"


async def taken(http: httpx.AsyncClient) -> dict[str, float]:
    """What came in so far."""
    lines = (await http.get("/metrics")).text.splitlines()
    found = [
        line.split('what="')[1].split('"} ') for line in lines if line.startswith("bancone_platform_taken_total{")
    ]
    return {what: float(count) for what, count in found}


async def test_a_killed_first_load_goes_on_where_it_was(
    template: Template, shop: DemoServer, tmp_path: Path
) -> None:
    chain = template.chain
    settings = write_settings(tmp_path, shop.url)
    words = ("central", "--data", str(tmp_path / "central"), "--connect", "demo", "--settings", str(settings))
    await shop.faults({"kind": "hang_after", "path": "/admin/customers", "count": 1, "seconds": 60})
    async with started(*words) as (central, process), admin_of(central["url"], token_in(central)) as admin:

        async def has_articles() -> bool:
            return (await taken(admin.http))["articles"] == len(chain.articles)

        await until(has_articles)
        process.kill()
        await process.wait()
    whole = {
        "articles": float(len(chain.articles)),
        "customers": float(len(chain.customers)),
        "orders": float(sum(bool(order.platform_ref) for order in chain.orders)),
    }
    async with started(*words) as (central, _), admin_of(central["url"], token_in(central)) as admin:

        async def is_whole() -> bool:
            found = await taken(admin.http)
            return {what: found.get(what) for what in whole} == whole

        await until(is_whole)
        number = next(order.number for order in chain.orders if order.platform_ref and order.store == "MI01")
        (order,) = (await admin.http.get("/v1/admin/orders", params={"number": number})).json()
        assert order["platform_ref"]
        stores = (await admin.http.get("/v1/admin/stores")).json()
        assert [store["store"] for store in stores] == sorted(SHOPS)
