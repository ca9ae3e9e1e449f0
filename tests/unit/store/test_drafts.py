"""Drafts: an append-only journal, on disk before the call returns."""

from datetime import UTC, datetime, timedelta

import pytest

from csat_tui.store.database import Store
from csat_tui.store.drafts import Drafts


@pytest.fixture
def drafts(store: Store) -> Drafts:
    drafts = Drafts(store)
    drafts.create("d1", {"pack": "dlr-cs-sales", "customer": "c1"})
    return drafts


def test_events_come_back_in_the_order_given(drafts: Drafts) -> None:
    numbers = [drafts.append("d1", {"code": code}) for code in ("S2A", "S2B", "S2A")]
    assert numbers == [1, 2, 3]
    assert drafts.events("d1") == [{"code": "S2A"}, {"code": "S2B"}, {"code": "S2A"}]


def test_each_draft_counts_for_itself(drafts: Drafts) -> None:
    drafts.create("d2", {})
    drafts.append("d1", {"code": "S2A"})
    assert drafts.append("d2", {"code": "S2B"}) == 1


def test_half_typed_text_is_replaced_in_place_and_gone_with_the_next_event(drafts: Drafts) -> None:
    drafts.pending("d1", "讲得")
    drafts.pending("d1", "讲得很细")
    assert drafts.pending_text("d1") == "讲得很细"
    drafts.append("d1", {"code": "B9"})
    assert drafts.pending_text("d1") == ""


def test_open_drafts_are_listed_with_how_far_they_are(drafts: Drafts) -> None:
    drafts.append("d1", {"code": "S2A"}, progress=(9, 11))
    drafts.append("d1", {"code": "S2B"})
    [draft] = drafts.open_drafts()
    assert (draft.id, draft.done, draft.total) == ("d1", 9, 11)
    assert draft.header == {"pack": "dlr-cs-sales", "customer": "c1"}


def test_the_draft_changed_last_is_listed_first(store: Store) -> None:
    clock = iter(datetime(2025, 3, 14, 9, minute, tzinfo=UTC) for minute in range(60))
    drafts = Drafts(store, now=lambda: next(clock))
    for name in ("old", "new"):
        drafts.create(name, {})
    drafts.append("old", {})
    assert [draft.id for draft in drafts.open_drafts()] == ["old", "new"]


def test_a_draft_is_not_begun_twice(drafts: Drafts) -> None:
    drafts.append("d1", {"code": "S2A"})
    with pytest.raises(ValueError, match="exists"):
        drafts.create("d1", {"pack": "other"})
    assert drafts.header("d1")["pack"] == "dlr-cs-sales"
    assert len(drafts.events("d1")) == 1


def test_nothing_is_added_to_a_draft_that_is_not_open(drafts: Drafts) -> None:
    drafts.discard("d1")
    for act in (lambda: drafts.append("d1", {}), lambda: drafts.pending("d1", "x")):
        with pytest.raises(KeyError):
            act()
    with pytest.raises(KeyError):
        drafts.append("unknown", {})


def test_a_discarded_draft_can_be_taken_back_for_thirty_days(store: Store) -> None:
    now = datetime(2025, 3, 14, 9, tzinfo=UTC)
    drafts = Drafts(store, now=lambda: now)
    drafts.create("d1", {})
    drafts.append("d1", {"code": "S2A"})
    drafts.discard("d1")
    assert drafts.open_drafts() == []

    now += timedelta(days=30)
    assert drafts.clear_discarded() == 0
    drafts.restore("d1")
    assert drafts.events("d1") == [{"code": "S2A"}]

    drafts.discard("d1")
    now += timedelta(days=30, seconds=1)
    assert drafts.clear_discarded() == 1
    with pytest.raises(KeyError):
        drafts.restore("d1")


def test_open_drafts_are_never_cleared(store: Store) -> None:
    now = datetime(2025, 3, 14, tzinfo=UTC)
    drafts = Drafts(store, now=lambda: now)
    drafts.create("d1", {})
    now += timedelta(days=400)
    assert drafts.clear_discarded() == 0
    assert [draft.id for draft in drafts.open_drafts()] == ["d1"]


def test_control_characters_do_not_get_in_at_any_depth(drafts: Drafts) -> None:
    drafts.append("d1", {"answer": {"text": "好\x1b]0;x\x07吧", "list": ["\u202eabc"]}, "k\x1b": 1})
    drafts.pending("d1", "\x9b31m好")
    assert drafts.events("d1") == [{"answer": {"text": "好]0;x吧", "list": ["abc"]}, "k": 1}]
    assert drafts.pending_text("d1") == "31m好"
