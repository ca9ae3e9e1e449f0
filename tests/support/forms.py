"""A journal in memory, a clock that is set by hand, and P01 as a form."""

import copy
from dataclasses import dataclass, field
from functools import cache

from csat_tui.interview.interview import Interview
from csat_tui.interview.journal import Event
from csat_tui.interview.pages import Form
from schemas.packs.model import Pack
from schemas.packs.resolve import library_content, read


@dataclass
class MemoryJournal:
    """Keeps what a store would keep, and counts the commits."""

    events: list[Event] = field(default_factory=list)
    half_typed: str = ""
    commits: int = 0

    def append(self, event: Event) -> None:
        self.events.append(copy.deepcopy(event))
        self.half_typed = ""
        self.commits += 1

    def pending(self, text: str) -> None:
        self.half_typed = text
        self.commits += 1


@dataclass
class HandClock:
    ms: int = 0

    def __call__(self) -> int:
        return self.ms


@cache
def p01() -> Pack:
    return read(library_content("dlr-cs-sales"))


def begun(channel: str = "onsite", *, agreed: bool = True, form: Form | None = None) -> Interview:
    """An interview just opened; with ``agreed`` the notice is behind it."""
    interview = Interview(form or Form(p01(), channel), MemoryJournal(), clock=HandClock())
    interview.open()
    if agreed and interview.form.notice:
        interview.press("1")
    return interview


def journal_of(interview: Interview) -> MemoryJournal:
    journal = interview._journal
    assert isinstance(journal, MemoryJournal)
    return journal


def after_a_crash(interview: Interview) -> Interview:
    """The same form, read back from what its journal holds now."""
    journal = journal_of(interview)
    return Interview(interview.form, journal, list(journal.events), journal.half_typed, HandClock())


ACTIONS = {
    "Enter": "enter",
    "Up": "back",
    "Down": "forward",
    "F4": "remark",
    "F7": "next_must",
    "Ctrl+G": "jump",
    "Ctrl+Z": "undo",
    "Backspace": "erase",
    "Esc": "leave",
}


def keys(interview: Interview, line: str) -> int:
    """Press keys written as ``85 Enter / 6 F4``; other words are typed key by key, into a text field whole.
    Returns the number of keys."""
    count = 0
    for word in line.split():
        if word in ACTIONS:
            getattr(interview, ACTIONS[word])()
            count += 1
            continue
        for character in word:
            if interview.ask.kind == "text" and not (interview.typed == "" and character in "/*-+"):
                interview.write(interview.typed + character)
            else:
                interview.press(character)
            count += 1
    return count
