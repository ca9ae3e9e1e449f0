"""What tries do to a task, when nobody should be tried, and in which order a desk works."""

from datetime import UTC, date, datetime, timedelta, timezone
from typing import Any

import pytest

from schemas.packs.work_keys import Attempts
from schemas.rejection import InputError
from schemas.tasks.appointments import appointment
from schemas.tasks.cautions import cautions
from schemas.tasks.dispositions import DISPOSITIONS, disposition
from schemas.tasks.queue import Waiting, open_on, place_in_queue
from schemas.tasks.standing import with_attempt

TASK = {"id": "t", "status": "pending", "max_attempts": 3, "min_days": 2}
RULE = Attempts(max=3, min_days=2, hours=("09:00-12:00", "14:00-20:00"))
BEIJING = timezone(timedelta(hours=8))


def tried(*tries: tuple[str, str], task: dict[str, Any] = TASK, **more: Any) -> dict[str, Any]:
    for n, (at, name) in enumerate(tries):
        made = {"id": f"a{n}", "at": f"2025-03-{at}+08:00", "disposition": name, **more}
        task = {**task, **with_attempt(task, made)}
    return task


class TestTheTask:
    def test_nobody_reached_leaves_it_to_be_tried_again(self) -> None:
        assert tried(("04T10:00", "no_answer"))["status"] == "in_progress"

    def test_it_is_exhausted_when_all_tries_were_made_on_enough_days(self) -> None:
        assert tried(("04T10:00", "busy"), ("04T15:00", "off"), ("05T10:00", "busy"))["status"] == "exhausted"

    def test_three_tries_on_one_day_leave_one_for_another_day(self) -> None:
        task = tried(("04T10:00", "busy"), ("04T15:00", "off"), ("04T16:00", "busy"))
        assert task["status"] == "in_progress"
        assert tried(("04T10:00", "busy"), ("04T15:00", "off"), ("04T16:00", "busy"), ("05T10:00", "off"))[
            "status"
        ] == ("exhausted")

    @pytest.mark.parametrize("ending", ["refused", "wrong_number", "not_eligible", "do_not_contact"])
    def test_what_ends_the_matter_cancels_it_for_that_reason(self, ending: str) -> None:
        task = tried(("04T10:00", ending), ("05T10:00", "no_answer"))
        assert (task["status"], task["cancelled_reason"]) == ("cancelled", ending)

    def test_an_appointment_has_its_time_until_the_next_try(self) -> None:
        at = "2025-03-06T14:30:00+08:00"
        task = tried(("04T10:00", "appointment"), appointment_at=at)
        assert (task["status"], task["appointment_at"]) == ("appointment", at)
        assert (
            tried(("05T10:00", "busy"), task={**task, "attempts": task["attempts"]})["status"]
            == "appointment"
        )

    def test_success_is_not_done_without_a_questionnaire(self) -> None:
        assert tried(("04T10:00", "success"))["status"] == "in_progress"

    @pytest.mark.parametrize(
        "standing", [{"status": "done"}, {"status": "cancelled", "cancelled_reason": "duplicate"}]
    )
    def test_a_late_try_does_not_open_what_is_closed(self, standing: dict[str, Any]) -> None:
        task = tried(("04T10:00", "refused"), task={**TASK, **standing})
        assert {name: task[name] for name in standing} == standing
        assert len(task["attempts"]) == 1

    def test_a_try_known_already_changes_nothing(self) -> None:
        task = tried(("04T10:00", "busy"))
        assert with_attempt(task, task["attempts"][0]) == {}


class TestDispositions:
    def test_the_digits_are_those_of_the_call_desk(self) -> None:
        names = [disposition(digit).name for digit in "1234567890"]  # type: ignore[union-attr]
        assert names == [
            "success", "no_answer", "busy", "off", "wrong_number", "refused", "appointment", "not_self",
            "language", "broken",
        ]  # fmt: skip

    def test_names_are_taken_too_and_nothing_else(self) -> None:
        assert disposition("busy") is DISPOSITIONS["busy"]
        assert disposition("") is None
        assert disposition("x") is None


class TestCautions:
    def at(self, clock: str, *tries: str) -> tuple[str, ...]:
        now = datetime.fromisoformat(f"2025-03-05T{clock}:00+08:00")
        return cautions(RULE, [{"at": f"2025-03-{each}+08:00"} for each in tries], now)

    def test_hours_have_a_begin_and_an_end(self) -> None:
        assert self.at("09:00") == self.at("19:59") == ()
        assert self.at("12:00") == self.at("20:00") == self.at("08:59") == ("outside_hours",)

    def test_the_same_part_of_the_day_again(self) -> None:
        assert self.at("10:00", "04T11:30") == ("same_day_part",)
        assert self.at("15:00", "04T11:30") == ()

    def test_all_tries_made(self) -> None:
        assert "all_tries_made" in self.at("15:00", "03T10:00", "03T11:00", "04T10:00")

    def test_the_last_try_must_be_on_another_day(self) -> None:
        assert self.at("15:00", "05T09:30", "05T10:30") == ("another_day_needed",)
        assert self.at("15:00", "05T09:30") == ()


class TestTheQueue:
    def test_tickets_then_appointments_then_severity_the_oldest_first(self) -> None:
        end = "2025-03-{}T24:00:00+08:00".format
        waiting = [
            Waiting("plain-old", end("03"), 9, True),
            Waiting("p2", end("09"), 2, True),
            Waiting("p1-new", end("08"), 1, True),
            Waiting("p1-old", end("07"), 1, True),
            Waiting("visit", "2025-03-05T14:00:00+08:00", 9, False),
            Waiting("promised", end("09"), 9, True, appointment_at="2025-03-05T10:00:00+08:00"),
            Waiting("ticket", end("09"), 0, True),
            Waiting("plain-new", end("04"), 9, True),
        ]
        assert [each.id for each in sorted(waiting, key=place_in_queue)] == [
            "ticket", "promised", "visit", "p1-old", "p1-new", "p2", "plain-old", "plain-new"
        ]  # fmt: skip

    def test_nobody_is_called_before_the_window_or_before_the_day_agreed(self) -> None:
        today = date(2025, 3, 5)
        early = Waiting("t", "2025-03-09T24:00:00+08:00", 9, True, due_from="2025-03-06T00:00:00+08:00")
        assert not open_on(early, today)
        assert open_on(early, date(2025, 3, 6))
        later = Waiting("t", "2025-03-04T24:00:00+08:00", 9, True, appointment_at="2025-03-06T10:00:00+08:00")
        assert not open_on(later, today)


class TestAppointments:
    NOW = datetime(2026, 11, 27, 9, 12, tzinfo=BEIJING)

    @pytest.mark.parametrize(
        ("text", "meant"),
        [
            ("14:30", "2026-11-27T14:30:00+08:00"),
            ("１４：３０", "2026-11-27T14:30:00+08:00"),
            ("1430", "2026-11-27T14:30:00+08:00"),
            ("9:00", "2026-11-28T09:00:00+08:00"),
            ("11-28 10:00", "2026-11-28T10:00:00+08:00"),
            ("1/5 10:00", "2027-01-05T10:00:00+08:00"),
            ("2026-12-01 8:05", "2026-12-01T08:05:00+08:00"),
        ],
    )
    def test_as_people_write_it(self, text: str, meant: str) -> None:
        assert appointment(text, self.NOW).isoformat() == meant

    @pytest.mark.parametrize("text", ["", "soon", "25:00", "2-30 10:00", "2026-11-26 10:00", "14"])
    def test_what_is_no_time_or_past_is_refused(self, text: str) -> None:
        with pytest.raises(InputError):
            appointment(text, self.NOW)

    def test_the_offset_is_that_of_the_clock(self) -> None:
        assert appointment("14:30", self.NOW.astimezone(UTC)).tzinfo is UTC
