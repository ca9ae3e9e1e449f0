"""New, known, changed or rejected: each row held against what is on file and what the file said before it."""

from collections.abc import Mapping, Sequence
from types import MappingProxyType
from typing import Any, Literal, NamedTuple

from csat_tui.importing.changes import changes
from csat_tui.importing.directory import Call, Directory, Records, call_of, card_of
from csat_tui.importing.fields import Kind
from csat_tui.importing.matching import Unclear, match_customer
from csat_tui.importing.present import Entity, Fields, Present
from csat_tui.importing.rows import Parsed, Rejection, changed_words
from csat_tui.importing.told import customer_fields, event_fields, project_fields
from schemas.language import texts
from schemas.records.bringing import batches_of, upheld
from schemas.records.identity import customer_id, event_id, project_id
from schemas.records.inside import INSIDE

_ = texts("csat_tui")

Verdict = Literal["new", "known", "changed"]
_GROWING = {"assets", "contacts"}
NOTHING: Mapping[str, Any] = MappingProxyType({})


class Step(NamedTuple):
    """One record to make (``base_version`` 0, no ``before``), to change, or to uphold (``before`` = ``fields``)."""

    entity: Entity
    record: str
    fields: Fields
    before: Mapping[str, Any] = NOTHING
    base_version: int = 0
    made: bool = False


class Judged(NamedTuple):
    """What becomes of a row. ``named``: of whom or what it is; ``fields``: those that change."""

    line: int
    verdict: Verdict
    named: tuple[Any, ...]
    steps: tuple[Step, ...] = ()
    fields: tuple[str, ...] = ()
    missing_phone: bool = False
    do_not_contact: bool = False
    new_customer: bool = False
    record: str = ""
    """The customer, event or project that the row is about."""

    @property
    def label(self) -> str:
        """The same for the list."""
        return " ".join(str(name) for name in self.named if name)


class Judge:
    """Holds the rows of one file, in their order, against the records. Nothing is stored.

    ``source``: the name of the system the file came from.
    """

    def __init__(self, kind: Kind, records: Records, source: str) -> None:
        self._kind, self._source = kind, source
        self._present, self._mine = Present(records), records.mine()
        self._directory = Directory()
        for card in records.cards():
            self._directory.add(card)
        self._lines: dict[Entity, dict[str, int]] = {"customer": {}, "event": {}, "project": {}}
        self._upheld: set[str] = set()

    def judge(self, rows: Sequence[Parsed]) -> list[Judged | Rejection]:
        """The rows in order; looked up together, so hand over some hundred at a time."""
        self._present.rest()
        told = [customer_fields(self._kind, row.values) for row in rows]
        calls = [call_of(one) for one in told]
        self._present.fetch("customer", [id for call in calls for id in self._directory.candidates(call)])
        if self._kind not in ("events", "projects"):
            return [self._customer_row(*row) for row in zip(rows, told, calls, strict=True)]
        things = [self._thing(row) for row in rows]
        entity: Entity = "event" if self._kind == "events" else "project"
        self._present.fetch(entity, [id for id, _fields in things])
        return [
            self._thing_row(entity, row, one, call, id, fields)
            for row, one, call, (id, fields) in zip(rows, told, calls, things, strict=True)
        ]

    def _thing(self, row: Parsed) -> tuple[str, Fields]:
        if self._kind == "events":
            fields = event_fields(row.values, self._source)
            return event_id(fields["source_system"], fields["source_no"]), fields
        fields = project_fields(row.values)
        return project_id(fields["number"]), fields

    def _customer_row(self, row: Parsed, told: Fields, call: Call) -> Judged | Rejection:
        body = self._whom(told, call)
        if isinstance(body, Unclear):
            return _unclear(row.line, body)
        step, news = self._step_for_customer(told, body, fill_only=False)
        earlier = self._lines["customer"].get(step.record if step else str(body["id"]) if body else "")
        if earlier and news and body and not _only_adds(body, news):
            return _contradicts(self._kind, row.line, earlier, tuple(news))
        present = self._take(step) if step else body or {}
        self._lines["customer"].setdefault(str(present["id"]), row.line)
        return Judged(
            line=row.line,
            verdict="new" if body is None else "changed" if step else "known",
            named=_names(present),
            steps=(*self._uphold("customer", body), *([step] if step else ())),
            fields=tuple(news) if body is not None else (),
            missing_phone=not present.get("phone"),
            do_not_contact=bool(present.get("do_not_contact")),
            new_customer=body is None and self._kind == "customers",
            record=str(present["id"]),
        )

    def _thing_row(
        self, entity: Entity, row: Parsed, told: Fields, call: Call, id: str, fields: Fields
    ) -> Judged | Rejection:
        body = self._whom(told, call) if told else None
        if isinstance(body, Unclear):
            return _unclear(row.line, body)
        customer, _news = self._step_for_customer(told, body, fill_only=True) if told else (None, {})
        whom = customer.record if customer else str(body["id"]) if body else None
        fields = _with_customer(fields, whom, told, body)
        held = self._present.get(entity, id)
        news = changes(held, fields) if held else fields
        earlier = self._lines[entity].get(id)
        if earlier and news:
            return _contradicts(self._kind, row.line, earlier, tuple(news))
        steps = [customer] if customer else []
        if news:
            steps.append(self._step(entity, id, news, held))
        for step in steps:
            self._take(step)
        steps = [*self._uphold("customer", body), *self._uphold(entity, held), *steps]
        self._lines[entity].setdefault(id, row.line)
        present = self._present.get("customer", whom or "") or {}
        return Judged(
            line=row.line,
            verdict="new" if held is None else "changed" if news else "known",
            named=(fields.get("source_no") or fields.get("number"), *_names(present)),
            steps=tuple(steps),
            fields=tuple(news) if held is not None else (),
            missing_phone=not (present.get("phone") or fields.get("phone")),
            do_not_contact=bool(present.get("do_not_contact")),
            new_customer=bool(customer and customer.made),
            record=id,
        )

    def _whom(self, told: Fields, call: Call) -> Fields | Unclear | None:
        number = self._directory.numbers.get(call.number)
        if number and (known := self._present.get("customer", number)):
            return known
        if told.get("type") in INSIDE:
            return None
        everybody = [self._present.get("customer", id) for id in self._directory.candidates(call)]
        candidates = [body for body in everybody if body is not None and body.get("type") not in INSIDE]
        return match_customer(told, candidates)

    def _step_for_customer(
        self, told: Fields, body: Fields | None, fill_only: bool
    ) -> tuple[Step | None, Fields]:
        if body is None:
            return Step("customer", made_customer_id(told), told, made=True), told
        news = changes(body, told, fill_only)
        return (self._step("customer", str(body["id"]), news, body), news) if news else (None, {})

    def _step(self, entity: Entity, id: str, news: Fields, held: Fields | None) -> Step:
        if held is None:
            return Step(entity, id, news, made=True)
        before = {name: held[name] for name in news if held.get(name) is not None}
        return Step(entity, id, news, before, self._present.version(entity, id))

    def _take(self, step: Step) -> Fields:
        present = self._present.change(step.entity, step.record, step.fields)
        if step.entity == "customer":
            self._directory.add(card_of(present))
        return present

    def _uphold(self, entity: Entity, held: Fields | None) -> Sequence[Step]:
        """A record that only other laptops' imports brought stays for this one as well, should they be taken back.

        Said once a laptop, not once an import: else a file that comes every day would grow every record."""
        if held is None or not (batches := batches_of(held)) or not self._mine.isdisjoint(batches):
            return ()
        id = str(held["id"])
        if id in self._upheld:
            return ()
        self._upheld.add(id)
        fields = upheld(self._present.get(entity, id) or held)
        return (Step(entity, id, fields, fields),)


def made_customer_id(told: Mapping[str, Any]) -> str:
    """The id of a customer first known from a file: the same on every laptop that imports the row."""
    number = told.get("number")
    if number:
        return customer_id(str(number))
    return customer_id("\x1f".join(str(told.get(name, "")) for name in ("name", "phone", "plate")))


def _with_customer(fields: Fields, whom: str | None, told: Fields, body: Fields | None) -> Fields:
    """The event with whom it is about; a telephone other than the one on file belongs to this event only."""
    named = {**fields, "customer": whom} if whom else dict(fields)
    other = body is not None and told.get("phone") and body.get("phone") not in (None, "", told["phone"])
    return {**named, "phone": told["phone"]} if other else named


def _only_adds(body: Fields, news: Fields) -> bool:
    return all(name in _GROWING or body.get(name) in (None, "") for name in news)


def _names(body: Mapping[str, Any]) -> tuple[Any, ...]:
    return body.get("number"), body.get("name"), body.get("plate")


def _unclear(line: int, unclear: Unclear) -> Rejection:
    sentences = {
        "ambiguous_customer": _(
            "Several customers on file fit this row: it needs a number, telephone or plate."
        ),
        "unknown_customer": _("No customer on file fits this row, and it names nobody."),
    }
    return Rejection(line, unclear.code, sentences[unclear.code], "name")


def _contradicts(kind: Kind, line: int, earlier: int, fields: tuple[str, ...]) -> Rejection:
    message = _(
        "Line {earlier} has the same number or name, but says otherwise: {fields}.",
        earlier=earlier,
        fields=changed_words(kind, fields),
    )
    return Rejection(line, "conflict_in_file", message, fields[0])
