"""What the summary table of a written survey takes of a stored questionnaire (R13)."""

from datetime import date

from schemas.figures.summary_table import items_of
from schemas.figures.unit_scores import UnitForm
from schemas.packs.model import Pack
from schemas.records.response import ResponseFinal
from schemas.scoring.form_score import given_score


def unit_form(pack: Pack, response: ResponseFinal, unit: str) -> UnitForm:
    """The form that a unit returned. One that answers less than the pack demands has no score, and none of its
    answers counts."""
    rated = response.score.value is not None
    found = [given_score(pack, response.answers.get(code)) if rated else None for code in items_of(pack)]
    day = response.paper.received_on if response.paper else response.local_date
    return UnitForm(response.id, unit, date.fromisoformat(day), [one.value if one else None for one in found])
