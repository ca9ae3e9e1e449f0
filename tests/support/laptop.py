"""A laptop for screens: the services of ``csat_tui.services`` answered from memory."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from decimal import Decimal
from fractions import Fraction
from typing import Any

from csat_tui.interview.quiz import QuizItem, quiz
from csat_tui.services import (
    NO_CAUSES,
    DueRow,
    Month,
    MonthLine,
    Part,
    Proof,
    Rate,
    Status,
    TaskPage,
    Today,
)
from csat_tui.services.people import Person
from csat_tui.services.records import (
    Correction,
    Difference,
    GivenAnswer,
    Listing,
    Reason,
    RecordPage,
    RecordRow,
    Wanted,
)
from csat_tui.services.sync import Progress, SetAside, SyncEnd
from csat_tui.trouble import Trouble
from schemas.figures.mean import Mean
from schemas.language import Sentence
from schemas.packs.resolve import library_content, read
from tests.support.customers import FakeCustomers

NOW = datetime(2026, 11, 27, 9, 12)

STATUS = Status(
    organisation="华星汽车",
    user="李敏",
    site="展厅一部",
    practice=True,
    to_send=12,
    drafts=1,
    proof=Proof(37, 37, datetime(2026, 11, 26, 18, 4)),
    clock_offset_ms=14 * 60_000 + 20_000,
)
ROWS = (
    DueRow("task", "t1", "王建国 京A·12345", "P01 交车", at="09:30", channel="onsite", last="92"),
    DueRow("task", "t2", "宏达物流 陈主任", "年度计划", "10:30", "onsite", "88", 1, 1),
    DueRow("task", "t3", "赵丽 京N·88K01", "P01 交车", at="14:00", channel="onsite"),
    DueRow("draft", "d1", "李伟", "P01", answered=9, questions=11),
    DueRow("task", "t4", "孙涛 138****2201", "回访", channel="phone", last="65", tickets=1, tries=1),
)  # fmt: skip
MONTH_LINE = MonthLine(Mean(Fraction(5636), 61, {}), Decimal(90), (Rate("success", 61, 130, Decimal(50)),))
MONTH = Month(
    period="2026-11",
    pack="dlr-cs-sales",
    title="销售服务满意度",
    lower=Mean(Fraction("5324.4"), 58, {"unrated": 3}),
    mean=Mean(Fraction("5359.2"), 58, {"unrated": 3}),
    upper=Mean(Fraction("5388.2"), 58, {"unrated": 3}),
    target=Decimal(90),
    previous=Mean(Fraction("5295"), 58),
    year_before=Mean(Fraction("5336"), 58),
    rates=(Rate("success", 61, 130, Decimal(50)), Rate("survey", 61, 61, Decimal(60))),
    funnel={"due": 130, "attempted": 101, "contacted": 88, "success": 61, "surveyed": 61, "scored": 58},
    mode=Rate("mode", 40, 61, Decimal(50)),
    outcome={"RR1": Decimal("0.469"), "COOP1": Decimal("0.693"), "CON1": Decimal("0.677")},
    parts=(
        Part("S0", "专业知识", Mean(Fraction("5457.8"), 58)),
        Part("S1", "服务态度", Mean(Fraction(5510), 58)),
        Part("S2", "车辆介绍", Mean(Fraction("5231.6"), 58)),
        Part("S3", "交车服务", Mean(Fraction("5028.6"), 58)),
        Part("S4", "展厅氛围", Mean(Fraction("1119.6"), 12)),
    ),
    classes={"COMPLAINT": 0, "GRIEVANCE": 1, "CALLBACK_UNSATISFIED": 2, "OPINION": 7},
)


TASK_PAGE = TaskPage(((datetime(2026, 11, 26, 10, 5), "no_answer", "前台接的"),), 3, ("same_day_part",))


def record_row(number: int) -> RecordRow:
    """The n-th record of an endless list."""
    return RecordRow(
        id=f"r{number}",
        occurred_at=datetime(2026, 11, 1 + number % 28, 10, number % 60),
        customer=f"客户{number:06}",
        title="销售服务满意度",
        score=str(70 + number % 31),
        origin="direct",
        case_class="OPINION",
        sent=number % 2 == 0,
        proven=number % 4 == 0,
    )


RECORD = RecordPage(
    row=replace(record_row(4), customer="王建国 京A·12345", score="85"),
    channel="onsite",
    pack="dlr-cs-sales@1.0.0",
    interviewer="李敏",
    answers=(
        GivenAnswer("销售顾问的专业知识，您打多少分？满分 100 分，可以有一位小数。", "85", "讲得很细"),
        GivenAnswer("展厅氛围", "拒答"),
        GivenAnswer("您是否接到过回访？", "是"),
    ),
    reasons=(
        Reason("综合得分 B8 = 85，由客户直接打分", "S0-53"),
        Reason("85 >= 80 且有意见：客户意见，不计入质量目标", "R04"),
    ),
    recorded_at=datetime(2026, 11, 26, 9, 47),
    remark="周五前安排试驾专员回电",
    sent_at=datetime(2026, 11, 26, 18, 4),
    proven_at=datetime(2026, 11, 26, 18, 4),
)  # fmt: skip
CORRECTED = replace(
    RECORD,
    row=replace(RECORD.row, amended=True, score="70", case_class="OPINION_MINOR"),
    answers=(GivenAnswer("综合满意度，您打多少分？", "70", "等得太久"),),
    reasons=(Reason("综合得分 B8 = 70，由客户直接打分", "S0-53"),),
    remark=None,
    corrections=(
        Correction(
            "a1",
            datetime(2026, 11, 27, 9, 5),
            "李敏",
            "客户第二天来电更正：录入时听错了分数",
            (
                Difference("得分", "85", "70"),
                Difference("类别", "客户意见", "一般意见"),
                Difference("综合满意度，您打多少分？满分 100 分，可以有一位小数。", "85", '70 "等得太久"'),
            ),
        ),
    ),
)
PROVEN = SyncEnd(
    proven=True,
    responses=37,
    responses_total=214,
    stored=37,
    pulled={"customer": 4, "task": 12, "pack": 0},
    set_aside=(SetAside("P09 v3", "服务器尚未发布此问卷版本，已收下，发布后自动计入。"),),
    n=1284,
    chain="7f3a" + "0" * 56 + "c21e",
    seconds=3.2,
    bytes_up=9800,
    bytes_down=2100,
    at=datetime(2026, 11, 27, 18, 4),
)
STEPS = (
    Progress("push", 28, 37, bytes_up=6900, stored=28, quarantined=1),
    Progress("pull", 16, 16, bytes_up=9800, bytes_down=2100, stored=37, quarantined=1),
    Progress("verify", 0, None, bytes_up=9800, bytes_down=2100, stored=37, quarantined=1),
)


@dataclass
class FakePeople:
    """People with the PIN 2468 each."""

    known: Sequence[Person] = ()
    noticed: list[str] = field(default_factory=list)

    def everybody(self) -> Sequence[Person]:
        return self.known

    def wanted(self) -> str:
        return ""

    def sign_in(self, person: str, pin: str) -> Person:
        if pin != "2468":
            raise Trouble("wrong_pin", "不是这个 PIN", "没有丢失任何内容", "再试")
        return next(one for one in self.known if one.id == person)

    def quiz(self, pack: str) -> Sequence[QuizItem]:
        return quiz(read(library_content(pack)))

    def keep_quiz(self, pack: str, right: int, of: int) -> None:
        self.noticed.append(f"{pack} {right}/{of}")

    def accept_notice(self) -> None:
        self.noticed.append("accepted")


@dataclass
class FakeLaptop(FakeCustomers):
    """Answers what its fields say. ``during_sync`` is called between the steps of a sync."""

    day: Today = field(default_factory=lambda: Today(STATUS, ROWS, MONTH_LINE))
    figures: Month = MONTH
    page: RecordPage = RECORD
    task_page: TaskPage = TASK_PAGE
    rows: Callable[[int], RecordRow] = record_row
    total: int = 61
    end: SyncEnd | Exception = PROVEN
    during_sync: Callable[[Progress], None] = lambda _step: None
    screen: Callable[[], Any] | None = None
    backup: Sentence | None = None
    workers: FakePeople = field(default_factory=FakePeople)

    def today(self) -> Today:
        self.asked.append(("today",))
        return self.day

    def month(self, period: str) -> Month:
        self.asked.append(("month", period))
        return replace(self.figures, period=period)

    def record_list(self, wanted: Wanted, limit: int) -> Listing:
        self.asked.append(("records", wanted.behind, 0, limit))
        understood = [("text", word) for word in wanted.line.split()]
        count = self.total if self.total < limit else None
        return Listing([self.rows(n) for n in range(self._end(0, limit))], count, understood)

    def records(self, wanted: Wanted, offset: int, limit: int, count: int) -> Sequence[RecordRow]:
        self.asked.append(("records", wanted.behind, offset, limit))
        return [self.rows(n) for n in range(offset, self._end(offset, limit))]

    def record_count(self, wanted: Wanted) -> int:
        return self.total

    def records_after(self, wanted: Wanted, day: date) -> int:
        self.asked.append(("after", day))
        return min(30, self.total)

    def _end(self, first: int, limit: int) -> int:
        return min(first + limit, self.total)

    def amend(self, id: str) -> Callable[[], Any]:
        self.asked.append(("amend", id))
        if self.screen is None:
            raise RuntimeError(id)
        return self.screen

    def reachable(self) -> bool:
        return self.day.status.online

    def record(self, id: str) -> RecordPage:
        self.asked.append(("record", id))
        return self.page

    def task(self, id: str) -> TaskPage:
        self.asked.append(("task", id))
        return self.task_page

    def attempt(
        self,
        task: str,
        disposition: str,
        appointment: datetime | None,
        note: str | None,
        causes: Mapping[str, str] = NO_CAUSES,
    ) -> str:
        told = (dict(causes),) if causes else ()
        self.asked.append(("attempt", task, disposition, appointment, note, *told))
        return "无人接听：已拨打  第 2 次，共 3 次"

    def start(self, row: DueRow) -> Callable[[], Any]:
        self.asked.append(("start", row.id))
        if self.screen is None:
            raise RuntimeError(row.customer)
        return self.screen

    def sync(
        self,
        report: Callable[[Progress], None],
        stopped: Callable[[], bool],
        *,
        accept_removal: bool = False,
    ) -> SyncEnd:
        self.asked.append(("sync",))
        for step in STEPS:
            if stopped():
                return SyncEnd(proven=False, stopped=True, stored=step.stored)
            report(step)
            self.during_sync(step)
        if isinstance(self.end, Exception):
            raise self.end
        return self.end

    def people(self) -> FakePeople:
        return self.workers

    def back_up_day(self, tell: Callable[[str], None]) -> Sentence | None:
        self.asked.append(("back_up_day",))
        return self.backup

    def close(self) -> None:
        self.asked.append(("close",))
