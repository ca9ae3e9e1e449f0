"""The network, through httpx. It is imported when the first connection is made: a start-up costs nothing.

No redirects, no limit on the whole of an exchange, a limit on silence. Proxies of the environment are used,
except towards this very machine; nothing else of the environment counts: no netrc, no other roots.
"""

import ssl
from typing import TYPE_CHECKING
from urllib.parse import SplitResult, urlsplit
from urllib.request import getproxies, proxy_bypass

from sync.client import tls
from sync.client.ports import Answered, TransportError
from sync.protocol.wire import MAX_INFLATED_BYTES, STALL_SECONDS

if TYPE_CHECKING:
    import httpx

CONNECT_SECONDS = 15.0
LOOPBACK = ("127.0.0.1", "::1", "localhost")
NOT_YET_VALID, EXPIRED = 9, 10
"""OpenSSL's numbers for a certificate whose time is not now."""


class HttpTransport:
    """A ``Transport`` to one centre. ``ca`` and ``pins``: as in ``Enrolment``; ``stall``: seconds without a byte
    after which an exchange is given up."""

    def __init__(
        self, url: str, ca: str | None = None, pins: tuple[str, ...] = (), *, stall: float = STALL_SECONDS
    ) -> None:
        self._url = url.rstrip("/")
        self._ca = ca
        self._pins = pins
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
            verify=tls.context(self._ca, self._pins),
            proxy=_proxy(urlsplit(self._url)),
            trust_env=False,
            follow_redirects=False,
            timeout=httpx.Timeout(self._stall, connect=CONNECT_SECONDS),
        )


def plain_abroad(url: str) -> bool:
    """Whether everything sent to this address could be read on the way: http to another machine."""
    address = urlsplit(url)
    return address.scheme == "http" and address.hostname not in LOOPBACK


def _proxy(address: SplitResult) -> str | None:
    """The proxy that environment or system names for this address."""
    host = address.hostname or ""
    if host in LOOPBACK or proxy_bypass(host):
        return None
    return getproxies().get(address.scheme)


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
