"""What was taken down beside the answers of a questionnaire, in words: who answered, a ticket, promises, why twice."""

from collections.abc import Iterator

from sqlmodel import Session

from csat_tui.interview.asides import kind_words, severity_words
from csat_tui.services.records import Noted
from csat_tui.store.tables import CustomerRow
from csat_tui.words.common import ended_name, fill_method_name, flag_name
from schemas.language import texts
from schemas.records.response import Respondent, ResponseFinal, TicketDraft

_ = texts("csat_tui")


def notes(session: Session, response: ResponseFinal) -> list[Noted]:
    """In the order in which they are read; only what holds something."""
    return list(_notes(session, response))


def _notes(session: Session, response: ResponseFinal) -> Iterator[Noted]:
    if response.respondent is not None:
        yield Noted(_("answered by"), _person(response.respondent))
    if response.fill_method != "interviewer":
        yield Noted(_("filled in"), fill_method_name(response.fill_method))
    if response.ended is not None:
        yield Noted(_("ended early"), ended_name(response.ended))
    flags = [flag_name(name, value) for name, value in response.flags.items() if value]
    if flags:
        yield Noted(_("noted"), ", ".join(flags))
    if response.ticket is not None:
        yield Noted(_("ticket"), _ticket(response.ticket))
    for promise in response.promises or ():
        yield Noted(_("promise"), f"{promise.what}  {promise.who}  {promise.by.isoformat()}")
    if response.moved_from:
        names = ", ".join(_name(session, one) for one in response.moved_from)
        yield Noted(_("begun for"), names)
    if response.repeat_reason:
        yield Noted(_("why twice"), response.repeat_reason)


def _person(person: Respondent) -> str:
    return " ".join(filter(None, (person.name, person.department, person.role)))


def _ticket(ticket: TicketDraft) -> str:
    severity = severity_words(ticket.severity) if ticket.severity else None
    parts = (kind_words(ticket.kind), severity, ticket.words, ticket.demand)
    return "  ".join(filter(None, parts))


def _name(session: Session, id: str) -> str:
    """Of a customer on file; somebody not on file is named already."""
    row = session.get(CustomerRow, id)
    return row.name if row is not None else id
