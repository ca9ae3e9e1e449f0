"""What must hold for every pack file, whatever somebody writes into it."""

from typing import Any

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from schemas.packs import xlsform
from schemas.packs.check import check
from schemas.packs.diff import changes
from schemas.packs.resolve import content_hash, library_content, resolve
from schemas.packs.source import library_text, parse
from schemas.packs.write import yaml_text
from schemas.text import one_line

LINES = library_text("op-relations-tier").splitlines()
wordings = (
    st.text(st.characters(codec="utf-8", exclude_categories=["C"]), max_size=20).map(one_line).filter(bool)
)
items = st.lists(
    st.tuples(wordings, wordings, st.sampled_from(["s100", "opt5", "yn", "open"]), st.booleans()),
    min_size=1,
    max_size=6,
)


def content_of(drawn: list[tuple[str, str, str, bool]]) -> dict[str, Any]:
    questions = [
        {"code": f"Q{n}", "zh": zh, "en": en, "scale": scale, **({"must": True} if must else {})}
        for n, (zh, en, scale, must) in enumerate(drawn)
    ]
    title = {"zh": drawn[0][0], "en": drawn[0][1]}
    head = {"pack": "drawn", "version": "1.0.0", "schema": "csat-pack/1", "title": title}
    return resolve({**head, "questionnaire": {"version": 1, "items": questions}})


@settings(deadline=None, suppress_health_check=[HealthCheck.too_slow], max_examples=40)
@given(items)
def test_a_pack_survives_yaml_and_workbook(drawn: list[tuple[str, str, str, bool]]) -> None:
    content = content_of(drawn)
    assert content_hash(resolve(parse(yaml_text(content), "drawn.yaml"))) == content_hash(content)
    assert changes(content, xlsform.read(xlsform.write(content))) == []


@settings(deadline=None, suppress_health_check=[HealthCheck.too_slow], max_examples=60)
@given(st.data())
def test_a_spoiled_file_is_checked_without_a_crash(data: st.DataObject) -> None:
    line = data.draw(st.integers(0, len(LINES) - 1))
    spoiled = data.draw(st.sampled_from(["", "x", "  - 5", "questionnaire: 7", "scoring: {", "scales: [1]"]))
    text = "\n".join([*LINES[:line], spoiled, *LINES[line + 1 :]])
    for finding in check(text, "spoiled.yaml"):
        assert 1 <= finding.line <= len(LINES) + 1
        assert finding.sentence


@given(
    st.sampled_from(["dlr-cs-sales", "hospital", "zihang-callback"]), st.sampled_from(["cadence", "screen"])
)
def test_no_difference_is_found_both_ways_or_none(name: str, key: str) -> None:
    old = library_content(name)
    new = {**old, key: "changed"}
    assert len(changes(old, new)) == len(changes(new, old)) == 1
