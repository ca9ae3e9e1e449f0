"""Every survey of the library is interviewed from the notice to the end, in both languages, with keys alone."""

from datetime import UTC, datetime
from typing import get_args

import pytest

from csat_tui.interview.filing import Header, response_final
from csat_tui.interview.interview import Interview
from csat_tui.interview.pages import Form
from csat_tui.interview.place import END, Step
from csat_tui.interview.summary import Finished, finish, summary
from csat_tui.interview.words import wording
from csat_tui.recording.line import Surroundings, read_line
from schemas.language import LANGUAGES, current, use
from schemas.packs.model import Pack
from schemas.packs.resolve import library_content, read
from schemas.packs.source import library_names
from schemas.records.envelope import body_bytes
from schemas.records.reference import Customer
from schemas.records.response import Channel, ResponseFinal
from tests.support.forms import begun

PACKS = [read(library_content(name)) for name in library_names() if not name.startswith("_")]
SURVEYS = [pack for pack in PACKS if (pack.kind, pack.screen) == ("survey", "interview")]
NOW = datetime(2026, 11, 22, 9, 30, tzinfo=UTC)
MOST_KEYS = 200
KNOWN = Customer(id="c1", name="王建国")


@pytest.fixture(autouse=True)
def _language_put_back():
    before = current()
    yield
    use(before)


def header(pack: Pack, channel: str) -> Header:
    when = NOW.isoformat()
    return Header(
        "r1", pack.pack, pack.version, channel, when, customer=KNOWN.id, interviewer="limin", language="zh_CN"
    )


def channel_of(pack: Pack) -> str:
    return pack.modes.main if pack.modes and pack.modes.main in get_args(Channel) else "onsite"


def walked(pack: Pack, low: bool) -> tuple[Interview, Finished]:
    """The interview at its end. ``low``: bad scores, the last choices and many words, so that reasons are asked."""
    about = header(pack, channel_of(pack))
    interview = begun(agreed=False, form=Form(pack, about.channel, facts=about.facts))
    for _n in range(MOST_KEYS):
        if interview.place == interview.place.__class__(END):
            return interview, finish(interview)
        before = interview.place
        _answer(interview, low)
        assert interview.refusal is None, (before, interview.refusal)
        assert interview.place != before, before
    raise AssertionError(f"{pack.pack} never ends: {interview.place}")


def _answer(interview: Interview, low: bool) -> None:
    ask = interview.ask
    assert "{" not in wording(interview.form, interview.place)
    if ask.kind == "text":
        kind = ask.scale.type if ask.scale else "text"
        interview.write({"date": "2026-11-22", "time": "09:30"}.get(kind, "等得太久" if low else "很好"))
    elif ask.kind == "number":
        assert ask.scale is not None
        for digit in str(ask.scale.min if low else ask.scale.max or 5):
            interview.press(digit)
    else:
        ends = [getattr(option, "ends", None) for _keys, option in ask.choices]
        going_on = [keys for (keys, _option), end in zip(ask.choices, ends, strict=True) if end is None]
        for digit in going_on[-1 if low else 0]:
            interview.press(digit)
        if ask.at_once:
            return
    interview.enter()


def filed(pack: Pack, done: Finished) -> ResponseFinal:
    about = header(pack, channel_of(pack))
    return response_final(about, pack, "hash", done, now=NOW, clock_offset_ms=None)


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("low", [False, True], ids=["good", "bad"])
@pytest.mark.parametrize("pack", SURVEYS, ids=lambda pack: pack.pack)
class TestASurvey:
    def test_is_interviewed_to_its_end_and_recording_agrees(self, pack, low, language):
        use(language)
        interview, done = walked(pack, low)
        found = summary(interview)
        assert (found.open_must, found.obstacle, found.completion) == ((), None, "COMPLETE")
        response = filed(pack, done)
        assert body_bytes(ResponseFinal.model_validate_json(body_bytes(response))) == body_bytes(response)
        assert said(pack, response) == said(pack, recorded(pack, response))


def recorded(pack: Pack, response: ResponseFinal) -> ResponseFinal:
    """The same handed over as a line of ``csat record``."""
    line = {
        "id": response.id,
        "pack": pack.pack,
        "customer": KNOWN.id,
        "channel": response.channel,
        "occurred_at": response.occurred_at,
        "answers": {code: raw(answer.wire()) for code, answer in response.answers.items()},
    }
    around = Surroundings(
        find_pack=lambda *_known: (pack, "hash"),
        find_customer=lambda _name: KNOWN,
        interviewer="limin",
        now=lambda: NOW,
        clock_offset_ms=None,
        new_id=lambda: "r1",
    )
    return read_line(line, around).response


def raw(answer: dict[str, object]) -> dict[str, object]:
    """An answer as a line says it."""
    if "missing" in answer:
        return answer
    value = answer.get("value") or answer.get("text") or answer.get("options")
    told = {name: answer[name] for name in ("why", "causes", "kinds", "about", "checks") if name in answer}
    return {"value": value, **told}


def said(pack: Pack, response: ResponseFinal) -> dict[str, object]:
    kept = response.model_dump(mode="json", exclude_none=True)
    return {name: value for name, value in kept.items() if name not in ("active_ms", "language")}


def test_there_are_surveys_to_be_interviewed():
    assert len(SURVEYS) >= 25


class TestWhatIsAskedAboutAnAnswer:
    def test_is_the_reason_of_a_low_score(self):
        _interview, done = walked(next(p for p in SURVEYS if p.pack == "csm-visit-mail"), low=True)
        assert any(answer.why == "等得太久" for answer in done.answers.values())

    def test_is_not_kept_of_a_score_that_was_made_better(self):
        pack = next(p for p in SURVEYS if p.pack == "csm-visit-mail")
        interview, _done = walked(pack, low=True)
        code = next(code for code, told in interview.state.details.items() if "why" in told)
        interview.go_to(code)
        for digit in "90":
            interview.press(digit)
        interview.enter()
        assert interview.place.step is Step.VALUE
        assert finish(interview).answers[code].why is None
