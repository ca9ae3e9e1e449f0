"""What the check of a pack file finds, and where."""

import pytest

from schemas.language import speaking
from schemas.packs.check import check, errors

HEAD = """pack: trial
version: 1.0.0
schema: csat-pack/1
title: {zh: 试, en: Trial}
"""
FORM = """questionnaire:
  version: 1
  items:
    - {code: Q1, zh: 满意吗？, en: Satisfied?, scale: opt5, must: true}
    - {code: Q2, zh: 打几分？, en: Score?, scale: s100}
"""


def found(text: str) -> list[tuple[str, int]]:
    return [(finding.code, finding.line) for finding in check(HEAD + text, "trial.yaml")]


def test_a_sound_pack_has_no_findings() -> None:
    assert found(FORM) == []


@pytest.mark.parametrize(
    ("text", "code", "line"),
    [
        (FORM + "cadance: month\n", "unknown-key", 10),
        (FORM.replace("must: true", "musst: true"), "unknown-key", 8),
        (FORM + "scoring: {contact_score: {source: B8}}\n", "no-such-item", 10),
        (FORM.replace("Q2", "Q1"), "duplicate-code", 8),
        (FORM.replace("en: Score?, ", ""), "no-translation", 9),
        (FORM.replace("scale: s100", "scale: nope"), "reference", 1),
        (FORM.replace("scale: s100", "scale: s100, dimension: x"), "no-such-dimension", 9),
        (FORM.replace("打几分？", '"打几分{谁}"'), "no-such-parameter", 9),
        (FORM.replace("打几分", "请" * 41), "too-long-to-read", 9),
        (FORM.replace("scale: s100", "scale: s100, options: [a]"), "unknown-key", 9),
        (FORM.replace("scale: s100", 'scale: s100, relevant: "${Q1} <"'), "expression", 9),
        (FORM.replace("scale: s100", 'scale: s100, relevant: "${Q9} = 1"'), "no-such-item", 9),
        (FORM.replace("scale: s100", 'scale: s100, relevant: "${Q2} = 1"'), "circle", 9),
        (FORM.replace("must: true", "must: true, relevant: \"${Q2} = ''\""), "must-behind-skip", 8),
        (FORM.replace("must: true", "relevant: \"${Q2} = ''\""), "asked-too-late", 8),
        (FORM + "  must_ask: {items: [Q2]}\n", "must-not-marked", 9),
        (FORM + "gates: {a: {rule: R05, numerator: n, denominator: d, min: 50}}\n", "limits", 10),
        (FORM + "classify: {unsatisfied_below: 90, opinion_from: 80}\n", "limits", 10),
        (FORM + "scoring:\n  satisfied_rate: {item: Q1, level: 满意}\n", "label-without-scale", 11),
        (FORM + "scales: {r: {type: number, min: 5, max: 1}}\n", "limits", 10),
        (FORM + "scales: {c: {type: single}}\n", "no-options", 10),
        (FORM.replace("scale: s100", "scale: s100, fallback: lv9"), "level-undecided", 1),
        ("title: {zh: 再, en: again}\n", "unreadable", 5),
        ("cadence: sometimes\n", "invalid", 5),
    ],
)
def test_each_fault_has_its_line(text: str, code: str, line: int) -> None:
    assert (code, line) in found(text)


class TestNumbers:
    WEIGHTS = """scoring:
  contact_score:
    kind: mean
    weights:
      - {item: Q1, weight: 0.6}
      - {item: Q2, weight: 0.39}
"""
    BANDS = """scoring:
  contact_score: {source: Q2}
  bands:
    edge: lower
    bands:
      - {code: a, zh: 甲, en: A, low: 0, high: 60}
      - {code: b, zh: 乙, en: B, low: LOW, high: 100}
"""

    def test_weights_must_sum_to_one(self) -> None:
        assert ("weights", 13) in found(FORM + self.WEIGHTS)
        assert found(FORM + self.WEIGHTS.replace("0.39", "0.40")) == []

    def test_bands_may_share_an_edge(self) -> None:
        assert found(FORM + self.BANDS.replace("LOW", "60")) == []

    def test_bands_may_not_overlap(self) -> None:
        assert ("bands-overlap", 12) in found(FORM + self.BANDS.replace("LOW", "59"))

    def test_bands_may_leave_no_gap(self) -> None:
        assert ("bands-gap", 12) in found(FORM + self.BANDS.replace("LOW", "61"))

    def test_a_sum_must_reach_its_full_mark(self) -> None:
        body = "scoring: {contact_score: {kind: sum, items: [Q2], full_mark: 300}}\n"
        assert ("full-mark", 10) in found(FORM + body)

    def test_a_text_has_no_worth(self) -> None:
        body = FORM.replace("s100", "open") + "scoring: {contact_score: {kind: mean, items: [Q2]}}\n"
        assert ("no-worth", 10) in found(body)


class TestCircles:
    BODY = """  computed:
    - {code: A, zh: 甲, en: A, formula: "${B} + 1"}
    - {code: B, zh: 乙, en: B, formula: "${C} + 1"}
    - {code: C, zh: 丙, en: C, formula: "TOP"}
"""

    def test_through_several_fields_are_found(self) -> None:
        assert [code for code, _ in found(FORM + self.BODY.replace("TOP", "${A}"))] == ["circle"] * 3

    def test_a_chain_is_no_circle(self) -> None:
        assert found(FORM + self.BODY.replace("TOP", "${Q2}")) == []


class TestAFinding:
    def test_speaks_the_reader_s_language(self) -> None:
        with speaking("zh_CN"):
            assert "是不是想写 cadence" in str(check(HEAD + "cadance: month\n", "trial.yaml")[0])
        with speaking("en"):
            assert "Did you mean cadence?" in str(check(HEAD + "cadance: month\n", "trial.yaml")[0])

    def test_a_warning_does_not_stop_a_pack(self) -> None:
        findings = check(HEAD + FORM.replace("scale: s100", "scale: s100, dimension: x"), "trial.yaml")
        assert findings
        assert errors(findings) == []

    @pytest.mark.parametrize("text", ["questionnaire: 5\n", "questionnaire: {items: [5]}\n", "scoring: []\n"])
    def test_a_file_of_another_shape_is_reported_not_crashed_on(self, text: str) -> None:
        assert errors(check(HEAD + text, "trial.yaml"))
