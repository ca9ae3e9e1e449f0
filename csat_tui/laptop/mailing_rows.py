"""Mailings and their forms as the screens of the paper desk show them."""

from collections import Counter
from collections.abc import Mapping, Sequence
from typing import Any

from csat_tui.laptop.opening import Laptop
from csat_tui.paper import mailings
from csat_tui.paper.register import rate_words, register, standing_words
from csat_tui.services.paper import MailingPage, MailingRow, SentRow
from csat_tui.store import packs
from schemas.records.paper import Mailing


def mailing_row(laptop: Laptop, mailing: Mailing) -> MailingRow:
    """One line of the list of mailings."""
    return _row(laptop, mailing, register(laptop, mailing))


def mailing_page(laptop: Laptop, mailing: Mailing) -> MailingPage:
    """A mailing with its forms."""
    lines = register(laptop, mailing)
    forms = [SentRow(one["serial"], one["number"], one["name"], standing_words(one)) for one in lines]
    return MailingPage(_row(laptop, mailing, lines), forms)


def _row(laptop: Laptop, mailing: Mailing, lines: Sequence[Mapping[str, Any]]) -> MailingRow:
    pack = packs.find(laptop.store, mailing.pack, mailing.pack_version)
    stand = Counter(one["standing"] for one in lines)
    found = mailings.return_rates(laptop, mailing)
    told = mailings.as_dict(found)
    return MailingRow(
        series=mailing.series,
        title=str(pack[0].title) if pack else mailing.pack,
        sent=mailing.issued_on,
        remind_from=mailings.remind_from(laptop, mailing).isoformat(),
        issued=told["issued"],
        due=stand["reminder_due"],
        returned=stand["returned"],
        undeliverable=stand["undeliverable"],
        late=stand["late"],
        gross=told["gross"],
        valid=told["valid_rate"],
        rates=rate_words(found),
    )
