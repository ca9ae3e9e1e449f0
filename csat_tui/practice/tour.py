"""The practice questionnaire of the tutorial: a real interview on a form of its own, kept in memory only."""

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from csat_tui.interview.interview import Interview
from csat_tui.interview.journal import Event
from csat_tui.interview.pages import Form
from csat_tui.screens.interview import Session
from csat_tui.services import Status
from schemas.language import current, texts
from schemas.packs.resolve import read, resolve
from schemas.packs.source import parse

_ = texts("csat_tui")

SOURCE = Path(__file__).with_name("tour.yaml")


@dataclass
class InMemory:
    """``csat_tui.interview.journal.Journal`` that keeps nothing: what is practised is not work."""

    def append(self, event: Event) -> None: ...
    def pending(self, text: str) -> None: ...


def session(status: Status | None, submitted: Callable[[], None]) -> Session:
    """The interview of the tutorial; ``submitted`` is called instead of storing it."""
    pack = read(resolve(parse(SOURCE.read_text(encoding="utf-8"), SOURCE.name)))
    interview = Interview(Form(pack, "onsite", _words(status)), InMemory())

    def finalise(_finished: object) -> int:
        submitted()
        return status.to_send if status is not None else 0

    return Session(interview, _("Practice customer"), finalise)


def _words(status: Status | None) -> dict[str, str]:
    zh = current() == "zh_CN"
    return {
        "公司": status.organisation if status is not None else "csat",
        "部门": "客服部" if zh else "customer service",
        "姓名": status.user if status is not None else "",
        "日期": "今天" if zh else "today",
        "服务事项": "练习" if zh else "practice",
        "姓氏": "李" if zh else "Li",
    }
