"""Each mock-up of the kiosk beside its page, with every difference that is meant."""

from app.bootstrap.screen_compare import Pair


def _pair(mockup: str, screen: str, *differences: str) -> Pair:
    return Pair(f"kiosk-{mockup}", f"kiosk-{screen}", differences, size="1080")


KIOSK_PAIRS = (
    _pair(
        "01-attract",
        "01-attract",
        "No word of headphones: speech is not built.",
        "Languages by name under the line that says how to begin: the two there are.",
    ),
    _pair(
        "02-start",
        "02-start",
        "Two languages, and five cells in the bar: speech is not built.",
        "The other two tasks are rows, one under the other: a title on one line is read from further away.",
        "The key that repeats brings the focus back to the beginning of the page and names it to a screen reader.",
    ),
    _pair("03-scan", "03-scan", "The other ways on are rows that say what is needed for each."),
    _pair("04-type", "04-type", "The message and the hint stand at the top, the keys where the thumb is."),
    _pair("04b-type-error", "04-type-error", "The same words for a code that is none and one that fits nothing."),
    _pair(
        "05-found-go",
        "05-found",
        "What waits is shown first, and who is here says so by a press: a code shown by accident calls nobody.",
        "No way to a desk: nobody tells the kiosk which desk is free.",
    ),
    _pair(
        "06-found-wait",
        "06-done",
        "How many wait, not how long: the shop's pace is not measured.",
        "Who the number is for is gone from the screen once they have it.",
    ),
    _pair(
        "07-product",
        "07-article",
        "The aisle and the shelf as they are written there, no map: the shop's plan is not known.",
        "Other shops are the counter's business; the page says that there is a piece elsewhere.",
        "Nothing to print: the answer is on the shelf.",
    ),
    _pair("10-idle", "10-idle", "Which button goes back is said under its words, not under the question."),
    _pair(
        "11-out-of-order", "11-out", "No line for staff: which kiosk it is says the page behind the staff's door."
    ),
    _pair(
        "12-staff-exit",
        "12-staff-pin",
        "Who it is stands on the page after the PIN: a badge that is not one's own is told no name.",
        "The sixth digit opens; there is no key for it.",
    ),
)
