"""The vector runner: passes what is right, and names what is wrong in any file."""

import json
from collections.abc import Iterator
from decimal import Decimal
from pathlib import Path

import pytest

from schemas import vectors
from schemas.language import speaking
from schemas.rejection import InputError
from schemas.vectors.equality import same

FILES = sorted((Path(__file__).parent.parent / "vectors").glob("*.json"))


@pytest.fixture(autouse=True)
def english() -> Iterator[None]:
    with speaking("en"):
        yield


def checked(rule: object, given: object, expect: object) -> vectors.Report:
    return vectors.check([{"rule": rule, "input": given, "expect": expect, "note": ""}])


@pytest.mark.parametrize("file", FILES, ids=lambda file: file.name)
def test_every_vector_of_the_repository_passes(file: Path) -> None:
    loaded = vectors.load(file.read_bytes())
    assert isinstance(loaded, list)
    assert vectors.check(loaded) == vectors.Report(len(loaded), ())


def test_every_rule_has_a_vector() -> None:
    used = {v["rule"] for file in FILES for v in json.loads(file.read_text(encoding="utf-8"))}
    assert used == set(vectors.RULES)


def test_plain_json_floats_mean_the_digits_they_are_written_with() -> None:
    for file in FILES:
        loaded = json.loads(file.read_text(encoding="utf-8"))
        assert vectors.check(loaded).failures == ()


def test_every_vector_can_fail() -> None:
    for file in FILES:
        loaded = vectors.load(file.read_bytes())
        assert isinstance(loaded, list)
        changed = [{**vector, "expect": "something else"} for vector in loaded]
        assert len(vectors.check(changed).failures) == len(loaded)


def test_a_failure_names_the_place_the_rule_and_both_values() -> None:
    report = vectors.check(
        [
            {"rule": "R11", "input": "240", "expect": "满意", "note": ""},
            {"rule": "R11", "input": "239", "expect": "满意", "note": ""},
        ]
    )
    assert report == vectors.Report(1, (vectors.Failure(2, "R11", 'Expected "满意", got "基本满意".'),))


@pytest.mark.parametrize(
    ("expected", "result", "equal"),
    [
        (0, Decimal("0.0"), True),
        (Decimal("0.9890"), Decimal("0.989"), True),
        (0.1, Decimal("0.1"), True),
        (True, 1, False),
        (1, True, False),
        (False, None, False),
        (None, None, True),
        ("1", 1, False),
        (1, "1", False),
        ("90", "90.0", False),
        ([1, 2], [1, 2], True),
        ([1, 2, 3], [1, 2], False),
        ({"a": 1}, {"a": 1, "b": 2}, False),
        ({"a": 1, "b": 2}, {"a": 1}, False),
        ({"a": None}, {"a": None}, True),
        (float("nan"), Decimal(0), False),
        (Decimal("NaN"), Decimal("0"), False),
        (Decimal("1e999999999"), 5, False),
    ],
)
def test_equality_goes_all_the_way_down(expected: object, result: object, equal: bool) -> None:
    assert same(result, expected) is equal


@pytest.mark.parametrize("rule", ["R99", "", "r03", None, 3, ["R03"], {"R03": 1}])
def test_an_unknown_rule_is_a_failure(rule: object) -> None:
    assert checked(rule, [], None).passed == 0


@pytest.mark.parametrize(
    "vector",
    [
        None,
        1,
        "R03",
        [],
        {},
        {"rule": "R03", "input": []},
        {"rule": "R03", "input": [], "expect": None},
        {"rule": "R03", "input": [], "expect": None, "note": 1},
        {"rule": "R03", "input": [], "expect": None, "note": "", "more": 1},
    ],
)
def test_what_is_no_vector_is_a_failure(vector: object) -> None:
    assert len(vectors.check([vector]).failures) == 1


@pytest.mark.parametrize("file", [None, {}, "[]", 1])
def test_a_file_that_is_no_list_is_one_failure(file: object) -> None:
    assert vectors.check(file).failures[0].place == 0


@pytest.mark.parametrize(
    "data",
    [b"", b"[", b"\xff\xfe", b"[NaN]", b"[Infinity]", b"[" * 100_000],
)
def test_what_is_not_json_is_refused_with_a_code(data: bytes) -> None:
    with pytest.raises(InputError) as refusal:
        vectors.load(data)
    assert refusal.value.code == "not_json"


@pytest.mark.parametrize("number", ["9" * 1_000_000, "1e400", "1e99999999999999999999", "0." + "9" * 100_000])
def test_a_number_beyond_all_bounds_fails_its_own_vector_only(number: str) -> None:
    wrong = f'{{"rule": "R07", "input": [{number}, 0, 0, 0, 0], "expect": null, "note": ""}}'
    right = '{"rule": "R11", "input": "240", "expect": "满意", "note": ""}'
    report = vectors.check_file(f"[{wrong}, {right}]".encode())
    assert (report.passed, [failure.place for failure in report.failures]) == (1, [1])


def test_a_file_that_is_no_json_is_one_failure_of_the_file() -> None:
    assert vectors.check_file(b"[NaN]") == vectors.Report(
        0, (vectors.Failure(0, "", "The file is not readable as UTF-8 JSON."),)
    )


def test_a_byte_order_mark_is_understood() -> None:
    assert vectors.load(b"\xef\xbb\xbf[]") == []
    assert vectors.load("\ufeff[]") == []


HOSTILE: list[object] = [
    None,
    True,
    -1,
    1.5,
    10**200,
    10**5000,
    Decimal("1e999999999"),
    Decimal("NaN"),
    float("inf"),
    "",
    "x",
    "1e5",
    "-1",
    "٣",
    "9999-12-31",
    "2025-13",
    "\x1b[31m",
    [],
    [[]],
    [None],
    [True],
    ["a"],
    [-1, 2, 3, 4, 5],
    [1, 0],
    [[1, 2], [1]],
    [["1"]],
    {},
    {"level": "L0", "estimate": "lower"},
    {"level": "L9", "estimate": "ask"},
    {"level": ["L9"], "estimate": {}},
    {"score": "100.1", "edge": "lower"},
    {"score": 90},
    {"remark": 1},
    {"external": "法院"},
    {"complaints": 1, "denominator": -1, "limit_permille": "1"},
    {"N": [1, 1, 1, 1], "n": [2, 1, 1, 1], "sat": [0, 0, 0, 0]},
    {"weights": [".5", ".4"], "factors": [1, 2]},
    {"weights": ["1"], "factors": [1001]},
    {"weights": [], "factors": []},
    {"received": None, "n": 3, "unit": "calendar_day"},
    {"received": "2025-02-30", "n": 3, "unit": "calendar_day"},
    {"received": "2025-02-28", "n": 10**9, "unit": "working_day"},
    {"received": "9999-12-31", "n": 3, "unit": "working_day"},
    {"received": "2025-02-28", "n": 3, "unit": "hour"},
    {"last_visit": "9999-12-31"},
    {"due": "0001-01-01", "lead_days": 3},
    {"due": "2025-01-01", "lead_days": 10**30},
    {"collected": "2025-01-01", "years": 10**30},
    {"I": 1},
    {"means": [0, 1, 1], "weights": [1, 0, 0]},
    {"means": [1, 1, 1], "weights": [1, 1, 1]},
    {"m": 0, "rho": 0},
    {"R": [[1, 1, 0], [1, 1, 0], [0, 0, 1]], "y": 3},
    {"R": [[1, 2], [3, 1]], "y": 1},
    {"R": [[1]], "y": 0},
    {"R": [[0] * 500] * 500, "y": 1},
    {"p": 2, "e": 1, "z": 1, "N": None},
    {"p": 0.5, "e": 0, "z": 1, "N": None},
    {"promoters": -1, "passives": 0, "detractors": 0},
]


@pytest.mark.parametrize("rule", sorted(vectors.RULES))
def test_no_input_brings_the_runner_down(rule: str) -> None:
    for given in HOSTILE:
        failure = checked(rule, given, {"never": "so"}).failures[0]
        assert failure.sentence
        assert "\x1b" not in failure.sentence


def test_deep_nesting_is_a_failure_and_no_traceback() -> None:
    deep: object = []
    for _level in range(100_000):
        deep = [deep]
    assert checked("R03", deep, None).passed == 0
    assert checked("R03", [], deep).passed == 0


def test_an_endless_number_is_a_failure_and_no_traceback() -> None:
    assert checked("R12", [], 10**5000).passed == 0
    assert checked("R12", [], {"a" * 5000: "b" * 5000}).passed == 0
