"""A laptop killed in the middle of a merge or a decision: what was decided is carried out, nothing is half done."""

import os
import shutil
import signal
from collections.abc import Callable
from pathlib import Path
from typing import get_args

import pytest
from sqlmodel import Session

from csat_tui.laptop.opening import Laptop
from csat_tui.laptop.paper_pages import LaptopPaper
from csat_tui.paper import batches, decisions, keyed_form, meeting, shelf
from csat_tui.paper.desk import Desk
from csat_tui.paper.second_desk import SecondDesk
from csat_tui.store import responses
from schemas.forms.answers import Answer
from schemas.packs.resolve import library_content, read
from schemas.records.keyed_twice import keyed_as
from sync.client.ports import Change
from tests.support.paper_desk import P12, batch_of, issued, key_form, make, serial
from tests.support.practice_laptop import opened

Work = Callable[[Laptop], None]

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


def killed_before_commit(home: Path, number: int, work: Work) -> bool:
    """Work in a process that is killed when it is about to commit for this time; whether it came so far."""
    child = os.fork()
    if child == 0:
        try:
            _work_and_die(home, number, work)
        finally:
            os._exit(0)
    _pid, status = os.waitpid(child, 0)
    return os.WIFSIGNALED(status)


def _work_and_die(home: Path, number: int, work: Work) -> None:
    commits = iter(range(1, 1000))
    commit = Session.commit

    def commit_or_die(session: Session) -> None:
        if next(commits) == number:
            os.kill(os.getpid(), signal.SIGKILL)
        commit(session)

    with opened(home) as laptop:
        Session.commit = commit_or_die  # type: ignore[method-assign]
        work(laptop)


def killed_anywhere(made: Path, work: Work, state: Callable[[Laptop], object]) -> int:
    """Work on copies of a home, killed before each of its commits in turn and gone on with after it; the number of
    kills. AssertionError unless all is as if it had never been killed."""
    whole = made.with_name("whole")
    shutil.copytree(made, whole)
    with opened(whole) as laptop:
        work(laptop)
        wanted = state(laptop)
    for number in range(1, 100):
        home = made.with_name(f"killed{number}")
        shutil.copytree(made, home)
        if not killed_before_commit(home, number, work):
            return number - 1
        with opened(home) as laptop:
            work(laptop)
            assert state(laptop) == wanted, f"killed before commit {number}"
            assert laptop.store.faults() == []
    raise AssertionError("it never ends")


@pytest.mark.parametrize("what", get_args(meeting.Answer))
def test_a_merge_killed_anywhere_comes_to_its_end_when_the_desk_is_opened_again(
    tmp_path: Path, what: meeting.Answer
) -> None:
    met(tmp_path / "home")

    def work(laptop: Laptop) -> None:
        if LaptopPaper(laptop).met_waiting():
            meeting.answer(laptop, meeting.met(laptop)[0], what)

    def state(laptop: Laptop) -> object:
        (batch,) = shelf.batches(laptop.store)
        (proposal,) = meeting.met(laptop, decided=True)
        forms = [(form.serial, form.fate, form.note) for form in shelf.forms_of(laptop.store, batch.id)]
        return forms, proposal.status, _void(laptop, str((proposal.kept or {})["response"]))

    assert killed_anywhere(tmp_path / "home", work, state) >= 1


def differing(home: Path) -> None:
    """A laptop with a form keyed twice, with one difference."""
    make(home)
    with opened(home) as laptop:
        issued(laptop, read(library_content(P12)), 1)
        batch = batches._set(laptop, batch_of(laptop, P12, 1), {"verify_percent": "100"})
        key_form(Desk(laptop, batch, "zhao"), "1111111111")
        key_form(SecondDesk(laptop, batch, "qian"), "1211111111")


def test_a_decision_killed_anywhere_is_made_once_and_the_batch_is_judged(tmp_path: Path) -> None:
    differing(tmp_path / "home")

    def work(laptop: Laptop) -> None:
        (batch,) = shelf.batches(laptop.store)
        for row in LaptopPaper(laptop).differences(batch.id):
            if row.decision is None:
                LaptopPaper(laptop).decide(batch.id, row, "third", "3", "as written")
        LaptopPaper(laptop).batch(batch.id)

    def state(laptop: Laptop) -> object:
        (batch,) = shelf.batches(laptop.store)
        (keying,) = shelf.keyings_of(laptop.store, batch.id)
        form = shelf.form(laptop.store, serial(1))
        assert form is not None
        answers = keyed_form.first_answers(laptop, (form.keyed or {})["response"])
        return batch.status, keying.status, keying.differences, answers, decisions.rate_of(laptop, batch)

    assert killed_anywhere(tmp_path / "home", work, state) >= 2


def _void(laptop: Laptop, response: str) -> str | None:
    found = responses.head_of(laptop.store, response)
    assert found is not None
    return found[0].void
