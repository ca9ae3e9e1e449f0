"""The network, through httpx. It is imported when the first connection is made: a start-up costs nothing.

No redirects, no limit on the whole of an exchange, a limit on silence. Proxies of the environment are used,
except towards this very machine.
"""

import ssl
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from sync.client.ports import Answered, TransportError
from sync.protocol.wire import MAX_INFLATED_BYTES, STALL_SECONDS

if TYPE_CHECKING:
    import httpx

CONNECT_SECONDS = 15.0
LOOPBACK = ("127.0.0.1", "::1", "localhost")
NOT_YET_VALID, EXPIRED = 9, 10
"""OpenSSL's numbers for a certificate whose time is not now."""


class HttpTransport:
    """A ``Transport`` to one centre. ``ca``: PEM of the organisation's own certificate authority; ``stall``:
    seconds without a byte after which an exchange is given up."""

    def __init__(self, url: str, ca: str | None = None, *, stall: float = STALL_SECONDS) -> None:
        self._url = url.rstrip("/")
        self._ca = ca
        self._stall = stall
        self._client: httpx.Client | None = None

    def send(self, method: str, path: str, headers: dict[str, str], body: bytes | None) -> Answered:
        import httpx

        client = self._client = self._client or self._connect()
        try:
            with client.stream(method, self._url + path, headers=headers, content=body) as answer:
                return Answered(answer.status_code, _headers(answer), _bounded(answer))
        except httpx.ConnectError as error:
            raise TransportError(_connect_code(error)) from error
        except (httpx.ConnectTimeout, httpx.ProxyError, httpx.UnsupportedProtocol) as error:
            raise TransportError("no_network") from error
        except httpx.TimeoutException as error:
            raise TransportError("stalled") from error
        except (httpx.HTTPError, httpx.InvalidURL) as error:
            raise TransportError("cut") from error

    def close(self) -> None:
        if self._client is not None:
            self._client.close()
            self._client = None

    def _connect(self) -> "httpx.Client":
        import httpx

        return httpx.Client(
            # The context is made here because trust_env would otherwise also decide which roots count.
            verify=_context(self._ca),
            trust_env=urlsplit(self._url).hostname not in LOOPBACK,
            follow_redirects=False,
            timeout=httpx.Timeout(self._stall, connect=CONNECT_SECONDS),
        )


def _context(ca: str | None) -> ssl.SSLContext:
    """The system's roots, or only the organisation's own when it has some."""
    return ssl.create_default_context(cadata=ca) if ca else ssl.create_default_context()


def _headers(answer: "httpx.Response") -> dict[str, str]:
    return {name.lower(): value for name, value in answer.headers.items()}


def _bounded(answer: "httpx.Response") -> bytes:
    """The body as it came, compressed or not; nothing from outside may fill the memory."""
    body = bytearray()
    for piece in answer.iter_raw():
        body += piece
        if len(body) > MAX_INFLATED_BYTES:
            raise TransportError("cut")
    return bytes(body)


def _connect_code(error: BaseException | None) -> str:
    """What a failed connection was about: httpx keeps the reason as the cause."""
    while error is not None:
        if isinstance(error, ssl.SSLCertVerificationError):
            return "clock" if error.verify_code in (NOT_YET_VALID, EXPIRED) else "untrusted"
        if isinstance(error, ssl.SSLError):
            return "untrusted"
        error = error.__cause__ or error.__context__
    return "no_network"
