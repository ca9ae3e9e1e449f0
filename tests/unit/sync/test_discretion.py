"""Logs of the centre hold no bodies, no names, no tokens, whatever goes wrong."""

import json
import logging
from collections.abc import Sequence
from pathlib import Path

import pytest
from sqlmodel import Session

from sync.centre.verdicts import Rules, Taken
from sync.protocol.wire import NONCE
from tests.support.sync_centre import PACK, Laptop, LocalCentre

SECRET = "张三 13800000000"


def test_a_rule_that_breaks_on_a_body_tells_only_that_it_broke(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    def breaking(session: Session, taken: Sequence[Taken]) -> None:
        raise ValueError(SECRET)

    caplog.set_level(logging.DEBUG)
    centre = LocalCentre(tmp_path / "centre.sqlite", rules=Rules(on_responses=breaking))
    centre.admin.approve(PACK)
    laptop = Laptop(centre).enrol()
    laptop.record("r1", remarks={"": SECRET})
    laptop.sync()
    centre.close()
    assert "ValueError" in caplog.text
    assert SECRET not in caplog.text


def test_an_unexpected_error_is_answered_without_its_words(
    centre: LocalCentre, caplog: pytest.LogCaptureFixture, monkeypatch: pytest.MonkeyPatch
) -> None:
    def breaking(*_: object) -> None:
        raise ValueError(SECRET)

    caplog.set_level(logging.DEBUG)
    monkeypatch.setattr("sync.centre.desk.challenge.make", breaking)
    answered = centre.send("GET", "/sync/v1/hello", {NONCE: "n1"}, None)
    assert (answered.status, json.loads(answered.body)["error"]["code"]) == (500, "failed")
    assert SECRET not in caplog.text + answered.body.decode()


def test_an_ordinary_day_leaves_no_trace_of_people(
    centre: LocalCentre, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.INFO)
    laptop = Laptop(centre).enrol("li-from-the-workshop")
    laptop.record("r1", remarks={"": SECRET})
    laptop.sync()
    assert "push: 1 items" in caplog.text
    assert SECRET not in caplog.text
    assert "li-from-the-workshop" not in caplog.text
