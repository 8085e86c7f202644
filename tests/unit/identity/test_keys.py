"""Keys of a device survive a restart, open nowhere else, and are gone when destroyed."""

from pathlib import Path

import pytest

from app.adapters.crypto import verify
from app.adapters.keys import KeyProvider, Protection, credentials_folder
from app.domain.errors import Code, Problem


def credentials(folder: Path, content: bytes = b"s" * 32) -> Path:
    """A folder as the service manager makes it."""
    folder.mkdir()
    (folder / "bancone.key").write_bytes(content)
    return folder


def damage(provider: KeyProvider) -> Code:
    """The code that loading ends in."""
    with pytest.raises(Problem) as caught:
        provider.load()
    return caught.value.code


def test_keys_come_back_after_a_restart(tmp_path: Path) -> None:
    made = KeyProvider(tmp_path / "keys").create()
    loaded = KeyProvider(tmp_path / "keys").load()
    assert loaded is not None
    assert loaded.protection is Protection.REDUCED
    assert loaded.signing.public_hex == made.signing.public_hex
    assert loaded.for_purpose("journal") == made.for_purpose("journal") != made.for_purpose("pins")
    assert verify(bytes.fromhex(made.signing.public_hex), loaded.signing.sign(b"m"), b"m")


def test_there_are_none_before_they_are_made(tmp_path: Path) -> None:
    assert KeyProvider(tmp_path / "keys").load() is None


def test_files_are_for_their_owner_only(tmp_path: Path) -> None:
    KeyProvider(tmp_path / "keys").create()
    assert (tmp_path / "keys").stat().st_mode & 0o777 == 0o700
    assert {path.stat().st_mode & 0o777 for path in (tmp_path / "keys").iterdir()} == {0o600}


def test_keys_are_never_made_over_others(tmp_path: Path) -> None:
    KeyProvider(tmp_path / "keys").create()
    with pytest.raises(Problem):
        KeyProvider(tmp_path / "keys").create()


def test_a_file_others_may_read_is_refused(tmp_path: Path) -> None:
    provider = KeyProvider(tmp_path / "keys")
    provider.create()
    (tmp_path / "keys" / "device.keys").chmod(0o644)
    assert damage(provider) is Code.STORE_DAMAGED


def test_a_service_secret_seals_without_leaving_a_file(tmp_path: Path) -> None:
    provider = KeyProvider(tmp_path / "keys", credentials(tmp_path / "c"))
    made = provider.create()
    assert made.protection is Protection.SERVICE
    assert [path.name for path in (tmp_path / "keys").iterdir()] == ["device.keys"]
    assert damage(KeyProvider(tmp_path / "keys", credentials(tmp_path / "d", b"t" * 32))) is Code.STORE_DAMAGED
    assert damage(KeyProvider(tmp_path / "keys")) is Code.STORE_DAMAGED


def test_a_short_service_secret_is_refused(tmp_path: Path) -> None:
    with pytest.raises(Problem):
        KeyProvider(tmp_path / "keys", credentials(tmp_path / "c", b"short")).create()


def test_a_damaged_file_is_noticed(tmp_path: Path) -> None:
    provider = KeyProvider(tmp_path / "keys")
    provider.create()
    path = tmp_path / "keys" / "device.keys"
    path.write_bytes(path.read_bytes()[:-1])
    assert damage(provider) is Code.STORE_DAMAGED


def test_destroyed_keys_are_gone(tmp_path: Path) -> None:
    provider = KeyProvider(tmp_path / "keys")
    provider.create()
    provider.destroy()
    assert list((tmp_path / "keys").iterdir()) == []
    assert provider.load() is None


def test_secrets_have_no_readable_form(tmp_path: Path) -> None:
    keys = KeyProvider(tmp_path / "keys").create()
    assert repr(keys) == "DeviceKeys(reduced)"


def test_the_service_managers_folder_counts_when_our_secret_is_in_it(tmp_path: Path) -> None:
    (tmp_path / "empty").mkdir()
    assert credentials_folder({}) is None
    assert credentials_folder({"CREDENTIALS_DIRECTORY": str(tmp_path / "empty")}) is None
    ours = credentials(tmp_path / "c")
    assert credentials_folder({"CREDENTIALS_DIRECTORY": str(ours)}) == ours
