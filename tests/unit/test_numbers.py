"""Reading, rounding and writing numbers."""

from decimal import Decimal
from fractions import Fraction

import pytest

from schemas import numbers
from schemas.rejection import InputError


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("９５分", "95"),
        ("0", "0"),
        ("100.0", "100"),
        (" 8５．５ 分", "85.5"),
        ("８５。５", "85.5"),
        (".23", "0.23"),
        ("－1", "-1"),
    ],
)
def test_typed_numbers_are_read_in_every_width(text: str, value: str) -> None:
    assert numbers.parse_decimal(text) == Decimal(value)


@pytest.mark.parametrize(
    "text", ["", "分", "九十", "1e5", "1_0", "+5", "5.", "1,000", "½", "²", "NaN", "1" * 41, "٣"]
)
def test_anything_else_is_refused(text: str) -> None:
    with pytest.raises(InputError) as refusal:
        numbers.parse_decimal(text)
    assert refusal.value.code == "not_a_number"


def test_half_up_keeps_the_tie_that_binary_floats_lose() -> None:
    assert numbers.fixed(Decimal("90.25"), 1) == "90.3"


@pytest.mark.parametrize(
    ("value", "places", "half_up", "half_even"),
    [
        ("-12.5", 0, "-13", "-12"),
        ("93.25", 1, "93.3", "93.2"),
        ("93.35", 1, "93.4", "93.4"),
        ("0.5", 0, "1", "0"),
        ("-0.04", 1, "0.0", "0.0"),
        ("8.53459", 2, "8.53", "8.53"),
        ("0.005", 2, "0.01", "0.00"),
        ("99.95", 1, "100.0", "100.0"),
    ],
)
def test_rounding_happens_once_from_the_full_value(
    value: str, places: int, half_up: str, half_even: str
) -> None:
    assert numbers.fixed(Decimal(value), places) == half_up
    assert numbers.fixed(Decimal(value), places, "half_even") == half_even


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (Decimal("90.0"), "90"),
        (Decimal("0"), "0"),
        (Fraction(565, 8), "70.625"),
        (Fraction(1, 3), "0.333333333333"),
        (Fraction(2, 3), "0.666666666667"),
        (Fraction(-1, 4), "-0.25"),
        (Fraction(1, 2**20), "0.00000095367431640625"),
        (100, "100"),
        (Fraction(1, 3 * 10**15), "0"),
    ],
)
def test_exact_writes_plain_digits_without_trailing_zeros(value: numbers.Number, text: str) -> None:
    assert numbers.exact(value) == text


@pytest.mark.parametrize(
    ("value", "text"),
    [
        ("99.96", "99.96"),
        ("99.94", "99.9"),
        ("99.9996", "99.9996"),
        ("100", "100.0"),
        ("0.04", "0.04"),
        ("0", "0.0"),
        ("-0.04", "-0.04"),
    ],
)
def test_a_display_never_claims_zero_or_the_full_mark(value: str, text: str) -> None:
    assert numbers.display(Decimal(value), full=100) == text


def test_a_limit_missed_behind_the_rounding_is_shown() -> None:
    assert numbers.display_against(Decimal("89.95"), 90, full=100) == "90.0 (89.95)"
    assert numbers.display_against(Decimal("89.94"), 90, full=100) == "89.9"
    assert numbers.display_against(Fraction(899999, 10000), 90) == "90.0 (89.9999)"


def test_a_share_of_a_count_is_rounded_up_in_whole_numbers() -> None:
    assert numbers.ceil_percent(61, 10) == 7
    assert numbers.ceil_percent(60, 10) == 6
    assert numbers.ceil_percent(0, 80) == 0
