"""Which severity a callback speaks for: by the item that is filled from the event."""

from schemas.figures.strata import counted_points, weighted_item
from schemas.forms.answers import Answer
from schemas.packs.resolve import library_content, read

CASES = read(library_content("itops-qa-callback"))
OTHER = read(library_content("itops-pm"))


def said(code: str, option: str) -> dict[str, Answer]:
    return {code: Answer(scale=CASES.questions[code].scale, options=(option,))}


def test_the_overall_item_is_counted_once_more_under_its_severity() -> None:
    points = counted_points(CASES, said("Q6", "A") | said("PRIORITY", "P2"))
    assert points == {"Q6": 5, "Q6@P2": 5}


def test_without_a_severity_or_without_the_item_it_is_not() -> None:
    assert counted_points(CASES, said("Q6", "A")) == {"Q6": 5}
    assert counted_points(CASES, said("PRIORITY", "P2")) == {}


def test_other_packs_count_their_items_only() -> None:
    assert weighted_item(OTHER) == ""
