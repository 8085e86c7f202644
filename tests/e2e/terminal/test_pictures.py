"""Pictures reach a terminal through the shop's edge and stay with it."""

import hashlib

from tests.e2e.terminal.desk import Desk


async def test_a_picture_comes_by_its_hash_and_is_kept(desk: Desk) -> None:
    image = desk.floor.template.chain.articles[0].image
    async with desk.opened() as counter:
        picture = await counter.terminal.hop.picture(image)
    assert hashlib.sha256(picture).hexdigest() == image
    async with desk.opened(is_alone=True) as counter:
        assert await counter.terminal.hop.picture(image) == picture
