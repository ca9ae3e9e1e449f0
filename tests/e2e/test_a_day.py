"""A whole day: the centre and the laptop as processes of their own, the app driven by keys at 80 by 24."""

import sys
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path

import pytest

from tests.support.company import (
    PACK,
    USER,
    Centre,
    csat,
    customers,
    environment,
    recorded_line,
    serving,
    visits,
    with_passphrase,
)
from tests.support.keyed_app import (
    CTRL_B,
    CTRL_S,
    CTRL_Z,
    DOWN,
    ENTER,
    ESC,
    F2,
    F3,
    F4,
    F6,
    F9,
    UP,
    KeyedApp,
    app,
    fresh,
)

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="needs a pseudo-terminal")

NAMES = ("王建国", "宏达物流 陈主任", "赵丽")
REMARK = "讲得很细，就是试驾等太久"
BUYER, BUYER_NUMBER = "孙尚香", "K0088"


@dataclass(frozen=True)
class Signs:
    """What stands on the screens, in one language. ``question`` takes a number, ``stored`` and ``proven``
    how many."""

    today: str
    notice: str
    question: str
    level: str
    reason: str
    put_away: str
    asking: str
    stored: str
    proven: str
    month: str
    records: str
    why_unrated: str
    from_a_level: str
    would_be_new: str
    became_due: str
    any_time: str
    whom: str
    unanswered: str


SIGNS = {
    "en": Signs(
        today="Today",
        notice="Notice and consent",
        question="Question {} / 11",
        level="9  Extremely satisfied",
        reason="2  In a hurry",
        put_away="opens again exactly where it was left",
        asking="Enter submits it for good",
        stored="Saved. {} to send.",
        proven="All {} questionnaires are on the server, proven",
        month="own records 2",
        records="Sales service satisfaction",
        why_unrated="In a hurry",
        from_a_level="95 (converted score)",
        would_be_new="1 new",
        became_due="became due: 1",
        any_time="any",
        whom="Whom do you look for?",
        unanswered="No answer",
    ),
    "zh_CN": Signs(
        today="今日任务",
        notice="告知与同意",
        question="第 {} 题 / 11",
        level="9  非常满意",
        reason="2  赶时间",
        put_away="下次从离开的地方继续",
        asking="按 Enter 提交",
        stored="已保存，待同步 {} 份",
        proven="{} 份问卷全部在服务器上",
        month="本机数据 2 份",
        records="销售服务满意度",
        why_unrated="赶时间",
        from_a_level="95 (间接确认",
        would_be_new="新增 1",
        became_due="新增应回访任务：1",
        any_time="随时",
        whom="要找哪位客户？",
        unanswered="无人接听",
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
    assert csat(centre.home, "packs", "approve", PACK).code == 0  # again: that is no error
    code = csat(centre.home, "admin", "code", "--user", USER, "--json").json["code"]
    assert csat(home, "enrol", centre.url, code, "--json").json["pulled"] == 6
    signs = SIGNS[language]
    with app(home, language, environment(home), start=fresh(home)) as seat:
        seat.accept_notice()
        seat.see(signs.today, NAMES[0], NAMES[1])
        interview_with_a_level(seat, signs)
        interview_without_a_score(seat, signs)
        sync_and_prove(seat, signs)
        import_a_file(seat, signs, file_of_orders(tmp_path))
        find_the_buyer(seat, signs)
        try_the_buyer(seat, signs)
        read_the_month(seat, signs)
        assert seat.quit() == 0
    told = csat(home, "record", "-", stdin=recorded_line("by-a-script", customer="c3"))
    assert (told.code, told.json["status"]) == (0, "final")
    assert csat(home, "sync", "--json").code == 0
    month = f"{date.today():%Y-%m}"
    here, there = (csat(end, "figures", PACK, month, "--json") for end in (home, centre.home))
    assert here.out == there.out
    assert here.json["base"] == 2
    assert len(csat(centre.home, "list", "--kind", "response.final", "--json").lines) == 3


def interview_with_a_level(seat: KeyedApp, signs: Signs) -> None:
    """The first visit: scores, a remark, back, undo, left and entered again, a level, made final."""

    def at(number: int, *more: str) -> None:
        seat.see(signs.question.format(number), *more)

    seat.keys(ENTER)
    seat.see(signs.notice, NAMES[0])
    seat.keys("1")
    at(1)
    seat.keys("90", ENTER, "88", ENTER, "85")
    at(3, "> 85_")
    seat.keys(F4, REMARK, ENTER)
    at(3, "> 85_", REMARK)
    seat.keys(ENTER)
    at(4)
    seat.keys("59", ENTER, "1")
    at(6)
    seat.keys(UP, UP)
    at(4)
    seat.keys("95", ENTER)
    at(5)
    seat.keys("2")
    at(6)
    seat.keys(CTRL_Z)
    at(5)
    seat.keys("1", "9")
    at(6, "> 9_")
    seat.keys(ESC)
    seat.see(signs.today, signs.put_away, f"> {signs.any_time}", " 5/11")  # the mark went along to the draft
    seat.keys(ENTER)
    at(6, "> 9_", NAMES[0])
    seat.keys("0", ENTER, "85", ENTER, "-", "92", ENTER)
    at(10)
    seat.keys("/")
    seat.see(signs.level)
    seat.keys("8")
    at(11)
    seat.keys("-")
    finalise(seat, signs, 1)


def interview_without_a_score(seat: KeyedApp, signs: Signs) -> None:
    """The second visit: only what must be asked, and neither score nor level but a reason."""
    seat.keys(ENTER)
    seat.see(signs.notice, NAMES[1])
    seat.keys("1", DOWN, DOWN, "*", "/", "1", "*", "*", DOWN, "*")
    seat.see(signs.question.format(10))
    seat.keys("/", "/")
    seat.see(signs.reason)
    seat.keys("2", ENTER)
    seat.see(signs.question.format(11))
    seat.keys("-")
    finalise(seat, signs, 2)


def finalise(seat: KeyedApp, signs: Signs, to_send: int) -> None:
    seat.see("F9")
    seat.keys(F9)
    seat.see(signs.asking)
    seat.keys(ENTER)
    seat.see(signs.stored.format(to_send))


def sync_and_prove(seat: KeyedApp, signs: Signs) -> None:
    seat.keys(CTRL_S)
    seat.see(signs.proven.format(2))
    seat.keys(ESC)
    seat.see(signs.today, " 2/2 ")


def file_of_orders(folder: Path) -> Path:
    """What a dealer's system exports of a car handed over ten days ago."""
    day = date.today() - timedelta(days=10)
    head = "工单号,类型,客户编号,客户姓名,手机,车牌号,交车日期"
    row = f"D-1,新车交车,{BUYER_NUMBER},{BUYER},１３８０００００００１,京O 31313,{day.year}/{day.month}/{day.day}"
    file = folder / "交车.csv"
    file.write_bytes(f"{head}\r\n{row}\r\n".encode("gbk"))
    return file


def import_a_file(seat: KeyedApp, signs: Signs, file: Path) -> None:
    """A file in GBK, previewed and stored; the callback it makes due stands on Today."""
    seat.keys(CTRL_B)
    seat.see("F3")
    seat.keys(F3)
    seat.see("F2", "DMS")
    seat.keys(F2, str(file), ENTER)
    seat.see(file.name, "GB18030", BUYER)
    seat.keys(F9)
    seat.see(signs.would_be_new, BUYER)
    seat.keys(F9, ENTER)
    seat.see("SHA-256", signs.became_due)
    seat.keys(ESC, ESC)
    seat.see(signs.today, BUYER)


def find_the_buyer(seat: KeyedApp, signs: Signs) -> None:
    """By the initials, to the card, whose number is masked."""
    seat.keys(F3)
    seat.see(signs.whom)
    seat.keys("ssx")
    seat.see(BUYER_NUMBER, "138****0001")
    seat.keys(ENTER)
    seat.see(BUYER, "D-1")
    seat.keys(ESC, ESC)
    seat.see(signs.today, BUYER)


def try_the_buyer(seat: KeyedApp, signs: Signs) -> None:
    """A call that nobody answers."""
    seat.keys(F6)
    seat.see(BUYER, f"2  {signs.unanswered}")
    seat.keys("2", ENTER)
    seat.see(signs.today, f"* {signs.unanswered}")


def read_the_month(seat: KeyedApp, signs: Signs) -> None:
    """The number, the records behind it, and the one that was keyed with a level."""
    seat.keys(F2)
    seat.see(signs.month, "95.0", signs.why_unrated)
    seat.keys(ENTER)
    seat.see(signs.records, NAMES[0], NAMES[1])
    seat.keys(ENTER)
    seat.see("dlr-cs-sales@1.0.0", NAMES[1])
    seat.keys(ESC)
    seat.see(signs.records)
    seat.keys(DOWN, ENTER)
    seat.see("dlr-cs-sales@1.0.0", NAMES[0], signs.from_a_level, REMARK)
