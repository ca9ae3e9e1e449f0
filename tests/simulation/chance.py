"""Everything that is otherwise random, decided by one seed."""

import secrets
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from random import Random
from unittest.mock import patch
from uuid import UUID

from sync.centre.enrolment import CODE_SIGNS

REQUEST_FAULTS = (
    "lost",
    "answer_lost",
    "late",
    "overtaken",
    "together",
    "interleaved",
    "doubled",
    "portal",
    "stale",
    "flipped",
    "centre_dies",
    "down",
)
"""What can happen to a request; docs/proofs.md says what each is."""

STEPS = (
    "record",
    "change",
    "sync",
    "publish",
    "deliver_late",
    "back_up_centre",
    "restore_centre",
    "crash_centre",
    "back_up_laptop",
    "restore_laptop",
    "clone_laptop",
    "decide",
    "approve",
    "damage_record",
    "damage_log",
    "clocks",
    "region",
    "centre_falls_back",
    "laptop_falls_back",
)
WEIGHTS = dict(zip(STEPS, (14, 16, 26, 6, 4, 4, 2, 2, 5, 3, 5, 4, 1, 2, 1, 1, 1, 3, 3), strict=True))


class Mix:
    """What one schedule is made of: some faults often, some never, as the seed has it (swarm testing)."""

    def __init__(self, random: Random) -> None:
        self.faults = {name: random.choice((0.0, 0.02, 0.08)) for name in REQUEST_FAULTS}
        self.faults["interleaved"] *= 2
        self.laptop_crashes = random.choice((0.0, 0.1, 0.3))
        self.weights = [weight * random.choice((0, 1, 1, 2)) for weight in WEIGHTS.values()]
        for always in ("record", "change", "sync"):
            place = STEPS.index(always)
            self.weights[place] = max(self.weights[place], WEIGHTS[always])

    def step(self, random: Random) -> str:
        return random.choices(STEPS, self.weights)[0]

    def fault(self, random: Random) -> str | None:
        """What happens to the next request; None for nothing."""
        luck = random.random()
        for name, rate in self.faults.items():
            luck -= rate
            if luck < 0:
                return name
        return None


@contextmanager
def decided(random: Random) -> Iterator[None]:
    """Secrets, codes and ids of the centre from this source."""

    def token_bytes(size: int | None = None) -> bytes:
        return random.randbytes(size or 32)

    def uuid7() -> UUID:
        return UUID(int=random.getrandbits(128))

    with ExitStack() as stack:
        for name, drawn in (
            ("token_bytes", token_bytes),
            ("token_hex", lambda size=32: token_bytes(size).hex()),
            ("token_urlsafe", lambda size=32: token_bytes(size).hex()),
            ("choice", lambda signs=CODE_SIGNS: signs[random.randrange(len(signs))]),
        ):
            stack.enter_context(patch.object(secrets, name, drawn))
        stack.enter_context(patch("sync.centre.enrolment.uuid7", uuid7))
        yield
