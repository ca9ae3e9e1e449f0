"""Batches, forms and differences as the screens of the paper desk show them."""

from collections.abc import Sequence
from fractions import Fraction

from csat_tui.laptop.opening import Laptop
from csat_tui.paper import batches, decisions, keyed_form, next_form, second, shelf
from csat_tui.paper.field_words import field_name, keyed_words
from csat_tui.services.paper import BatchPage, BatchRow, DifferenceRow, FormRow
from csat_tui.store import customers, packs
from schemas.language import texts
from schemas.numbers import display
from schemas.rates import Rate
from schemas.records.paper import Keying, PaperBatch
from schemas.records.paper import PaperForm as Paper

_ = texts("csat_tui")


def batch_row(laptop: Laptop, batch: PaperBatch) -> BatchRow:
    """One line of the list of batches."""
    pack = packs.find(laptop.store, batch.pack, batch.pack_version)
    forms = shelf.forms_of(laptop.store, batch.id)
    found = decisions.open_differences(laptop, batch)
    balance = batches.balance_of(laptop, batch)
    balanced = balance.holds and batch.status == "open"
    return BatchRow(
        id=batch.id,
        number=batch.number,
        title=str(pack[0].title) if pack else batch.pack,
        received=batch.received_on,
        sender=batch.sender or "",
        balance=balance,
        status="balanced" if balanced else batch.status,  # type: ignore[arg-type]
        because=batch.open_because,
        awaited=sum(form.remark_waits for form in forms),
        drawn=len(second.sample(laptop, batch)),
        verified=len(shelf.keyings_of(laptop.store, batch.id)),
        to_decide=sum("decision" not in one for _keying, one in found),
    )


def batch_page(laptop: Laptop, batch: PaperBatch) -> BatchPage:
    """A batch with its forms."""
    begun = next_form.serials_begun(laptop)
    keyings = {keying.form: keying for keying in shelf.keyings_of(laptop.store, batch.id)}
    drawn = {form.id for form in second.sample(laptop, batch)}
    rate = decisions.rate_of(laptop, batch)
    return BatchPage(
        row=batch_row(laptop, batch),
        pack=f"{batch.pack}@{batch.pack_version}",
        channel=batch.channel,
        box=batch.box,
        tracking=batch.tracking,
        verify=batch.verify,
        verify_percent=batch.verify_percent,
        forms=[
            _form(laptop, form, form.serial in begun, form.id in drawn, keyings.get(form.id))
            for form in shelf.forms_of(laptop.store, batch.id)
        ],
        error_rate=rate_words(rate) if rate.base else None,
    )


def rate_words(rate: Rate) -> str:
    """``3/600 = 0.50%``."""
    share = display(Fraction(100 * rate.numerator, rate.base), 2, full=100) if rate.base else "-"
    return f"{rate.numerator}/{rate.base} = {share}%"


def difference_rows(laptop: Laptop, batch: PaperBatch) -> Sequence[DifferenceRow]:
    """Every difference of a batch, those without a decision first."""
    pack = keyed_form.pack_of(laptop, batch)
    serials = {form.id: form.serial for form in shelf.forms_of(laptop.store, batch.id)}
    rows = []
    for keying, one in decisions.open_differences(laptop, batch):
        decided = "decision" in one
        rows.append(
            DifferenceRow(
                keying=keying.id,
                serial=serials.get(keying.form, "?"),
                code=one["code"],
                field=field_name(pack, one["code"]),
                first=keyed_words(laptop, pack, one["code"], one.get("first")),
                second=keyed_words(laptop, pack, one["code"], one.get("second")),
                keyer=keying.keyer,
                verifier=keying.verifier,
                decision=keyed_words(laptop, pack, one["code"], one["decision"]) if decided else None,
                reason=one.get("reason"),
            )
        )
    return sorted(rows, key=lambda row: row.decision is not None)


def _form(laptop: Laptop, form: Paper, begun: bool, drawn: bool, keying: Keying | None) -> FormRow:
    known = customers.by_id(laptop.store, form.customer) if form.customer else None
    keyed = form.keyed or {}
    worked = int(keyed.get("active_ms") or 0)
    return FormRow(
        serial=form.serial,
        customer=known.name if known else "-",
        fate=form.fate,
        form_date=form.form_date,
        keyed_by=keyed.get("by"),
        seconds=Fraction(worked, 1000) if worked else None,
        draft=begun and not form.keyed,
        awaited=form.remark_waits,
        marks=_marks(form, drawn, keying),
    )


def _marks(form: Paper, drawn: bool, keying: Keying | None) -> list[str]:
    found = [_("half a page")] if form.finding == "half_page" else []
    if keying is None:
        return [*found, *([_("drawn")] if drawn else [])]
    left = sum("decision" not in one for one in keying.differences)
    if keying.status == "keyed":
        return [*found, _("keyed twice, to compare")]
    return [*found, _("differs {n}", n=left) if left else _("checked by {who}", who=keying.verifier)]
