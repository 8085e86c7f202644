"""The gettext catalogues of an installation, read by Babel from their `.po` files: nothing to compile by hand."""

import gettext
from functools import cache
from importlib.resources.abc import Traversable
from io import BytesIO

from babel.messages.catalog import Catalog
from babel.messages.mofile import write_mo
from babel.messages.pofile import PoFileError, read_po

from app.adapters.resource_files import resources_root
from app.domain.errors import Code, Problem


class GettextTexts:
    """The texts of one language by id; immutable, any thread."""

    def __init__(self, catalogues: list[Catalog]) -> None:
        """Takes what is translated and not fuzzy. Problem(INTERNAL) when an id stands in two catalogues."""
        merged = catalogues[0]
        for catalogue in catalogues[1:]:
            for message in catalogue:
                if message.id and message.id in merged:
                    raise Problem(Code.INTERNAL, what="texts", id=str(message.id))
                if message.id:
                    merged[message.id] = message
        compiled = BytesIO()
        write_mo(compiled, merged)
        compiled.seek(0)
        self._translations = gettext.GNUTranslations(compiled)

    def text(self, text_id: str) -> str | None:
        """The text, of a plural the form for one; None for an unknown id."""
        return self.plural(text_id, 1)

    def plural(self, text_id: str, n: int) -> str | None:
        """The form for `n`; a text without plural is the same for all. None for an unknown id."""
        found = self._translations.ngettext(text_id, text_id, n)
        found = self._translations.gettext(text_id) if found == text_id else found
        return None if found == text_id else found


def read_catalogues(language: str, root: Traversable | None = None) -> dict[str, Catalog]:
    """The catalogues of a language by file name. Problem(INTERNAL) for a language or file that cannot be read."""
    folder = (root or resources_root()).joinpath("locale", language)
    listed = folder.iterdir() if folder.is_dir() else iter(())
    files = sorted((file for file in listed if file.name.endswith(".po")), key=lambda file: file.name)
    if not files:
        raise Problem(Code.INTERNAL, what="texts", language=language)
    return {file.name: _read(file, language) for file in files}


def read_texts(language: str, root: Traversable | None = None) -> GettextTexts:
    """The texts of a language; those of the installation are read once. Problem(INTERNAL) as above."""
    return _installed(language) if root is None else GettextTexts(list(read_catalogues(language, root).values()))


@cache
def _installed(language: str) -> GettextTexts:
    return GettextTexts(list(read_catalogues(language).values()))


def _read(file: Traversable, language: str) -> Catalog:
    try:
        with file.open("rb") as stream:
            return read_po(stream, locale=language, abort_invalid=True)
    except (PoFileError, ValueError, OSError) as exc:
        raise Problem(Code.INTERNAL, what="texts", file=file.name) from exc
