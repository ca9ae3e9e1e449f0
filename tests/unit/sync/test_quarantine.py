"""Nothing is refused: what the centre cannot use is kept, counted, shown, and let in when it can."""

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import pytest
from sqlmodel import Session, select

from schemas.canonical import canonical_bytes
from schemas.packs.model import Pack
from schemas.packs.resolve import library_content
from schemas.records.response import ResponseFinal
from sync.centre.faults import CentreError
from sync.centre.read import body_of, items
from sync.centre.rescore import rescore
from sync.centre.tables import Response
from sync.centre.verdicts import Rules, Taken
from tests.support.sync_centre import PACK, Laptop, LocalCentre, response


def stored(centre: LocalCentre) -> list[Response]:
    with centre.store.reading() as session:
        return list(session.exec(select(Response)).all())


def codes(centre: LocalCentre) -> list[str | None]:
    return [row.code for row in centre.admin.quarantine()]


@pytest.mark.parametrize(
    ("body", "code"),
    [
        (b'{"kind":"ticket.op","id":"t1"}', "unknown_kind"),
        (b'{"kind":"response.final","id":"r1"}', "invalid_body"),
        (b"not json", "invalid_body"),
        (b"[1]", "invalid_body"),
        (b'{"kind":"x","id":"\\u001b]0;evil"}', "invalid_body"),
        (b'{"kind":"x","id":"1","deep":' + b"[" * 40 + b"]" * 40 + b"}", "too_deep"),
        (b'{"kind":"merge","id":"m1","at":"x","customer":"c1","into":"nobody"}', "unknown_record"),
        (b'{"kind":"merge","id":"m1","at":"x"}', "invalid_body"),
        (
            b'{"kind":"customer.op","id":"o1","at":"x","record":"c9","fields":{"number":"1"}}',
            "unknown_record",
        ),
        (
            b'{"kind":"customer.op","id":"o1","at":"x","record":"c9","fields":{"name":"a","x":1.5}}',
            "invalid_body",
        ),
        (
            b'{"kind":"customer.op","id":"o1","at":"x","record":"c9","fields":{"merged_into":"c1"}}',
            "invalid_body",
        ),
        (
            b'{"kind":"task.op","id":"o1","at":"x","record":"t9","base_version":3,"fields":{"status":"done"}}',
            "unknown_record",
        ),
        (response("r1", pack="other"), "unknown_pack"),
        (response("r1", pack_version="9.9.9"), "unknown_pack"),
        (response("r1", pack_hash="00"), "pack_hash"),
        (response("r1", channel="pigeon"), "invalid_body"),
    ],
)
def test_what_cannot_be_used_is_kept_and_does_not_hold_up_the_rest(
    centre: LocalCentre, body: bytes, code: str
) -> None:
    laptop = Laptop(centre).enrol()
    laptop.log.record("some", "x", body)
    laptop.record("r2")
    outcome = laptop.sync()
    assert (outcome.pushed, outcome.quarantined, outcome.proven) == (2, 1, True)
    assert codes(centre) == [code]
    assert [row.id for row in stored(centre)] == ["r2"]


def test_a_body_in_quarantine_can_be_read_as_it_came(centre: LocalCentre) -> None:
    laptop = Laptop(centre).enrol()
    body = canonical_bytes({"kind": "ticket.op", "id": "t1", "words": "服务\u202e很好"})
    laptop.log.record("ticket.op", "t1", body)
    laptop.sync()
    assert body_of(centre.store, "t1") == body
    assert [(item.id, item.status) for item in items(centre.store)] == [("t1", "quarantined")]
    with pytest.raises(CentreError):
        body_of(centre.store, "never")


class TestPacks:
    @pytest.fixture
    def centre(self, tmp_path: Path) -> Any:
        centre = LocalCentre(tmp_path / "centre.sqlite")
        yield centre
        centre.close()

    def test_approving_a_pack_lets_in_what_waited_for_it(self, centre: LocalCentre) -> None:
        laptop = Laptop(centre).enrol()
        laptop.record("r1", "r2")
        assert laptop.sync().quarantined == 2
        approval = centre.admin.approve(PACK)
        assert (approval.name, approval.new, approval.released) == (f"{PACK}@1.0.0", True, 2)
        assert codes(centre) == []
        assert {row.id for row in stored(centre)} == {"r1", "r2"}
        assert laptop.sync().proven

    def test_approving_twice_is_nothing(self, centre: LocalCentre) -> None:
        centre.admin.approve(PACK)
        assert not centre.admin.approve(f"{PACK}@1.0.0").new

    def test_the_same_version_with_other_content_is_refused(self, centre: LocalCentre) -> None:
        centre.admin.approve(PACK)
        changed = {**library_content(PACK), "cadence": "quarter"}
        with pytest.raises(CentreError) as refused:
            centre.admin.approve_content(changed, by="admin")
        assert refused.value.code == "pack_changed"

    @pytest.mark.parametrize("name", ["nothing", f"{PACK}@9.9.9", "_scales"])
    def test_a_pack_that_is_not_there(self, centre: LocalCentre, name: str) -> None:
        with pytest.raises(CentreError) as refused:
            centre.admin.approve(name)
        assert refused.value.code == "unknown_pack"


class TestScoringAgain:
    def sync(self, tmp_path: Path, rules: Rules) -> Response | None:
        centre = LocalCentre(tmp_path / "centre.sqlite", rules=rules)
        centre.admin.approve(PACK)
        laptop = Laptop(centre).enrol()
        laptop.record("r1")
        assert laptop.sync().proven
        found = stored(centre)
        centre.close()
        return found[0] if found else None

    def test_a_score_the_rules_do_not_give_is_marked(self, tmp_path: Path) -> None:
        found = self.sync(tmp_path, Rules(rescore=rescore))
        assert found is not None
        assert (found.score, found.score_check) == ("92", "differs")
        assert found.centre_score is not None

    def test_the_same_score_is_marked_as_the_same(self, tmp_path: Path) -> None:
        def same(response: ResponseFinal, pack: Pack) -> Mapping[str, Any]:
            return response.score.model_dump(exclude_none=True)

        found = self.sync(tmp_path, Rules(rescore=same))
        assert found is not None
        assert found.score_check == "same"

    def test_a_rule_that_breaks_marks_the_response(self, tmp_path: Path) -> None:
        def breaking(response: ResponseFinal, pack: Pack) -> Mapping[str, Any]:
            raise ZeroDivisionError

        found = self.sync(tmp_path, Rules(rescore=breaking))
        assert found is not None
        assert found.score_check == "failed"

    def test_the_roll_up_is_told_of_each_response_once(self, tmp_path: Path) -> None:
        told: list[str] = []

        def tell(session: Session, taken: Sequence[Taken]) -> None:
            told.extend(one.facts.id for one in taken)

        self.sync(tmp_path, Rules(on_responses=tell))
        assert told == ["r1"]

    def test_a_roll_up_that_breaks_on_one_sends_that_one_into_quarantine(self, tmp_path: Path) -> None:
        def breaking(session: Session, taken: Sequence[Taken]) -> None:
            if any(one.facts.id == "r2" for one in taken):
                raise ZeroDivisionError

        centre = LocalCentre(tmp_path / "centre.sqlite", rules=Rules(on_responses=breaking))
        centre.admin.approve(PACK)
        laptop = Laptop(centre).enrol()
        laptop.record("r1", "r2", "r3")
        assert laptop.sync().proven
        assert {row.id for row in stored(centre)} == {"r1", "r3"}
        assert codes(centre) == ["failed"]
        centre.close()
