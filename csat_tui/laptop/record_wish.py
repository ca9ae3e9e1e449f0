"""What somebody types to find questionnaires, understood word by word.

A period (``2026-11``, ``2026-11-20``, ``2026Q4``), the name of a pack, a class and how far a questionnaire has come
are taken as such, in the words the screen shows them in; everything else is looked for in the text.
"""

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Literal

from csat_tui.store.response_list import State
from csat_tui.words.common import class_mark, class_name
from schemas.figures.periods import period
from schemas.language import texts
from schemas.rejection import InputError
from schemas.text import narrow

_ = texts("csat_tui")

CLASSES = ("COMPLAINT", "GRIEVANCE", "CALLBACK_UNSATISFIED", "OPINION", "OPINION_MINOR", "REVIEW", "NONE")
Kind = Literal["period", "pack", "class", "state", "text"]


@dataclass(frozen=True)
class Wish:
    """``first``/``last``: local dates; ``understood``: each word with what it was taken for."""

    words: str = ""
    first: str = ""
    last: str = ""
    pack: str = ""
    case_class: str = ""
    state: State = ""
    understood: tuple[tuple[Kind, str], ...] = ()


def read_wish(line: str, packs: Collection[str]) -> Wish:
    """The wish that a line stands for. Of two words of a kind the last one holds, but for text."""
    named = ((call(code), code) for code in CLASSES for call in (str, class_mark, class_name))
    classes = {name.casefold(): code for name, code in named}
    known = {name.casefold(): name for name in packs}
    found: dict[str, str] = {}
    words: list[str] = []
    understood: list[tuple[Kind, str]] = []
    for word in _phrases(line.split(), {*classes, *(name.casefold() for name in states())}):
        kind, value = _kind(narrow(word).casefold(), classes, known)
        understood.append((kind, word))
        if kind == "text":
            words.append(word)
        elif kind == "period":
            asked = period(value)
            found |= {"first": asked.first.isoformat(), "last": asked.last.isoformat()}
        else:
            found[{"class": "case_class"}.get(kind, kind)] = value
    return Wish(words=" ".join(words), understood=tuple(understood), **found)  # type: ignore[arg-type]


def _phrases(words: Sequence[str], names: Collection[str]) -> Iterator[str]:
    """The words one by one; several that are one name (``set aside``) together."""
    most = max(name.count(" ") for name in names) + 1
    at = 0
    while at < len(words):
        together = (" ".join(words[at : at + n]) for n in range(most, 1, -1))
        phrase = next((one for one in together if narrow(one).casefold() in names), words[at])
        at += phrase.count(" ") + 1
        yield phrase


def states() -> Mapping[str, State]:
    """The words for how far a questionnaire has come, as lists show them."""
    told: dict[str, State] = {_("here"): "final", _("sent"): "sent", _("proven"): "proven"}
    return told | {_("set aside"): "quarantined", _("void"): "void"}


def _kind(word: str, classes: Mapping[str, str], packs: Mapping[str, str]) -> tuple[Kind, str]:
    known_states: Mapping[str, str] = {name.casefold(): state for name, state in states().items()}
    if word in known_states:
        return "state", known_states[word]
    if word in classes:
        return "class", classes[word]
    if word in packs:
        return "pack", packs[word]
    try:
        return "period", period(word.upper()).name
    except InputError:
        return "text", word
