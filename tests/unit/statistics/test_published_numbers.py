"""Every statistic against a number that somebody published (or that can be worked by hand)."""

from decimal import Decimal
from fractions import Fraction
from itertools import pairwise
from statistics import NormalDist

import pytest

from schemas.rates import Rate
from schemas.rejection import InputError
from schemas.statistics.aapor import Outcomes, outcome_rates
from schemas.statistics.acsi import acsi, acsi_equal
from schemas.statistics.alpha import cronbach_alpha
from schemas.statistics.base_size import SIGNS, base_mark, cell_may_show
from schemas.statistics.boxes import bottom_box, top_box
from schemas.statistics.ces import effort_score
from schemas.statistics.deff import (
    interviewer_effect,
    intraclass_correlation,
    never_critical,
    outstanding,
)
from schemas.statistics.intervals import Interval, mean_interval, population_factor, wilson
from schemas.statistics.kish import effective_sample, stratum_weights
from schemas.statistics.normal import TWO_SIDED, Confidence, two_sided_p
from schemas.statistics.nps import net_promoter, nps_band
from schemas.statistics.relative_weights import enough_answers, relative_weights
from schemas.statistics.sample_size import back_checks_required, sample_size
from schemas.statistics.student import MANY, two_sided_t
from schemas.statistics.two_proportions import compare_proportions


def decimals(*texts: str) -> list[Decimal]:
    return [Decimal(text) for text in texts]


class TestWilson:
    @pytest.mark.parametrize(
        ("successes", "base", "lower", "upper"),
        [
            (81, 263, ".2553", ".3662"),  # Newcombe 1998
            (15, 148, ".0624", ".1605"),
            (0, 20, "0", ".1611"),
            (1, 29, ".0061", ".1718"),
            (17, 20, ".6396", ".9476"),
            (48, 50, ".8654", ".9890"),
            (30, 30, ".8865", "1"),
            (0, 10, "0", ".2775"),
        ],
    )
    def test_published_intervals(self, successes: int, base: int, lower: str, upper: str) -> None:
        assert wilson(successes, base) == Interval(Decimal(lower), Decimal(upper))

    def test_nobody_asked_is_no_interval(self) -> None:
        assert wilson(0, 0) is None

    def test_more_confidence_is_wider(self) -> None:
        narrow, wide = wilson(17, 20, confidence="0.90"), wilson(17, 20, confidence="0.99")
        assert narrow is not None
        assert wide is not None
        assert wide.lower < narrow.lower < narrow.upper < wide.upper


class TestStudent:
    @pytest.mark.parametrize(
        ("degrees", "t"),
        [
            (1, "12.7062"),
            (2, "4.3027"),
            (3, "3.1824"),
            (4, "2.7764"),
            (9, "2.2622"),
            (29, "2.0452"),
            (30, "2.0423"),
            (60, "2.0003"),
            (120, "1.9799"),
            (1000, "1.9623"),
        ],
    )
    def test_published_quantiles(self, degrees: int, t: str) -> None:  # any t table, 97.5 %
        assert round(two_sided_t(degrees), 4) == Decimal(t)

    def test_other_confidences(self) -> None:
        assert round(two_sided_t(9, "0.99"), 4) == Decimal("3.2498")
        assert round(two_sided_t(9, "0.90"), 4) == Decimal("1.8331")

    @pytest.mark.parametrize("confidence", list(TWO_SIDED))
    def test_series_and_expansion_meet(self, confidence: Confidence) -> None:
        steps = [two_sided_t(n, confidence) for n in range(MANY - 3, MANY + 3)]
        falls = [one - other for one, other in pairwise(steps)]
        assert all(abs(one - other) < Decimal("5e-7") for one, other in pairwise(falls))

    @pytest.mark.parametrize("confidence", list(TWO_SIDED))
    def test_the_normal_quantiles_are_right(self, confidence: Confidence) -> None:
        expected = NormalDist().inv_cdf((1 + float(confidence)) / 2)
        assert abs(float(TWO_SIDED[confidence]) - expected) < 1e-12

    def test_a_mean_has_an_interval(self) -> None:
        interval = mean_interval([5, 4, 5, 3, 4, 5, 2, 4, 5, 4])
        assert interval is not None
        shown = (interval.mean, interval.deviation, interval.error)
        assert shown == (Decimal("4.1"), Decimal(".9944"), Decimal(".3145"))
        assert interval.half_width is not None
        assert round(interval.half_width, 2) == Decimal("0.71")

    def test_a_census_and_a_single_value_have_none(self) -> None:
        census = mean_interval([5, 4], population=2)
        assert census is not None
        assert (census.error, census.half_width) == (None, None)
        single = mean_interval([5])
        assert single is not None
        assert single.deviation is None
        assert mean_interval([]) is None

    def test_a_small_population_narrows_it(self) -> None:
        assert population_factor(50, 1000) == 1
        assert population_factor(51, 1000) == Fraction(949, 999)
        assert population_factor(10, None) == 1
        everybody, few = mean_interval([5, 4, 3]), mean_interval([5, 4, 3], population=6)
        assert everybody is not None
        assert few is not None
        assert everybody.half_width is not None
        assert few.half_width is not None
        assert few.half_width < everybody.half_width


PUBLISHED = {
    "e": ".900", "RR1": ".364", "RR2": ".545", "RR3": ".370", "RR4": ".556", "RR5": ".444",
    "RR6": ".667", "COOP1": ".500", "COOP2": ".750", "COOP3": ".571", "COOP4": ".857",
    "REF1": ".091", "REF2": ".093", "REF3": ".111", "CON1": ".727", "CON2": ".741", "CON3": ".889",
}  # fmt: skip


class TestOutcomeRates:
    def test_published_rates(self) -> None:  # rOpenSci outcomerate
        rates = outcome_rates(Outcomes(i=4, p=2, r=1, nc=1, o=1, uh=1, uo=1, ne=1))
        assert rates == {name: Decimal(text) for name, text in PUBLISHED.items()}

    def test_interviews_and_non_contacts_only(self) -> None:
        rates = outcome_rates(Outcomes(i=100, p=0, r=0, nc=20, o=0, uh=0, uo=0, ne=0))
        assert (rates["RR1"], rates["CON1"]) == (Decimal(".833"), Decimal(".833"))
        assert (rates["COOP1"], rates["REF1"]) == (1, 0)

    def test_unknown_cases_alone_have_no_estimate(self) -> None:
        rates = outcome_rates(Outcomes(0, 0, 0, 0, 0, 5, 5, 0))
        assert [rates[name] for name in ("e", "RR3", "RR4", "REF2", "CON2")] == [None] * 5
        assert (rates["RR1"], rates["REF1"], rates["CON1"]) == (0, 0, 0)
        assert (rates["RR5"], rates["COOP1"], rates["CON3"]) == (None, None, None)

    def test_none_eligible_is_an_estimate_of_zero(self) -> None:
        rates = outcome_rates(Outcomes(0, 0, 0, 0, 0, 5, 0, 3))
        assert (rates["e"], rates["RR3"], rates["RR1"]) == (0, None, 0)

    def test_no_case_has_no_rate(self) -> None:
        assert set(outcome_rates(Outcomes(0, 0, 0, 0, 0, 0, 0, 0)).values()) == {None}


class TestScoresOfLoyaltyAndEffort:
    def test_nps_with_its_error(self) -> None:
        result = net_promoter(50, 30, 20)
        assert (result.score, result.error, result.half_width) == (30, Decimal("7.81"), Decimal("15.3"))

    def test_nps_of_the_published_example(self) -> None:  # whuber
        result = net_promoter(162, 108, 54)
        assert (result.score, result.error) == (33, Decimal("4.14"))

    def test_nps_of_nobody_and_of_one_voice(self) -> None:
        assert net_promoter(0, 0, 0).score is None
        assert (net_promoter(0, 0, 9).score, net_promoter(0, 0, 9).error) == (-100, 0)
        assert net_promoter(1, 5, 2).score == -13

    @pytest.mark.parametrize(
        ("answer", "band"),
        [
            (0, "detractor"),
            (6, "detractor"),
            (7, "passive"),
            (8, "passive"),
            (9, "promoter"),
            (10, "promoter"),
        ],
    )
    def test_nps_bands(self, answer: int, band: str) -> None:
        assert nps_band(answer) == band

    def test_effort_names_its_variant(self) -> None:
        counts = [80, 210, 140, 110, 160, 180, 120]
        assert effort_score(counts) == Decimal("4.08")
        assert effort_score(counts, variant="index_6_7_minus_1_3") == Decimal("-13.0")
        assert effort_score(counts, variant="percent_5_to_7") == Decimal("46.0")
        assert effort_score([0] * 7) is None

    def test_boxes(self) -> None:
        counts = [12, 5, 2, 1, 0]
        assert (top_box(counts), top_box(counts, 2), bottom_box(counts)) == (
            Rate(12, 20),
            Rate(17, 20),
            Rate(1, 20),
        )

    def test_acsi(self) -> None:
        ohio = decimals(".3885", ".3190", ".2925")
        assert acsi([8, 7, 6], ohio) == Decimal("67.73")
        assert acsi_equal([8, 7, 6]) == Decimal("66.67")
        assert (acsi([10] * 3, ohio), acsi([1] * 3, ohio)) == (100, 0)
        assert (acsi_equal([10] * 3), acsi_equal([1] * 3)) == (100, 0)

    @pytest.mark.parametrize("means", [[0, 5, 5], [11, 5, 5], [5, 5]])
    def test_acsi_refuses_what_is_off_its_scale(self, means: list[int]) -> None:
        with pytest.raises(InputError):
            acsi_equal(means)
        with pytest.raises(InputError):
            acsi([5, 5, 5], decimals(".5", ".4", ".2"))


class TestReliabilityAndDrivers:
    def test_alpha(self) -> None:
        rows = [(5, 4, 5), (4, 4, 4), (3, 2, 3), (5, 5, 4), (2, 3, 2)]
        assert cronbach_alpha(rows) == Decimal("0.9136")

    def test_alpha_may_be_negative_perfect_or_undefined(self) -> None:
        assert cronbach_alpha([(1, 5), (2, 3), (3, 4)]) == Decimal("-2")
        assert cronbach_alpha([(1, 1), (2, 2), (5, 5)]) == 1
        assert cronbach_alpha([(1, 2), (2, 1)]) is None
        assert cronbach_alpha([(1,), (2,)]) is None
        assert cronbach_alpha([(1, 2)]) is None
        assert cronbach_alpha([]) is None

    def test_relative_weights(self) -> None:  # R iopsych::relWt
        table = [
            decimals("1", ".2", ".3", ".4", "-.4"),
            decimals(".2", "1", ".5", ".1", ".1"),
            decimals(".3", ".5", "1", ".2", "-.3"),
            decimals(".4", ".1", ".2", "1", ".4"),
            decimals("-.4", ".1", "-.3", ".4", "1"),
        ]
        weights = relative_weights(table, 4)
        assert list(weights) == decimals(".24066119", ".05492664", ".12143476", ".28158189")
        assert sum(weights) == Decimal(".69860448")

    def test_uncorrelated_predictors_weigh_their_squared_correlation(self) -> None:
        table = [decimals("1", "0", ".6"), decimals("0", "1", ".3"), decimals(".6", ".3", "1")]
        assert list(relative_weights(table, 2)) == decimals(".36", ".09")
        assert list(relative_weights([decimals("1", ".5"), decimals(".5", "1")], 0)) == decimals(".25")

    def test_dependent_predictors_are_refused(self) -> None:
        table = [decimals("1", "1", ".5"), decimals("1", "1", ".5"), decimals(".5", ".5", "1")]
        with pytest.raises(InputError) as refusal:
            relative_weights(table, 2)
        assert refusal.value.code == "singular"

    @pytest.mark.parametrize("outcome", [-1, 2])
    def test_a_table_that_is_none_is_refused(self, outcome: int) -> None:
        with pytest.raises(InputError) as refusal:
            relative_weights([[1, 0], [0, 1]], outcome)
        assert refusal.value.code == "bad_matrix"
        with pytest.raises(InputError):
            relative_weights([[1, Decimal(".5")], [0, 1]], 0)

    @pytest.mark.parametrize(
        ("base", "predictors", "enough"), [(99, 5, False), (100, 10, True), (119, 12, False), (120, 12, True)]
    )
    def test_drivers_need_a_base(self, base: int, predictors: int, enough: bool) -> None:
        assert enough_answers(base, predictors) is enough


class TestSamplesAndWeights:
    @pytest.mark.parametrize(
        ("population", "needed"), [(None, 385), (1000, 278), (500, 218), (200, 132), (10000, 370)]
    )
    def test_sample_sizes(self, population: int | None, needed: int) -> None:
        assert sample_size(Decimal(".5"), Decimal(".05"), Decimal("1.96"), population) == needed

    def test_sample_sizes_at_the_edges(self) -> None:
        assert sample_size(Decimal(".5"), Decimal(".1"), Decimal("2")) == 100
        assert sample_size(Decimal(".5"), Decimal(".05"), Decimal("1.96"), 1) == 1
        assert sample_size(Decimal(".5"), Decimal(".05"), Decimal("1.96"), 0) == 0
        assert sample_size(0, Decimal(".05"), Decimal("1.96"), 1) == 0
        for p, e in ((2, 1), (-1, 1), (1, 0)):
            with pytest.raises(InputError):
                sample_size(p, e, 2)

    def test_back_checks(self) -> None:
        assert [back_checks_required(n) for n in (0, 1, 10, 11, 61)] == [0, 1, 1, 2, 7]

    def test_kish(self) -> None:
        result = effective_sample([1, 1, 1, 1, 2])
        assert (result.n_eff, result.deff) == (Decimal("4.5"), Decimal("1.111"))
        assert effective_sample([0, 0]).n_eff is None
        assert effective_sample([]).n_eff is None
        assert effective_sample([0, 3]).n_eff == 1

    def test_stratum_weights_restore_the_population_and_are_capped(self) -> None:
        weights = stratum_weights({"a": 50, "b": 50}, {"a": 80, "b": 20})
        assert weights == {"a": Fraction(5, 8), "b": Fraction(5, 2)}
        assert stratum_weights({"a": 10, "b": 990}, {"a": 90, "b": 10})["b"] == 5
        assert stratum_weights({"a": 10, "b": 10}, {"a": 5, "b": 0}) == {"a": Fraction(1, 2)}

    @pytest.mark.parametrize(
        ("base", "sign"), [(0, "**"), (29, "**"), (30, "*"), (31, "*"), (99, "*"), (100, ""), (101, "")]
    )
    def test_small_bases_are_marked(self, base: int, sign: str) -> None:
        assert SIGNS[base_mark(base)] == sign

    @pytest.mark.parametrize(("persons", "shown"), [(4, False), (5, True), (6, True)])
    def test_anonymous_cells_need_five_persons(self, persons: int, shown: bool) -> None:
        assert cell_may_show(persons, anonymous=True) is shown
        assert cell_may_show(1, anonymous=False) is True


class TestComparisons:
    def test_two_proportions_that_do_not_differ_significantly(self) -> None:
        result = compare_proportions(Rate(85, 100), Rate(75, 100))
        assert result is not None
        assert (result.z, round(result.p, 3), result.significant) == (
            Decimal("1.768"),
            Decimal(".077"),
            False,
        )
        assert result.points == 10

    def test_two_proportions_that_do(self) -> None:
        result = compare_proportions(Rate(70, 100), Rate(85, 100))
        assert result is not None
        assert (result.z, result.significant) == (Decimal("-2.540"), True)
        strict = compare_proportions(Rate(70, 100), Rate(85, 100), confidence="0.99")
        assert strict is not None
        assert strict.significant is False

    def test_proportions_without_base_or_spread_do_not_compare(self) -> None:
        assert compare_proportions(Rate(0, 0), Rate(1, 2)) is None
        assert compare_proportions(Rate(3, 3), Rate(5, 5)) is None

    def test_p_values(self) -> None:
        assert two_sided_p(Decimal("1.96")) == Decimal("0.0500")
        assert two_sided_p(0) == 1

    def test_interviewer_effect(self) -> None:
        assert interviewer_effect(35, Decimal(".03")) == Decimal("2.02")
        assert interviewer_effect(20, Decimal(".01")) == Decimal("1.19")
        assert interviewer_effect(1, Decimal(".5")) == 1

    def test_intraclass_correlation(self) -> None:
        assert intraclass_correlation([[1, 1], [5, 5]]) == 1
        assert intraclass_correlation([[1, 3], [1, 3]]) == -1
        targets = [[9, 2, 5, 8], [6, 1, 3, 2], [8, 4, 6, 8], [7, 1, 2, 6], [10, 5, 6, 9], [6, 2, 4, 7]]
        published = intraclass_correlation(targets, places=2)  # Shrout & Fleiss 1979, ICC(1,1)
        assert published == Decimal("0.17")
        assert intraclass_correlation([[1, 2]]) is None
        assert intraclass_correlation([[1], [2]]) is None
        assert intraclass_correlation([[2, 2], [2, 2]]) is None

    def test_an_interviewer_far_from_the_others_stands_out(self) -> None:
        usual = [80, 90, 85, 95, 88, 92]
        scores = {"a": usual, "b": [value - 1 for value in usual], "c": [100, 100, 100, 99, 100, 100]}
        assert outstanding(scores) == ("c",)
        assert outstanding({"a": [1], "b": usual}) == ()

    def test_a_distribution_without_criticism_is_flagged(self) -> None:
        assert (never_critical([90, 100]), never_critical([89, 100]), never_critical([])) == (
            True,
            False,
            False,
        )
