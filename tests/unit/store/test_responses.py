"""Finishing a questionnaire: once, whole, and never changed."""

import json

import pytest
from sqlmodel import Session

from csat_tui.store import month, responses
from csat_tui.store.database import Store
from csat_tui.store.devicelog import LaptopLog
from csat_tui.store.drafts import Drafts
from csat_tui.store.replica import LaptopReplica
from csat_tui.store.responses import body_of, finalise
from csat_tui.store.today import today
from schemas.figures.rollup import pooled
from schemas.numbers import exact
from sync.protocol.chain import GENESIS, next_chain
from tests.support.store_samples import PACK, customer_change, response, task_change


def test_a_response_is_stored_with_facts_log_entry_and_chain(store: Store) -> None:
    done = finalise(store, response("r1"), PACK)
    body = body_of(store, "r1")
    assert body is not None
    assert (done.outcome, done.seq, done.facts.score, done.facts.status) == ("final", 1, "92", "final")
    log = LaptopLog(store)
    assert log.head().chain == next_chain(GENESIS, 1, body)
    assert [(entry.kind, entry.id, entry.body) for entry in log.entries(0, 10, 10**6)] == [
        ("response.final", "r1", body)
    ]


def test_the_body_is_what_was_handed_in(store: Store) -> None:
    given = response("r1", remarks={"B9": "讲得很细"})
    finalise(store, given, PACK)
    assert json.loads(body_of(store, "r1") or b"") == given.model_dump(
        mode="json", by_alias=True, exclude_none=True
    )


def test_the_chain_goes_on_from_response_to_response(store: Store) -> None:
    chain = GENESIS
    for seq in range(1, 6):
        finalise(store, response(f"r{seq}"), PACK)
        chain = next_chain(chain, seq, body_of(store, f"r{seq}") or b"")
    assert LaptopLog(store).head().chain == chain
    assert LaptopLog(store).head().n == 5


def test_the_same_again_is_a_duplicate_and_changes_nothing(store: Store) -> None:
    first = finalise(store, response("r1"), PACK)
    before = body_of(store, "r1")
    again = finalise(store, response("r1", recorded_at="2025-03-15T08:00:00+08:00", active_ms=7), PACK)
    assert (again.outcome, again.seq) == ("duplicate", first.seq)
    assert body_of(store, "r1") == before
    assert LaptopLog(store).head().n == 1


@pytest.mark.parametrize(
    "other", [{"remarks": {"B9": "x"}}, {"customer": "c2"}, {"occurred_at": "2025-03-14T09:31:00+08:00"}]
)
def test_other_content_under_the_same_id_is_a_conflict_and_the_first_stays(
    store: Store, other: dict[str, object]
) -> None:
    finalise(store, response("r1"), PACK)
    before = body_of(store, "r1")
    assert finalise(store, response("r1", **other), PACK).outcome == "conflict"
    assert body_of(store, "r1") == before
    assert LaptopLog(store).head().n == 1


def test_finishing_closes_the_task_and_removes_the_draft(store: Store) -> None:
    LaptopReplica(store).apply([customer_change("c1"), task_change("t1", seq=2)], "x")
    drafts = Drafts(store)
    drafts.create("d1", {})
    drafts.append("d1", {"code": "B8"})
    finalise(store, response("r1", task="t1"), PACK, draft="d1")
    assert today(store).tasks == ()
    assert drafts.open_drafts() == []
    assert drafts.events("d1") == []


def test_a_draft_left_over_from_the_same_response_goes_with_the_duplicate(store: Store) -> None:
    finalise(store, response("r1"), PACK)
    Drafts(store).create("d1", {})
    assert finalise(store, response("r1"), PACK, draft="d1").outcome == "duplicate"
    assert Drafts(store).open_drafts() == []


def test_a_conflict_keeps_the_draft(store: Store) -> None:
    finalise(store, response("r1"), PACK)
    Drafts(store).create("d1", {})
    finalise(store, response("r1", score="50"), PACK, draft="d1")
    assert [draft.id for draft in Drafts(store).open_drafts()] == ["d1"]


def test_a_task_that_comes_down_again_stays_done(store: Store) -> None:
    replica = LaptopReplica(store)
    replica.apply([task_change("t1")], "1")
    finalise(store, response("r1", task="t1"), PACK)
    replica.apply([task_change("t1", seq=2, version=2)], "2")
    assert today(store).tasks == ()


def test_a_failure_half_way_leaves_nothing(store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    drafts = Drafts(store)
    drafts.create("d1", {})

    def fail(*_: object) -> None:
        raise RuntimeError

    with monkeypatch.context() as patch:
        patch.setattr(responses.rollup, "add", fail)
        with pytest.raises(RuntimeError):
            finalise(store, response("r1"), PACK, draft="d1")
    assert responses.find(store, "r1") is None
    assert LaptopLog(store).head().n == 0
    assert [draft.id for draft in drafts.open_drafts()] == ["d1"]
    assert finalise(store, response("r1"), PACK, draft="d1").outcome == "final"


def test_a_failure_of_the_commit_leaves_nothing(store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(self: Session) -> None:
        raise RuntimeError

    with monkeypatch.context() as patch:
        patch.setattr(Session, "commit", fail)
        with pytest.raises(RuntimeError):
            finalise(store, response("r1"), PACK)
    assert responses.find(store, "r1") is None
    assert finalise(store, response("r1"), PACK).seq == 1


def test_another_pack_than_the_one_named_is_refused(store: Store) -> None:
    with pytest.raises(ValueError, match="not filled with"):
        finalise(store, response("r1", pack_version="9.9.9"), PACK)
    assert LaptopLog(store).head().n == 0


def test_control_characters_do_not_get_into_the_body(store: Store) -> None:
    finalise(store, response("r1", remarks={"B9": "好\x1b[2J\u202e"}, interviewer="李\x07敏"), PACK)
    body = json.loads(body_of(store, "r1") or b"")
    assert body["remarks"] == {"B9": "好[2J"}
    assert body["interviewer"] == "李敏"


def test_fields_of_a_later_version_are_kept(store: Store) -> None:
    finalise(store, response("r1", from_the_future={"a": 1}), PACK)
    assert json.loads(body_of(store, "r1") or b"")["from_the_future"] == {"a": 1}


def test_the_cells_of_the_month_are_the_sum_of_its_responses(store: Store) -> None:
    for number, score in enumerate(["92", "85.5", None, "70"]):
        finalise(store, response(f"r{number}", score=score, local_date=f"2025-03-{number + 1:02}"), PACK)
    finalise(store, response("april", local_date="2025-04-01"), PACK)
    cells = month.cells(store, PACK.pack, "2025-03-01", "2025-03-31")
    whole = pooled(cell for key, cell in cells.items() if key.item == "")
    assert (whole.records, whole.base, exact(whole.total)) == (4, 3, "247.5")
    assert whole.excluded == {"hurried": 1}
    item = pooled(cell for key, cell in cells.items() if key.item == "B8")
    assert (item.base, exact(item.total)) == (3, "247.5")


def test_the_records_behind_a_number_are_the_ones_it_counts(store: Store) -> None:
    finalise(store, response("a", consultant="zhou"), PACK)
    finalise(store, response("b", consultant="han"), PACK)
    finalise(store, response("c", consultant="han", local_date="2025-04-01"), PACK)
    found = month.records(store, PACK.pack, "2025-03-01", "2025-03-31", consultant="han")
    assert [row.id for row in found] == ["b"]
