"""R01 and R02: a number the customer gave, or the level he chose instead."""

from decimal import Decimal

import pytest

from schemas.rejection import InputError
from schemas.scoring.direct import direct_score
from schemas.scoring.levels import (
    BANDS,
    Estimate,
    InverseEdge,
    Level,
    contact_score,
    converted_score,
    level_of,
)


class TestDirectScores:
    @pytest.mark.parametrize(
        ("text", "score"),
        [
            pytest.param("９５分", "95", id="R01-1"),
            pytest.param("0", "0", id="R01-2"),
            pytest.param("100.0", "100", id="R01-5"),
            ("95.5", "95.5"),
            ("95.50", "95.5"),
        ],
    )
    def test_are_taken_as_given(self, text: str, score: str) -> None:
        assert direct_score(text) == Decimal(score)

    @pytest.mark.parametrize(
        ("text", "code"),
        [
            pytest.param("101", "out_of_range", id="R01-3a"),
            pytest.param("-1", "out_of_range", id="R01-3b"),
            pytest.param("95.55", "too_many_decimals", id="R01-3c"),
            ("100.1", "out_of_range"),
            ("-0.1", "out_of_range"),
            ("满意", "not_a_number"),
        ],
    )
    def test_are_refused_with_a_reason(self, text: str, code: str) -> None:
        with pytest.raises(InputError) as refusal:
            direct_score(text)
        assert refusal.value.code == code

    @pytest.mark.parametrize("text", [pytest.param("", id="R01-4"), "  ", "　"])
    def test_are_missing_when_blank(self, text: str) -> None:
        assert direct_score(text) is None


class TestLevels:
    @pytest.mark.parametrize(
        ("level", "lower", "midpoint", "upper", "disjoint"),
        [
            ("L9", "100", "100", "100", "100"),
            ("L8", "95", "95", "95", "95"),
            ("L7", "90", "90", "90", "90"),
            pytest.param("L6", "80", "85", "90", "84.5", id="R02-1"),
            ("L5", "70", "75", "80", "74.5"),
            pytest.param("L4", "60", "65", "70", "64.5", id="R02-2"),
            pytest.param("L3", "40", "49.5", "59", "49.5", id="R02-3"),
            ("L2", "20", "30", "40", "29.5"),
            ("L1", "0", "10", "20", "9.5"),
        ],
    )
    def test_convert_by_the_chosen_estimate(
        self, level: Level, lower: str, midpoint: str, upper: str, disjoint: str
    ) -> None:
        expected: dict[Estimate, str] = {
            "lower": lower,
            "midpoint": midpoint,
            "upper": upper,
            "integer_disjoint": disjoint,
        }
        for estimate, value in expected.items():
            score = converted_score(level, estimate=estimate)
            assert score.value == Decimal(value)
            assert (score.origin, score.level, score.estimate) == ("converted", level, estimate)
            assert score.low <= score.value <= score.high

    def test_the_midpoint_is_the_default(self) -> None:
        assert converted_score("L6").value == 85

    @pytest.mark.parametrize(
        ("level", "number", "contradiction"),
        [
            pytest.param("L8", "60", True, id="R02-4"),
            ("L8", "92.5", False),
            ("L8", "92.4", True),
            ("L8", "97.5", False),
            ("L8", "97.6", True),
            ("L9", "97.5", False),
            ("L9", "97.4", True),
            ("L6", "80", False),
            ("L6", "79.9", True),
            ("L6", "90", False),
            ("L6", "90.1", True),
            ("L3", "59.9", False),
            ("L3", "60", True),
            ("L3", "40", False),
            ("L3", "39.9", True),
            ("L1", "0", False),
        ],
    )
    def test_a_number_wins_and_a_contradiction_is_flagged(
        self, level: Level, number: str, contradiction: bool
    ) -> None:
        score = contact_score(Decimal(number), level)
        assert score is not None
        assert (score.value, score.origin, score.level) == (Decimal(number), "direct", level)
        assert score.contradiction is contradiction

    def test_neither_number_nor_level_is_unrated(self) -> None:
        assert contact_score(None, None) is None

    def test_ask_takes_a_number_inside_the_band_as_converted(self) -> None:
        score = contact_score(None, "L6", estimate="ask", asked=Decimal("82.5"))
        assert score is not None
        assert (score.value, score.origin) == (Decimal("82.5"), "converted")
        assert converted_score("L3", estimate="ask", asked=Decimal("59.5")).value == Decimal("59.5")
        assert converted_score("L8", estimate="ask").value == 95

    @pytest.mark.parametrize(
        ("level", "asked", "code"),
        [
            ("L6", None, "ask_needed"),
            ("L6", "79.9", "outside_band"),
            ("L6", "90.1", "outside_band"),
            ("L3", "60", "outside_band"),
            ("L8", "96", "outside_band"),
        ],
    )
    def test_ask_refuses_what_is_not_in_the_band(self, level: Level, asked: str | None, code: str) -> None:
        with pytest.raises(InputError) as refusal:
            converted_score(level, estimate="ask", asked=None if asked is None else Decimal(asked))
        assert refusal.value.code == code


class TestTheLevelOfAScore:
    @pytest.mark.parametrize(
        ("score", "lower", "upper"),
        [
            pytest.param("90", "L7", "L7", id="R02-5a"),
            pytest.param("89.9", "L6", "L6", id="R02-5b"),
            pytest.param("59.5", "L3", "L3", id="R02-5c"),
            pytest.param("20", "L2", "L1", id="R02-5d"),
            pytest.param("100", "L9", "L9", id="R02-5e"),
            pytest.param("97", "L8", "L8", id="R02-5f"),
            ("99.9", "L8", "L8"),
            ("95", "L8", "L8"),
            ("94.9", "L7", "L7"),
            ("80.1", "L6", "L6"),
            ("80", "L6", "L5"),
            ("79.9", "L5", "L5"),
            ("70.1", "L5", "L5"),
            ("70", "L5", "L4"),
            ("69.9", "L4", "L4"),
            ("60.1", "L4", "L4"),
            ("60", "L4", "L4"),
            ("59.9", "L3", "L3"),
            ("40.1", "L3", "L3"),
            ("40", "L3", "L2"),
            ("39.9", "L2", "L2"),
            ("20.1", "L2", "L2"),
            ("19.9", "L1", "L1"),
            ("0", "L1", "L1"),
            ("89.99999999", "L6", "L6"),
        ],
    )
    def test_depends_on_the_edge_only_where_bands_share_one(
        self, score: str, lower: Level, upper: Level
    ) -> None:
        expected: list[tuple[InverseEdge, Level]] = [("lower", lower), ("upper", upper)]
        for edge, level in expected:
            assert level_of(Decimal(score), edge=edge) == level

    @pytest.mark.parametrize("score", ["100.1", "-0.1"])
    def test_is_refused_off_the_scale(self, score: str) -> None:
        with pytest.raises(InputError):
            level_of(Decimal(score))

    @pytest.mark.parametrize("level", list(BANDS))
    def test_is_the_level_it_was_converted_from(self, level: Level) -> None:
        assert level_of(converted_score(level).value) == level
