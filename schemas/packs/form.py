"""The questionnaire of a pack: items, skip logic, checks, computed fields."""

from decimal import Decimal
from typing import Literal

from pydantic import Field

from schemas.packs.parts import Option, Part, Text


class Tick(Option):
    """A part of an item that the interviewer ticks off (S0-22: the four explanations)."""

    text_param: str | None = None


class Follow(Part):
    """A ticket that an answer asks for. ``when`` is an expression in which ``.`` is the answer."""

    when: str
    kind: str
    severe: bool = False
    department: str | None = None


class Question(Text):
    """One item. ``scale`` names a scale of the pack; ``fallback`` the scale offered when no number is given
    (S0-54), ``unrated`` the list of reasons when neither is given (S0-59)."""

    code: str
    scale: str
    must: bool = False
    by: Literal["respondent", "staff"] = "respondent"
    """Who fills it: staff items are the head of a form and are never read out."""
    prefill: str | None = None
    """Where its first value comes from: ``event.jobs``, ``customer.kind``, ``user.name``."""
    read_only: bool = False
    block: str | None = None
    """The standard block it came from: B0 notice, B8 score, B9 remarks …"""
    topic: Text | None = None
    """What a battery item is about, without its stem; short enough for tables."""
    spoken: Text | None = None
    """How a battery item is read out when the stem was just read with the item before."""
    dimension: str | None = None
    weight: Decimal | None = None
    points: Decimal | None = None
    """Points of a checklist item (R15)."""
    fallback: str | None = None
    fallback_prompt: Text | None = None
    unrated: str | None = None
    unrated_prompt: Text | None = None
    relevant: str | None = None
    """Expression; the item is asked only where it is true."""
    constraint: str | None = None
    """Expression in which ``.`` is the value; the value is refused where it is false."""
    constraint_message: Text | None = None
    reason_when: str | None = None
    """Expression; where it is true the reason is asked, as words and from ``reasons``."""
    reasons: str | None = None
    """Scale with the codes of a reason (P03 codebook)."""
    kinds: str | None = None
    """Scale with the kinds of a remark: problem, demand, suggestion, praise (B9)."""
    ticket: Follow | None = None
    hotkey_ticket: bool = False
    grievance_flag: bool = False
    """Words given here set the grievance flag (R12, S3-11)."""
    rotate: str | None = None
    """Name of the set of optional items that take turns with a frequent customer (S0-32)."""
    object: tuple[str, ...] = ()
    """Whom or what the answer is about: codes of ``Pack.objects``, chosen while filling in."""
    checks: tuple[Tick, ...] = ()
    not_applicable: bool = True
    hint: Text | None = None
    assumed: bool = False
    """The source names the form or topic only; the wording is ours."""

    @property
    def short(self) -> str:
        """The name of the item in tables, in the current language."""
        return str(self.topic or self)


class Battery(Part):
    """Items that share a scale and a stem. ``{item}`` in the stem is the topic; items without a scale belong."""

    scale: str
    stem: Text
    spoken: Text | None = None
    reason_when: str | None = None
    """Goes to each item that has none of its own."""


class Computed(Text):
    """A field that is calculated from answers and stored with the response; empty when not computable."""

    code: str
    formula: str
    decimals: int | None = None


class Caution(Text):
    """A doubt about a whole form: where ``when`` is true the sentence is shown and the form marked, not refused."""

    code: str
    when: str


class MustAsk(Part):
    """Which items make an interview complete (R22, S0-22, S0-33)."""

    items: tuple[str, ...] = ()
    conditional: tuple[str, ...] = ()
    """Those of the items that a skip may leave out, on purpose."""
    mode: Literal["all_parts", "any_part"] = "all_parts"
    order: Literal["must_first_in_phone", "as_printed"] = "as_printed"


class Rotation(Part):
    """Customers seen often are asked a part of the optional items only (S0-32)."""

    visits: int
    within_days: int


class Questionnaire(Part):
    version: int
    must_ask: MustAsk = MustAsk()
    rotation: dict[str, Rotation] = Field(default_factory=dict)
    battery: Battery | None = None
    items: tuple[Question, ...]
    computed: tuple[Computed, ...] = ()
    cautions: tuple[Caution, ...] = ()
    duplicate_by: tuple[str, ...] = Field(default=())
    """Two forms equal in these facts within one period are asked about as duplicates (R13)."""
