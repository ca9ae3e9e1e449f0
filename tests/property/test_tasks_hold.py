"""What holds of every draw, every funnel and every order of arrival."""

from collections.abc import Mapping, Sequence
from datetime import date, datetime, timedelta
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from schemas.figures.funnel import STAGES, Funnel, funnel, place_of, to_json
from schemas.numbers import ceil_percent
from schemas.packs.resolve import library_content, read
from schemas.records import operations as ops
from schemas.records.changes import Effects, fit
from schemas.records.effects import effects_of
from schemas.records.response_effects import effects_of_response
from schemas.tasks.dispositions import DISPOSITIONS
from schemas.tasks.drawing import drawn
from schemas.tasks.units import Unit
from tests.support.store_samples import response

CASES = read(library_content("itops-qa-callback"))
CALLS = read(library_content("dlr-cs-aftersales"))
SHARES = {stratum.code: stratum.percent for stratum in CASES.sample.strata} if CASES.sample else {}
COUNTS = st.tuples(*[st.integers(0, 40)] * 4)


def frame(counts: Sequence[int]) -> dict[str, Unit]:
    day = date(2025, 3, 4)
    return {
        f"{code}-{n}": Unit((f"{code}-{n}",), "c", day, groups={"priority": code})
        for code, count in zip(SHARES, counts, strict=True)
        for n in range(count)
    }


@given(COUNTS, st.text(max_size=8))
def test_the_same_seed_and_frame_give_the_same_draw_in_any_order(counts: tuple[int, ...], seed: str) -> None:
    units = frame(counts)
    turned = dict(reversed(units.items()))
    assert drawn(CASES, units, (), (), seed) == drawn(CASES, turned, (), (), seed)


@given(COUNTS, st.text(max_size=8))
def test_each_stratum_has_exactly_its_share_and_the_reserve_is_nobody_of_the_sample(
    counts: tuple[int, ...], seed: str
) -> None:
    result = drawn(CASES, frame(counts), (), (), seed)
    for code, count in zip(SHARES, counts, strict=True):
        stratum = result.strata[code]
        assert len(stratum.chosen) == ceil_percent(count, SHARES[code]) <= count
        assert all(id.startswith(code) for id in (*stratum.chosen, *stratum.reserve))
    both = [*result.chosen, *result.reserve]
    assert len(set(both)) == len(both)
    assert set(both) <= frame(counts).keys()


@given(st.lists(COUNTS, min_size=1, max_size=4))
def test_weekly_draws_reach_the_share_of_the_whole_and_never_take_one_twice(
    weeks: list[tuple[int, ...]],
) -> None:
    taken: list[str] = []
    kept: list[str] = []
    sizes = [0] * len(SHARES)
    for week, counts in enumerate(weeks):
        sizes = [before + now for before, now in zip(sizes, counts, strict=True)]
        result = drawn(CASES, frame(sizes), taken, kept, str(week))
        assert not set(result.chosen) & set(taken)
        taken, kept = [*taken, *result.chosen], [*kept, *result.reserve]
    for code, size in zip(SHARES, sizes, strict=True):
        assert sum(id.startswith(code) for id in taken) >= ceil_percent(size, SHARES[code])


COMPLETIONS = st.sampled_from(["COMPLETE", "PARTIAL", "BREAKOFF", "REFUSED"])
OUTCOMES = st.fixed_dictionaries({"completion": COMPLETIONS, "level": st.booleans(), "score": st.booleans()})
TRIES = st.lists(st.sampled_from([*DISPOSITIONS, "something_new"]), max_size=4)


@st.composite
def tasks(draw: st.DrawFn) -> dict[str, Any]:
    tries = [{"disposition": name} for name in draw(TRIES)]
    task = {"status": "pending", "attempts": tries}
    if draw(st.booleans()):
        return task | {"status": "done", "done_by": "r", "outcome": draw(OUTCOMES)}
    return task | draw(
        st.sampled_from([{}, {"status": "reserve"}, {"status": "cancelled", "cancelled_reason": "duplicate"}])
    )


def counted(every: Sequence[Mapping[str, Any]]) -> Funnel:
    places: dict[str, int] = {}
    for task in every:
        if (place := place_of(task)) is not None:
            places[place] = places.get(place, 0) + 1
    return funnel(CALLS, places, {})


@given(st.lists(tasks(), max_size=30))
def test_no_stage_has_more_than_the_one_before_and_every_due_task_has_an_outcome(
    every: list[dict[str, Any]],
) -> None:
    found = counted(every)
    numbers = [found.counts[stage] for stage in STAGES]
    assert numbers == sorted(numbers, reverse=True)
    assert sum(vars(found.outcomes).values()) == found.counts["due"]
    assert to_json(counted(every[::-1])) == to_json(found)


class Records:
    """``schemas.records.changes.Look`` in memory."""

    def __init__(self, held: dict[tuple[str, str], dict[str, Any]]) -> None:
        self.held = held

    def get(self, entity: str, id: str) -> Mapping[str, Any] | None:
        return self.held.get((entity, id))

    def customer_with(self, number: str) -> str | None:
        return None

    def hangs(self, entity: str, id: str) -> bool:
        return False

    def take(self, effects: Effects) -> None:
        self.held |= {(entity, body["id"]): dict(body) for entity, body in effects.puts}


MORNING = datetime.fromisoformat("2025-03-04T10:00:00+08:00")
MADE_TRIES = st.lists(
    st.tuples(st.integers(0, 72), st.sampled_from([*DISPOSITIONS])),
    min_size=1,
    max_size=6,
    unique_by=lambda t: t[0],
)


def attempts(tries: list[tuple[int, str]]) -> list[ops.Operation]:
    return [
        ops.AttemptMade(
            id=f"a{hours}", at=(MORNING + timedelta(hours=hours)).isoformat(), task="t", disposition=name
        )
        for hours, name in tries
    ]


def after(arriving: Sequence[Any]) -> dict[str, Any]:
    task = {"id": "t", "type": "csat_callback", "customer": "c", "due_at": "2025-03-11T24:00:00+08:00"}
    records = Records({("task", "t"): fit("task", task | {"max_attempts": 3, "min_days": 2})})
    for one in arriving:
        records.take(
            effects_of(one, records) if isinstance(one, ops.Operation) else effects_of_response(one, records)
        )
    return records.held["task", "t"]


@given(MADE_TRIES, st.booleans(), st.randoms(use_true_random=False))
def test_a_task_stands_the_same_in_whatever_order_two_desks_hand_in_their_work(
    tries: list[tuple[int, str]], answered: bool, chance: Any
) -> None:
    arriving: list[Any] = [*attempts(tries), *([response("r1", task="t")] if answered else [])]
    mixed = [*arriving, *attempts(tries)]
    chance.shuffle(mixed)
    assert after(mixed) == after(arriving)
