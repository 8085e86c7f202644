"""The sample chain by another shop's names: every place that names an order, a line, a customer or a model."""

from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import msgspec
import pytest

from app.demo.chain import build_chain
from app.demo.chain_model import DemoChain
from app.demo.chain_names import ShopNames, renamed
from app.domain.errors import Code, Problem
from tests.unit.demo.built import built, names_there


def _there_and_back(sample: DemoChain, names: ShopNames) -> DemoChain:
    """Their names are numbers and ours are not, so nothing of theirs can be taken for something else of ours."""
    ours = renamed(sample, names)
    models = {there: model for model, there in names.products.items()}
    articles = [msgspec.structs.replace(row, model=models[row.model]) for row in ours.articles]
    return replace(ours, articles=tuple(articles))


def test_an_order_and_its_lines_are_called_as_there_wherever_they_are_named() -> None:
    sample = built()
    names = names_there(sample)
    there = renamed(sample, names)
    for before, after in zip(sample.orders, there.orders, strict=True):
        called = names.orders[before.platform_ref]
        lines = {line.id: name for line, name in zip(before.lines, called.lines, strict=True)}
        assert (after.id, after.platform_ref) == (before.id, called.id)
        assert [line.id for line in after.lines] == called.lines
        assert [[piece.line for piece in one.lines] for one in after.handovers] == [
            [lines[piece.line] for piece in one.lines] for one in before.handovers
        ]
        assert [[piece.line for piece in one.taken] for one in after.handovers] == [
            [lines[piece.line] for piece in one.taken] for one in before.handovers
        ]
    known = {line.id for order in there.orders for line in order.lines}
    assert {piece.line for case in there.returns for piece in case.pieces} <= known
    assert {line.line for case in there.returns for line in case.lines} <= known
    assert {row.line for row in there.returnables} <= known


def test_people_and_models_are_called_as_there_and_all_else_stays() -> None:
    sample = built()
    names = names_there(sample)
    there = _there_and_back(sample, names)
    assert [one.platform_ref for one in there.customers] == [
        names.customers[one.platform_ref] for one in sample.customers
    ]
    assert there.articles == sample.articles
    assert (there.stock, there.prices, there.typed_codes) == (sample.stock, sample.prices, sample.typed_codes)
    for before, after in zip(sample.orders, there.orders, strict=True):
        lines = [replace(line, id=old.id) for line, old in zip(after.lines, before.lines, strict=True)]
        same = replace(
            after,
            platform_ref=before.platform_ref,
            lines=tuple(lines),
            handovers=before.handovers,
            containers=before.containers,
            leases=before.leases,
            put_backs=before.put_backs,
        )
        assert same == before


def test_the_moment_of_the_sample_changes_no_name() -> None:
    sample = built()
    later = build_chain(sample.seed, sample.now_at + timedelta(days=40))
    assert names_there(later) == names_there(sample)


def test_a_shop_that_sold_something_else_is_told() -> None:
    sample = built()
    names = names_there(sample)
    other = replace(sample, orders=(replace(sample.orders[0], platform_ref="order-0"),))
    with pytest.raises(ValueError, match="order-0"):
        renamed(other, names)


def test_names_are_kept_in_a_file_and_a_damaged_one_is_told(tmp_path: Path) -> None:
    names = names_there(built())
    names.write(tmp_path / "names.json")
    assert ShopNames.read(tmp_path / "names.json") == names
    (tmp_path / "names.json").write_text("[]")
    with pytest.raises(Problem) as told:
        ShopNames.read(tmp_path / "names.json")
    assert (told.value.code, told.value.details) == (Code.SETTINGS_INVALID, {"file": "names.json"})
