"""The training quiz of a questionnaire: its answers come from the rules of the pack, its result is kept."""

from pathlib import Path

import pytest

from csat_tui.interview.pages import Form
from csat_tui.interview.quiz import passed, quiz
from csat_tui.interview.words import short
from csat_tui.laptop import today_page, training
from csat_tui.laptop.opening import Laptop
from schemas.language import LANGUAGES, speaking
from schemas.packs.resolve import library_content, read
from schemas.packs.source import library_names
from tests.support import practice_laptop
from tests.support.forms import p01
from tests.support.store_samples import PACK_NAME

SURVEYS = [name for name in library_names() if not name.startswith("_")][::7]


@pytest.mark.parametrize("name", SURVEYS)
def test_any_questionnaire_has_one_in_both_languages(name: str) -> None:
    pack = read(library_content(name))
    for language in LANGUAGES:
        with speaking(language):
            items = quiz(pack)
            assert len(items) >= 3
            for item in items:
                assert 0 <= item.right < len(item.choices) <= 9
                assert len(set(item.choices)) == len(item.choices)
                assert item.asks
                assert item.why


def test_what_is_right_follows_the_rules_of_the_pack() -> None:
    form = Form(p01(), "phone")
    with speaking("en"):
        items = {item.asks: item.choices[item.right] for item in quiz(p01())}
        must = {short(form, code) for code in form.must}
    assert items["Which of these must be asked?"] in must
    assert [right for asks, right in items.items() if "65" in asks] == ["dissatisfied at callback"]
    assert [right for asks, right in items.items() if "85" in asks] == ["opinion"]


def test_one_mistake_is_allowed() -> None:
    assert passed(7, 7)
    assert passed(6, 7)
    assert not passed(5, 7)


@pytest.fixture
def laptop(tmp_path: Path):
    practice_laptop.make(tmp_path / "home")
    with practice_laptop.opened(tmp_path / "home") as opened:
        yield opened


def test_today_says_who_has_not_passed_and_a_passed_one_stays_passed(
    laptop: Laptop, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(training, "PRACTICE", "none")
    assert not today_page.today(laptop).trained
    training.keep(laptop, PACK_NAME, 2, 7)
    assert not today_page.today(laptop).trained
    training.keep(laptop, PACK_NAME, 7, 7)
    training.keep(laptop, PACK_NAME, 1, 7)
    assert today_page.today(laptop).trained
