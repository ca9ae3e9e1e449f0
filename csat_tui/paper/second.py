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


def begin(laptop: Laptop, batch: PaperBatch, form: Paper, operator: str) -> visit.Visit:
    """The form to be keyed a second time; the draft there is when it was begun. Raises Trouble ``own_keying``."""
    keyer = (form.keyed or {}).get("by")
    if not may_verify(operator, keyer):
        raise _own(form.serial, str(keyer or "?"))
    for draft in laptop.drafts.open_drafts(everybody=True):
        known = draft.header.get("keying") or {}
        if (draft.header.get("paper") or {}).get("serial") == form.serial and known.get(
            "verifier"
        ) == operator:
            return keyed_form.resume(laptop, draft.id)
    header = _header(laptop, batch, form, operator, str(keyer))
    laptop.drafts.create(header.id, asdict(header))
    return keyed_form.resume(laptop, header.id)


def finish(laptop: Laptop, keyed: visit.Visit) -> Keying:
    """Store the second keying and compare it; its draft goes in the same transaction."""
    form, known = keyed.interview, keyed.header.keying or {}
    assert isinstance(form, PaperForm)
    form.settle_blanks()
    second = kept_answers(form.form, form.state)
    made = Keying(
        id=known["second"],
        form=(keyed.header.paper or {})["form"],
        batch=(keyed.header.paper or {})["batch"],
        response=known["response"],
        keyer=known["keyer"],
        verifier=known["verifier"],
        mode=known["mode"],
        answers={code: answer.wire() for code, answer in second.items()},
        keyed_at=now().isoformat(timespec="seconds"),
        active_ms=form.active_ms,
        pause_ms=form.pause_ms,
        strokes=form.strokes,
    )
    whole = made.model_copy(update=compared(laptop, keyed.pack, made))
    wanted = whole.model_dump(exclude={"id"}, exclude_none=True)
    with laptop.store.write() as session:
        operations.record_in(session, [operations.harmless(_operation(laptop, made.id, wanted, {}))])
        drafts.remove(session, keyed.header.id)
    return whole


def compared(laptop: Laptop, pack: Pack, keying: Keying) -> Mapping[str, object]:
    """What the comparison says of a keying; it waits where another laptop holds the first one."""
    first = keyed_form.first_answers(laptop, keying.response)
    if first is None:
        return {"status": "keyed"}
    second = {code: Answer.model_validate(wire) for code, wire in keying.answers.items()}
    codes = [field.code for field in fields(pack) if field.code in first or field.code in second]
    found = compare(codes, first, second)
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
    whole = keyed_form.header_of(laptop, batch, pack, form)
    keying = {
        "second": new_id(),
        "response": (form.keyed or {})["response"],
        "keyer": keyer,
        "verifier": operator,
        "mode": batch.verify,
    }
    return replace(whole, keying=keying, interviewer=operator, language=current())


def _own(serial: str, keyer: str) -> Trouble:
    return Trouble(
        "own_keying",
        _("Form {serial} was keyed by {who}, and nobody verifies his own work.", serial=serial, who=keyer),
        _("Nothing was begun."),
        _("Let another operator sit down: F7 on the batch, or csat --operator NAME."),
    )
