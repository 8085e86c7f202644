"""Phone numbers as people write them, turned into the one form that is stored."""

import phonenumbers

MAX_CHARS = 40
DEFAULT_REGION = "IT"


def to_e164(text: str, region: str = DEFAULT_REGION) -> str | None:
    """`06 1234567` → `+39061234567`, `0039 333/1234567` → `+393331234567` (E.164); None when it is no number.

    An Italian landline keeps its 0. `region` (ISO 3166) is where a number without a country code is from.
    """
    if len(text) > MAX_CHARS:
        return None
    try:
        parsed = phonenumbers.parse(text, region)
    except phonenumbers.NumberParseException:
        return None
    if not phonenumbers.is_possible_number(parsed) or parsed.extension:
        return None
    return str(phonenumbers.format_number(parsed, phonenumbers.PhoneNumberFormat.E164))


def to_display(e164: str, region: str = DEFAULT_REGION) -> str:
    """`333 123 4567` for one's own country, `+44 20 7946 0018` for another; else the text itself."""
    try:
        parsed = phonenumbers.parse(e164, region)
    except phonenumbers.NumberParseException:
        return e164[:MAX_CHARS]
    is_home = phonenumbers.region_code_for_number(parsed) == region
    form = phonenumbers.PhoneNumberFormat
    return str(phonenumbers.format_number(parsed, form.NATIONAL if is_home else form.INTERNATIONAL))
