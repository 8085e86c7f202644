"""Templates and font are found in a checkout and in an installed package."""

from pathlib import Path

import pytest

from app.adapters.receipt_files import receipt_font, receipt_forms
from app.adapters.resource_files import resources_root


def test_a_checkout_has_them_beside_the_package() -> None:
    assert "pickup_receipt" in receipt_forms().forms
    assert len(receipt_font().bold) > 12_000


def test_an_installed_package_has_them_inside(tmp_path: Path) -> None:
    (tmp_path / "app" / "_resources" / "print").mkdir(parents=True)
    (tmp_path / "resources").mkdir()
    root = resources_root(tmp_path / "app")
    assert root == tmp_path / "app" / "_resources"
    assert receipt_forms(root).forms == {}


def test_neither_is_an_error(tmp_path: Path) -> None:
    with pytest.raises(FileNotFoundError):
        resources_root(tmp_path / "app")
