"""An interview that belongs to no task: a pack asked of a customer on file, or of somebody who is not."""

from collections.abc import Mapping

from csat_tui.interview.filing import Header
from csat_tui.laptop import visit
from csat_tui.laptop.ids import new_id
from csat_tui.laptop.opening import Laptop, now
from csat_tui.store import packs
from csat_tui.trouble import Trouble
from schemas.language import current, texts
from schemas.records.reference import Customer

_ = texts("csat_tui")


def open_draft(laptop: Laptop, pack: str) -> visit.Visit | None:
    """The questionnaire of this pack that was put away last and belongs to no task; None when there is none."""
    name, _at, version = pack.partition("@")
    for draft in laptop.drafts.open_drafts():
        header = draft.header
        if header.get("amending"):
            continue
        if header.get("task") is None and header["pack"] == name and version in ("", header["pack_version"]):
            return visit.resume(laptop, draft.id)
    return None


def begin(
    laptop: Laptop, pack: str, channel: str, customer: Customer | None, temp: Mapping[str, str] | None
) -> visit.Visit:
    """A new questionnaire; its draft is kept from now on. Raises Trouble ``unknown_pack``."""
    demand_pack(laptop, pack)
    name, _at, version = pack.partition("@")
    found = packs.find(laptop.store, name, version or None)
    assert found is not None
    header = Header(
        id=new_id(),
        pack=found[0].pack,
        pack_version=found[0].version,
        channel=channel,
        occurred_at=now().isoformat(timespec="seconds"),
        customer=customer.id if customer else None,
        temp=None if customer else temp,
        business_line=customer.business_line if customer else None,
        consultant=customer.consultant if customer else None,
        interviewer=laptop.user,
        language=current(),
        words=_words(laptop, customer),
    )
    return visit.create(laptop, header)


def demand_pack(laptop: Laptop, pack: str) -> None:
    """Refuse a pack that is not here. Raises Trouble ``unknown_pack``."""
    name, _at, version = pack.partition("@")
    if packs.find(laptop.store, name, version or None) is None:
        raise Trouble(
            "unknown_pack",
            _("The pack {pack} is not on this laptop.", pack=pack),
            _("Nothing was stored."),
            _("Sync first: the packs that the centre has approved come with it."),
        )


def _words(laptop: Laptop, customer: Customer | None) -> dict[str, str]:
    enrolment = laptop.log.enrolment()
    words = {
        "公司": enrolment.organisation if enrolment else "",
        "部门": _("customer service"),
        "姓名": laptop.called,
        "姓氏": customer.name[:1] if customer else "",
    }
    return {name: word for name, word in words.items() if word}
