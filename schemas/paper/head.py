"""What stands above the items of a form, told like answers so that two keyings are compared in it as well."""

from schemas.forms.answers import Answer, Missing
from schemas.records.response import ResponseFinal

FORM_DATE = "head.form_date"
"""The day written on the form, an ISO day."""
UNIT = "head.unit"
"""Whose it is, the id of a customer; only where the form was sent to nobody."""
HEAD = (UNIT, FORM_DATE)


def told(value: str | None) -> Answer:
    """A field above the items as an answer; blank where the paper says nothing."""
    return Answer(text=value) if value else Answer(missing=Missing.BLANK)


def head_of(response: ResponseFinal) -> dict[str, Answer]:
    """What a form was keyed with above its items."""
    day = response.paper.form_date if response.paper else None
    return {UNIT: told(response.customer), FORM_DATE: told(day)}
