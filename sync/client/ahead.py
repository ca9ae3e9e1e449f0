"""The next batch made ready while the answer to the one before is awaited.

Only the log is read, which never changes behind its head. What was made ready is used when the answer leads to just
this place and size, and forgotten otherwise.
"""

from collections.abc import Callable, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass
from types import TracebackType

from sync.client.conversation import Parcel
from sync.client.ports import Head, LogEntry
from sync.protocol.batching import Batch


@dataclass(frozen=True)
class Load:
    """Entries of the log and the request that carries them; ``raw``: bytes of their bodies."""

    entries: Sequence[LogEntry]
    parcel: Parcel

    @property
    def raw(self) -> int:
        return sum(len(entry.body) for entry in self.entries)

    @property
    def end(self) -> Head:
        return Head(self.entries[-1].seq, self.entries[-1].chain)


class Ahead:
    """``make``: the load after a head, of a batch's size. Leave it as a context: no thread outlives the push."""

    def __init__(self, make: Callable[[Head, Batch], Load]) -> None:
        self._make = make
        self._threads: ThreadPoolExecutor | None = None
        self._wanted: tuple[Head, Batch] | None = None
        self._ready: Future[Load] | None = None

    def __enter__(self) -> "Ahead":
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if self._threads is not None:
            self._threads.shutdown()

    def load(self, base: Head, batch: Batch) -> Load:
        """The load after this head: the one made ready, or made now. Raises what ``make`` raises."""
        ready, wanted = self._ready, self._wanted
        self._ready = self._wanted = None
        if ready is not None and wanted == (base, batch):
            return ready.result()
        return self._make(base, batch)

    def begin(self, base: Head, batch: Batch) -> None:
        """Make ready what follows if all goes well. On a link that breaks it would mostly be in vain."""
        if batch.whole:
            self._threads = self._threads or ThreadPoolExecutor(1, "push-ahead")
            self._wanted, self._ready = (base, batch), self._threads.submit(self._make, base, batch)
