"""A resolved pack as typed data.

Resolved means: scales, standard blocks and the parent pack are already in it (see ``resolve``), so that a
pack can be read and hashed alone. Unknown keys are kept, never dropped: an older program must hand a newer
pack on unharmed; ``check`` is what complains about them.
"""

from functools import cached_property
from typing import Literal

from pydantic import Field

from schemas.packs.follow_keys import Capa, Complaints, Gate, Incentive, Report, Tickets
from schemas.packs.form import Battery, Caution, Computed, MustAsk, Question, Questionnaire, Tick
from schemas.packs.parts import Option, Part, Scale, Text
from schemas.packs.programme_keys import (
    Appraisal,
    DeskSla,
    Index,
    Indicator,
    MysteryShopper,
    Reward,
    Showroom,
    Smile,
    TouchRule,
    VisitPlan,
)
from schemas.packs.scoring_keys import (
    Classify,
    ContactScore,
    Display,
    LevelConversion,
    PeriodScore,
    Scoring,
    Target,
)
from schemas.packs.work_keys import (
    Attempts,
    BackCheck,
    Cadence,
    Frame,
    Keying,
    Lost,
    Modes,
    Privacy,
    Quota,
    Reminder,
    Sample,
    Severity,
    Success,
    Wave,
)

__all__ = [
    "Battery",
    "Caution",
    "Classify",
    "Computed",
    "ContactScore",
    "Display",
    "LevelConversion",
    "Modes",
    "MustAsk",
    "Option",
    "Pack",
    "Parent",
    "Part",
    "PeriodScore",
    "Question",
    "Questionnaire",
    "Scale",
    "Scoring",
    "Source",
    "Target",
    "Text",
    "Tick",
]


class Source(Part):
    """The procedure that the pack carries out."""

    seed: str
    document: str


class Parent(Part):
    """The pack that this one was made from, pinned by the hash of its resolved content."""

    pack: str
    version: str
    hash: str


class Pack(Part):
    """A resolved pack: one form and every rule key of one stream of a programme."""

    pack: str
    version: str
    schema_: str = Field(alias="schema")
    title: Text
    programme: str | None = None
    """The programme (P01 … T03) and, where it has several forms, which of them."""
    stream: str | None = None
    kind: Literal["survey", "checklist", "record", "register"] = "survey"
    """What a filled form is: an interview, an inspection, a note of ours, a register of cases."""
    screen: Literal["interview", "none"] = "interview"
    """``none``: the form and its rules are complete, the program has no screen of its own for it."""
    systems: tuple[str, ...] = ()
    source: Source | None = None
    signoff: dict[str, str | None] = Field(default_factory=dict)
    parent: Parent | None = None
    """Written as ``extends`` in a pack file."""
    effective_from: str | None = None
    owner_department: str | None = None
    respondent_types: tuple[str, ...] = ("customer",)
    fieldwork_by: Literal["own_staff", "third_party"] = "own_staff"
    cadence: Cadence | None = None
    cadence_also: tuple[Cadence, ...] = ()
    modes: Modes | None = None
    count: Literal["final", "approved"] = "final"
    privacy: Privacy | None = None
    frame: Frame | None = None
    sample: Sample | None = None
    quotas: tuple[Quota, ...] = ()
    attempts: Attempts | None = None
    keying: Keying = Keying()
    back_check: BackCheck | None = None
    success: Success | None = None
    severity: Severity | None = None
    lost: Lost | None = None
    reminder: Reminder | None = None
    wave: Wave | None = None
    coverage: Literal["R30"] | None = None
    reconcile: Literal["R23"] | None = None
    recovery: Literal["R34"] | None = None
    apply_within_days: int | None = None
    dimensions: dict[str, Text] = Field(default_factory=dict)
    objects: dict[str, Text] = Field(default_factory=dict)
    scales: dict[str, Scale] = Field(default_factory=dict)
    questionnaire: Questionnaire | None = None
    closing: Text | None = None
    scoring: Scoring = Scoring()
    classify: Classify | None = None
    gates: dict[str, Gate] = Field(default_factory=dict)
    complaints: Complaints | None = None
    tickets: Tickets | None = None
    targets: dict[str, Target] = Field(default_factory=dict)
    capa: Capa | None = None
    incentive: Incentive | None = None
    ms: MysteryShopper | None = None
    showroom: Showroom | None = None
    smile: Smile | None = None
    oem: Index | None = None
    reward: Reward | None = None
    visit_plan: VisitPlan | None = None
    appraisal: Appraisal | None = None
    touch: tuple[TouchRule, ...] = ()
    desk: tuple[DeskSla, ...] = ()
    indicators: tuple[Indicator, ...] = ()
    report: Report | None = None
    parameters: dict[str, Text] = Field(default_factory=dict)
    """Words put into the places in braces of the wording (``{four_explanations}``)."""

    @property
    def name(self) -> str:
        """How people and records name it: ``dlr-cs-sales@1.0.0``."""
        return f"{self.pack}@{self.version}"

    @cached_property
    def questions(self) -> dict[str, Question]:
        """Code -> question in printed order."""
        return {item.code: item for item in self.questionnaire.items} if self.questionnaire else {}

    @cached_property
    def staff_codes(self) -> frozenset[str]:
        """The head of the form: what staff fill in is nothing the respondent said."""
        return frozenset(code for code, question in self.questions.items() if question.by == "staff")

    @cached_property
    def survey_codes(self) -> frozenset[str]:
        """What the respondent is asked, without notice and consent (block B0)."""
        asked = (code for code, question in self.questions.items() if question.block != "B0")
        return frozenset(asked) - self.staff_codes

    def scale_of(self, code: str) -> Scale:
        """The scale on which this question is answered first."""
        return self.scales[self.questions[code].scale]

    def block(self, name: str) -> Question | None:
        """The question that a standard block brought in, if the pack uses it."""
        return next((q for q in self.questions.values() if q.block == name), None)
