"""Each mock-up of the tablet beside its page, with every difference that is meant."""

from app.bootstrap.screen_compare import Pair

_CARS = "No colour, make or plate of the car: nobody gives them yet, so the bay and the name are all there is."


def _pairs(mockup: str, *differences: str) -> tuple[Pair, ...]:
    return tuple(
        Pair(f"curb-{mockup}-{size}", f"curb-{mockup}", differences, size=size.partition("x")[0], look="sun")
        for size in ("800x1280", "1280x800")
    )


CURB_PAIRS = (
    *_pairs(
        "01-queue",
        _CARS,
        "Cold goods move a car up; which bay is for disabled people is not known.",
        "A colleague says here that a car came, too; phone numbers are not on this tablet, so nobody is called.",
        "Wide, the right half shows what to fetch for the chosen car.",
    ),
    *_pairs(
        "02-claimed",
        _CARS,
        "A hardware scanner ticks the bags here, so the main button is the hand-over and says what is missing.",
        "Walking order by the name of the place, with no drawn way: the shop's plan is not known.",
    ),
    *_pairs(
        "03b-wrong-bag",
        _CARS,
        "On the page of the car itself: there is no camera page.",
    ),
    *_pairs(
        "03c-hand-over",
        _CARS,
        "The bags stay in their rows, ticked.",
        "No phone numbers on this tablet: in the place of the call stands Problem, what is not wanted among it.",
    ),
)
