"""Whatever keys are pressed, the journal alone gives back the form, at every moment of it."""

from hypothesis import given, settings
from hypothesis import strategies as st

from csat_tui.interview.interview import Interview
from csat_tui.interview.pages import Form
from csat_tui.interview.place import Place
from csat_tui.interview.state import refold
from tests.support.forms import ACTIONS, HandClock, MemoryJournal, after_a_crash, keys, p01

KEYS = st.sampled_from([*"0123456789", *"/*-+.=", "、", "９", "字", "q", *ACTIONS])
PRESSED = st.tuples(KEYS, st.integers(0, 5_000))
CHANNELS = st.sampled_from(["onsite", "phone", "mail"])


@settings(max_examples=150, deadline=None)
@given(CHANNELS, st.lists(PRESSED, max_size=60))
def test_a_crash_at_any_moment_returns_to_the_same_place(channel, pressed):
    clock = HandClock()
    interview = Interview(Form(p01(), channel), MemoryJournal(), clock=clock)
    interview.open()
    for key, wait in pressed:
        clock.ms += wait
        keys(interview, key)
        again = after_a_crash(interview)
        assert again.state == interview.state
        assert again.place == interview.place
        assert again.typed == interview.typed
        if wait > 4_000:
            interview = again
            interview.open()


@settings(max_examples=50, deadline=None)
@given(st.lists(PRESSED, max_size=60))
def test_every_prefix_of_the_journal_is_a_state_the_form_was_in(pressed):
    clock, journal = HandClock(), MemoryJournal()
    interview = Interview(Form(p01(), "onsite"), journal, clock=clock)
    interview.open()
    seen = {len(journal.events): interview.state}
    for key, wait in pressed:
        clock.ms += wait
        keys(interview, key)
        seen[len(journal.events)] = interview.state
    for length, state in seen.items():
        assert refold(Place("B0"), journal.events[:length]) == state
        assert state.active_ms == sum(event["ms"] for event in journal.events[:length])


@settings(max_examples=100, deadline=None)
@given(st.lists(KEYS, max_size=60))
def test_a_key_never_breaks_the_form_and_the_answers_always_fit_their_scale(pressed):
    interview = Interview(Form(p01(), "onsite"), MemoryJournal(), clock=HandClock())
    interview.open()
    for key in pressed:
        keys(interview, key)
    for code, answer in interview.state.answers.items():
        question = p01().questions[code]
        assert answer.missing or answer.scale in (question.scale, question.fallback)
