"""Pictures are fetched once, checked by their bytes, and named in the catalogue; a bad one stops nothing."""

import hashlib
from dataclasses import replace
from pathlib import Path

from msgspec import Raw, json

from app.central.connectors.guard_pace import pace_of
from app.central.intake.goods import GoodsIntake, catalogues_of
from app.central.intake.pictures import PICTURE, PictureWorker
from app.contract.rows import ArticleRow
from app.hosting.dbthread import DbThread
from app.hosting.node_access import NodeAccess, PokeHub
from tests.contract.connectors.suite import PNG
from tests.unit.connectors.careless import START_AT, CarelessShop, FakeClock, Mishap, sample_article
from tests.unit.intake.kit import Office


async def test_pictures_come_once_and_bad_ones_never(tmp_path: Path) -> None:
    office, shop, thread = Office(), CarelessShop(FakeClock()), DbThread()
    shop.pictures = {"/SKU-1.png": PNG + b"1", "/SKU-2.png": b"<html>"}
    goods = [sample_article(f"SKU-{n}", f"Articolo {n}", 100) for n in (1, 2, 3)]
    intake = GoodsIntake(office.stores, office.desk.configs)
    office.do(lambda tx: intake.take(tx, [*goods, replace(goods[0], sku="SKU-4", picture="")], START_AT))
    access, pace = NodeAccess(office.store, thread, PokeHub()), pace_of(shop.traits, 0.0)
    catalogues = catalogues_of(office.desk.configs)
    worker = PictureWorker(shop, access, thread, tmp_path / "assets", catalogues, shop.clock, pace)

    def images() -> list[str]:
        rows = office.do(lambda tx: tx.live_rows("catalog:it", ("", ""), 10))
        return [json.decode(row.d, type=ArticleRow).image for row in rows if isinstance(row.d, Raw)]

    shop.script = [Mishap.LOST]
    assert not await worker.step()
    shop.clock.elapsed_s += 60
    assert await worker.step()
    name = hashlib.sha256(PNG + b"1").hexdigest()
    assert images() == [name, "", "", ""]
    assert [file.name for file in (tmp_path / "assets").iterdir()] == [name]
    office.do(lambda tx: intake.take(tx, goods, START_AT))
    calls = shop.calls
    assert not await worker.step()
    assert (shop.calls, images()[0]) == (calls, name)
    moved = replace(goods[0], picture="/SKU-9.png")
    shop.pictures["/SKU-9.png"] = PNG + b"9"
    office.do(lambda tx: intake.take(tx, [moved], START_AT))
    await worker.step()
    assert images()[0] == hashlib.sha256(PNG + b"9").hexdigest()
    assert len(office.do(lambda tx: tx.scan(PICTURE, "", 10))) == 3
    thread.close()
