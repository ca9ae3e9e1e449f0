"""The second keying of a batch: which forms, by whom, what came of it (J2.9; ISO 20252 practice, R33).

A second keying is a draft like the first, of the same form, and ends in a ``Keying`` beside the record, which it
never touches. The first values are not read before the form is whole, but by the engine where the pack says that it
stops at each difference.
"""

from collections.abc import Mapping, Sequence
from dataclasses import asdict, replace
from decimal import Decimal

from csat_tui.interview.filing import Header
from csat_tui.interview.paper_form import PaperForm
from csat_tui.interview.place import Step
from csat_tui.interview.summary import kept_answers
from csat_tui.laptop import visit
from csat_tui.laptop.ids import new_id
from csat_tui.laptop.opening import Laptop, now
from csat_tui.paper import batches, keyed_form, shelf
from csat_tui.store import drafts, operations
from csat_tui.trouble import Trouble
from schemas.forms.answers import Answer
from schemas.language import current, texts
from schemas.packs.model import Pack
from schemas.paper.comparison import compare
from schemas.paper.head import FORM_DATE, HEAD, UNIT, told
from schemas.paper.layout import fields
from schemas.paper.verification import drawn, may_verify
from schemas.records.operations import SecondKeying
from schemas.records.paper import Keying, PaperBatch
from schemas.records.paper import PaperForm as Paper

_ = texts("csat_tui")


def sample(laptop: Laptop, batch: PaperBatch) -> Sequence[Paper]:
    """The forms of a batch that are keyed twice; none before all of it is keyed, so that nobody knows which."""
    if batch.verify == "none" or not batches.balance_of(laptop, batch).holds:
        return ()
    forms = {form.serial: form for form in shelf.forms_of(laptop.store, batch.id) if form.fate == "keyed"}
    chosen = drawn(batch.id, list(forms), Decimal(batch.verify_percent), batch.seed)
    return [forms[serial] for serial in chosen]


def waiting(laptop: Laptop, batch: PaperBatch) -> Sequence[Paper]:
    """Those of them that nobody has keyed again yet."""
    done = {keying.form for keying in shelf.keyings_of(laptop.store, batch.id)}
    return [form for form in sample(laptop, batch) if form.id not in done]


def demand_drawn(laptop: Laptop, batch: PaperBatch, serial: str) -> Paper:
    """The form of this serial, drawn and not keyed again yet. Raises Trouble ``not_drawn``."""
    drawn_ones = {form.serial: form for form in waiting(laptop, batch)}
    if serial not in drawn_ones:
        raise Trouble(
            "not_drawn",
            _("Form {serial} is not among those drawn for a second keying.", serial=serial),
            "",
            _("Drawn and waiting: {serials}.", serials=", ".join(list(drawn_ones)[:5]) or "-"),
        )
    return drawn_ones[serial]


def begin(laptop: Laptop, batch: PaperBatch, form: Paper, operator: str) -> visit.Visit:
    """The form to be keyed a second time; the draft there is when it was begun. Raises Trouble ``own_keying``."""
    keyer = _demand_other(form, operator)
    if begun := _draft(laptop, form, operator):
        return keyed_form.resume(laptop, begun.id)
    header = _header(laptop, batch, form, operator, keyer)
    laptop.drafts.create(header.id, asdict(header))
    return keyed_form.resume(laptop, header.id)


def finish(laptop: Laptop, keyed: visit.Visit) -> Keying:
    """Store the second keying and compare it; its draft goes in the same transaction."""
    form = keyed.interview
    assert isinstance(form, PaperForm)
    form.settle_blanks()
    made = _made(keyed.header, {**_head(keyed.header), **kept_answers(form.form, form.state)})
    spent = {"active_ms": form.active_ms, "pause_ms": form.pause_ms, "strokes": form.strokes}
    return _stored(laptop, keyed.pack, made.model_copy(update=spent), keyed.header.id)


def from_line(
    laptop: Laptop, batch: PaperBatch, form: Paper, answers: Mapping[str, Answer], operator: str
) -> Keying:
    """Store a second keying that was made elsewhere, what stands above the items among its answers; a draft of it that
    the operator began here goes. Raises Trouble
    ``own_keying``."""
    draft = _draft(laptop, form, operator)
    header = draft or _header(laptop, batch, form, operator, _demand_other(form, operator))
    pack = keyed_form.pack_of(laptop, batch)
    return _stored(laptop, pack, _made(header, answers), draft.id if draft else None)


def _made(header: Header, answers: Mapping[str, Answer]) -> Keying:
    known, paper = header.keying or {}, header.paper or {}
    return Keying(
        id=known["second"],
        form=paper["form"],
        batch=paper["batch"],
        response=known["response"],
        keyer=known["keyer"],
        verifier=known["verifier"],
        mode=known["mode"],
        answers={code: answer.wire() for code, answer in answers.items()},
        keyed_at=now().isoformat(timespec="seconds"),
    )


def _stored(laptop: Laptop, pack: Pack, made: Keying, draft: str | None) -> Keying:
    whole = made.model_copy(update=compared(laptop, pack, made))
    wanted = whole.model_dump(exclude={"id"}, exclude_none=True)
    with laptop.store.write() as session:
        operations.record_in(session, [operations.harmless(_operation(laptop, made.id, wanted, {}))])
        if draft is not None:
            drafts.remove(session, draft)
    return whole


def compared(laptop: Laptop, pack: Pack, keying: Keying) -> Mapping[str, object]:
    """What the comparison says of a keying; it waits where another laptop holds the first one."""
    first = keyed_form.first_answers(laptop, keying.response)
    if first is None:
        return {"status": "keyed"}
    second = {code: Answer.model_validate(wire) for code, wire in keying.answers.items()}
    codes = [code for code in HEAD if code in second]
    codes += [field.code for field in fields(pack) if field.code in first or field.code in second]
    found = compare(codes, {**keyed_form.first_head(laptop, keying.response), **first}, second)
    differences = [
        {
            "code": one.code,
            "first": one.first.wire() if one.first else None,
            "second": one.second.wire() if one.second else None,
        }
        for one in found.differences
    ]
    return {
        "compared": found.fields,
        "differences": differences,
        "status": "open" if differences else "settled",
    }


def compare_arrived(laptop: Laptop, batch: PaperBatch) -> int:
    """Compare second keyings that came from other laptops with the first ones that are here; how many were."""
    done = 0
    for keying in shelf.keyings_of(laptop.store, batch.id):
        if keying.status == "keyed":
            news = compared(laptop, keyed_form.pack_of(laptop, batch), keying)
            if news["status"] != "keyed":
                change(laptop, keying, news)
                done += 1
    return done


def change(laptop: Laptop, keying: Keying, news: Mapping[str, object]) -> None:
    """Change a second keying on file."""
    operations.record(laptop.store, [changing(laptop, keying, news)])


def changing(laptop: Laptop, keying: Keying, news: Mapping[str, object]) -> SecondKeying:
    """The operation that does so, for a transaction of the caller's."""
    held = keying.model_dump()
    changed = {name: value for name, value in news.items() if held.get(name) != value}
    before = {name: held[name] for name in changed if held.get(name) is not None}
    return _operation(laptop, keying.id, changed, before)


def _operation(
    laptop: Laptop, id: str, changed: Mapping[str, object], before: Mapping[str, object]
) -> SecondKeying:
    at = now().isoformat(timespec="milliseconds")
    return SecondKeying(
        id=new_id(), at=at, user=laptop.user, record=id, fields=dict(changed), before=dict(before)
    )


def _header(laptop: Laptop, batch: PaperBatch, form: Paper, operator: str, keyer: str) -> Header:
    pack = keyed_form.pack_of(laptop, batch)
    sent = form if form.mailing else form.model_copy(update={"customer": None})
    whole = keyed_form.header_of(laptop, batch, pack, sent)
    keying = {
        "head": [step.value for step in ([] if form.mailing else [Step.UNIT]) + [Step.FORM_DATE]],
        "second": new_id(),
        "response": (form.keyed or {})["response"],
        "keyer": keyer,
        "verifier": operator,
        "mode": batch.verify,
    }
    return replace(whole, keying=keying, interviewer=operator, language=current())


def _head(header: Header) -> dict[str, Answer]:
    """What was keyed above the items; nothing of a draft that was begun when that was not asked."""
    asked = (header.keying or {}).get("head") or ()
    said = {
        Step.UNIT: (UNIT, header.customer),
        Step.FORM_DATE: (FORM_DATE, (header.paper or {}).get("form_date")),
    }
    return {code: told(value) for step, (code, value) in said.items() if step.value in asked}


def _demand_other(form: Paper, operator: str) -> str:
    keyer = (form.keyed or {}).get("by")
    if not may_verify(operator, keyer):
        raise _own(form.serial, str(keyer or "?"))
    return str(keyer)


def _draft(laptop: Laptop, form: Paper, operator: str) -> Header | None:
    for draft in laptop.drafts.open_drafts(everybody=True):
        known = draft.header.get("keying") or {}
        serial = (draft.header.get("paper") or {}).get("serial")
        if serial == form.serial and known.get("verifier") == operator:
            return Header.read(draft.header)
    return None


def _own(serial: str, keyer: str) -> Trouble:
    return Trouble(
        "own_keying",
        _("Form {serial} was keyed by {who}, and nobody verifies his own work.", serial=serial, who=keyer),
        _("Nothing was begun."),
        _("Let another operator sit down: F7 on the batch, or csat --operator NAME."),
    )
