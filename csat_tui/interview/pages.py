"""Which questions a form has, in which order, and which of them apply now."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property
from itertools import takewhile

from csat_tui.interview.place import END
from schemas.forms.answers import Answer
from schemas.forms.expressions import Context
from schemas.packs.logic import NO_FACTS, Facts, context, relevant
from schemas.packs.model import MustAsk, Pack, Question
from schemas.paper.layout import SPOKEN

WITHOUT_NOTICE = ("mail", "fax")
"""Channels in which nobody is spoken to: the paper carries the notice, consent is not asked."""


@dataclass(frozen=True)
class Form:
    """A pack being asked over one channel. ``words`` fill the places in braces of the wording; ``facts`` are
    what its expressions are told beside the answers (the channel in any case); ``without``: optional items that
    are not this contact's turn (S0-32); ``amending``: it was finished before and is corrected; ``fixed``: what is known
    and not to be asked (``prefill`` with ``read_only``); ``on_paper``: it is keyed from paper, in printed order."""

    pack: Pack
    channel: str
    words: Mapping[str, str] = field(default_factory=dict)
    facts: Facts = NO_FACTS
    without: frozenset[str] = frozenset()
    amending: bool = False
    fixed: frozenset[str] = frozenset()
    on_paper: bool = False

    def known(self, answers: Mapping[str, Answer]) -> Context:
        """What the expressions of the pack see now, computed fields included."""
        return context(self.pack, answers, replace(self.facts, channel=self.channel))

    @cached_property
    def notice(self) -> Question | None:
        """The page of notice and consent, if this channel has one."""
        return None if self.on_paper or self.channel in WITHOUT_NOTICE else self.pack.block("B0")

    @cached_property
    def must(self) -> frozenset[str]:
        """Codes of everything that has to be asked."""
        return self.counted | {q.code for q in self._asked if q.must}

    @cached_property
    def counted(self) -> frozenset[str]:
        """Codes that decide whether the interview is complete (R22)."""
        return frozenset(self._must_ask.items)

    @cached_property
    def order(self) -> tuple[Question, ...]:
        """The numbered questions; by phone those that must be asked come first where the pack says so."""
        first = self.channel == "phone" and self._must_ask.order == "must_first_in_phone"
        return tuple(sorted(self._asked, key=self._rank) if first else self._asked)

    def _rank(self, question: Question) -> int:
        """The head of the form and whether it is the right person, what must be asked, the rest; remarks close
        the form in any case."""
        if question.code in self.head or question.block == "B1":
            return 0
        return 1 if question.code in self.must and question.block != "B9" else 2

    @cached_property
    def head(self) -> frozenset[str]:
        """What staff fill in before the first question to the customer."""
        before = takewhile(lambda q: q.by == "staff" or q.block == "B0", self.pack.questions.values())
        return frozenset(q.code for q in before if q.by == "staff")

    @cached_property
    def start(self) -> str:
        """The code of the first page."""
        pages = [self.notice] if self.notice else self.order
        return pages[0].code if pages else END

    @cached_property
    def _asked(self) -> Sequence[Question]:
        left_out = self.without | self.fixed
        unasked = SPOKEN if self.on_paper else {"B0"}
        return [q for q in self.pack.questions.values() if q.block not in unasked and q.code not in left_out]

    @cached_property
    def _must_ask(self) -> MustAsk:
        return self.pack.questionnaire.must_ask if self.pack.questionnaire else MustAsk()

    def question(self, code: str) -> Question:
        """The question with this code."""
        return self.pack.questions[code]

    def asked(self, answers: Mapping[str, Answer]) -> list[str]:
        """Codes of the numbered questions that apply now, in the order of asking."""
        known = self.known(answers)
        return [q.code for q in self.order if relevant(q, known)]

    def pages(self, answers: Mapping[str, Answer]) -> list[str]:
        """The codes of all pages from the notice to the end."""
        before = [self.notice.code] if self.notice else []
        return [*before, *self.asked(answers), END]

    def neighbour(self, code: str, answers: Mapping[str, Answer], by: int) -> str:
        """The page before (-1) or behind (+1) this one; at either end the page itself."""
        every = [*([self.notice.code] if self.notice else []), *(q.code for q in self.order), END]
        at = every.index(code)
        way = every[at + 1 :] if by > 0 else every[:at][::-1]
        shown = set(self.pages(answers))
        return next((page for page in way if page in shown), code)

    def open_must(self, answers: Mapping[str, Answer]) -> list[str]:
        """What must be asked and has no answer yet."""
        return [code for code in self.asked(answers) if code in self.must and code not in answers]

    def next_must(self, code: str, answers: Mapping[str, Answer]) -> str:
        """The next unanswered question that must be asked, from the top again; else the end."""
        pages = self.pages(answers)
        at = pages.index(code) if code in pages else 0
        waiting = set(self.open_must(answers))
        return next((page for page in pages[at + 1 :] + pages[:at] if page in waiting), END)

    def consented(self, answers: Mapping[str, Answer]) -> bool:
        """Whether questions may be put: the notice was given and answered."""
        return self.notice is None or self.notice.code in answers

    def ended_at(self, answers: Mapping[str, Answer]) -> str | None:
        """The question whose answer ended the interview."""
        return next((code for code, answer in answers.items() if self._ends(code, answer)), None)

    def ending(self, answers: Mapping[str, Answer]) -> str | None:
        """The outcome that an answer ended the interview with: refused, reschedule, not_the_person."""
        code = self.ended_at(answers)
        return self._ends(code, answers[code]) if code else None

    def _ends(self, code: str, answer: Answer) -> str | None:
        scale = self.pack.scales.get(answer.scale or "")
        option = scale.option(answer.option) if scale and answer.option else None
        return option.ends if option and code in self.pack.questions else None

    def saying(self, notice: Question, ending: str) -> Answer | None:
        """The answer to the notice that ends the interview in this way, if it has one."""
        options = self.pack.scales[notice.scale].options
        chosen = next((option.code for option in options if option.ends == ending), None)
        return Answer(scale=notice.scale, options=(chosen,)) if chosen else None
