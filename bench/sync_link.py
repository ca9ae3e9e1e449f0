"""A line on loopback that counts what goes up, and dies after a random number of bytes."""

import random
import socket
import threading
from contextlib import suppress
from types import TracebackType
from urllib.parse import urlsplit

SEED = 20250314
LONGEST = 400_000
PIECE = 4096


class DyingLink:
    """Passes connections on to a server. ``dies``: each of them is cut after 0 to 400 KB of both ways together."""

    def __init__(self, url: str, *, dies: bool) -> None:
        address = urlsplit(url)
        self._server = (address.hostname or "127.0.0.1", address.port or 80)
        self._dies = dies
        self._draw = random.Random(SEED)
        self._listener = socket.create_server(("127.0.0.1", 0))
        self.url = f"http://127.0.0.1:{self._listener.getsockname()[1]}"
        self.bytes_up = 0

    def __enter__(self) -> "DyingLink":
        threading.Thread(target=self._accept, daemon=True).start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._listener.close()

    def _accept(self) -> None:
        while True:
            try:
                laptop, _address = self._listener.accept()
            except OSError:
                return
            server = socket.create_connection(self._server)
            left = [self._draw.randrange(LONGEST) if self._dies else 2**62]
            for source, target, up in ((laptop, server, True), (server, laptop, False)):
                threading.Thread(target=self._pass, args=(source, target, up, left), daemon=True).start()

    def _pass(self, source: socket.socket, target: socket.socket, up: bool, left: list[int]) -> None:
        try:
            while piece := source.recv(min(PIECE, max(left[0], 1))):
                self.bytes_up += len(piece) if up else 0
                left[0] -= len(piece)
                if left[0] <= 0:
                    break
                target.sendall(piece)
        except OSError:
            pass
        for end in (source, target):
            with suppress(OSError):
                end.shutdown(socket.SHUT_RDWR)
