"""What the tag of a trade item carries: its Electronic Product Code, as the GS1 element string it stands for.

Source: GS1 EPC Tag Data Standard 1.13, 14.5.1 (SGTIN) and 14.2 (partition table 14-2). Other schemes name crates,
places and pallets, and many tags hold numbers of their own: those are nothing to a counter.
"""

from hardware.symbology.gtin import check_digit

_SGTIN_96, _SGTIN_198 = 0x30, 0x36
_BITS = {_SGTIN_96: 96, _SGTIN_198: 198}
_COMPANY_BITS = (40, 37, 34, 30, 27, 24, 20)
"""By partition; the item reference has the rest of 44 bits, and of 13 digits."""
_FIELDS, _SERIAL = 44, 58
"""Bits of both together; where the serial number begins."""


def elements_of(epc: bytes) -> str:
    """`01` and the trade item number, `21` and the serial number; empty when it is none, or not whole."""
    header = epc[0] if epc else 0
    length = _BITS.get(header, 0)
    if not length or len(epc) * 8 < length:
        return ""
    value = int.from_bytes(epc, "big") >> (len(epc) * 8 - length)
    gtin = _gtin(value >> (length - _SERIAL))
    serial = value & ((1 << (length - _SERIAL)) - 1)
    text = str(serial) if header == _SGTIN_96 else _text(serial, length - _SERIAL)
    return f"01{gtin}21{text}" if gtin and text else ""


def _gtin(fields: int) -> str:
    """From partition, company prefix and item reference, whose first digit says how the item is packed."""
    partition, fields = fields >> _FIELDS & 7, fields & ((1 << _FIELDS) - 1)
    if partition >= len(_COMPANY_BITS):
        return ""
    item_bits = _FIELDS - _COMPANY_BITS[partition]
    company = str(fields >> item_bits).zfill(12 - partition)
    item = str(fields & ((1 << item_bits) - 1)).zfill(1 + partition)
    digits = item[0] + company + item[1:]
    return digits + check_digit(digits) if len(digits) == 13 else ""


def _text(serial: int, length: int) -> str:
    """Signs of seven bits up to the first that is none, and nothing behind it; empty for another kind."""
    signs = "".join(chr(serial >> at & 0x7F) for at in range(length - 7, -1, -7))
    text = signs.rstrip("\0")
    return text if text.isprintable() and " " not in text else ""
