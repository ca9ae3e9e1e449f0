"""R07/R08, R11 and R12: what one form is worth and what it triggers."""

from decimal import Decimal
from fractions import Fraction

import pytest

from schemas.figures.repair_shop import repair_shop
from schemas.rejection import InputError
from schemas.scoring.five_point import form_score, points_of, to_5, to_100
from schemas.scoring.followup import Followup, followup
from schemas.scoring.levels import converted_score
from schemas.scoring.points300 import RepairBand, repair_band, repair_form


class TestFivePointScales:
    def test_a_form_is_worth_the_mean_of_its_answers(self) -> None:  # R08-1
        form = form_score([points_of("sat5_v1", code) for code in "AABCE"])
        assert form.mean == Fraction(18, 5)
        assert to_100(form.mean) == 72
        assert to_100(form.mean, method="range") == 65

    def test_a_label_is_ambiguous_without_its_scale(self) -> None:  # R08-2
        with pytest.raises(InputError) as refusal:
            points_of(None, "满意")
        assert refusal.value.code == "no_scale"
        assert (points_of("sat5_v1", "满意"), points_of("sat5_v2", "满意")) == (5, 4)

    def test_an_unknown_option_is_refused(self) -> None:
        with pytest.raises(InputError) as refusal:
            points_of("sat5_v2", "较满意")
        assert refusal.value.code == "unknown_option"

    @pytest.mark.parametrize(
        ("value", "full", "minimum", "ratio", "in_range"),
        [
            pytest.param(92, 100, 0, Fraction(46, 10), Fraction(468, 100), id="R08-3"),
            pytest.param(3, 4, 1, Fraction(15, 4), Fraction(11, 3), id="R08-4"),
            pytest.param(1, 1, 0, Fraction(5), Fraction(5), id="R08-6-yes"),
            pytest.param(0, 1, 0, Fraction(0), Fraction(1), id="R08-6-no"),
        ],
    )
    def test_other_scales_convert_by_ratio_or_range(
        self, value: int, full: int, minimum: int, ratio: Fraction, in_range: Fraction
    ) -> None:
        assert to_5(value, full=full, minimum=minimum) == ratio
        assert to_5(value, full=full, minimum=minimum, method="range") == in_range

    def test_other_scales_convert_by_a_table_of_the_pack(self) -> None:
        assert to_5(3, full=4, method="table", table={3: Decimal("4.2")}) == Fraction(21, 5)
        with pytest.raises(InputError):
            to_5(2, full=4, method="table", table={3: 4})

    def test_a_thin_form_is_flagged(self) -> None:  # R08-5
        form = form_score([points_of("sat5_v2", "B"), None, None])
        assert (form.mean, form.answered, form.asked, form.thin) == (4, 1, 3, True)
        assert form_score([4, None]).thin is False
        assert form_score([None, None]).mean is None


TENTHS = [Decimal(30)] * 10


class TestRepairForms:
    @pytest.mark.parametrize(
        ("total", "band"),
        [
            pytest.param("240", "SATISFIED", id="R11-1"),
            pytest.param("239.5", "BASICALLY_SATISFIED", id="R11-2"),
            pytest.param("210", "BASICALLY_SATISFIED", id="R11-3"),
            pytest.param("209.5", "UNSATISFIED", id="R11-4"),
            ("240.1", "SATISFIED"),
            ("239.9", "BASICALLY_SATISFIED"),
            ("210.1", "BASICALLY_SATISFIED"),
            ("209.9", "UNSATISFIED"),
            ("0", "UNSATISFIED"),
            ("300", "SATISFIED"),
        ],
    )
    def test_have_three_bands(self, total: str, band: RepairBand) -> None:
        assert repair_band(Decimal(total)) == band

    def test_read_the_edges_literally_by_key(self) -> None:
        assert repair_band(210, edge="literal") == "UNSATISFIED"
        assert repair_band(240, edge="literal") == "SATISFIED"
        assert repair_band(210, edge="upper") == "UNSATISFIED"
        assert repair_band(240, edge="upper") == "BASICALLY_SATISFIED"
        assert repair_band(Decimal("240.1"), edge="upper") == "SATISFIED"

    def test_scale_one_missing_item(self) -> None:  # R11-5
        form = repair_form([*[Decimal(24)] * 9, None], TENTHS)
        assert (form.total, form.band, form.mark) == (240, "SATISFIED", "scaled")

    def test_are_invalid_below_four_fifths_answered(self) -> None:  # R11-6
        form = repair_form([*[Decimal(30)] * 7, None, None, None], TENTHS)
        assert (form.total, form.band, form.invalid) == (None, None, "too_few_answered")
        assert repair_form([*[Decimal(30)] * 8, None, None], TENTHS).total == 300

    def test_refuse_or_count_zero_for_a_missing_item_by_key(self) -> None:
        items = [*[Decimal(24)] * 9, None]
        assert repair_form(items, TENTHS, missing="refuse").invalid == "item_missing"
        zero = repair_form(items, TENTHS, missing="zero")
        assert (zero.total, zero.band, zero.mark) == (216, "BASICALLY_SATISFIED", "missing_as_zero")

    @pytest.mark.parametrize("item", ["31", "-1", "30.1"])
    def test_refuse_more_than_an_item_holds(self, item: str) -> None:  # R11-7
        with pytest.raises(InputError):
            repair_form([Decimal(item), *[Decimal(0)] * 9], TENTHS)

    @pytest.mark.parametrize("total", ["301", "300.1", "-0.1"])
    def test_refuse_a_total_off_the_scale(self, total: str) -> None:
        with pytest.raises(InputError):
            repair_band(Decimal(total))

    def test_refuse_maxima_that_are_not_300(self) -> None:
        with pytest.raises(InputError) as refusal:
            repair_form([Decimal(1)], [Decimal(299)])
        assert refusal.value.code == "bad_maxima"

    def test_add_up_to_a_shop(self) -> None:
        forms = [repair_form([Decimal(n)] * 10, TENTHS) for n in (24, 21, 20, 30)]
        shop = repair_shop([*forms, repair_form([None] * 10, TENTHS)])
        assert shop.bands["SATISFIED"].fixed_percent(1) == "50.0"
        assert (shop.mean.value, shop.mean.excluded) == (Fraction(950, 4), {"invalid": 1})


def items(*values: str | None) -> list[Decimal | None]:
    return [None if value is None else Decimal(value) for value in values]


class TestFollowUps:
    def test_name_the_items_below_70_and_the_blanks(self) -> None:  # R12-1
        assert followup(items("85", "70", "69", None)) == Followup((3,), False, (4,))

    def test_come_from_a_grievance_remark_alone(self) -> None:  # R12-2
        result = followup(items("95", "90", "88"), grievance_remark=True)
        assert (result.items, result.grievance_remark, result.needed) == ((), True, True)

    def test_are_not_needed_at_exactly_70(self) -> None:  # R12-3
        assert followup(items("70", "70", "70")).needed is False

    def test_list_every_triggering_item_in_one_task(self) -> None:  # R12-4
        assert followup(items("40", "65", "69.9", "70.1")).items == (1, 2, 3)

    def test_follow_the_estimate_of_a_level(self) -> None:  # R12-5
        assert followup([converted_score("L4").value]).needed is True
        assert followup([converted_score("L4", estimate="upper").value]).needed is False
