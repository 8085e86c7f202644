"""Pictures are small valid PNGs, named by their content, in the colour of the article."""

import hashlib
import io

import pytest
from PIL import Image

from app.contract.rows import ArticleRow
from app.demo.articles_data import article_data, paint_of, shape_of
from app.demo.pictures import SIZE, picture, picture_hash, pictures
from app.demo.pictures_raster import Canvas, Layer
from app.demo.pictures_shapes import PATTERNS, layers_of, path_polygon, shape_names
from tests.unit.demo.built import built


def _article(name: str, colour: str, model: str = "X-1") -> ArticleRow:
    return ArticleRow(model, "", model, name, "", "", colour, "", 1)


def test_every_article_shows_a_picture_of_that_name() -> None:
    chain = built()
    drawn = pictures(chain.articles)
    assert {article.image for article in chain.articles} == set(drawn)
    assert all(hashlib.sha256(body).hexdigest() == name for name, body in drawn.items())
    assert len(drawn) > 250
    assert max(map(len, drawn.values())) < 8_000


@pytest.mark.parametrize(
    "name", ["Maglia Corsa", "Scarpa Aurora 3", "Borraccia termica 0,7 l", "Zaino Vetta 45 l"]
)
def test_a_picture_opens_and_is_mostly_background_and_colour(name: str) -> None:
    with Image.open(io.BytesIO(picture(_article(name, "verde")))) as image:
        image.load()
        assert (image.format, image.size, image.mode) == ("PNG", (SIZE, SIZE), "P")
        colours = image.convert("RGB").getcolors(SIZE * SIZE)
    assert colours is not None
    green = sum(count for count, colour in colours if colour == (0x2F, 0x8A, 0x5B))
    assert green > SIZE * SIZE // 25


def test_colours_and_models_look_different() -> None:
    names = {picture_hash(_article("Maglia Corsa", colour)) for colour in ("nera", "verde", "rossa")}
    assert len(names) == 3
    assert picture_hash(_article("Maglia Corsa", "nera", "A")) != picture_hash(
        _article("Maglia Corsa", "nera", "B")
    )


def test_every_family_has_a_shape_and_every_shape_draws() -> None:
    assert {family["shape"] for family in article_data()["families"]} == set(shape_names())
    for shape in shape_names():
        for pattern in range(PATTERNS):
            assert list(layers_of(shape, pattern, SIZE))


def test_unknown_words_fall_back_to_something_neutral() -> None:
    assert shape_of("Tenda Rifugio") == "bag"
    assert paint_of("arcobaleno") == "8b93a1"


def test_half_covered_pixels_are_mixed_in_halves() -> None:
    canvas = Canvas(2, 2, [(1.0, 0.0)] * 2)
    canvas.paint(Layer(1, ([(0.5, 0.0), (2.0, 0.0), (2.0, 1.0), (0.5, 1.0)],)))
    drawing = canvas.drawing()
    mixed = [drawing.mixtures[index] for index in drawing.pixels]
    assert mixed == [(0.5, 0.5), (0.0, 1.0), (1.0, 0.0), (1.0, 0.0)]


def test_overlapping_polygons_of_a_layer_count_once() -> None:
    square = [(0.0, 0.0), (2.0, 0.0), (2.0, 2.0), (0.0, 2.0)]
    canvas = Canvas(2, 2, [(1.0, 0.0)] * 2)
    canvas.paint(Layer(1, (square, square), alpha=0.5))
    assert set(canvas.drawing().mixtures) == {(0.5, 0.5)}


def test_a_path_of_another_language_is_refused() -> None:
    assert path_polygon("M 0 0 L 4 0 L 4 4 Z") == [(0, 0), (4, 0), (4, 4)]
    with pytest.raises(ValueError, match="not a path"):
        path_polygon("M 0 0 A 4 0")
