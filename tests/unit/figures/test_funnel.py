"""The funnel of a period: places, gates with what is still needed, outcome rates, mode mix."""

from collections import Counter
from typing import Any

import pytest

from schemas.figures.funnel import STAGES, Funnel, funnel, place_of, to_json
from schemas.packs.model import Pack
from schemas.packs.resolve import library_content, read
from schemas.packs.work_keys import Success

P02 = read(library_content("dlr-cs-aftersales"))
P03 = read(library_content("dlr-care-h-aftersales"))
P13 = read(library_content("itops-qa-callback"))


def task(*tries: str, **more: Any) -> dict[str, Any]:
    return {"status": "in_progress", "attempts": [{"disposition": name} for name in tries], **more}


def answered(
    completion: str = "COMPLETE", *tries: str, score: bool = True, level: bool = False
) -> dict[str, Any]:
    outcome = {"completion": completion, "score": score, "level": level}
    return task(*tries, status="done", done_by="r", outcome=outcome)


def counted(
    *tasks: dict[str, Any], pack: Pack = P02, channels: dict[str, int] | None = None, **more: Any
) -> Funnel:
    places = Counter(place for each in tasks if (place := place_of(each)) is not None)
    return funnel(pack, places, channels or {}, **more)


def stages(*tasks: dict[str, Any], pack: Pack = P02) -> list[int]:
    found = counted(*tasks, pack=pack).counts
    return [found[stage] for stage in STAGES]


@pytest.mark.parametrize(
    ("one", "reached"),
    [
        (task(), "due"),
        (task("no_answer", "busy"), "attempted"),
        (task("no_answer", "appointment", "busy"), "contacted"),
        (task("success"), "contacted"),
        (answered("PARTIAL"), "contacted"),
        (answered("REFUSED", score=False), "contacted"),
        (answered(score=False), "success"),
        (answered(score=False, level=True), "surveyed"),
        (answered(), "scored"),
    ],
)
def test_how_far_a_task_came(one: dict[str, Any], reached: str) -> None:
    far = STAGES.index(reached) + 1
    assert stages(one) == [1] * far + [0] * (len(STAGES) - far)


def test_a_connected_call_is_a_success_where_the_pack_says_so() -> None:
    """AMB-24."""
    connected = P02.model_copy(update={"success": Success(definition="connected")})
    assert stages(answered("PARTIAL"), task("refused"), task("busy"), pack=connected) == [3, 3, 2, 2, 1, 1]


class TestWhatIsDue:
    def test_the_reserve_is_not_due_until_it_moves_up(self) -> None:
        assert stages(task(status="reserve"), task(status="pending")) == [1, 0, 0, 0, 0, 0]

    @pytest.mark.parametrize("reason", ["duplicate", "do_not_contact"])
    def test_what_was_cancelled_before_any_try_is_left_out_and_counted(self, reason: str) -> None:
        gone = task(status="cancelled", cancelled_reason=reason)
        found = counted(gone, task())
        assert (found.counts["due"], found.left_out) == (1, {reason: 1})

    def test_a_wrong_number_stays_due(self) -> None:
        """The source's rate knows no correction for eligibility; the AAPOR rates beside it do."""
        wrong = task("wrong_number", status="cancelled", cancelled_reason="wrong_number")
        assert counted(wrong).counts["due"] == 1


class TestGates:
    def gates(self, due: int, success: int, surveyed: int, pack: Pack = P02) -> Funnel:
        return counted(
            *[answered()] * surveyed,
            *[answered(score=False)] * (success - surveyed),
            *[task("busy")] * (due - success),
            pack=pack,
        )

    @pytest.mark.parametrize(
        ("counts", "verdict", "needed"),
        [
            pytest.param((200, 100, 60), "valid", (0, 0), id="R05-1"),
            pytest.param((201, 100, 60), "invalid", (1, 0), id="R05-2"),
            pytest.param((200, 120, 71), "invalid", (0, 1), id="R05-3"),
            pytest.param((0, 0, 0), "nothing_due", (0, 0), id="R05-4"),
            pytest.param((10, 0, 0), "invalid", (5, 0), id="R05-5"),
            pytest.param((130, 61, 61), "invalid", (4, 0), id="the-sketch"),
        ],
    )
    def test_the_worked_examples(
        self, counts: tuple[int, int, int], verdict: str, needed: tuple[int, int]
    ) -> None:
        found = self.gates(*counts)
        assert found.verdict == verdict
        assert tuple(gate.needed for gate in found.gates.values()) == needed

    def test_the_half_year_asks_for_eighty_per_cent_and_no_survey_rate(self) -> None:
        """R14 example 4: 4 of 5 are enough."""
        found = self.gates(5, 4, 4, P03)
        assert list(found.gates) == ["success_rate"]
        assert found.verdict == "valid"


def test_every_task_has_one_final_outcome_the_best_contact_speaking_for_it() -> None:
    found = counted(
        answered(),
        answered("PARTIAL"),
        answered("BREAKOFF"),
        task("refused", "busy"),
        task("busy", "off"),
        task("language"),
        task("not_eligible"),
        task("wrong_number"),
        task(),
    )
    assert vars(found.outcomes) == {"i": 1, "p": 1, "r": 2, "nc": 1, "o": 1, "uh": 1, "uo": 1, "ne": 1}


def test_the_main_mode_must_exceed_half() -> None:
    """R31."""
    for channels, ok in (
        ({"phone": 120, "mail": 30, "onsite": 50}, True),
        ({"phone": 100, "mail": 60, "onsite": 45}, False),
        ({"phone": 50, "mail": 50}, False),
    ):
        mix = counted(channels=channels).modes
        assert mix is not None
        assert mix.ok is ok


def test_each_severity_is_held_against_its_share_of_all_cases() -> None:
    """R10 example 5: three of five P1 cases are 60 %, one more is needed."""
    done = [answered() | {"stratum": "P1"}] * 3
    draw = {"strata": {"P1": {"cases": 5, "required": 4, "before": 0}}}
    found = counted(*done, task("busy", stratum="P1"), pack=P13, draws=[draw]).strata
    assert list(found) == ["P1"]
    assert (found["P1"].rate.display(), found["P1"].ok, found["P1"].needed) == ("60.0", False, 1)


def test_nothing_due_gives_no_rates_and_no_error() -> None:
    empty = to_json(counted())
    assert empty["verdict"] == "nothing_due"
    assert empty["aapor"]["rates"]["RR1"] is None  # type: ignore[index]
