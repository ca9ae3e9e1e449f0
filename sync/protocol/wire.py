"""Names and limits both ends agree on. What they mean is in docs/protocol.md."""

PROTOCOL = 1
"""The version spoken here; a centre accepts pushes of version 1 for ever."""

MEDIA_TYPE = "application/vnd.csat.sync+json;v=1"
"""Content type of every request body and every answer: no portal or proxy page has it."""

NONCE = "csat-nonce"
"""Header with a random text that the answer repeats: an answer from a cache has another one."""

ROOT = "/sync/v1"

MAX_WIRE_BYTES = 8 * 1024 * 1024
MAX_INFLATED_BYTES = 32 * 1024 * 1024
MAX_ITEMS = 1000
MAX_JSON_DEPTH = 32
MAX_VALUES = 100_000
"""Values of any kind in one request, those of its items' bodies not among them."""

MAX_NUMBER = 2**53 - 1
"""The largest number of an entry: what every JSON reader holds exactly."""

MAX_SMALL_BYTES = 64 * 1024
"""The largest body, compressed or not, where no access token is asked for (enrol, token, device)."""

MAX_SCAN_REQUEST = 96 * 1024
"""The largest body that carries a piece of a scan (64 KiB before it is written as text)."""

PAGE_BYTES = 512 * 1024
"""How many bytes of changes a page holds when the client names no number."""

STALL_SECONDS = 30.0
"""An exchange is given up after this long without a byte; there is no limit on the whole."""


def same_media_type(value: str) -> bool:
    """Whether a Content-Type is ours; blanks and upper case do not matter."""
    return value.replace(" ", "").lower() == MEDIA_TYPE
