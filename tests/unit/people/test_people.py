"""Several people, one laptop: PINs, roles, what each of them sees."""

from collections.abc import Iterator
from dataclasses import asdict
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest

from csat_tui.interview.filing import Header
from csat_tui.keys import pin as pins
from csat_tui.laptop import half_typed, people, record_lists, today_page, visit
from csat_tui.laptop.figures import period_figures
from csat_tui.laptop.opening import Laptop
from csat_tui.laptop.paper_pages import LaptopPaper
from csat_tui.services.records import Wanted
from csat_tui.store import packs, responses
from csat_tui.trouble import Trouble
from schemas.figures.periods import month_of
from schemas.language import speaking
from schemas.packs.model import Pack
from tests.support import practice_laptop
from tests.support.practice_laptop import USER
from tests.support.store_samples import PACK_NAME, response, task_change

AT = datetime(2026, 11, 22, 9, tzinfo=UTC)
LI, WANG = "2468", "97531"


@pytest.fixture(autouse=True)
def _cheap_and_english(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Hashes that cost little; one test below takes the real ones."""
    monkeypatch.setitem(pins.PARAMETERS, "memory_kib", 8)
    monkeypatch.setitem(pins.PARAMETERS, "lanes", 1)
    monkeypatch.setitem(pins.PARAMETERS, "time", 1)
    with speaking("en"):
        yield


@pytest.fixture
def laptop(tmp_path: Path) -> Iterator[Laptop]:
    practice_laptop.make(tmp_path / "home")
    with practice_laptop.opened(tmp_path / "home") as opened:
        yield opened


@pytest.fixture
def two(laptop: Laptop) -> Laptop:
    people.set_pin(laptop, USER, LI)
    people.add(laptop, "王芳", WANG, name=None, role=None)
    return laptop


def code_of(trouble: pytest.ExceptionInfo[Trouble]) -> str:
    return trouble.value.code


def test_the_enrolled_user_is_the_first_person_and_has_no_pin(laptop: Laptop) -> None:
    assert [(one.id, one.has_pin) for one in people.everybody(laptop)] == [(USER, False)]


def test_nobody_is_added_before_the_enrolled_user_has_a_pin(laptop: Laptop) -> None:
    with pytest.raises(Trouble) as trouble:
        people.add(laptop, "王芳", WANG, name=None, role=None)
    assert code_of(trouble) == "own_pin_first"


def test_a_new_person_needs_a_pin(laptop: Laptop) -> None:
    people.set_pin(laptop, USER, LI)
    with pytest.raises(Trouble) as trouble:
        people.add(laptop, "王芳", None, name=None, role=None)
    assert code_of(trouble) == "weak_pin"


@pytest.mark.parametrize("pin", ["", "123", "1111", "3456", "98765", "12ab", "1234567890123", "１１１１"])
def test_a_pin_that_anybody_would_try_first_is_refused(pin: str) -> None:
    with pytest.raises(Trouble):
        pins.read_pin(pin)


def test_full_width_digits_are_the_same_pin(two: Laptop) -> None:
    assert people.check(two, "王芳", "９７５３１").id == "王芳"


def test_the_pin_is_kept_as_an_argon2id_hash_of_the_passphrase_s_parameters() -> None:
    pins.PARAMETERS.update(time=3, memory_kib=64 * 1024, lanes=4)
    assert pins.hashed(LI).startswith("$argon2id$v=19$m=65536,t=3,p=4$")


@pytest.mark.parametrize(
    ("wrong", "wait"), [(0, 0), (1, 1), (2, 2), (3, 4), (4, 8), (10, 512), (11, 900), (500, 900)]
)
def test_each_wrong_pin_doubles_the_wait(wrong: int, wait: int) -> None:
    assert people.wait_s(wrong, timedelta()) == wait


def test_the_wait_is_counted_up_to_whole_seconds_and_starts_anew_when_the_clock_was_set_back() -> None:
    assert people.wait_s(3, timedelta(seconds=2.5)) == 2
    assert people.wait_s(3, timedelta(seconds=4)) == 0
    assert people.wait_s(3, timedelta(hours=-8)) == 4


def test_a_wrong_pin_slows_down_and_that_is_kept_on_disk(two: Laptop) -> None:
    for n, wait in ((0, 1), (1, 2), (3, 4)):
        with pytest.raises(Trouble, match=str(wait)):
            people.check(two, "王芳", "0000", AT + timedelta(seconds=n))


def test_the_right_pin_too_soon_after_a_wrong_one_is_refused_also_after_a_restart(tmp_path: Path) -> None:
    home = tmp_path / "home"
    practice_laptop.make(home)
    with practice_laptop.opened(home) as laptop:
        people.set_pin(laptop, USER, LI)
        with pytest.raises(Trouble) as trouble:
            people.check(laptop, USER, "0000", AT)
        assert code_of(trouble) == "wrong_pin"
    with practice_laptop.opened(home) as laptop:
        with pytest.raises(Trouble) as trouble:
            people.check(laptop, USER, LI, AT)
        assert code_of(trouble) == "pin_wait"
        assert people.check(laptop, USER, LI, AT + timedelta(seconds=1)).id == USER


def test_the_right_pin_forgets_the_wrong_ones(two: Laptop) -> None:
    with pytest.raises(Trouble):
        people.check(two, USER, "0000", AT)
    people.check(two, USER, LI, AT + timedelta(seconds=1))
    with pytest.raises(Trouble, match="1 s"):
        people.check(two, USER, "0000", AT + timedelta(seconds=2))


def test_whoever_signs_in_is_who_works(two: Laptop) -> None:
    assert two.user == USER
    people.sign_in(two, "王芳", WANG)
    assert (two.user, two.called, two.enrolled) == ("王芳", "王芳", USER)


def test_own_and_unassigned_tasks_are_on_today(two: Laptop) -> None:
    at = datetime.now().astimezone().isoformat(timespec="seconds")
    fields = {"pack": PACK_NAME, "channel": "onsite", "due_at": at, "purpose": "交车"}
    two.replica.apply(
        [
            task_change("hers", seq=8, assignee="王芳", **fields),
            task_change("all", seq=9, assignee=None, **fields),
        ],
        "1-9",
    )
    seen = {}
    for who, pin in ((USER, LI), ("王芳", WANG)):
        people.sign_in(two, who, pin)
        seen[who] = {row.id for row in today_page.today(two).rows}
    assert seen == {USER: {"t1", "all"}, "王芳": {"hers", "all"}}


def test_a_draft_is_its_own_person_s_only_and_its_task_is_in_their_hands(two: Laptop) -> None:
    people.sign_in(two, USER, LI)
    begun = visit.begin(two, "t1")
    assert [draft.id for draft in two.drafts.open_drafts()] == [begun.header.id]
    people.sign_in(two, "王芳", WANG)
    assert two.drafts.open_drafts() == []
    assert [row.kind for row in today_page.today(two).rows] == []
    with pytest.raises(Trouble) as trouble:
        visit.begin(two, "t1")
    assert code_of(trouble) == "in_other_hands"


def test_a_correction_is_a_draft_of_whoever_corrects(two: Laptop) -> None:
    header = Header("d9", PACK_NAME, "1", "onsite", "2026-11-22T09:00:00+08:00", interviewer=USER)
    two.drafts.create("d9", asdict(header) | {"amending": {"original": "r", "amended_by": "王芳"}})
    people.sign_in(two, "王芳", WANG)
    assert [draft.id for draft in two.drafts.open_drafts()] == ["d9"]


def test_staff_see_their_own_records_and_figures_a_supervisor_everybody_s(two: Laptop) -> None:
    people.sign_in(two, "王芳", WANG)
    assert two.only == "王芳"
    people.add(two, "王芳", None, name=None, role="supervisor")
    people.sign_in(two, "王芳", WANG)
    assert two.only is None


def test_the_month_and_the_list_of_records_are_of_the_person_s_own_questionnaires(two: Laptop) -> None:
    pack, pack_hash = pack_of(two)
    for id, score, who in (("a", "92", USER), ("b", "60", "王芳"), ("c", "80", "王芳")):
        done = response(id, score, interviewer=who, pack_hash=pack_hash)
        assert responses.finalise(two.store, done, pack).outcome == "final"
    month = month_of(date.fromisoformat(done.occurred_at[:10]))
    seen = {}
    for who, pin in ((USER, LI), ("王芳", WANG)):
        people.sign_in(two, who, pin)
        mean = period_figures(two, PACK_NAME, month).mean
        seen[who] = (mean.base, mean.display(), {r.id for r in record_lists.listing(two, Wanted(), 9).rows})
    assert seen == {USER: (1, "92.0", {"a"}), "王芳": (2, "70.0", {"b", "c"})}
    two.seat.sees_all = True
    assert period_figures(two, PACK_NAME, month).mean.base == 3
    assert len(record_lists.listing(two, Wanted(), 9).rows) == 3


def pack_of(laptop: Laptop) -> tuple[Pack, str]:
    found = packs.find(laptop.store, PACK_NAME)
    assert found is not None
    return found


def test_a_lone_person_with_a_pin_sees_everything(laptop: Laptop) -> None:
    people.set_pin(laptop, USER, LI)
    people.sign_in(laptop, USER, LI)
    assert laptop.only is None


def test_sitting_down_at_the_paper_desk_asks_for_that_person_s_pin(two: Laptop) -> None:
    people.sign_in(two, USER, LI)
    desk = LaptopPaper(two)
    with pytest.raises(Trouble) as trouble:
        desk.sit_down("王芳", LI)
    assert code_of(trouble) == "wrong_pin"
    assert desk.operator() == USER


def test_the_second_keyer_is_whoever_gave_the_pin(two: Laptop) -> None:
    people.sign_in(two, USER, LI)
    desk = LaptopPaper(two)
    desk.sit_down("王芳", WANG)
    assert (desk.operator(), two.user) == ("王芳", USER)


def test_nobody_with_a_draft_is_removed_and_the_enrolled_user_never(two: Laptop) -> None:
    people.sign_in(two, "王芳", WANG)
    header = Header("d9", PACK_NAME, "1", "onsite", "2026-11-22T09:00:00+08:00", interviewer="王芳")
    two.drafts.create("d9", asdict(header))
    for who, code in (("王芳", "has_drafts"), (USER, "enrolled_user")):
        with pytest.raises(Trouble) as trouble:
            people.remove(two, who)
        assert code_of(trouble) == code
    two.drafts.discard("d9")
    people.remove(two, "王芳")
    assert [one.id for one in people.everybody(two)] == [USER]


def test_a_pin_is_changed_by_its_person_the_enrolled_user_or_a_supervisor(two: Laptop) -> None:
    people.add(two, "陈静", "8642", name=None, role="supervisor")
    assert [people.may_change(two, by, "王芳") for by in ("王芳", USER, "陈静")] == [True] * 3
    assert not people.may_change(two, "王芳", "陈静")


def test_what_somebody_left_in_a_form_is_shown_to_nobody_else(two: Laptop) -> None:
    people.sign_in(two, USER, LI)
    half_typed.keep(two, "stop c1", {"reason": "客户要求"})
    assert half_typed.half_typed(two, "stop c1") == {"reason": "客户要求"}
    people.sign_in(two, "王芳", WANG)
    assert half_typed.half_typed(two, "stop c1") == {}
