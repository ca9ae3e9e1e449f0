"""A resolved pack as typed data.

Resolved means: scales, standard blocks and the parent pack are already in it (see ``resolve``), so that a
pack can be read and hashed alone. Unknown keys are kept, never dropped: an older program must hand a newer
pack on unharmed; ``check`` is what complains about them.
"""

from decimal import Decimal
from functools import cached_property
from typing import Any, Literal

from pydantic import BaseModel, ConfigDict, Field

from schemas.language import current


class Part(BaseModel):
    """Base of everything in a pack."""

    model_config = ConfigDict(frozen=True, extra="allow")


class Text(Part):
    """A sentence in both languages."""

    zh: str
    en: str

    def __str__(self) -> str:
        return self.en if current() == "en" else self.zh


class Option(Text):
    """A choice. ``value`` is its worth in points; ``low``/``high`` its band where it is a range (AMB-02)."""

    code: str
    value: Decimal | None = None
    low: Decimal | None = None
    high: Decimal | None = None
    level: str | None = None
    ends: Literal["refused", "reschedule", "not_the_person"] | None = None
    """Choosing it ends the interview with this outcome (B0, B1)."""


class Scale(Part):
    """How an item is answered. Numbers have bounds and decimals, choices have options in order."""

    type: Literal["number", "single", "multi", "text", "date"]
    min: Decimal | None = None
    max: Decimal | None = None
    decimals: int = 0
    options: tuple[Option, ...] = ()

    def option(self, code: str) -> Option | None:
        """The option with this code."""
        return next((option for option in self.options if option.code == code), None)


class Question(Text):
    """One item. ``scale`` names a scale of the pack; ``fallback`` the scale offered when no number is given
    (S0-54), ``unrated`` the list of reasons when neither is given (S0-59)."""

    code: str
    scale: str
    must: bool = False
    block: str | None = None
    """The standard block it came from: B0 notice, B8 score, B9 remarks …"""
    dimension: str | None = None
    fallback: str | None = None
    unrated: str | None = None
    relevant: str | None = None
    """Expression; the item is asked only where it is true."""
    not_applicable: bool = True
    hint: Text | None = None
    assumed: bool = False


class MustAsk(Part):
    """Which items make an interview complete (R22, S0-22, S0-33)."""

    items: tuple[str, ...] = ()
    mode: Literal["all_parts", "any_part"] = "all_parts"
    order: Literal["must_first_in_phone", "as_printed"] = "as_printed"


class Questionnaire(Part):
    version: int
    must_ask: MustAsk = MustAsk()
    items: tuple[Question, ...]


class ContactScore(Part):
    """Where the score of one contact comes from (AMB-37)."""

    source: str
    fallback: tuple[str, ...] = ()
    otherwise: Literal["none", "mean_of_items"] = Field("none", alias="else")


class LevelConversion(Part):
    """How a level becomes a number (AMB-02, AMB-02b)."""

    scale: str = "lv9"
    estimate: Literal["midpoint", "lower", "upper", "ask", "integer_disjoint"] = "midpoint"
    inverse_edge: Literal["lower", "upper"] = "lower"


class Display(Part):
    digits: int = 1
    rounding: Literal["half_up", "half_even"] = "half_up"


class Target(Part):
    min: Decimal | None = None
    max: Decimal | None = None


class PeriodScore(Part):
    """The headline figure of a period."""

    rule: str
    group_by: tuple[str, ...] = ()
    target: Target | None = None
    compare: Literal["exact", "rounded"] = "exact"
    display: Display = Display()


class Scoring(Part):
    contact_score: ContactScore | None = None
    level_conversion: LevelConversion = LevelConversion()
    period_score: PeriodScore | None = None


class Classify(Part):
    """Keys of the case classes (R04, AMB-04, AMB-04b)."""

    rule: Literal["R04"] = "R04"
    unsatisfied_below: Decimal = Decimal(70)
    opinion_from: Decimal = Decimal(80)
    gap_70_80: Literal["OPINION_MINOR", "GRIEVANCE", "OPINION", "REVIEW"] = "OPINION_MINOR"
    remark_no_score: Literal["review", "opinion_if_satisfied"] = "review"


class Modes(Part):
    main: str
    also: tuple[str, ...] = ()

    @property
    def all(self) -> tuple[str, ...]:
        return (self.main, *self.also)


class Pack(Part):
    """A resolved pack."""

    pack: str
    version: str
    schema_: str = Field(alias="schema")
    title: Text
    systems: tuple[str, ...] = ()
    owner_department: str | None = None
    cadence: str | None = None
    modes: Modes | None = None
    count: Literal["final", "approved"] = "final"
    scales: dict[str, Scale] = {}
    questionnaire: Questionnaire | None = None
    scoring: Scoring = Scoring()
    classify: Classify | None = None
    gates: dict[str, Any] = {}
    targets: dict[str, Any] = {}
    tickets: dict[str, Any] = {}
    report: dict[str, Any] = {}
    parameters: dict[str, Text] = {}
    """Words put into the places in braces of the wording (``{four_explanations}``)."""

    @property
    def name(self) -> str:
        """How people and records name it: ``dlr-cs-sales@1.0.0``."""
        return f"{self.pack}@{self.version}"

    @cached_property
    def questions(self) -> dict[str, Question]:
        """Code -> question in printed order."""
        return {item.code: item for item in self.questionnaire.items} if self.questionnaire else {}

    def scale_of(self, code: str) -> Scale:
        """The scale on which this question is answered first."""
        return self.scales[self.questions[code].scale]

    def block(self, name: str) -> Question | None:
        """The question that a standard block brought in, if the pack uses it."""
        return next((q for q in self.questions.values() if q.block == name), None)
