"""R07, R10, R13, R24, R29 and R30: sums, samples, units, visits and coverage."""

from datetime import date, timedelta
from fractions import Fraction

import pytest

from schemas.figures.coverage import Project, pm_coverage, sales_red_list
from schemas.figures.five_option_sum import five_option_sum
from schemas.figures.four_option import four_option, recommend_share
from schemas.figures.severity_sample import (
    PERCENTAGES,
    Stratum,
    achieved,
    draw,
    required,
    unweighted_share,
    weighted_share,
)
from schemas.figures.unit_scores import UnitForm, company_score
from schemas.figures.visit_plan import PlannedVisit, PlanVersion, fulfilment, version_on
from schemas.numbers import fixed
from schemas.rates import Rate


class TestFiveOptionSums:
    @pytest.mark.parametrize(
        ("counts", "raw", "base", "mean", "percent", "rescaled"),
        [
            pytest.param([10, 20, 5, 3, 2], 153, 40, "3.825", "76.5", "70.625", id="R07-1"),
            pytest.param([10, 0, 0, 0, 0], 50, 10, "5", "100", "100", id="R07-2"),
            pytest.param([0, 0, 0, 0, 10], 10, 10, "1", "20", "0", id="R07-3"),
            pytest.param([0, 1, 0, 0, 0], 4, 1, "4", "80", "75", id="R07-4"),
            pytest.param([0, 0, 0, 0, 0], 0, 0, None, None, None, id="R07-5"),
            pytest.param([12, 39, 49, 82, 2], 529, 184, "2.875", "57.5", "46.875", id="R07-trap"),
        ],
    )
    def test_come_with_what_makes_them_comparable(
        self,
        counts: list[int],
        raw: int,
        base: int,
        mean: str | None,
        percent: str | None,
        rescaled: str | None,
    ) -> None:
        result = five_option_sum(counts, blank=3)
        assert (result.raw, result.base, result.blank) == (raw, base, 3)
        expected = [None if text is None else Fraction(text) for text in (mean, percent, rescaled)]
        assert [result.mean, result.percent, result.rescaled] == expected

    def test_a_larger_wave_with_a_higher_sum_can_be_worse(self) -> None:
        small, large = five_option_sum([10, 20, 5, 3, 2]), five_option_sum([0, 0, 60, 0, 0])
        assert large.raw > small.raw
        assert (small.headline(), large.headline()) == (Fraction("3.825"), 3)
        assert small.headline("raw") == 153
        assert small.headline("percent") == Fraction("76.5")

    def test_questions_are_pooled(self) -> None:
        assert (five_option_sum([1, 0, 0, 0, 0]) + five_option_sum([0, 0, 0, 0, 1], blank=2)).mean == 3


class TestFourPointForms:
    def test_have_a_share_a_mean_and_a_score_of_100(self) -> None:  # R24-1
        result = four_option([40, 35, 15, 10])
        assert (result.satisfied.display(), result.mean) == ("75.0", Fraction("3.05"))
        assert result.score_100 is not None
        assert fixed(result.score_100, 1) == "68.3"

    def test_recommend_by_yes_and_no_alone(self) -> None:  # R24-2
        assert recommend_share(82, 18) == Rate(82, 100)

    def test_have_no_value_when_blank(self) -> None:  # R24-3
        result = four_option([0, 0, 0, 0])
        assert (result.satisfied.value, result.mean, result.score_100) == (None, None, None)


class TestSeveritySamples:
    @pytest.mark.parametrize(
        ("cases", "needed"),
        [
            pytest.param([5, 10, 10, 20], [4, 5, 2, 1], id="R10-1"),
            pytest.param([3, 7, 11, 19], [3, 4, 3, 1], id="R10-2"),
            pytest.param([0, 1, 1, 1], [0, 1, 1, 1], id="R10-3"),
            pytest.param([0, 0, 0, 21], [0, 0, 0, 2], id="R10-4"),
        ],
    )
    def test_round_up_what_is_required(self, cases: list[int], needed: list[int]) -> None:
        pairs = zip(cases, PERCENTAGES.values(), strict=True)
        assert [required(count, percent) for count, percent in pairs] == needed

    def test_say_what_is_missing(self) -> None:  # R10-5
        result = achieved(5, 3, 4, 80)
        assert (result.rate.fixed_percent(0), result.ok, result.needed) == ("60", False, 1)
        assert achieved(5, 3, 4, 80, basis="attempts").ok is True
        assert achieved(0, 0, 0, 80).ok is None

    def test_weigh_each_severity_by_its_cases(self) -> None:
        columns = ([5, 10, 10, 20], [4, 5, 2, 1], [2, 4, 2, 1])
        strata = [Stratum(*row) for row in zip(*columns, strict=True)]
        assert weighted_share(strata) == Fraction(9, 10)
        assert unweighted_share(strata).value == Fraction(3, 4)
        assert weighted_share([Stratum(5, 0, 0)]) is None
        assert weighted_share([Stratum(5, 0, 0), Stratum(10, 2, 1)]) == Fraction(1, 2)

    def test_are_drawn_the_same_on_every_machine(self) -> None:
        ids = [f"case-{n}" for n in range(10)]
        drawn = draw(reversed(ids), 4, "2025Q1:P1")
        assert drawn == draw([*ids, ids[0]], 4, "2025Q1:P1")
        # Replayed apart from SHA-256 of "2025Q1:P1:0", …; a stored seed must draw this for ever.
        assert drawn.sample == ("case-4", "case-5", "case-8", "case-3")
        assert sorted(drawn.sample + drawn.reserve) == ids
        assert drawn != draw(ids, 4, "2025Q2:P1")
        assert draw([], 4, "x") == draw([], 0, "y")

    def test_favour_nobody(self) -> None:
        first = [draw("abcde", 1, f"seed {n}").sample[0] for n in range(1000)]
        assert all(150 < first.count(letter) < 250 for letter in "abcde")


DAY = date(2025, 3, 1)


class TestUnitScores:
    def test_every_unit_counts_once(self) -> None:  # R13-1
        forms = [UnitForm("1", "A", DAY, [80, 90, 70]), UnitForm("2", "B", DAY, [60, None, 90])]
        result = company_score(forms, 3)
        assert (result.units, result.value) == ({"A": 80, "B": 75}, Fraction("77.5"))
        assert result.returned.fixed_percent(1) == "66.7"
        assert company_score(forms, 3, method="pooled").value == 78
        weighted = company_score(forms, 3, method="weighted", weights={"A": 3, "B": 1})
        assert weighted.value == Fraction("78.75")

    def test_a_single_unit_is_warned_of(self) -> None:  # R13-2
        result = company_score([UnitForm("1", "A", DAY, [100, 100])], 3)
        assert (result.value, result.single, result.returned) == (100, True, Rate(1, 3))

    def test_no_unit_has_no_score(self) -> None:  # R13-3
        result = company_score([], 3)
        assert (result.value, result.returned) == (None, Rate(0, 3))

    def test_the_latest_form_of_a_unit_counts(self) -> None:  # R13-4
        later = UnitForm("2", "A", DAY + timedelta(days=1), [60])
        result = company_score([later, UnitForm("1", "A", DAY, [80])], 1)
        assert (result.value, result.superseded) == (60, ("1",))

    def test_an_empty_form_is_returned_without_a_score(self) -> None:
        result = company_score([UnitForm("1", "A", DAY, [None])], 2)
        assert (result.value, result.returned) == (None, Rate(1, 2))


def visits(on_time: int, late: int, undone: int) -> list[PlannedVisit]:
    last = DAY + timedelta(days=6)
    done = [PlannedVisit(DAY, last, last)] * on_time
    return [
        *done,
        *[PlannedVisit(DAY, last, last + timedelta(days=1))] * late,
        *[PlannedVisit(DAY, last)] * undone,
    ]


class TestVisitPlans:
    def test_are_fulfilled_and_kept_in_time(self) -> None:  # R29
        result = fulfilment(visits(21, 2, 1))
        assert (result.done.fixed_percent(1), result.on_time.fixed_percent(1)) == ("95.8", "87.5")
        assert fulfilment([]).done.value is None

    def test_keep_every_version(self) -> None:  # R29
        first = PlanVersion("1", date(2025, 1, 1), ())
        second = PlanVersion("2", date(2025, 3, 1), ())
        assert version_on([second, first], date(2025, 2, 28)) == first
        assert version_on([first, second], date(2025, 3, 1)) == second
        assert version_on([first], date(2024, 12, 31)) is None


QUARTERS = [
    (date(2025, 1, 1), date(2025, 3, 31)),
    (date(2025, 4, 1), date(2025, 6, 30)),
    (date(2025, 7, 1), date(2025, 9, 30)),
    (date(2025, 10, 1), date(2025, 12, 31)),
]


class TestProjectCoverage:
    def test_counts_filled_cells_of_projects_and_quarters(self) -> None:  # R30
        every_quarter = tuple(first for first, _last in QUARTERS)
        projects = [Project(f"{n}", date(2024, 1, 1), pm_forms=every_quarter) for n in range(9)]
        projects += [Project(f"{n}", date(2024, 1, 1), pm_forms=every_quarter[1:]) for n in range(9, 12)]
        year = sum((pm_coverage(projects, *quarter).rate for quarter in QUARTERS), Rate(0, 0))
        assert (year, year.fixed_percent(2)) == (Rate(45, 48), "93.75")
        assert pm_coverage(projects, *QUARTERS[0]).missing == ("9", "10", "11")

    @pytest.mark.parametrize(
        ("started", "required_cells"),
        [
            pytest.param(date(2025, 3, 25), 0, id="R30-late-start"),
            (date(2025, 3, 3), 0),
            (date(2025, 3, 2), 1),
            (date(2025, 3, 1), 1),
        ],
    )
    def test_asks_projects_active_thirty_days(self, started: date, required_cells: int) -> None:
        assert pm_coverage([Project("p", started)], *QUARTERS[0]).rate.base == required_cells

    def test_lists_closed_projects_without_a_sales_survey(self) -> None:  # R30
        closed = date(2025, 3, 31)
        start = date(2025, 1, 1)
        missing = Project("missing", start, closed)
        filled = Project("filled", start, closed, sales_forms=(date(2025, 4, 30),))
        too_late = Project("too late", start, closed, sales_forms=(date(2025, 5, 1),))
        milestone = Project("milestone", start, closed, sales_forms=(closed,), milestones=1)
        projects = [missing, filled, too_late, milestone, Project("open", start)]
        assert sales_red_list(projects, date(2025, 4, 30)) == ()
        assert sales_red_list(projects, date(2025, 5, 1)) == ("missing", "too late", "milestone")
