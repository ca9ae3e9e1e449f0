"""Skips, checks, computed fields and doubts at work on answers."""

from decimal import Decimal

from schemas.forms.answers import Answer, missing
from schemas.packs import logic
from schemas.packs.logic import Facts, context
from schemas.packs.model import Pack
from schemas.packs.resolve import library_content, read


def pack(name: str) -> Pack:
    return read(library_content(name))


def one(scale: str, *codes: str) -> Answer:
    return Answer(scale=scale, options=codes)


def number(value: str) -> Answer:
    return Answer(scale="s100", value=value)


class TestSkips:
    AFTER = pack("dlr-cs-aftersales")

    def asked(self, **answers: Answer) -> set[str]:
        known = context(self.AFTER, answers)
        return {code for code, question in self.AFTER.questions.items() if logic.relevant(question, known)}

    def test_workmanship_is_asked_for_what_was_done(self) -> None:
        asked = self.asked(JOBS=one("jobs", "body", "maintenance"))
        assert "A2C2" in asked
        assert "A2C1" not in asked

    def test_workmanship_is_asked_when_nobody_knows_what_was_done(self) -> None:
        assert {"A2C1", "A2C2"} <= self.asked()

    def test_a_channel_can_decide(self) -> None:
        form = pack("service-standards")
        on_site = form.questions["N6"]
        assert not logic.relevant(on_site, context(form, {}, Facts(channel="phone")))
        assert logic.relevant(on_site, context(form, {}, Facts(channel="onsite")))


class TestChecks:
    def test_a_reminder_is_not_booked_in_the_past(self) -> None:
        form = pack("zihang-reminder")
        known = context(form, {}, Facts(today="2025-03-04"))
        question = form.questions["R2D"]
        assert not logic.accepted(question, Answer(scale="day", value="2025-03-03"), known)
        assert logic.accepted(question, Answer(scale="day", value="2025-03-04"), known)
        assert logic.accepted(question, missing("blank"), known)

    def test_a_reason_is_due_below_70(self) -> None:
        form = pack("op-qpm-written")
        known = context(form, {})
        assert logic.reason_due(form.questions["U1"], number("69.9"), known)
        assert not logic.reason_due(form.questions["U1"], number("70"), known)

    def test_an_unsolved_case_asks_for_a_ticket(self) -> None:
        form = pack("itops-qa-callback")
        known = context(form, {})
        assert logic.ticket_due(form.questions["Q1"], one("yn", "2"), known)
        assert not logic.ticket_due(form.questions["Q1"], one("yn", "1"), known)


class TestComputedFields:
    def test_findings_are_counted(self) -> None:
        form = pack("dlr-showroom")
        answers = {"OBJECT": one("object", "car"), "K1": one("check", "2"), "K2": one("check", "1")}
        known = context(form, {**answers, "K3": one("check", "2")})
        assert logic.computed(form, known) == {"FINDINGS": "2"}
        assert logic.relevant(form.questions["NOTIFIED"], known)

    def test_a_field_without_its_answers_is_empty(self) -> None:
        form = pack("csm-scorecard")
        assert logic.computed(form, context(form, {})) == {"PERCENT": ""}
        answers = {"SCORE": number("2"), "FULL": number("3")}
        assert logic.computed(form, context(form, answers)) == {"PERCENT": "66.67"}
        zero = {"SCORE": number("2"), "FULL": number("0")}
        assert logic.computed(form, context(form, zero)) == {"PERCENT": ""}

    def test_fields_are_computed_after_those_they_need(self) -> None:
        content = library_content("csm-scorecard")
        form = content["questionnaire"]
        first = {"code": "TWICE", "zh": "倍", "en": "Twice", "formula": "${PERCENT} * 2"}
        changed = {**content, "questionnaire": {**form, "computed": [first, *form["computed"]]}}
        scorecard = read(changed)
        known = context(scorecard, {"SCORE": number("1"), "FULL": number("4")})
        assert known.values["TWICE"] == Decimal(50)


class TestDoubts:
    def test_equal_must_ask_scores_are_doubted(self) -> None:
        sales = pack("dlr-cs-sales")
        same = {code: number("88") for code in ("S2A", "S2B", "S3", "S4")}
        assert [c.code for c in logic.cautions(sales, context(sales, same))] == ["all_equal"]
        assert logic.cautions(sales, context(sales, {})) == ()

    def test_one_bad_option_says_dissatisfied(self) -> None:
        zihang = pack("zihang-callback")
        good = {f"Z{n}": one("opt5", "2") for n in range(1, 11)}
        assert not logic.says_dissatisfied(zihang, context(zihang, good))
        assert logic.says_dissatisfied(zihang, context(zihang, {**good, "Z7": one("opt5", "4")}))
        assert logic.says_dissatisfied(zihang, context(zihang, {**good, "B8": number("69")}))
