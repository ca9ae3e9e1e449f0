"""A questionnaire begun from a customer's card: which may be asked, and the interview."""

from collections.abc import Sequence
from typing import get_args

from csat_tui.laptop import pack_visit, visit
from csat_tui.laptop.opening import Laptop
from csat_tui.services.customer_data import PackChoice
from csat_tui.store import customers, packs
from schemas.packs.model import Pack
from schemas.records.response import Channel


def choices(laptop: Laptop) -> Sequence[PackChoice]:
    """The approved packs with a questionnaire that can be asked here, each in the version approved last."""
    names = dict.fromkeys(record.pack for record in packs.approved(laptop.store))
    found = (packs.find(laptop.store, name) for name in names)
    return [_choice(known[0]) for known in found if known is not None and _to_be_asked(known[0])]


def begin(laptop: Laptop, customer_id: str, pack: str, channel: str) -> visit.Visit:
    """The interview; the draft that is open with this customer and pack when there is one. Raises Trouble
    ``do_not_contact``, ``not_found``, ``unknown_pack``."""
    customer = customers.standing_for(laptop.store, customer_id)
    if customer is None:
        raise visit.gone()
    visit.demand_contact(customer)
    for draft in laptop.drafts.open_drafts():
        on_paper = draft.header.get("paper")  # keyed at the paper desk, not asked
        if not on_paper and (draft.header.get("customer"), draft.header["pack"]) == (customer.id, pack):
            return visit.resume(laptop, draft.id)
    return pack_visit.begin(laptop, pack, channel, customer, None)


def _to_be_asked(pack: Pack) -> bool:
    return pack.screen == "interview" and pack.questionnaire is not None and pack.kind in ("survey", "record")


def _choice(pack: Pack) -> PackChoice:
    known = get_args(Channel)
    channels = [name for name in (pack.modes.all if pack.modes else known) if name in known]
    return PackChoice(pack.pack, str(pack.title), channels or list(known))
