"""A whole day: the centre and the laptop as processes of their own, the app driven by keys at 80 by 24."""

import sys
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from pathlib import Path

import pytest

from tests.support.company import PACK, Centre, csat, customers, environment, serving, visits, with_passphrase
from tests.support.keyed_app import (
    CTRL_S,
    CTRL_Z,
    DOWN,
    ENTER,
    ESC,
    F2,
    F4,
    F9,
    UP,
    KeyedApp,
    app,
)

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="needs a pseudo-terminal")

NAMES = ("王建国", "宏达物流 陈主任", "赵丽")
REMARK = "讲得很细，就是试驾等太久"


@dataclass(frozen=True)
class Signs:
    """What stands on the screens, in one language. ``question`` and ``mean`` take a number."""

    today: str
    notice: str
    question: str
    level: str
    reason: str
    saved: str
    satisfied: str
    asking: str
    stored: str
    proven: str
    mean: str
    own_words: str


SIGNS = {
    "en": Signs(
        "Today",
        "Notice and consent",
        "Question {n} / 11",
        "9  Extremely satisfied",
        "2  In a hurry",
        "opens again exactly where it was left",
        "converted from a level",
        "Enter submits it for good",
        "Saved. {n} to send.",
        "All 2 questionnaires are on the server, proven",
        "Satisfaction 91.0",
        "own records 2",
    ),
    "zh_CN": Signs(
        "今日任务",
        "告知与同意",
        "第 {n} 题 / 11",
        "9  非常满意",
        "2  赶时间",
        "原处",
        "换算",
        "Enter",
        "已提交",
        "2 份问卷全部在服务器上",
        "满意度 91.0",
        "2",
    ),
}


@pytest.fixture
def centre(tmp_path: Path) -> Iterator[Centre]:
    with serving(tmp_path / "centre") as centre:
        yield centre


@pytest.mark.parametrize("language", ["zh_CN", "en"])
def test_a_day_from_the_keyboard_to_the_centre_and_back(
    language: str, centre: Centre, tmp_path: Path
) -> None:
    people = customers(NAMES)
    centre.publish(people, visits(people[:2]))
    home = with_passphrase(tmp_path / "laptop")
    assert centre.enrol(home)["pulled"] == 6
    signs = SIGNS[language]
    with app(home, language, environment(home)) as seat:
        seat.see(signs.today, NAMES[0], NAMES[1])
        interview_with_a_level(seat, signs)
        interview_without_a_score(seat, signs)
        sync_and_prove(seat, signs)
        read_the_month(seat, signs)
        assert seat.quit() == 0
    month = f"{date.today():%Y-%m}"
    here, there = (csat(end, "figures", PACK, month, "--json") for end in (home, centre.home))
    assert here.out == there.out
    assert here.json["base"] == 1
    assert len(csat(centre.home, "list", "--json").lines) == 2
