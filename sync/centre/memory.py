"""How a serving process holds its memory."""

import ctypes
import gc
import sys
from contextlib import suppress

GARBAGE = 10_000
"""Objects made and not freed before circles among them are looked for: more than one push makes, which leaves none.
With Python's 700 that search is a quarter of the work of a push."""

ARENA_MAX = -8
"""Of ``mallopt`` in glibc: how many heaps there may be."""


def one_heap() -> None:
    """One heap for all threads, before there are any. glibc gives each thread its own, and what one has freed no other
    can use; Python's threads take turns anyway. Elsewhere nothing happens."""
    if sys.platform == "linux":
        with suppress(AttributeError, OSError):  # another C library than glibc
            ctypes.CDLL(None).mallopt(ARENA_MAX, 1)


def settle() -> None:
    """What is loaded stays: looking through it again and again would cost a tenth of every push."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(GARBAGE)
