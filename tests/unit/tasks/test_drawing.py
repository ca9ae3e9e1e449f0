"""Draws: the worked examples of R10, growing frames, proportional shares, every k-th."""

import itertools
from datetime import date
from typing import Any

import pytest

from schemas.packs.model import Pack
from schemas.packs.resolve import library_content, read
from schemas.tasks.drawing import Drawn, drawn
from schemas.tasks.units import Unit

CASES = read(library_content("itops-qa-callback"))


def units(prefix: str, count: int, **groups: str) -> dict[str, Unit]:
    day = date(2025, 3, 4)
    return {f"{prefix}{n:04}": Unit((f"{prefix}{n}",), "c", day, groups=groups) for n in range(count)}


def cases(*counts: int) -> dict[str, Unit]:
    found: dict[str, Unit] = {}
    for severity, count in zip(("P1", "P2", "P3", "P4"), counts, strict=True):
        found |= units(severity, count, priority=severity)
    return found


def sizes(result: Drawn) -> list[int]:
    return [len(result.strata[severity].chosen) for severity in ("P1", "P2", "P3", "P4")]


@pytest.mark.parametrize(
    ("counts", "required"),
    [
        pytest.param((5, 10, 10, 20), [4, 5, 2, 1], id="R10-1"),
        pytest.param((3, 7, 11, 19), [3, 4, 3, 1], id="R10-2"),
        pytest.param((0, 1, 1, 1), [0, 1, 1, 1], id="R10-3"),
        pytest.param((0, 0, 0, 21), [0, 0, 0, 2], id="R10-4"),
    ],
)
def test_each_severity_has_its_share_rounded_up(counts: tuple[int, ...], required: list[int]) -> None:
    result = drawn(CASES, cases(*counts), (), (), "s")
    assert sizes(result) == required
    assert (result.rule, result.size) == ("R10", sum(counts))


def test_the_reserve_is_half_of_what_is_required_and_nobody_is_in_both() -> None:
    result = drawn(CASES, cases(10, 10, 10, 20), (), (), "s")
    assert [len(result.strata[severity].reserve) for severity in ("P1", "P2", "P3", "P4")] == [2, 3, 1, 1]
    assert not set(result.chosen) & set(result.reserve)


def test_a_later_draw_takes_only_what_is_missing_of_the_cases_known_then() -> None:
    """Weekly draws against the quarter's running total (P13)."""
    first = drawn(CASES, cases(5, 10, 10, 20), (), (), "one")
    later = drawn(CASES, cases(10, 10, 10, 41), first.chosen, first.reserve, "two")
    assert sizes(later) == [4, 0, 0, 2]
    assert not set(later.chosen) & set(first.chosen)
    assert [later.strata[s].before for s in ("P1", "P2", "P3", "P4")] == [4, 5, 2, 1]


def test_a_case_whose_severity_the_pack_does_not_know_is_counted_not_drawn() -> None:
    result = drawn(CASES, cases(5, 0, 0, 0) | units("x", 3, priority="P9"), (), (), "s")
    assert (sizes(result), result.left_out) == ([4, 0, 0, 0], {"no_stratum": 3})


def sampled(**sample: Any) -> Pack:
    pack = read(library_content("tobacco-retail"))
    assert pack.sample is not None
    return pack.model_copy(update={"sample": pack.sample.model_copy(update=sample)})


def test_a_number_is_shared_out_in_proportion() -> None:
    """P18: the larger of 100 and 2 %, over the strata by largest remainder."""
    groups = {"format": "食杂店", "size": "小"}
    frame = units("c", 150, area="城", **groups) | units("v", 51, area="乡", **groups)
    result = drawn(sampled(), frame, (), (), "s")
    assert {code: len(one.chosen) for code, one in result.strata.items()} == {
        "乡/食杂店/小": 25, "城/食杂店/小": 75
    }  # fmt: skip


def test_a_frame_smaller_than_the_number_is_asked_whole() -> None:
    assert len(drawn(sampled(), units("c", 40, area="城"), (), (), "s").chosen) == 40


def test_every_tenth_from_a_start_that_the_seed_decides() -> None:
    hospital = read(library_content("hospital"))
    frame = units("p", 95)
    chosen = [int(id[1:]) for id in drawn(hospital, frame, (), (), "s").chosen]
    assert {later - earlier for earlier, later in itertools.pairwise(chosen)} == {10}
    starts = {drawn(hospital, frame, (), (), str(seed)).chosen[0] for seed in range(40)}
    assert len(starts) > 1


def test_ten_of_each_group() -> None:
    phone = read(library_content("op-qpm-phone"))
    frame = units("a", 30, region="华东", kind="agent") | units("e", 4, region="华东", kind="end")
    result = drawn(phone, frame, (), (), "s")
    assert {code: len(one.chosen) for code, one in result.strata.items()} == {"华东/agent": 10, "华东/end": 4}
