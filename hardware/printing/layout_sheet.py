"""A sheet of codes whose signs differ between keyboards, to find out how a scanner that types is set."""

from hardware.document import Barcode, Blank, Cut, PrintDocument, Style, Text
from hardware.printing.escpos_job import render
from hardware.printing.profiles import PrinterProfile


def layout_sheet(title: str, hint: str, codes: tuple[str, ...], profile: PrinterProfile) -> bytes:
    """The bytes of the sheet; each code under its number."""
    blocks: list[Text | Barcode | Blank | Cut] = [Text((title,), Style(is_bold=True)), Text((hint,)), Blank()]
    for number, code in enumerate(codes, 1):
        blocks += [Text((f"{number}.  {code}",)), Barcode(code, has_text=False), Blank(2)]
    job = render(PrintDocument((*blocks, Cut())), profile)
    return job.prelude + b"".join(section.data for section in job.sections)
