"""The same responses give the same bytes of figures on a laptop and at the centre, in any order and grouping."""

from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from csat_tui.store import month
from csat_tui.store import rollup as laptop_rollup
from schemas.canonical import canonical_bytes
from schemas.figures.periods import period
from schemas.figures.rollup import CellKey, contributions
from schemas.figures.satisfaction import satisfaction, to_json
from schemas.figures.strata import counted_points
from schemas.forms.answers import Answer, missing
from schemas.packs.model import Pack
from schemas.packs.resolve import content_hash, library_content, read
from schemas.records.facts import facts_of
from schemas.records.response import ResponseFinal
from schemas.records.scores import score_record
from schemas.scoring.contact import score
from sync.centre import rollup as centre_rollup
from sync.centre.store import Store as CentreStore
from sync.centre.verdicts import Taken
from tests.support.store_samples import practice_store

NAMES = (
    "dlr-cs-sales",  # R03, levels converted
    "itops-pm",  # R09, means of up to nine items: thirds, sevenths
    "op-qpm-phone",  # R13 pooled
    "repair-300",  # R11, scaled totals
    "sample-7q",  # R24, range of four options
    "logistics",  # R07
    "warehouse",  # R08
    "dlr-care-h-sales",  # R14
)
PACKS = {name: read(library_content(name)) for name in NAMES}
HASHES = {name: content_hash(library_content(name)) for name in NAMES}
MARCH = period("2025-03")


def answers_of(pack: Pack) -> st.SearchStrategy[dict[str, Answer]]:
    asked = {code: question for code, question in pack.questions.items() if question.by == "respondent"}
    return st.fixed_dictionaries({}, optional={code: answer_to(pack, code) for code in asked})


def answer_to(pack: Pack, code: str) -> st.SearchStrategy[Answer]:
    names = [name for name in (pack.questions[code].scale, pack.questions[code].fallback) if name]
    ways = [way for name in names if (way := _on_scale(pack, name)) is not None]
    return st.one_of(*ways, st.sampled_from(["refused", "blank"]).map(missing))


def _on_scale(pack: Pack, name: str) -> st.SearchStrategy[Answer] | None:
    scale = pack.scales[name]
    if scale.type == "number" and scale.min is not None and scale.max is not None:
        whole = st.integers(int(scale.min), int(scale.max))
        return whole.map(lambda value: Answer(scale=name, value=str(value)))
    if scale.type == "single":
        codes = st.sampled_from([option.code for option in scale.options])
        return codes.map(lambda code: Answer(scale=name, options=(code,)))
    return None


def response_of(pack: Pack, place: int, answers: Mapping[str, Answer], day: int, who: str) -> ResponseFinal:
    scored = score(pack, answers)
    content: dict[str, Any] = {
        "id": f"r{place}",
        "pack": pack.pack,
        "pack_version": pack.version,
        "pack_hash": HASHES[pack.pack],
        "questionnaire_version": 1,
        "engine": "0.1.0",
        "consultant": who,
        "channel": "phone",
        "occurred_at": f"2025-03-{day:02}T09:30:00+08:00",
        "local_date": f"2025-03-{day:02}",
        "recorded_at": f"2025-03-{day:02}T09:41:00+08:00",
        "consent": "agreed",
        "answers": {code: answer.wire() for code, answer in answers.items()},
        "completion": scored.completeness.status,
        "score": score_record(scored).model_dump(mode="json"),
        "case_class": scored.case_class,
    }
    return ResponseFinal.model_validate(content)


@pytest.mark.parametrize("name", NAMES)
@settings(
    max_examples=6, deadline=None, suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large]
)
@given(data=st.data())
def test_laptop_and_centre_give_equal_bytes(
    name: str, data: st.DataObject, tmp_path_factory: pytest.TempPathFactory
) -> None:
    pack = PACKS[name]
    drawn = data.draw(
        st.lists(st.tuples(answers_of(pack), st.integers(1, 3), st.sampled_from(["", "han"])), max_size=7)
    )
    responses = [response_of(pack, place, *one) for place, one in enumerate(drawn)]
    folder = tmp_path_factory.mktemp("ends")
    at_laptop = _figures(pack, _laptop_cells(folder, pack, responses))
    mixed = data.draw(st.permutations(responses))
    cut = data.draw(st.integers(0, len(mixed)))
    assert _figures(pack, _centre_cells(folder, pack, [mixed[:cut], mixed[cut:]])) == at_laptop


def _figures(pack: Pack, cells: Mapping[CellKey, Any]) -> bytes:
    return canonical_bytes(to_json(satisfaction(pack, HASHES[pack.pack], MARCH, cells)))


def _laptop_cells(folder: Path, pack: Pack, responses: list[ResponseFinal]) -> Mapping[CellKey, Any]:
    store = practice_store(folder)
    for response in responses:
        facts = facts_of(response.model_dump(mode="json", by_alias=True))
        with store.write() as session:
            laptop_rollup.add(session, contributions(facts, counted_points(pack, response.answers)))
    cells = month.cells(store, pack.pack, "2025-03-01", "2025-03-31")
    store.close()
    return cells


def _centre_cells(folder: Path, pack: Pack, pushes: list[list[ResponseFinal]]) -> Mapping[CellKey, Any]:
    store = CentreStore(f"sqlite:///{folder / 'centre.sqlite'}", now="2025-03-31T00:00:00Z")
    for push in pushes:
        taken = [Taken.of(response, pack) for response in push]
        with store.writing() as session:
            centre_rollup.count_responses(session, taken)
    with store.reading() as session:
        cells = centre_rollup.cells(session, pack.pack, MARCH)
    store.close()
    return cells
