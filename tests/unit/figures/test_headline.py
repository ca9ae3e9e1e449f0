"""The headline of each pack by its own rule, from roll-up cells; worked by hand."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from decimal import Decimal
from fractions import Fraction
from typing import ClassVar

import pytest

from schemas.figures.headline import Headline
from schemas.figures.periods import period
from schemas.figures.rollup import Cell, CellKey, contributions
from schemas.figures.satisfaction import Satisfaction, satisfaction, to_json
from schemas.figures.strata import in_stratum
from schemas.packs.model import Pack
from schemas.packs.resolve import library_content, read
from schemas.packs.source import library_names
from schemas.records.facts import ResponseFacts

Form = tuple[str | None, dict[str, str]]


def month_of(
    pack: Pack, forms: Sequence[Form], completion: str = "COMPLETE", case_class: str = "NONE"
) -> Satisfaction:
    cells: dict[CellKey, Cell] = {}
    for place, (score, items) in enumerate(forms):
        facts = ResponseFacts(
            id=f"{completion}{place}", original=f"{completion}{place}", pack=pack.pack,
            pack_version="1", local_date="2025-03-14",
            occurred_at="2025-03-14T09:00:00+08:00", channel="phone", completion=completion,
            case_class=case_class, score=score, low=score, high=score,
            unrated_reason=None if score else "not_asked",
        )  # fmt: skip
        points = {code: Decimal(worth) for code, worth in items.items()}
        for key, cell in contributions(facts, points).items():
            cells[key] = cells.get(key, Cell()) + cell
    return satisfaction(pack, "hash", period("2025-03"), cells)


def library(name: str, **scoring: object) -> Pack:
    content = library_content(name)
    content["scoring"].update(scoring)
    return read(content)


def of_one_item(code: str, counts: Sequence[int]) -> list[Form]:
    """So many forms for the best answer, the second and so on."""
    worths = range(len(counts), 0, -1)
    return [("80", {code: str(w)}) for w, n in zip(worths, counts, strict=True) for _ in range(n)]


def in_strata(*forms: dict[str, str]) -> list[Form]:
    """Callbacks about cases, each with its severity and what its overall item is worth."""
    return [
        ("5", {"Q6": worth, in_stratum("Q6", severity): worth})
        for form in forms
        for severity, worth in form.items()
    ]


def headline(pack: Pack, forms: Sequence[Form]) -> Headline:
    return month_of(pack, forms).headline


class TestTheSatisfiedRate:
    FORMS = of_one_item("M9", [12, 5, 2, 1, 0])

    @pytest.mark.parametrize(("threshold", "satisfied"), [("top2", 17), ("top1", 12), ("top3", 19)])
    def test_counts_answers_from_the_threshold_on(self, threshold: str, satisfied: int) -> None:
        pack = library("itops-pm", satisfied_rate={"item": "M9", "unit": "form", "threshold": threshold})
        found = headline(pack, self.FORMS)
        assert (found.value, found.numerator, found.base) == (Fraction(satisfied, 20), satisfied, 20)

    def test_comes_with_its_interval(self) -> None:
        interval = headline(library("itops-pm"), self.FORMS).interval
        assert interval is not None
        assert (interval.lower, interval.upper) == (Decimal("0.6396"), Decimal("0.9476"))

    def test_leaves_out_forms_without_the_overall_item(self) -> None:
        found = headline(library("itops-pm"), [*self.FORMS, ("5", {"M1": "5"}), (None, {})])
        assert (found.base, found.excluded) == (20, {"unanswered": 2})

    def test_is_held_against_its_target_in_per_cent(self) -> None:
        assert month_of(library("itops-pm"), self.FORMS).met is False
        assert month_of(library("itops-pm"), of_one_item("M9", [19, 0, 1, 0, 0])).met is True
        assert month_of(library("itops-pm"), of_one_item("M9", [18, 0, 1, 0, 0])).met is False

    def test_by_the_mean_of_a_form_asks_for_four_points(self) -> None:
        pack = library("itops-pm", satisfied_rate={"unit": "form", "threshold": "mean4"})
        found = headline(pack, [("4", {}), ("59/15", {}), ("5", {}), (None, {})])
        assert (found.value, found.base) == (Fraction(2, 3), 3)

    def test_by_answers_counts_every_item(self) -> None:
        pack = library("itops-pm", satisfied_rate={"unit": "answer", "threshold": "top2"})
        found = headline(pack, [("4", {"M1": "5", "M2": "3"}), ("4", {"M1": "4"})])
        assert (found.numerator, found.base) == (2, 3)

    def test_has_no_value_where_nobody_answered(self) -> None:
        found = headline(library("itops-pm"), [(None, {})])
        assert (found.value, found.base, month_of(library("itops-pm"), []).met) == (None, 0, None)

    def test_of_severity_strata_without_a_draw_is_not_computed_and_says_so(self) -> None:
        month = month_of(library("itops-qa-callback"), in_strata({"P1": "5"}))
        assert (month.headline.value, month.headline.why_not) == (None, "cases_not_counted")
        assert to_json(month)["figure"]["warnings"] == ["cases_not_counted"]  # type: ignore[index]


class TestTheRateWeightedBySeverity:
    """R10: N = 5, 10, 10, 20; completed 4, 5, 2, 1; satisfied 2, 4, 2, 1 -> 40.5/45, unweighted 9/12."""

    FORMS = in_strata(
        {"P1": "5"}, {"P1": "4"}, {"P1": "3"}, {"P1": "1"},
        {"P2": "5"}, {"P2": "5"}, {"P2": "4"}, {"P2": "4"}, {"P2": "2"},
        {"P3": "4"}, {"P3": "5"}, {"P4": "5"},
    )  # fmt: skip
    CASES: ClassVar = {"P1": 5, "P2": 10, "P3": 10, "P4": 20}

    def month(self, forms: Sequence[Form], cases: Mapping[str, int]) -> Satisfaction:
        return replace(month_of(library("itops-qa-callback"), forms), cases=cases)

    def test_counts_each_severity_for_all_its_cases_with_the_plain_share_beside_it(self) -> None:
        found = self.month(self.FORMS, self.CASES).headline
        assert (found.value, found.base, found.interval) == (Fraction(9, 10), 12, None)
        assert found.numerator / found.base == found.value
        assert found.parts == {
            "unweighted": "0.75", "P1": "2/4 (5)", "P2": "4/5 (10)", "P3": "2/2 (10)", "P4": "1/1 (20)"
        }  # fmt: skip

    def test_leaves_out_severities_of_which_nobody_was_reached(self) -> None:
        found = self.month(self.FORMS[:4], self.CASES).headline
        assert (found.value, found.base) == (Fraction(1, 2), 4)

    def test_says_how_many_told_no_severity(self) -> None:
        found = self.month([*self.FORMS, ("5", {"Q6": "5"})], self.CASES).headline
        assert (found.value, found.base, found.excluded) == (Fraction(9, 10), 12, {"no_stratum": 1})

    def test_is_not_computed_where_more_were_asked_than_there_were_cases(self) -> None:
        found = self.month(self.FORMS, self.CASES | {"P1": 3}).headline
        assert (found.value, found.why_not) == (None, "cases_not_counted")

    def test_is_null_where_nobody_answered(self) -> None:
        found = self.month([], self.CASES).headline
        assert (found.value, found.base, found.why_not) == (None, 0, None)

    def test_shows_its_strata_in_no_list_of_items(self) -> None:
        assert set(self.month(self.FORMS, self.CASES).items) == {"Q6"}


class TestTheWeightedSum:
    def test_is_the_mean_over_all_answers_with_raw_sum_and_per_cent(self) -> None:
        pack = library("logistics")
        code = pack.scoring.contact_score.items[0]  # type: ignore[union-attr]
        found = headline(pack, of_one_item(code, [10, 20, 5, 3, 2]))
        assert (found.value, found.numerator, found.base) == (Fraction("3.825"), 153, 40)
        assert found.parts == {"raw": 153, "N": 40, "mean": "3.825", "percent": "76.5"}
        assert found.excluded == {"unanswered": 8 * 40}

    def test_may_be_published_as_another_of_its_numbers(self) -> None:
        pack = library("logistics", weighted5={"headline": "rescaled"})
        code = pack.scoring.contact_score.items[0]  # type: ignore[union-attr]
        assert headline(pack, of_one_item(code, [10, 20, 5, 3, 2])).value == Fraction("70.625")


class TestTheMeanOfForms:
    def test_keeps_thirds(self) -> None:
        assert headline(
            library("sample-7q", period_score={"rule": "R08"}), [("200/3", {})]
        ).value == Fraction(200, 3)

    @pytest.mark.parametrize(
        ("name", "to", "score", "value"),
        [("itops-pm", "hundred", "3.6", 72), ("warehouse", "five", "72", Fraction("3.6"))],
    )
    def test_is_converted_where_the_pack_asks_for_other_points(
        self, name: str, to: str, score: str, value: Fraction
    ) -> None:
        pack = library(name, period_score={"rule": "R08", "scale_to": to})
        assert headline(pack, [(score, {})]).value == value

    def test_of_very_few_is_marked(self) -> None:
        month = month_of(library("courier-managers"), [("80", {})] * 4)
        assert to_json(month)["figure"]["warnings"] == ["base_below_minimum"]  # type: ignore[index]
        assert to_json(month_of(library("courier-managers"), [("80", {})] * 5))["figure"]["warnings"] == []  # type: ignore[index]


class TestTheBands:
    FORMS = [("240", {}), ("239.9", {}), ("210", {}), ("209.9", {}), (None, {})]

    def test_are_counted_beside_the_mean_total(self) -> None:
        found = headline(library("repair-300"), self.FORMS)
        assert found.parts == {"satisfied": 1, "mostly": 2, "unsatisfied": 1}
        assert (found.value, found.base, found.excluded) == (Fraction("899.8") / 4, 4, {"not_asked": 1})

    def test_give_a_shared_edge_to_the_band_below_where_the_pack_says_so(self) -> None:
        pack = library("repair-300")
        bands = library_content("repair-300")["scoring"]["bands"]
        found = headline(library("repair-300", bands={**bands, "edge": "upper"}), self.FORMS)
        assert pack.scoring.bands is not None
        assert found.parts == {"satisfied": 0, "mostly": 2, "unsatisfied": 2}


class TestUnits:
    def test_pooled_items_count_every_answer(self) -> None:
        forms = [("80", {"V1": "80", "V2": "90", "V3": "70"}), ("75", {"V1": "60", "V3": "90"})]
        found = headline(library("op-qpm-phone"), forms)
        assert (found.value, found.base) == (78, 5)

    def test_a_mean_of_units_is_not_computed_and_says_so(self) -> None:
        found = headline(library("op-qpm-written"), [("80", {"U1": "80"})])
        assert (found.value, found.why_not) == (None, "units_not_in_cells")


class TestShares:
    def test_divide_the_successful_contacts(self) -> None:
        pack = library("dlr-care-h-sales")
        satisfied = month_of(pack, [("80", {}), ("100", {}), ("79.9", {}), (None, {})])
        grievance = month_of(pack, [("95", {})], case_class="GRIEVANCE")
        failed = month_of(pack, [("90", {})], completion="PARTIAL")
        contact = satisfied.contact + grievance.contact + failed.contact
        found = Satisfaction(pack, "hash", satisfied.period, contact, {}).headline
        assert found.parts == {"satisfied": 2, "grievance": 1, "neutral": 2}
        assert (found.value, found.base, found.excluded) == (Fraction(2, 5), 5, {"not_successful": 1})

    @pytest.mark.parametrize(("due", "share"), [(4, Fraction(1, 4)), (2, Fraction(1, 2))])
    def test_may_be_of_what_was_due(self, due: int, share: Fraction) -> None:
        pack = library("dlr-care-h-sales", ratio={"base": "due"})
        month = replace(month_of(pack, [("80", {}), ("79.9", {})]), due=due)
        assert (month.headline.value, month.headline.base) == (share, due)
        assert month.headline.parts == {"satisfied": 1, "grievance": 0, "neutral": 1}

    @pytest.mark.parametrize("due", [None, 0, 1])
    def test_of_what_was_due_are_not_computed_when_more_were_asked_and_say_so(self, due: int | None) -> None:
        pack = library("dlr-care-h-sales", ratio={"base": "due"})
        found = replace(month_of(pack, [("80", {}), ("79.9", {})]), due=due).headline
        assert (found.value, found.why_not) == (None, "due_not_in_cells")


class TestFourOptions:
    def test_give_share_mean_and_hundred(self) -> None:
        found = headline(library("sample-7q"), of_one_item("Q1", [40, 35, 15, 10]))
        assert (found.value, found.base) == (Fraction(3, 4), 100)
        assert found.parts == {"mean": "3.05", "score100": "68.333333333333"}


@pytest.mark.parametrize("name", library_names())
def test_every_pack_has_a_headline_or_says_why_not(name: str) -> None:
    pack = read(library_content(name))
    found = headline(pack, [("3", {})])
    assert found.rule == (pack.scoring.period_score.rule if pack.scoring.period_score else "R03")
    assert found.value is not None or found.why_not is not None or found.base == 0


def test_cells_of_an_older_version_give_no_share() -> None:
    pack = library("itops-pm")
    month = month_of(pack, of_one_item("M9", [1, 0, 0, 0, 0]))
    items = {code: Cell(cell.records, cell.base, cell.total) for code, cell in month.items.items()}
    found = Satisfaction(pack, "hash", month.period, month.contact, items).headline
    assert (found.value, found.why_not) == (None, "counted_before")


def test_the_mean_keeps_its_own_target_only_where_it_is_the_headline() -> None:
    assert month_of(library("dlr-cs-sales"), [("90", {})]).target_of_mean == 90
    assert month_of(library("itops-pm"), of_one_item("M9", [1, 0, 0, 0, 0])).target_of_mean is None
