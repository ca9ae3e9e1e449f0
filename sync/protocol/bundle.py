"""A sync as a file, for places without a network: signed by the device, readable by the centre alone, and back.

Up: ``csat-bundle-1\\n``, one line of JSON ``{device, id, ephemeral, signature}``, then AES-256-GCM over gzip. The key
comes of X25519 between the ephemeral key and the centre's; the signature is over device, id, ephemeral and content.
Down: ``csat-answer-1\\n``, one line ``{device, id}``, then the same under the key that the bundle carried.
"""

import json
import re
import secrets
from dataclasses import dataclass

from cryptography.exceptions import InvalidSignature, InvalidTag
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey
from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey, X25519PublicKey
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256, Hash
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

from sync.protocol.encoding import Damaged, TooLarge, compress, inflate
from sync.protocol.signing import bundle_message, from_text, to_text
from sync.protocol.wire import MAX_INFLATED_BYTES, MAX_WIRE_BYTES

UP, DOWN = b"csat-bundle-1\n", b"csat-answer-1\n"
MAX_HEADER = 4096
MAX_FILE = MAX_WIRE_BYTES
"""Bytes of a file; whoever opens one reads no more than one byte beyond."""
NONCE_BYTES = 12
_PLAIN = re.compile(r"[\x21-\x7e]{1,128}")
"""What a device, an id, a key or a signature is made of."""


class BadBundle(ValueError):
    """``code``: ``not_a_bundle``, ``too_large``, ``damaged`` (tampered with, or for somebody else)."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


@dataclass(frozen=True)
class Bundle:
    """A file as it lies there: who made it, its id, and the parts that are checked before anything is opened."""

    device: str
    id: str
    ephemeral: bytes
    signature: bytes
    sealed: bytes

    def signed_by(self, public_key: bytes) -> bool:
        """Whether this device key signed exactly this."""
        try:
            signed = bundle_message(self.device, _digest(self.id, self.ephemeral, self.sealed))
            Ed25519PublicKey.from_public_bytes(public_key).verify(self.signature, signed)
        except (InvalidSignature, ValueError):
            return False
        return True


def public_key(secret: bytes) -> bytes:
    """The centre's X25519 key for bundles, made from its secret; 32 bytes."""
    return _private(secret).public_key().public_bytes_raw()


def new_id() -> str:
    return secrets.token_hex(16)


def seal_up(content: bytes, device: str, id: str, centre_key: bytes) -> tuple[bytes, bytes, str]:
    """Ephemeral key, sealed content, and the digest that the device signs. BadBundle ``too_large``."""
    own = X25519PrivateKey.generate()
    key = _shared(own, X25519PublicKey.from_public_bytes(centre_key))
    ephemeral, sealed = own.public_key().public_bytes_raw(), _seal(content, key, f"{device}\n{id}".encode())
    return ephemeral, sealed, _digest(id, ephemeral, sealed)


def written(bundle: Bundle) -> bytes:
    """The file."""
    header = {"device": bundle.device, "id": bundle.id, "ephemeral": to_text(bundle.ephemeral)}
    return UP + _line(header | {"signature": to_text(bundle.signature)}) + bundle.sealed


def read_up(data: bytes) -> Bundle:
    """A file taken apart; nothing of it is trusted yet. BadBundle."""
    header, sealed = _parts(data, UP)
    try:
        ephemeral, signature = from_text(header["ephemeral"]), from_text(header["signature"])
        return Bundle(header["device"], header["id"], ephemeral, signature, sealed)
    except (KeyError, ValueError) as error:
        raise BadBundle("not_a_bundle") from error


def open_up(bundle: Bundle, secret: bytes) -> bytes:
    """The content, for the centre with this secret. BadBundle ``damaged``."""
    try:
        key = _shared(_private(secret), X25519PublicKey.from_public_bytes(bundle.ephemeral))
    except ValueError as error:
        raise BadBundle("damaged") from error
    return _open(bundle.sealed, key, f"{bundle.device}\n{bundle.id}".encode())


def answer(content: bytes, device: str, id: str, key: bytes) -> bytes:
    """The file that answers a bundle. BadBundle ``too_large``."""
    return DOWN + _line({"device": device, "id": id}) + _seal(content, key, f"{device}\n{id}".encode())


def read_answer(data: bytes) -> tuple[str, str, bytes]:
    """Device, id and sealed content of an answer. BadBundle."""
    header, sealed = _parts(data, DOWN)
    if not {"device", "id"} <= header.keys():
        raise BadBundle("not_a_bundle")
    return header["device"], header["id"], sealed


def open_answer(sealed: bytes, device: str, id: str, key: bytes) -> bytes:
    """The content of an answer. BadBundle ``damaged``."""
    return _open(sealed, key, f"{device}\n{id}".encode())


def answer_key(signature: bytes) -> bytes:
    """The key of the answer, from the device's signature over the bundle's id: only the device makes it again."""
    return HKDF(SHA256(), 32, salt=None, info=b"csat-answer:1").derive(signature)


def _parts(data: bytes, magic: bytes) -> tuple[dict[str, str], bytes]:
    if len(data) > MAX_WIRE_BYTES:
        raise BadBundle("too_large")
    end = data.find(b"\n", len(magic), len(magic) + MAX_HEADER)
    if not data.startswith(magic) or end < 0:
        raise BadBundle("not_a_bundle")
    try:
        header = json.loads(data[len(magic) : end])
    except (ValueError, RecursionError) as error:
        raise BadBundle("not_a_bundle") from error
    if not isinstance(header, dict) or not all(map(_is_plain, header.values())):
        raise BadBundle("not_a_bundle")
    return header, data[end + 1 :]


def _is_plain(value: object) -> bool:
    return isinstance(value, str) and _PLAIN.fullmatch(value) is not None


def _seal(content: bytes, key: bytes, about: bytes) -> bytes:
    nonce = secrets.token_bytes(NONCE_BYTES)
    sealed = nonce + AESGCM(key).encrypt(nonce, compress(content), about)
    if len(content) > MAX_INFLATED_BYTES or len(sealed) > MAX_WIRE_BYTES - MAX_HEADER:
        raise BadBundle("too_large")
    return sealed


def _open(sealed: bytes, key: bytes, about: bytes) -> bytes:
    try:
        packed = AESGCM(key).decrypt(sealed[:NONCE_BYTES], sealed[NONCE_BYTES:], about)
        return inflate(packed, MAX_INFLATED_BYTES)
    except TooLarge as error:
        raise BadBundle("too_large") from error
    except (InvalidTag, ValueError, Damaged) as error:
        raise BadBundle("damaged") from error


def _private(secret: bytes) -> X25519PrivateKey:
    derived = HKDF(SHA256(), 32, salt=None, info=b"csat-bundle:1").derive(secret)
    return X25519PrivateKey.from_private_bytes(derived)


def _shared(own: X25519PrivateKey, other: X25519PublicKey) -> bytes:
    return HKDF(SHA256(), 32, salt=None, info=b"csat-bundle-key:1").derive(own.exchange(other))


def _digest(id: str, ephemeral: bytes, sealed: bytes) -> str:
    hashed = Hash(SHA256())
    for part in (id.encode(), b"\n", ephemeral, sealed):
        hashed.update(part)
    return hashed.finalize().hex()


def _line(header: dict[str, str]) -> bytes:
    return json.dumps(header, separators=(",", ":")).encode() + b"\n"
