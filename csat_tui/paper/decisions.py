"""What the paper says where two keyings differ, and what follows: for the record, and for the whole batch (J2.9).

A decision keeps both keyed values beside its own and needs a reason. When the last difference of a form is decided,
its record is corrected where the first keying was wrong, in one transaction with the end of the second keying.
"""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any, Literal

from csat_tui.interview.entry import Refusal, accept
from csat_tui.interview.filing import response_final
from csat_tui.interview.keying import SIGNS
from csat_tui.interview.paper_form import PaperForm
from csat_tui.interview.paper_keys import SEVERAL
from csat_tui.interview.summary import finish
from csat_tui.keyboard import sign_of
from csat_tui.laptop import amend, visit
from csat_tui.laptop.opening import Laptop, now
from csat_tui.paper import batches, keyed_form, mailings, second, shelf
from csat_tui.paper.head_fields import typed_field
from csat_tui.store import customers, operations, responses
from csat_tui.trouble import Trouble
from schemas.forms.answers import Answer, Missing
from schemas.language import texts
from schemas.packs.choices import keyed
from schemas.packs.model import Pack
from schemas.paper.comparison import same
from schemas.paper.error_rates import Verified, goes_back
from schemas.paper.head import FORM_DATE, HEAD, UNIT
from schemas.rates import Rate
from schemas.records.operations import FormOp
from schemas.records.paper import Keying, PaperBatch
from schemas.text import clean, narrow

_ = texts("csat_tui")

Choice = Literal["first", "second", "third"]


def decide(
    laptop: Laptop, keying: Keying, code: str, choice: Choice, typed: str, reason: str, by: str
) -> Keying:
    """Note what the paper says. Raises Trouble ``reason_needed``, ``bad_value``."""
    batch = shelf.batch(laptop.store, keying.batch)
    assert batch is not None
    pack = keyed_form.pack_of(laptop, batch)
    why = clean(reason).strip()
    if not why:
        raise Trouble("reason_needed", _("A decision needs its reason."), _("Nothing was decided."), "")
    made = []
    for one in keying.differences:
        if one["code"] == code:
            value = _value(laptop, batch, pack, one, choice, typed)
            one = {**one, "decision": value.wire(), "reason": why, "by": by}
        made.append(one)
    decided = keying.model_copy(update={"differences": made})
    if all("decision" in one for one in made):
        _settle(laptop, keying, decided)
    else:
        second.change(laptop, keying, {"differences": made})
    judge(laptop, batch)
    return decided


def verified(batch: PaperBatch, keying: Keying) -> Verified:
    """A second keying as it counts: a difference without a decision against the first keyer."""
    keyer = verifier = 0
    for one in keying.differences:
        decision = _read(one.get("decision"))
        undecided = "decision" not in one
        keyer += undecided or not same(decision, _read(one.get("first")))
        verifier += not undecided and not same(decision, _read(one.get("second")))
    return Verified(
        form=keying.form,
        batch=keying.batch,
        pack=batch.pack,
        keyer=keying.keyer,
        verifier=keying.verifier,
        compared=keying.compared,
        keyer_errors=keyer,
        verifier_errors=verifier,
    )


def rate_of(laptop: Laptop, batch: PaperBatch) -> Rate:
    """The field error rate of the batch: differing of compared fields."""
    total = Rate(0, 0)
    for keying in shelf.keyings_of(laptop.store, batch.id):
        total += verified(batch, keying).rate
    return total


def judge(laptop: Laptop, batch: PaperBatch) -> PaperBatch:
    """What the verification says of the whole batch once every drawn form is settled: verified, or too many errors.
    Then all of it is keyed again: every form a second time, by somebody else."""
    if not sample_settled(laptop, batch) or batch.status in ("closed", "verified"):
        return batch
    limit = keyed_form.pack_of(laptop, batch).keying.max_error_percent
    if batch.status != "rekey" and goes_back(rate_of(laptop, batch), limit):
        return batches.goes_back(laptop, batch)
    return batches.verified(laptop, batch)


def sample_settled(laptop: Laptop, batch: PaperBatch) -> bool:
    """Whether every drawn form is keyed twice and nothing is left to decide; not before all of it is keyed."""
    if not batches.balance_of(laptop, batch).holds or second.waiting(laptop, batch):
        return False
    return all(keying.status == "settled" for keying in shelf.keyings_of(laptop.store, batch.id))


def open_differences(laptop: Laptop, batch: PaperBatch) -> Sequence[tuple[Keying, dict[str, Any]]]:
    """Every difference of the batch with its keying, decided ones too."""
    found = shelf.keyings_of(laptop.store, batch.id)
    return [(keying, one) for keying in found for one in keying.differences]


def _value(
    laptop: Laptop, batch: PaperBatch, pack: Pack, one: dict[str, Any], choice: Choice, typed: str
) -> Answer:
    if choice in ("first", "second"):
        return _read(one.get(choice)) or Answer(missing=Missing.BLANK)
    if one["code"] in HEAD:
        return typed_field(laptop, batch, one["code"], typed)
    question = pack.questions[one["code"]]
    raw = clean(typed).strip() if pack.scales[question.scale].type == "text" else narrow(typed)
    sign = sign_of(raw) if len(raw) == 1 else None
    if sign in SIGNS or sign == SEVERAL:
        return Answer(missing=SIGNS.get(sign, Missing.MULTI_MARKED))
    options = {keys: option.code for keys, option in keyed(pack.scales[question.scale].options)}
    found = accept(pack, question, options.get(raw, raw))
    if isinstance(found, Refusal):
        raise Trouble("bad_value", found.message, _("Nothing was decided."), "")
    return found


def _settle(laptop: Laptop, keying: Keying, decided: Keying) -> None:
    wrong = {
        one["code"]: Answer.model_validate(one["decision"])
        for one in decided.differences
        if not same(_read(one["decision"]), _read(one.get("first")))
    }
    end = second.changing(laptop, keying, {"differences": decided.differences, "status": "settled"})
    if not wrong:
        second.change(laptop, keying, {"differences": decided.differences, "status": "settled"})
        return
    begun = keyed_form.resume(laptop, amend.begin(laptop, keying.response).header.id)
    begun, on_form = _head_put_right(laptop, begun, wrong)
    form = begun.interview
    assert isinstance(form, PaperForm)
    for code, answer in wrong.items():
        if code not in HEAD:
            form.set_answer(code, answer)
    reasons = dict.fromkeys(str(one["reason"]) for one in decided.differences if one["code"] in wrong)
    form.explained(_("Second keying: {reason}", reason="; ".join(reasons)))
    response = response_final(
        begun.header,
        begun.pack,
        begun.pack_hash,
        finish(form),
        now=now(),
        clock_offset_ms=laptop.clock_offset_ms,
    )
    try:
        responses.finalise(laptop.store, response, begun.pack, begun.header.id, [end, *on_form])
    except responses.NotAmendable as error:
        if error.code != "nothing_changed":
            raise visit.not_amendable(error.code) from error
        # The keyer put it right in the meantime: the record says what the paper says.
        laptop.drafts.discard(begun.header.id)
        operations.record(laptop.store, [end, *on_form])


def _head_put_right(
    laptop: Laptop, begun: visit.Visit, wrong: Mapping[str, Answer]
) -> tuple[visit.Visit, list[FormOp]]:
    """What stands above the items as the paper says, in the record and on the form."""
    fields: dict[str, str | None] = {}
    if (unit := wrong.get(UNIT)) is not None:
        fields["customer"] = unit.text
        begun = keyed_form.of_unit(
            laptop, begun, customers.by_id(laptop.store, unit.text) if unit.text else None
        )
    if (day := wrong.get(FORM_DATE)) is not None:
        fields["form_date"] = day.text
        begun = keyed_form.dated(laptop, begun, date.fromisoformat(day.text) if day.text else None)
    if not fields:
        return begun, []
    held = shelf.form(laptop.store, (begun.header.paper or {})["serial"])
    assert held is not None
    return begun, [mailings.form_op(laptop, held.id, fields, mailings.before(held, fields))]


def _read(wire: object) -> Answer | None:
    return Answer.model_validate(wire) if wire else None
