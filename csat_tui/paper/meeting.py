"""One form keyed on two laptops: what a person says of it, and what follows for the two records (J2).

The answer is given where both keyings are seen; the record that does not count is made void on the laptop that holds
it, because a correction names the exact bytes of what it corrects. Nothing is ever removed.
"""

from collections.abc import Iterator, Mapping
from typing import Any, Literal

from sqlmodel import col, select

from csat_tui.laptop.ids import new_id
from csat_tui.laptop.opening import Laptop, now
from csat_tui.laptop.surroundings import surroundings
from csat_tui.paper import batches, duplicates, next_form, shelf
from csat_tui.recording.line import InvalidLineError, read_line
from csat_tui.store import operations, responses
from csat_tui.store.tables import ProposalRow
from csat_tui.trouble import Trouble
from schemas.language import texts
from schemas.records.keyed_twice import is_sorted_out, with_sheet
from schemas.records.operations import Decision, FormOp
from schemas.records.paper import PaperBatch, PaperForm
from schemas.records.reference import Proposal

_ = texts("csat_tui")

Answer = Literal["newer", "duplicate", "another", "once"]
"""The second sheet is a newer version, says the same, is truly another form; or one sheet was keyed twice."""


def met(laptop: Laptop, *, decided: bool = False) -> list[Proposal]:
    """Keyings that wait for an answer, or those that have one; the oldest first."""
    stands = col(ProposalRow.status) != "open" if decided else col(ProposalRow.status) == "open"
    query = select(ProposalRow.body).where(stands)
    with laptop.store.read() as session:
        found = [Proposal.model_validate(body) for body in session.exec(query)]
    mine = [one for one in found if (one.entity, one.field) == ("paper_form", "keyed")]
    return sorted(
        (one for one in mine if (one.status == "open") != decided), key=lambda one: (one.at, one.id)
    )


def form_of(laptop: Laptop, proposal: Proposal) -> PaperForm:
    """The form that was keyed twice."""
    found = operations.here(laptop.store, "paper_form", [proposal.record])[proposal.record]
    return PaperForm.model_validate(found)


def answer(laptop: Laptop, proposal: Proposal, what: Answer) -> None:
    """Note what the second keying is, in one transaction. A sheet that lies in the pile beside the first gets a number
    of its own there, so that the batch counts every sheet."""
    form = form_of(laptop, proposal)
    batch = _pile_of_second(laptop, form, proposal)
    head = {"id": new_id(), "at": now().isoformat(timespec="milliseconds"), "user": laptop.user}
    decision = Decision.model_validate(
        head | {"proposal": proposal.id, "accept": _second_counts(proposal, what)}
    )
    sheet = [] if what == "once" else [_sheet(laptop, batch, form, proposal, what)]
    # The sheet first: who reads the decision must know where the other keying went.
    operations.record(laptop.store, [*sheet, decision])
    settle(laptop)


def _second_counts(proposal: Proposal, what: Answer) -> bool:
    """Whether the second side is to stand. Of one sheet that was sorted out and keyed, what was keyed stands."""
    return what == "newer" or (what == "once" and is_sorted_out(proposal.kept))


def settle(laptop: Laptop) -> int:
    """Make void what is held here and lost, and count again what won after all; how many records were corrected."""
    return sum(_settled(laptop, *one) for proposal in met(laptop, decided=True) for one in _sides(proposal))


def _pile_of_second(laptop: Laptop, form: PaperForm, proposal: Proposal) -> PaperBatch:
    """The batch in which the second sheet lies; that of the first where the keying does not say."""
    told = (proposal.proposed or {}).get("batch")
    batch = shelf.batch(laptop.store, str(told or "")) or shelf.batch(laptop.store, form.batch or "")
    assert batch is not None
    return batch


def _sides(proposal: Proposal) -> Iterator[tuple[Proposal, str, str]]:
    for side, lost in ((proposal.kept, "superseded"), (proposal.proposed, "duplicate")):
        if response := (side or {}).get("response"):
            yield proposal, str(response), lost


def _settled(laptop: Laptop, proposal: Proposal, response: str, lost: str) -> bool:
    found = responses.head_of(laptop.store, response)
    if found is None:
        return False  # another laptop holds it
    row, _body = found
    wanted = None if _counts(laptop, proposal, response) else lost
    if row.void == wanted:
        return False
    serial = form_of(laptop, proposal).serial
    reason = _("Form {serial} was keyed twice; this record does not count.", serial=serial)
    again = _("Form {serial} was keyed twice; this record counts.", serial=serial)
    line = {"amends": row.id, "pack": row.pack, "version": row.pack_version, "void": wanted or False}
    try:
        read = read_line({**line, "reason": reason if wanted else again}, surroundings(laptop))
        responses.finalise(laptop.store, read.response, read.pack)
    except (InvalidLineError, responses.NotAmendable):
        return False  # its pack is not here, or it was corrected meanwhile: the next sync tries again
    return True


def _counts(laptop: Laptop, proposal: Proposal, response: str) -> bool:
    form = form_of(laptop, proposal)
    beside = shelf.forms_of(laptop.store, _pile_of_second(laptop, form, proposal).id)
    return any((one.keyed or {}).get("response") == response for one in [form, *beside])


def _sheet(laptop: Laptop, batch: PaperBatch, form: PaperForm, proposal: Proposal, what: Answer) -> FormOp:
    serial = batches.known_serial(form.serial)
    own = next_form.own_serial(laptop, batch)
    more: Mapping[str, Any] = {"finding": "duplicate", "fate": "duplicate"}
    if what == "another":
        more = {name: value for name, value in with_sheet(proposal.proposed).items() if value}
    note = duplicates.note_of(serial, what)
    operation, _form = batches.registering(laptop, batch, own, {**more, "note": note})
    return operation


def demand(laptop: Laptop, serial: str) -> Proposal:
    """What waits about the form of this serial. Raises Trouble ``not_met``."""
    for one in met(laptop):
        if form_of(laptop, one).serial == serial.strip().upper():
            return one
    raise Trouble(
        "not_met",
        _("Form {serial} does not wait for an answer.", serial=serial[:40]),
        _("Nothing was changed."),
        _("csat paper met lists those that were keyed on two laptops."),
    )
