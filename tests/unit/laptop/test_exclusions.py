"""What the month says of contacts without a score."""

from fractions import Fraction

import pytest

from csat_tui.laptop.exclusions import in_words, reason_words
from schemas.figures.mean import Mean
from schemas.language import speaking
from schemas.packs.resolve import library_content, read

P01 = read(library_content("dlr-cs-sales"))


@pytest.mark.parametrize(
    ("reason", "words"),
    [
        ("4", "不愿得罪人"),
        ("2+6", "赶时间 其他"),
        ("not_asked", "未问"),
        ("something_new", "something_new"),
    ],
)
def test_a_reason_is_said_in_words(reason: str, words: str) -> None:
    with speaking("zh_CN"):
        assert reason_words(P01, reason) == words


def test_the_count_of_exclusions_stays_the_same() -> None:
    mean = Mean(Fraction(180), 2, {"4": 1, "not_asked": 3})
    named = in_words(P01, mean)
    assert (named.total, named.base, named.excluded_count) == (Fraction(180), 2, 4)
