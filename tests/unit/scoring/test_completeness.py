"""R22: whether the questions that must be asked were."""

from schemas.scoring.completeness import Completeness, Handled, completeness

SALES = ["2A", "2B", "2C", "3", "4"]
AFTER_SALES = ["1", "2a", "2b", "2c", "2d", "4"]


def answered(*codes: str) -> dict[str, Handled]:
    return dict.fromkeys(codes, "answered")


def refused(*codes: str) -> dict[str, Handled]:
    return dict.fromkeys(codes, "refused")


def test_every_must_ask_item_answered_is_complete() -> None:  # R22-1
    assert completeness(SALES, answered(*SALES)) == Completeness("COMPLETE", ())


def test_one_item_open_is_partial_and_named() -> None:  # R22-2
    assert completeness(SALES, answered("2A", "2B", "3", "4")) == Completeness("PARTIAL", ("2C",))


def test_blank_optional_items_do_not_matter() -> None:  # R22-3
    assert completeness(AFTER_SALES, answered(*AFTER_SALES)).status == "COMPLETE"


def test_everything_refused_is_refused() -> None:  # R22-4
    assert completeness(SALES, refused(*SALES)) == Completeness("REFUSED", ())


def test_an_item_that_does_not_apply_is_handled() -> None:  # R22-5
    answers = {**answered("1", "2a", "2b", "2d", "4"), "2c": "not_applicable"}
    assert completeness(AFTER_SALES, answers).status == "COMPLETE"


def test_one_real_answer_among_refusals_is_complete() -> None:
    assert completeness(SALES, {**refused(*SALES), "3": "answered"}).status == "COMPLETE"


def test_nothing_answered_and_not_all_refused_is_a_break_off() -> None:
    assert completeness(SALES, {}).status == "BREAKOFF"
    assert completeness(SALES, refused("2A", "2B")).status == "BREAKOFF"
    assert completeness(SALES, {**refused(*SALES), "3": "not_applicable"}).status == "BREAKOFF"


def test_answers_to_other_items_do_not_save_a_break_off() -> None:
    assert completeness(SALES, answered("1", "5")).status == "BREAKOFF"


def test_any_part_of_a_question_is_enough_by_key() -> None:
    questions = [["2A", "2B", "2C"], "3", "4"]
    answers = answered("2B", "3", "4")
    assert completeness(questions, answers, mode="any_part").status == "COMPLETE"
    assert completeness(questions, answers) == Completeness("PARTIAL", ("2A", "2C"))


def test_a_form_without_must_ask_items_is_complete_with_its_first_answer() -> None:
    assert completeness([], answered("1")).status == "COMPLETE"
    assert completeness([], {}).status == "BREAKOFF"
    assert completeness([], refused("1")).status == "REFUSED"
