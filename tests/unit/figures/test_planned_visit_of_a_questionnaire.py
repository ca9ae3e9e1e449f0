"""The questionnaire of a planned visit says that it was held, as long as it stands (R29)."""

from typing import Any

from schemas.records.response import ResponseFinal
from schemas.records.response_effects import effects_of_response
from tests.property.test_amendments import amend
from tests.property.test_tasks_hold import Records
from tests.support.store_samples import response


def after(*responses: ResponseFinal) -> dict[str, Any]:
    """The visits of the planned line after these arrived one after the other."""
    records = Records(
        {
            ("task", "t1"): {
                "id": "t1",
                "type": "visit",
                "customer": "c1",
                "line": "l1",
                "due_at": "2025-12-31",
            },
            ("plan_line", "l1"): {
                "id": "l1",
                "plan": "p1",
                "no": 1,
                "customer": "c1",
                "schedule": [{"first": "2025-01-01", "last": "2025-12-31"}],
            },
        }
    )
    for one in responses:
        for entity, body in effects_of_response(one, records).puts:
            records.held[entity, body["id"]] = body
    return dict(records.held["plan_line", "l1"].get("visits", {}))


def planned(id: str = "r1") -> ResponseFinal:
    return response(id, local_date="2025-03-14").model_copy(update={"task": "t1"})


def of(amended: ResponseFinal, id: str, void: object) -> ResponseFinal:
    return amend(id, amended, "85", 15, void=void).model_copy(update={"task": "t1"})


def test_a_questionnaire_fulfils_the_planned_visit_on_its_day() -> None:
    assert after(planned()) == {"r1": "2025-03-14"}


def test_a_void_questionnaire_takes_it_back_and_a_valid_one_again_gives_it_back() -> None:
    first = planned()
    void = of(first, "a1", "duplicate")
    assert after(first, void) == {}
    assert after(first, void, of(void, "a2", False)) == {"r1": "2025-03-15"}
