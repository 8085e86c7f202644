"""Paper forms: TOML templates of typed blocks filled with named values, in the customer's language."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Protocol

from hardware.document import Block, PrintDocument
from hardware.printing.form_blocks import Scope, fill_block
from hardware.printing.form_reader import Form, read_form
from hardware.printing.form_values import FormError, Values, checked

COPY_MARK = "copy_mark"
RESUME_MARK = "resume_mark"


class TemplateFile(Protocol):
    """One file of a folder: a Path or a package resource."""

    @property
    def name(self) -> str:
        """File name without folders."""

    def read_bytes(self) -> bytes:
        """The whole content."""


class TemplateFolder(Protocol):
    """Where templates lie: a Path or a package resource."""

    def iterdir(self) -> Iterable[TemplateFile]:
        """The files in it."""


@dataclass(frozen=True, slots=True)
class Forms:
    """The templates of one installation, by id; immutable, may be used from any thread."""

    forms: Mapping[str, Form]

    @staticmethod
    def read(folder: TemplateFolder) -> "Forms":
        """Reads every `*.toml` of the folder. Raises FormError for a template with any mistake."""
        files = sorted((f for f in folder.iterdir() if f.name.endswith(".toml")), key=lambda f: f.name)
        forms = {f.name.removesuffix(".toml"): read_form(f.name, f.read_bytes()) for f in files}
        for form in forms.values():
            _check_includes(form, forms)
        return Forms(forms)

    def fill(self, form_id: str, language: str, values: Values) -> PrintDocument:
        """The paper of this form in `language` (`it` or `en`).

        Raises FormError for an unknown form or language, a value missing, unknown or of another kind.
        """
        form = self.forms.get(form_id)
        if form is None:
            raise FormError(form_id, "no such form")
        scope = Scope(form_id, language, checked(form_id, form.fields, values))
        blocks: list[Block] = []
        for template in form.blocks:
            blocks += fill_block(template, scope, lambda name: self.forms[name].blocks)
        return PrintDocument(tuple(blocks), language)


def copy_of(document: PrintDocument, mark: PrintDocument, copy_no: int) -> PrintDocument:
    """The document under its COPIA block. Raises ValueError unless `copy_no` is above the document's."""
    if copy_no <= document.copy_no:
        raise ValueError("a copy needs a higher number than what it copies")
    return PrintDocument(mark.blocks + document.blocks, document.language, copy_no)


def _check_includes(form: Form, forms: Mapping[str, Form]) -> None:
    """An included form must exist, include nothing itself and need no value its host lacks."""
    for name in form.includes:
        part = forms.get(name)
        if part is None or part.includes:
            raise FormError(form.id, f"cannot include {name}")
        if any(form.fields.get(field) != kind for field, kind in part.fields.items()):
            raise FormError(form.id, f"does not declare what {name} needs")
