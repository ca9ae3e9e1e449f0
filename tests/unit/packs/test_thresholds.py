"""Each threshold of each survey pack: just below, on it, just above. Expectations are written by hand."""

from decimal import Decimal
from fractions import Fraction

import pytest

from schemas.figures.complaint_ratio import complaint_ratio
from schemas.figures.gates import Gate
from schemas.figures.mode_mix import mode_mix
from schemas.figures.periods import period
from schemas.figures.rollup import Cell
from schemas.figures.satisfaction import Satisfaction
from schemas.forms.answers import Answer
from schemas.packs.logic import context, reason_due
from schemas.packs.model import Pack
from schemas.packs.resolve import library_content, read
from schemas.packs.source import library_names
from schemas.rates import Rate
from schemas.scoring.bands import band_of
from schemas.scoring.contact import Scored, score
from schemas.scoring.form_class import form_class

CLASSES = {"U": "CALLBACK_UNSATISFIED", "M": "OPINION_MINOR", "O": "OPINION"}

# Pack -> the class of a form of this score with a remark, at both limits of classify.
OF_60_AND_80 = "59.9 U, 60 M, 60.1 M, 79.9 M, 80 O, 80.1 O"
OF_70_AND_80 = "69.9 U, 70 M, 70.1 M, 79.9 M, 80 O, 80.1 O"
OF_3_AND_4 = "2.9 U, 3 M, 3.1 M, 3.9 M, 4 O, 4.1 O"
LIMITS = {
    "courier": OF_60_AND_80,
    "courier-managers": OF_60_AND_80,
    "csm-visit-mail": OF_70_AND_80,
    "dlr-care-h": OF_70_AND_80,
    "dlr-care-h-aftersales": OF_70_AND_80,
    "dlr-care-h-sales": OF_70_AND_80,
    "dlr-cs-aftersales": OF_70_AND_80,
    "dlr-cs-sales": OF_70_AND_80,
    "dlr-touch": OF_3_AND_4,
    "generic-regulation": OF_60_AND_80,
    "hospital": OF_60_AND_80,
    "internal-external": OF_60_AND_80,
    "internal-external-customers": OF_60_AND_80,
    "itops-pm": OF_3_AND_4,
    "itops-qa-callback": OF_3_AND_4,
    "itops-sales-visit": OF_3_AND_4,
    "logistics": OF_60_AND_80,
    "oem-index-mirror": "6.9 U, 7 M, 7.1 M, 7.9 M, 8 O, 8.1 O",
    "op-qpm-phone": OF_70_AND_80,
    "op-qpm-written": OF_70_AND_80,
    "periodic-user": OF_60_AND_80,
    "repair-300": "209.9 U, 210 M, 210.1 M, 239.9 M, 240 O, 240.1 O",
    "sample-7q": "33.9 U, 34 M, 34.1 M, 59.9 M, 60 O, 60.1 O",
    "service-standards": OF_60_AND_80,
    "tobacco-retail": OF_60_AND_80,
    "warehouse": OF_60_AND_80,
    "zihang-callback": OF_60_AND_80,
    "zihang-lost": OF_60_AND_80,
}
CASES = [(name, *case.split()) for name, cases in LIMITS.items() for case in cases.split(", ")]


def library(name: str) -> Pack:
    return read(library_content(name))


def number(value: str) -> Answer:
    return Answer(scale="s100", value=value)


def test_every_survey_pack_has_its_limits_here() -> None:
    surveys = {name for name in library_names() if library(name).kind == "survey" and library(name).classify}
    assert surveys == LIMITS.keys()


@pytest.mark.parametrize(("name", "value", "expected"), CASES)
def test_the_class_at_a_limit(name: str, value: str, expected: str) -> None:
    found, step = form_class(library(name), Decimal(value), remark=True, says_dissatisfied=False, flags={})
    assert found == CLASSES[expected]
    assert value in str(step.sentence)


@pytest.mark.parametrize(
    ("name", "code"),
    [
        ("dlr-care-h", "B8"),
        ("dlr-care-h", "S6"),
        ("dlr-care-h-aftersales", "B8"),
        ("dlr-care-h-sales", "B8"),
        ("dlr-cs-aftersales", "B8"),
        ("dlr-cs-sales", "B8"),
        ("dlr-cs-sales", "S6"),
        ("csm-visit-mail", "J6"),
        ("op-qpm-phone", "V1"),
    ],
)
@pytest.mark.parametrize(("value", "expected"), [("69.9", "U"), ("70", ""), ("70.1", "")])
def test_a_form_below_70_is_dissatisfied_and_one_of_70_is_not(
    name: str, code: str, value: str, expected: str
) -> None:
    found = score(library(name), {code: number(value)})
    assert found.case_class == CLASSES.get(expected, "NONE")


def chosen(name: str, options: dict[str, str]) -> Scored:
    pack = library(name)
    return score(
        pack, {code: Answer(scale=pack.questions[code].scale, options=(o,)) for code, o in options.items()}
    )


@pytest.mark.parametrize(
    ("name", "worst_still_good", "value", "first_bad", "bad_value"),
    [
        # Options 1…5 are worth 100, 80, 60, 40, 20.
        ("courier", "3333", "60", "3334", "55"),
        ("warehouse", "3333333", "60", "3333334", "400/7"),
        ("logistics", "333333333", "60", "333333334", "520/9"),
        ("service-standards", "333333", "60", "333334", "170/3"),
    ],
)
def test_options_on_the_limit_and_one_option_below(
    name: str, worst_still_good: str, value: str, first_bad: str, bad_value: str
) -> None:
    keys = library(name).scoring.contact_score
    assert keys is not None
    good = chosen(name, dict(zip(keys.items, worst_still_good, strict=True)))
    bad = chosen(name, dict(zip(keys.items, first_bad, strict=True)))
    assert good.score is not None
    assert bad.score is not None
    assert (Fraction(good.score.value), good.case_class) == (Fraction(value), "NONE")
    assert (Fraction(bad.score.value), bad.case_class) == (Fraction(bad_value), "CALLBACK_UNSATISFIED")


@pytest.mark.parametrize(
    ("name", "item", "answered", "rated"),
    [
        # Half of nine items is 4.5, half of thirteen 6.5; 80 % of 300 points are eight items of 30.
        ("itops-pm", "M{}", 4, False),
        ("itops-pm", "M{}", 5, True),
        ("op-qpm-written", "U{}", 6, False),
        ("op-qpm-written", "U{}", 7, True),
        ("repair-300", "X{}", 7, False),
        ("repair-300", "X{}", 8, True),
    ],
)
def test_enough_items_must_be_answered(name: str, item: str, answered: int, rated: bool) -> None:
    pack = library(name)
    given = {}
    for place in range(1, answered + 1):
        code = item.format(place)
        scale = pack.questions[code].scale
        is_number = pack.scale_of(code).type == "number"
        given[code] = Answer(scale=scale, value="24") if is_number else Answer(scale=scale, options=("A",))
    assert (score(pack, given).score is not None) is rated


@pytest.mark.parametrize(
    ("name", "gate", "below", "on", "above"),
    [
        # Counts of 1000: 0.1 % below the minimum, on it, above.
        ("dlr-cs-sales", "success_rate", 499, 500, 501),
        ("dlr-cs-sales", "survey_rate", 599, 600, 601),
        ("dlr-cs-aftersales", "success_rate", 499, 500, 501),
        ("dlr-cs-aftersales", "survey_rate", 599, 600, 601),
        ("dlr-care-h", "success_rate", 799, 800, 801),
        ("dlr-care-h-sales", "success_rate", 799, 800, 801),
        ("dlr-care-h-aftersales", "success_rate", 799, 800, 801),
        ("op-qpm-written", "return_rate", 799, 800, 801),
    ],
)
def test_a_gate_includes_its_minimum(name: str, gate: str, below: int, on: int, above: int) -> None:
    minimum = library(name).gates[gate].min
    assert minimum is not None
    assert [Gate(Rate(n, 1000), Fraction(minimum)).ok for n in (below, on, above)] == [False, True, True]


def met(name: str, contact: Cell, items: dict[str, Cell] | None = None) -> bool | None:
    return Satisfaction(library(name), "hash", period("2025-03"), contact, items or {}).met


def of_contacts(mean: str) -> Cell:
    return Cell(10, 10, Fraction(mean) * 10, spread={f"COMPLETE NONE {mean}": 10})


@pytest.mark.parametrize(
    ("name", "below", "on", "above"),
    [
        ("dlr-cs-sales", "89.9", "90", "90.1"),
        ("dlr-cs-aftersales", "89.9", "90", "90.1"),
        ("repair-300", "239.9", "240", "240.1"),
    ],
)
def test_a_target_of_a_mean_includes_its_limit(name: str, below: str, on: str, above: str) -> None:
    assert [met(name, of_contacts(mean)) for mean in (below, on, above)] == [False, True, True]


@pytest.mark.parametrize(("satisfied", "expected"), [(949, False), (950, True), (951, True)])
def test_the_satisfied_rate_of_p12_is_95_per_cent(satisfied: int, expected: bool) -> None:
    item = Cell(1000, 1000, spread={"4": satisfied, "3": 1000 - satisfied})
    contact = Cell(1000, spread={"COMPLETE NONE -": 1000})
    assert met("itops-pm", contact, {"M9": item}) is expected


@pytest.mark.parametrize(
    ("name", "satisfied", "expected"),
    [
        ("dlr-care-h", 999, False),
        ("dlr-care-h", 1000, True),
        ("dlr-care-h-sales", 979, False),
        ("dlr-care-h-sales", 980, True),
        ("dlr-care-h-sales", 981, True),
        ("dlr-care-h-aftersales", 979, False),
        ("dlr-care-h-aftersales", 980, True),
        ("dlr-care-h-aftersales", 981, True),
    ],
)
def test_the_satisfied_share_of_p03(name: str, satisfied: int, expected: bool) -> None:
    spread = {"COMPLETE NONE 80": satisfied, "COMPLETE NONE 79.9": 1000 - satisfied}
    assert met(name, Cell(1000, 1000, spread={k: n for k, n in spread.items() if n})) is expected


@pytest.mark.parametrize(
    ("name", "below", "on", "above"),
    [
        # Complaints of 10 000: the sales limit is 0.5 ‰, the after-sales limit 1 ‰, both inclusive.
        ("dlr-cs-sales", 4, 5, 6),
        ("dlr-care-h", 4, 5, 6),
        ("dlr-care-h-sales", 4, 5, 6),
        ("dlr-cs-aftersales", 9, 10, 11),
        ("dlr-care-h-aftersales", 9, 10, 11),
    ],
)
def test_a_complaint_limit_includes_itself(name: str, below: int, on: int, above: int) -> None:
    keys = library(name).complaints
    assert keys is not None
    assert keys.limit is not None
    verdicts = [complaint_ratio(n, 10_000, keys.limit).ok for n in (below, on, above)]
    assert verdicts == [True, True, False]


@pytest.mark.parametrize("name", ["dlr-cs-sales", "dlr-cs-aftersales", "dlr-care-h", "dlr-care-h-sales"])
def test_the_main_mode_must_exceed_half(name: str) -> None:
    modes = library(name).modes
    assert modes is not None
    assert modes.main_share_min_exclusive is not None
    least = modes.main_share_min_exclusive
    verdicts = [mode_mix({"phone": n, "sms": 1000 - n}, more_than=least).ok for n in (499, 500, 501)]
    assert verdicts == [False, False, True]


@pytest.mark.parametrize(
    ("value", "band"),
    [
        ("0", "unsatisfied"),
        ("209.9", "unsatisfied"),
        ("210", "mostly"),
        ("210.1", "mostly"),
        ("239.9", "mostly"),
        ("240", "satisfied"),
        ("240.1", "satisfied"),
        ("300", "satisfied"),
        ("300.1", None),
    ],
)
def test_the_bands_of_the_repair_form(value: str, band: str | None) -> None:
    bands = library("repair-300").scoring.bands
    assert bands is not None
    found = band_of(bands, Decimal(value))
    assert (found.code if found else None) == band


@pytest.mark.parametrize("name", ["dlr-ms", "dlr-ms-aftersales"])
@pytest.mark.parametrize(
    ("kind", "value", "amount"),
    [
        ("open", "84.9", -300),
        ("open", "85", -200),
        ("open", "85.1", -200),
        ("open", "89.9", -200),
        ("open", "90", 0),
        ("open", "90.1", 0),
        ("hidden", "79.9", -1000),
        ("hidden", "80", -500),
        ("hidden", "80.1", -500),
        ("hidden", "84.9", -500),
        ("hidden", "85", 500),
        ("hidden", "85.1", 500),
        ("hidden", "89.9", 500),
        ("hidden", "90", 1000),
        ("hidden", "90.1", 1000),
    ],
)
def test_the_bands_of_mystery_shopping(name: str, kind: str, value: str, amount: int) -> None:
    ms = library(name).ms
    assert ms is not None
    check = ms.open if kind == "open" else ms.hidden
    assert check is not None
    found = band_of(check.bands, Decimal(value))
    assert found is not None
    assert found.amount == amount


@pytest.mark.parametrize(
    ("name", "code"), [("csm-visit-mail", "J1"), ("csm-visit-mail", "J6"), ("op-qpm-written", "U13")]
)
@pytest.mark.parametrize(("value", "due"), [("69.9", True), ("70", False), ("70.1", False)])
def test_a_reason_is_asked_below_70(name: str, code: str, value: str, due: bool) -> None:
    pack = library(name)
    assert reason_due(pack.questions[code], number(value), context(pack, {code: number(value)})) is due


@pytest.mark.parametrize(
    ("name", "code"), [("csm-visit-mail", "J1"), ("op-qpm-phone", "V7"), ("op-qpm-written", "U1")]
)
@pytest.mark.parametrize(("value", "followed"), [("69.9", True), ("70", False), ("70.1", False)])
def test_an_item_below_70_is_followed_up(name: str, code: str, value: str, followed: bool) -> None:
    assert (code in score(library(name), {code: number(value)}).followup) is followed


@pytest.mark.parametrize(("value", "said"), [("69.9", True), ("70", False), ("70.1", False)])
def test_the_pick_up_callback_is_dissatisfied_below_70_points(value: str, said: bool) -> None:
    pack = library("zihang-callback")
    answers = {f"Z{n}": Answer(scale="opt5", options=("1",)) for n in range(1, 11)}
    found = score(pack, {**answers, "B8": number(value)})
    assert (found.case_class == "CALLBACK_UNSATISFIED") is said
