"""The tutorial: one sentence at a time above the real screens, and a look at what was done before the next.

Nothing is acted out: the learner uses Today, the palette, an interview and the sync as on any other day, in the
practice company, with a questionnaire that is kept nowhere.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

from schemas.forms.answers import Answer
from schemas.language import texts

_ = texts("csat_tui")


@dataclass(frozen=True)
class Seen:
    """What is on the screen now: its name, the row marked on Today and how many there are, how far the practice
    interview is, and whether the sync on the screen ended in a proof."""

    where: str
    row: int = 0
    rows: int = 2
    answers: Mapping[str, Answer] = field(default_factory=dict)
    remarks: Mapping[str, str] = field(default_factory=dict)
    submitted: bool = False
    proven: bool = False

    def value(self, code: str) -> str | None:
        """The score that was given, None before it was."""
        answer = self.answers.get(code)
        return answer.value if answer is not None else None


@dataclass(frozen=True)
class Step:
    """``asks`` is one sentence; ``done`` sees whether it was followed. ``inside``: it is about the practice
    interview, which is opened when it is not on the screen."""

    asks: Callable[[], str]
    done: Callable[[Seen], bool]
    inside: bool = False


STEPS = (
    Step(
        lambda: _("This is Today: what is due. Move the mark > with the key Down."),
        lambda seen: seen.row > 0 or seen.rows < 2,
    ),
    Step(lambda: _("F1 explains any screen and all its keys. Press F1."), lambda seen: seen.where == "help"),
    Step(lambda: _("Esc always goes back. Press Esc."), lambda seen: seen.where == "today"),
    Step(
        lambda: _("Ctrl+P finds any command: press it, type by, then Enter; that is 本月, the month."),
        lambda seen: seen.where == "month",
    ),
    Step(
        lambda: _("These are the month's figures. Esc goes back to Today."),
        lambda seen: seen.where == "today",
    ),
    Step(
        lambda: _("An interview with a practice customer. Read the notice out; 1 is: agrees."),
        lambda seen: "B0" in seen.answers,
        inside=True,
    ),
    Step(
        lambda: _("A score: type 85, then Enter. It is kept before the next question shows."),
        lambda seen: seen.value("T1") is not None,
        inside=True,
    ),
    Step(
        lambda: _("The customer changes his mind: Up goes back, type 90, Enter."),
        lambda seen: seen.value("T1") == "90",
        inside=True,
    ),
    Step(
        lambda: _("A choice: its digit is enough. Press 2."), lambda seen: "T2" in seen.answers, inside=True
    ),
    Step(
        lambda: _("F4, the customer's own words, e.g. 等太久, then F4 again."),
        lambda seen: any(seen.remarks.values()),
        inside=True,
    ),
    Step(
        lambda: _("Signs say why there is no answer: / n/a, * refused, - blank, + unclear. Press /."),
        lambda seen: (answer := seen.answers.get("T3")) is not None and not answer.given,
        inside=True,
    ),
    Step(
        lambda: _("F9 asks whether to submit, Enter confirms. The page says what the score means."),
        lambda seen: seen.submitted,
        inside=True,
    ),
    Step(
        lambda: _("Ctrl+S on Today sends and proves. Press it; wait for: proven."),
        lambda seen: seen.where == "sync" and seen.proven,
    ),
    Step(
        lambda: _("Proven: the server named exactly what is here. Esc."), lambda seen: seen.where == "today"
    ),
)


@dataclass
class Tutorial:
    """Where in the tutorial one is."""

    at: int = 0

    @property
    def step(self) -> Step | None:
        """What is asked now; None when all is done."""
        return STEPS[self.at] if self.at < len(STEPS) else None

    @property
    def words(self) -> str:
        """The sentence with its number, in the current language."""
        step = self.step
        if step is None:
            return ""
        return _("Tutorial {n}/{all}: {asks}", n=self.at + 1, all=len(STEPS), asks=step.asks())

    def look(self, seen: Seen) -> bool:
        """Go on if what was asked is done; whether it was."""
        step = self.step
        if step is None or not step.done(seen):
            return False
        self.at += 1
        return True
