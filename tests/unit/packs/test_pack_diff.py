"""What changed between two packs, in words."""

import copy
from typing import Any

from schemas.language import speaking
from schemas.packs.diff import Change, changes
from schemas.packs.resolve import library_content

SALES = library_content("dlr-cs-sales")


def changed(**keys: Any) -> list[Change]:
    return changes(SALES, {**SALES, **keys})


def with_items(edit: Any) -> list[Change]:
    new = copy.deepcopy(SALES)
    edit(new["questionnaire"]["items"])
    return changes(SALES, new)


def test_the_same_pack_has_no_changes() -> None:
    assert changes(SALES, SALES) == []


def test_sign_off_is_no_change() -> None:
    assert changed(signoff={"approved_by": "x"}) == []


def test_a_value_is_named_with_its_place() -> None:
    (change,) = changed(cadence="quarter")
    with speaking("en"):
        assert change.sentence == "cadence: month became quarter."
    with speaking("zh_CN"):
        assert change.sentence == "cadence：由 month 改为 quarter。"


def test_a_new_wording_is_told_by_item_and_language() -> None:
    (change,) = with_items(lambda items: items[3].update(zh="顾问专业吗？请打分。"))
    with speaking("en"):
        assert change.sentence.startswith("item S2A › Chinese wording: ")
    assert not change.breaks


def test_an_item_taken_out_breaks_the_series() -> None:
    (change,) = with_items(lambda items: items.pop(1))
    assert (change.kind, change.breaks) == ("removed", True)


def test_another_scale_breaks_the_series() -> None:
    (change,) = with_items(lambda items: items[3].update(scale="lv9"))
    assert change.breaks


def test_an_item_that_moved_is_one_thing() -> None:
    found = with_items(lambda items: items.insert(0, items.pop(3)))
    assert {change.kind for change in found} == {"moved"}


def test_a_worth_that_changed_breaks_the_series() -> None:
    scales = copy.deepcopy(SALES["scales"])
    scales["lv9"]["options"][1]["value"] = 96
    (change,) = changed(scales=scales)
    assert change.breaks
    with speaking("en"):
        assert change.sentence == "scale lv9, option 8 › worth: 95 became 96."
