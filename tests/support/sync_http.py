"""The same centre behind a real socket on loopback."""

import socket
import threading
from types import TracebackType

import uvicorn

from sync.centre.connection import Connection
from tests.support.sync_centre import LocalCentre


class OnLoopback:
    """Serves a centre's app on a free port while the block lasts."""

    def __init__(self, centre: LocalCentre, connection: type[Connection] = Connection) -> None:
        self._socket = socket.create_server(("127.0.0.1", 0))
        self.port: int = self._socket.getsockname()[1]
        self.url = f"http://127.0.0.1:{self.port}"
        config = uvicorn.Config(
            centre.app, http=connection, lifespan="off", log_config=None, access_log=False
        )
        self._server = uvicorn.Server(config)
        self._thread = threading.Thread(target=self._server.run, kwargs={"sockets": [self._socket]})

    def __enter__(self) -> "OnLoopback":
        self._thread.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._server.should_exit = True
        self._thread.join()
        self._socket.close()

    def raw(self, head: str, pieces: list[bytes], *, patience: float = 5.0) -> bytes:
        """Send a request byte by byte as given, then read the answer; what had been sent when the other end
        stopped listening does not matter."""
        with socket.create_connection(("127.0.0.1", self.port), timeout=patience) as line:
            try:
                line.sendall(head.replace("\n", "\r\n").encode())
                for piece in pieces:
                    line.sendall(piece)
            except OSError:
                pass
            answer = b""
            while b"\r\n\r\n" not in answer or not _whole(answer):
                piece = line.recv(65536)
                if not piece:
                    break
                answer += piece
            return answer


def _whole(answer: bytes) -> bool:
    head, _, body = answer.partition(b"\r\n\r\n")
    for line in head.lower().split(b"\r\n"):
        if line.startswith(b"content-length:"):
            return len(body) >= int(line.partition(b":")[2])
    return False


def chunk(data: bytes) -> bytes:
    return f"{len(data):x}\r\n".encode() + data + b"\r\n"
