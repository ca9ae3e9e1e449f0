"""A laptop killed in the middle of a merge: what was decided is carried out, nothing stays half done."""

import os
import signal
from pathlib import Path

import pytest
from sqlmodel import Session

from csat_tui.laptop.opening import Laptop
from csat_tui.laptop.paper_pages import LaptopPaper
from csat_tui.paper import batches, meeting, shelf
from csat_tui.paper.desk import Desk
from csat_tui.store import responses
from schemas.forms.answers import Answer
from schemas.packs.resolve import library_content, read
from schemas.records.keyed_twice import keyed_as
from sync.client.ports import Change
from tests.support.paper_desk import P12, batch_of, issued, key_form, make, serial
from tests.support.practice_laptop import opened

pytestmark = pytest.mark.skipif(not hasattr(os, "fork"), reason="needs fork")


def met(home: Path) -> None:
    """A laptop with a form that another one keyed as well, as the centre tells it."""
    make(home)
    with opened(home) as laptop:
        issued(laptop, read(library_content(P12)), 2)
        batch = batch_of(laptop, P12, 2)
        key_form(Desk(laptop, batch, "zhao"), "1111111111")
        form = shelf.form(laptop.store, serial(1))
        assert form is not None
        answers = {"M1": Answer(scale="sat5_v2", options=("C",))}
        proposed = {**keyed_as("wu1", batch.id, answers, {}), "by": "wu", "at": "2026-11-19T10:12:00+08:00"}
        body = {
            "id": "p1",
            "entity": "paper_form",
            "record": form.id,
            "field": "keyed",
            "kept": form.keyed,
            "proposed": proposed,
            "operation": "o1",
            "at": proposed["at"],
            "user": "wu",
            "status": "open",
        }
        laptop.replica.apply([Change("ref", 9, "proposal", "p1", 1, "put", body)], "2")


def killed_before_commit(home: Path, number: int) -> bool:
    """Answer in a process that is killed when it is about to commit for this time; whether it came so far."""
    child = os.fork()
    if child == 0:
        try:
            _answer_and_die(home, number)
        finally:
            os._exit(0)
    _pid, status = os.waitpid(child, 0)
    return os.WIFSIGNALED(status)


def _answer_and_die(home: Path, number: int) -> None:
    commits = iter(range(1, 1000))
    commit = Session.commit

    def commit_or_die(session: Session) -> None:
        if next(commits) == number:
            os.kill(os.getpid(), signal.SIGKILL)
        commit(session)

    with opened(home) as laptop:
        Session.commit = commit_or_die  # type: ignore[method-assign]
        meeting.answer(laptop, meeting.met(laptop)[0], "newer")


def test_a_merge_killed_behind_its_decision_is_carried_out_when_the_desk_is_opened_again(
    tmp_path: Path,
) -> None:
    home = tmp_path / "home"
    met(home)
    assert killed_before_commit(home, 2)
    with opened(home) as laptop:
        (proposal,) = meeting.met(laptop, decided=True)
        first = str((proposal.kept or {})["response"])
        assert _void(laptop, first) is None
        assert LaptopPaper(laptop).met_waiting() == 0
        assert _void(laptop, first) == "superseded"
        (batch,) = shelf.batches(laptop.store)
        assert batches.balance_of(laptop, batch).fates["duplicate"] == 1


def _void(laptop: Laptop, response: str) -> str | None:
    found = responses.head_of(laptop.store, response)
    assert found is not None
    return found[0].void
