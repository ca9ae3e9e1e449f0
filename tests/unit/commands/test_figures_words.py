"""What ``csat figures`` says of a period: the pack's own headline, or plainly that there is none."""

from csat_tui.commands.figures import words
from schemas.language import speaking
from tests.unit.figures.test_headline import library, month_of, of_one_item


def test_a_satisfied_rate_comes_with_base_interval_and_verdict() -> None:
    month = month_of(library("itops-pm"), [*of_one_item("M9", [12, 5, 2, 1, 0]), (None, {})])
    with speaking("en"):
        assert words(month).splitlines()[1:4] == [
            "satisfied 85.0 % (17 of 20), 95 % interval 64.0 to 94.8 %",
            "left out: not answered 1",
            "target 95 missed",
        ]
    with speaking("zh_CN"):
        assert words(month).splitlines()[1].startswith("满意 85.0 %（20 中 17）")


def test_a_headline_that_cannot_be_given_is_no_number() -> None:
    month = month_of(library("op-qpm-written"), [("80", {"U1": "80"})])
    with speaking("en"):
        assert words(month).splitlines()[1:] == [
            "The headline of this pack (rule R13) is not computed: it needs the units, which are not counted yet.",
            "mean of the form scores 80.0 [80.0 to 80.0], base 1, unrated 0",
        ]


def test_bands_are_named_in_the_readers_language() -> None:
    month = month_of(library("repair-300"), [("240", {}), ("210", {})])
    with speaking("zh_CN"):
        assert "  满意 1   基本满意 1   不满意 0" in words(month).splitlines()


def test_a_mean_is_told_with_both_readings_and_its_target() -> None:
    month = month_of(library("dlr-cs-sales"), [("90", {})] * 19 + [("89", {}), (None, {})])
    with speaking("en"):
        assert words(month).splitlines()[1:] == [
            "mean 90.0 (89.95) [90.0 to 90.0], base 20, unrated 1",
            "left out: not asked 1",
            "target 90 missed",
        ]


def test_nobody_rated_is_no_base() -> None:
    with speaking("en"):
        assert words(month_of(library("dlr-cs-sales"), [(None, {})])).splitlines()[1:] == [
            "No rated questionnaire; 1 in all."
        ]
