"""The summary table of a written survey: units × items with the scores of R13, to the digit."""

from datetime import date
from fractions import Fraction

from schemas.figures.summary_table import cells, summary_table, to_json
from schemas.figures.unit_scores import UnitForm
from schemas.packs.model import Pack
from schemas.packs.resolve import library_content, read


def pack() -> Pack:
    """The written pack with three items."""
    whole = read(library_content("op-qpm-written"))
    score = whole.scoring.contact_score
    assert score is not None
    three = score.model_copy(update={"items": ("U1", "U2", "U3")})
    return whole.model_copy(update={"scoring": whole.scoring.model_copy(update={"contact_score": three})})


def form(unit: str, *items: int | None, id: str = "", day: int = 20) -> UnitForm:
    return UnitForm(id or f"r-{unit}", unit, date(2026, 11, day), items)


def test_the_worked_example_comes_out_to_the_digit() -> None:
    table = summary_table(pack(), [form("A", 80, 90, 70), form("B", 60, None, 90)], ["A", "B", "C"])
    assert [row.score for row in table.rows] == [80, 75, None]
    assert (table.company.value, table.pooled) == (Fraction(155, 2), 78)
    assert table.returned.display(1) == "66.7"
    assert [(mean.value, mean.base) for mean in table.means] == [(70, 2), (90, 1), (80, 2)]
    assert cells(table, {"A": {"number": "SZ01", "name": "苏州"}}, 1) == [
        ["SZ01", "苏州", "80", "90", "70", "80.0"],
        ["", "B", "60", "", "90", "75.0"],
        ["", "C", "", "", "", ""],
        ["", "", "70.0", "90.0", "80.0", "77.5"],
    ]


def test_one_unit_speaks_for_the_company_and_is_said_to() -> None:
    table = summary_table(pack(), [form("A", 100, 100, None)], ["A", "B"])
    assert (table.company.value, table.company.single) == (100, True)


def test_without_any_form_there_is_no_score() -> None:
    table = summary_table(pack(), [], ["A"])
    assert (table.company.value, table.pooled) == (None, None)
    assert to_json(table, {})["returned"] == {"n": 0, "base": 1, "percent": "0.0"}


def test_the_latest_valid_form_of_a_unit_counts_and_the_others_are_named() -> None:
    early, late = form("A", 50, 50, 50, id="r1", day=18), form("A", 80, 80, 80, id="r2", day=19)
    empty = form("A", None, None, None, id="r3", day=20)
    table = summary_table(pack(), [late, empty, early], ["A"])
    assert table.company.value == 80
    assert table.company.superseded == ("r1",)


def test_a_unit_that_nobody_asked_stands_in_the_table_and_not_in_the_return_rate() -> None:
    table = summary_table(pack(), [form("X", 90, 90, 90)], ["A"])
    assert [(row.unit, row.asked) for row in table.rows] == [("A", True), ("X", False)]
    assert (table.returned.numerator, table.returned.base) == (0, 1)
