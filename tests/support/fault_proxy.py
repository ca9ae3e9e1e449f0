"""A line between a laptop and a centre that does what lines do: slow, cut, silent, or somebody else's.

with FaultProxy(port) as proxy:
    proxy.faults = Faults(cut_up=20_000)
    ... sync with proxy.url ...
"""

import asyncio
import ssl
import threading
from dataclasses import dataclass, replace
from random import Random
from types import TracebackType

PIECE = 4096
PORTAL = b"<html><h1>Welcome to Hotel Wi-Fi</h1></html>"


@dataclass(frozen=True)
class Faults:
    """What a line does. Seconds and bytes; None or 0: not at all.

    ``latency`` and up to ``jitter`` more before each piece; ``up`` and ``down``: bytes a second; ``cut_up`` and
    ``cut_down``: a connection ends after so many bytes, ``random_cut``: after up to so many; ``lost_answers``: so
    many connections end when the first byte of an answer arrives; ``black_hole``: takes all, answers nothing;
    ``portal``: a page of the hotel's instead of the centre.
    """

    latency: float = 0.0
    jitter: float = 0.0
    up: int = 0
    down: int = 0
    cut_up: int | None = None
    cut_down: int | None = None
    random_cut: bool = False
    lost_answers: int = 0
    black_hole: bool = False
    portal: bool = False


GOOD = Faults()
MOBILE = Faults(latency=0.03, jitter=0.02, up=30_000, down=100_000)
"""A 3G line, ten times as fast: tests wait for nobody."""


class FaultProxy:
    """Forwards to a port on loopback while the block lasts. ``tls``: speaks TLS to the laptop with this."""

    def __init__(
        self, port: int, faults: Faults = GOOD, tls: ssl.SSLContext | None = None, seed: int = 1
    ) -> None:
        self.faults = faults
        self.bytes_up = self.bytes_down = self.connections = self.cuts = 0
        self._target, self._tls, self._random = port, tls, Random(seed)
        self._loop = asyncio.new_event_loop()
        self._thread = threading.Thread(target=self._loop.run_forever, daemon=True)
        self._lines: set[asyncio.Task[None]] = set()

    def __enter__(self) -> "FaultProxy":
        self._thread.start()
        listening = asyncio.start_server(self._line, "127.0.0.1", 0, ssl=self._tls)
        self._server = asyncio.run_coroutine_threadsafe(listening, self._loop).result()
        self.port: int = self._server.sockets[0].getsockname()[1]
        self.url = f"{'https' if self._tls else 'http'}://127.0.0.1:{self.port}"
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        asyncio.run_coroutine_threadsafe(self._end(), self._loop).result()
        self._loop.call_soon_threadsafe(self._loop.stop)
        self._thread.join()
        self._loop.close()

    async def _end(self) -> None:
        self._server.close()
        for line in self._lines:
            line.cancel()
        await asyncio.gather(*self._lines, return_exceptions=True)

    async def _line(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        task = asyncio.current_task()
        assert task is not None
        self._lines.add(task)
        task.add_done_callback(self._lines.discard)
        self.connections += 1
        try:
            await self._talk(reader, writer)
        except (OSError, Cut):
            self.cuts += 1
        finally:
            writer.transport.abort()

    async def _talk(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        faults = self.faults
        if faults.black_hole:
            while await reader.read(PIECE):
                pass
            return
        if faults.portal:
            await _show_portal(reader, writer)
            return
        there, here = await asyncio.open_connection("127.0.0.1", self._target)
        try:
            up, down = self._limit(faults.cut_up), self._limit(faults.cut_down)
            if faults.lost_answers:
                self.faults, down = replace(faults, lost_answers=faults.lost_answers - 1), 0
            ways = [
                self._pump(reader, here, faults, up, True),
                self._pump(there, writer, faults, down, False),
            ]
            running = [asyncio.ensure_future(way) for way in ways]
            done, left = await asyncio.wait(running, return_when=asyncio.FIRST_COMPLETED)
            for one in left:
                one.cancel()
            await asyncio.gather(*left, return_exceptions=True)
            for one in done:
                one.result()
        finally:
            here.transport.abort()

    def _limit(self, cut: int | None) -> int | None:
        return self._random.randrange(cut) if cut and self.faults.random_cut else cut

    async def _pump(
        self,
        source: asyncio.StreamReader,
        target: asyncio.StreamWriter,
        faults: Faults,
        cut: int | None,
        up: bool,
    ) -> None:
        """Carry one direction until it ends. Raises Cut."""
        passed = 0
        while piece := await source.read(PIECE):
            if faults.latency or faults.jitter:
                await asyncio.sleep(faults.latency + faults.jitter * self._random.random())
            if rate := (faults.up if up else faults.down):
                await asyncio.sleep(len(piece) / rate)
            allowed = piece if cut is None else piece[: cut - passed]
            passed += len(allowed)
            self._count(len(allowed), up)
            target.write(allowed)
            await target.drain()
            if len(allowed) < len(piece):
                raise Cut

    def _count(self, size: int, up: bool) -> None:
        if up:
            self.bytes_up += size
        else:
            self.bytes_down += size


class Cut(Exception):
    """The line is gone."""


async def _show_portal(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
    await reader.readuntil(b"\r\n\r\n")
    head = f"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nContent-Length: {len(PORTAL)}\r\nConnection: close\r\n\r\n"
    writer.write(head.encode() + PORTAL)
    await writer.drain()
    writer.write_eof()
