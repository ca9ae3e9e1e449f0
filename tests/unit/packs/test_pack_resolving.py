"""From a pack file to self-contained content."""

from typing import Any

import pytest

from schemas.packs.resolve import content_hash, library_content, read, resolve
from schemas.packs.source import PackSourceError, parse

HEAD = """
pack: trial
version: 1.0.0
schema: csat-pack/1
title: {zh: 试, en: Trial}
"""


def content(body: str) -> dict[str, Any]:
    return resolve(parse(HEAD + body, "trial.yaml"))


class TestBlocks:
    def test_a_block_brings_its_wording_and_scales(self) -> None:
        pack = read(content("questionnaire: {version: 1, items: [{use: B8}]}"))
        assert pack.block("B8") is pack.questions["B8"]
        assert set(pack.scales) == {"s100", "lv9", "unrated"}

    def test_a_pack_may_override_a_key_of_a_block(self) -> None:
        assert (
            read(content("questionnaire: {version: 1, items: [{use: B8, must: false}]}")).questions["B8"].must
            is False
        )

    def test_an_unknown_block_is_refused(self) -> None:
        with pytest.raises(PackSourceError, match="B77"):
            content("questionnaire: {version: 1, items: [{use: B77}]}")


class TestBatteries:
    BODY = """
questionnaire:
  version: 1
  battery: {use: opt5}
  items:
    - {code: G1, zh: 仓库环境, en: warehouse environment, must: true}
    - {code: G2, zh: 您还有什么意见？, en: Any comments?, scale: open}
scoring: {contact_score: {kind: mean}}
"""

    def test_a_topic_becomes_a_full_question(self) -> None:
        question = read(content(self.BODY)).questions["G1"]
        assert question.zh == "您对「仓库环境」的感受是：非常满意、满意、一般、不满意，还是非常不满意？"
        assert question.spoken is not None
        assert question.spoken.en == "And “warehouse environment”?"
        assert question.short in ("仓库环境", "warehouse environment")

    def test_an_item_with_a_scale_of_its_own_stays_as_written(self) -> None:
        assert read(content(self.BODY)).questions["G2"].zh == "您还有什么意见？"

    def test_the_battery_is_what_a_mean_is_made_of(self) -> None:
        score = read(content(self.BODY)).scoring.contact_score
        assert score is not None
        assert score.items == ("G1",)

    def test_must_ask_lists_what_is_marked(self) -> None:
        form = read(content(self.BODY)).questionnaire
        assert form is not None
        assert form.must_ask.items == ("G1",)


class TestTheHeadOfAForm:
    BODY = """
questionnaire:
  version: 1
  items:
    - {code: HEAD, zh: 项目, en: Project, scale: open, by: staff, must: true}
    - {code: Q1, zh: 满意吗？, en: Satisfied?, scale: opt5, must: true}
"""

    def test_does_not_decide_whether_an_interview_is_complete(self) -> None:
        form = read(content(self.BODY)).questionnaire
        assert form is not None
        assert form.must_ask.items == ("Q1",)

    def test_decides_where_a_record_has_nothing_else(self) -> None:
        form = read(library_content("dealer-ticket")).questionnaire
        assert form is not None
        assert form.must_ask.items == ("CAUSE", "MEASURE", "PERSON", "DONE_ON", "ANSWER")


class TestAChild:
    def child(self, body: str, pinned: str | None = None) -> dict[str, Any]:
        pin = pinned or content_hash(library_content("dlr-cs-sales"))
        return content(f"extends: {{pack: dlr-cs-sales, version: 1.0.0, hash: {pin}}}\n{body}")

    def test_inherits_questions_and_rules(self) -> None:
        pack = read(self.child("cadence: half_year"))
        assert "S4" in pack.questions
        assert pack.cadence == "half_year"
        assert pack.classify is not None
        assert pack.parent is not None

    def test_drops_adds_and_changes_items(self) -> None:
        body = """
questionnaire:
  drop: [S5]
  items:
    - {code: F1, zh: 接待热情吗？, en: Warm?, scale: yn, after: S1B}
    - {code: S6, must: true}
"""
        pack = read(self.child(body))
        codes = list(pack.questions)
        assert "S5" not in codes
        assert codes[codes.index("S1B") + 1] == "F1"
        assert pack.questions["S6"].must
        assert pack.questions["S6"].scale == "s100"

    def test_a_new_item_stands_before_the_closing_blocks(self) -> None:
        codes = list(
            read(self.child("questionnaire: {items: [{code: Q, zh: 问, en: Q, scale: yn}]}")).questions
        )
        assert codes[-3:] == ["Q", "B8", "B9"]

    def test_what_is_inside_a_key_is_replaced_as_a_whole(self) -> None:
        report = self.child("report: {due: {days: 30}}")["report"]
        assert report["due"] == {"days": 30}
        assert report["template"] == "monthly-cs"

    def test_what_is_set_to_null_is_gone(self) -> None:
        pack = read(self.child("gates: {survey_rate: null}\ncomplaints: null"))
        assert set(pack.gates) == {"success_rate"}
        assert pack.complaints is None

    def test_a_parent_other_than_the_pinned_one_is_refused(self) -> None:
        with pytest.raises(PackSourceError, match="extends"):
            self.child("cadence: year", pinned="0" * 64)


class TestTheHash:
    def test_who_signed_does_not_change_what_was_signed(self) -> None:
        signed = {**library_content("dlr-cs-sales"), "signoff": {"approved_by": "某人"}}
        assert content_hash(signed) == content_hash(library_content("dlr-cs-sales"))

    def test_one_word_changes_it(self) -> None:
        changed = {**library_content("dlr-cs-sales"), "cadence": "week"}
        assert content_hash(changed) != content_hash(library_content("dlr-cs-sales"))

    def test_unknown_keys_are_part_of_it_and_are_kept(self) -> None:
        newer = {**library_content("dlr-cs-sales"), "from_the_future": {"a": 1}}
        assert content_hash(newer) != content_hash(library_content("dlr-cs-sales"))
        assert read(newer).model_extra == {"from_the_future": {"a": 1}}


class TestReadingAFile:
    @pytest.mark.parametrize(
        "text",
        [
            "a: &x [1]\nb: *x",
            "a: 1\na: 2",
            "- just\n- a list",
            "a: [" * 3000,
            "a: {b: ",
            "a: !!python/object:os.system x",
        ],
    )
    def test_what_is_no_pack_is_refused(self, text: str) -> None:
        with pytest.raises(PackSourceError):
            parse(text, "x.yaml")

    def test_words_stay_words_and_decimals_stay_decimals(self) -> None:
        assert str(parse("a: 0.50", "x")["a"]) == "0.50"
        assert parse("a: no", "x")["a"] == "no"
        assert parse("a: 2025-01-01", "x")["a"] == "2025-01-01"
