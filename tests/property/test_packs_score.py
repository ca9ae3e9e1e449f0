"""What must hold for the score of any form of any pack, whatever was answered."""

import random
from fractions import Fraction

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from schemas.figures.periods import period
from schemas.figures.rollup import EMPTY, Cell, CellKey, contributions
from schemas.figures.satisfaction import Satisfaction, satisfaction
from schemas.figures.strata import counted_points
from schemas.forms.answers import Answer, missing
from schemas.packs.model import Pack
from schemas.records.facts import facts_of
from schemas.scoring.contact import score
from schemas.scoring.items import points_range
from tests.property.test_both_ends import HASHES, NAMES, PACKS, answers_of, response_of

QUICK = settings(
    max_examples=25, deadline=None, suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large]
)
MARCH = period("2025-03")


def ends(pack: Pack) -> tuple[Fraction, Fraction]:
    """The least and the most a form can score."""
    keys = pack.scoring.contact_score
    assert keys is not None
    if keys.kind == "sum":
        assert keys.full_mark is not None
        return Fraction(0), Fraction(keys.full_mark)
    if keys.to == "five":
        return Fraction(0), Fraction(5)
    return Fraction(0), Fraction(100)


def cells_of(pack: Pack, drawn: list[dict[str, Answer]], first: int = 0) -> dict[CellKey, Cell]:
    cells: dict[CellKey, Cell] = {}
    for place, answers in enumerate(drawn, first):
        response = response_of(pack, place, answers, 1 + place % 3, "han")
        facts = facts_of(response.model_dump(mode="json", by_alias=True))
        for key, cell in contributions(facts, counted_points(pack, response.answers)).items():
            cells[key] = cells.get(key, EMPTY) + cell
    return cells


def month_of(pack: Pack, *groups: dict[CellKey, Cell]) -> Satisfaction:
    whole: dict[CellKey, Cell] = {}
    for group in groups:
        for key, cell in group.items():
            whole[key] = whole.get(key, EMPTY) + cell
    return satisfaction(pack, HASHES[pack.pack], MARCH, whole)


def several(data: st.DataObject, pack: Pack) -> list[dict[str, Answer]]:
    return data.draw(st.lists(answers_of(pack), max_size=6))


@pytest.mark.parametrize("name", NAMES)
@QUICK
@given(data=st.data())
def test_a_score_is_bounded_by_its_scale_and_its_own_ends(name: str, data: st.DataObject) -> None:
    found = score(PACKS[name], data.draw(answers_of(PACKS[name]))).score
    if found is not None:
        low, high = ends(PACKS[name])
        assert low <= Fraction(found.low) <= Fraction(found.value) <= Fraction(found.high) <= high


@pytest.mark.parametrize("name", NAMES)
@QUICK
@given(data=st.data())
def test_the_order_of_answers_changes_nothing(name: str, data: st.DataObject) -> None:
    answers = data.draw(answers_of(PACKS[name]))
    shuffled = dict(random.Random(1).sample(sorted(answers.items()), len(answers)))
    assert score(PACKS[name], shuffled) == score(PACKS[name], answers)


@pytest.mark.parametrize("name", NAMES)
@QUICK
@given(data=st.data())
def test_a_better_answer_never_lowers_a_score(name: str, data: st.DataObject) -> None:
    pack = PACKS[name]
    keys = pack.scoring.contact_score
    assert keys is not None
    code = data.draw(st.sampled_from([*keys.items, *filter(None, [keys.source])]))
    answers = data.draw(answers_of(pack))
    worse, better = sorted(points_range(pack, code))
    scale = pack.scale_of(code)

    def worth(points: Fraction) -> Answer:
        if scale.type == "number":
            return Answer(scale=pack.questions[code].scale, value=str(points))
        [option] = [o for o in scale.options if o.value is not None and Fraction(o.value) == points]
        return Answer(scale=pack.questions[code].scale, options=(option.code,))

    low = score(pack, {**answers, code: worth(worse)}).score
    high = score(pack, {**answers, code: worth(better)}).score
    assert (low is None) == (high is None)
    assert low is None or high is None or Fraction(low.value) <= Fraction(high.value)


@pytest.mark.parametrize("name", NAMES)
@QUICK
@given(data=st.data())
def test_figures_are_pooled_over_any_partition(name: str, data: st.DataObject) -> None:
    pack = PACKS[name]
    drawn = several(data, pack)
    cut = data.draw(st.integers(0, len(drawn)))
    parts = [cells_of(pack, drawn[:cut]), cells_of(pack, drawn[cut:], cut)]
    whole = month_of(pack, cells_of(pack, drawn))
    assert month_of(pack, *parts).headline == whole.headline
    assert month_of(pack, *reversed(parts)).headline == whole.headline


@pytest.mark.parametrize("name", NAMES)
@QUICK
@given(data=st.data())
def test_the_mean_lies_between_its_lower_and_its_upper_reading(name: str, data: st.DataObject) -> None:
    month = month_of(PACKS[name], cells_of(PACKS[name], several(data, PACKS[name])))
    lower, mean, upper = month.lower.value, month.mean.value, month.upper.value
    if lower is not None and mean is not None and upper is not None:
        low, high = ends(PACKS[name])
        assert low <= lower <= mean <= upper <= high


@pytest.mark.parametrize("name", NAMES)
@QUICK
@given(data=st.data())
def test_a_form_without_answers_never_moves_a_mean(name: str, data: st.DataObject) -> None:
    pack = PACKS[name]
    drawn = several(data, pack)
    empty = {code: missing("refused") for code in pack.questions}
    before = month_of(pack, cells_of(pack, drawn))
    after = month_of(pack, cells_of(pack, drawn), cells_of(pack, [empty], len(drawn)))
    assert after.mean.value == before.mean.value
    assert after.headline.value == before.headline.value
    assert after.records == before.records + 1
