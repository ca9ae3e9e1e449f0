"""The bytes that a device key signs. Each purpose begins differently, so that no signature serves two."""

from base64 import urlsafe_b64decode, urlsafe_b64encode


def to_text(data: bytes) -> str:
    """base64url without padding."""
    return urlsafe_b64encode(data).rstrip(b"=").decode()


def from_text(text: str) -> bytes:
    """The bytes of ``to_text``; ValueError for any other text, so that bytes have one spelling only."""
    data = urlsafe_b64decode(text + "=" * (-len(text) % 4))
    if to_text(data) != text:
        raise ValueError("not base64url as it is written here")
    return data


def enrol_message(code: str, key: str) -> bytes:
    return _message("enrol", code, key)


def token_message(device: str, challenge: str) -> bytes:
    return _message("token", device, challenge)


def device_message(device: str, challenge: str, request: str) -> bytes:
    return _message("device", device, challenge, request)


def head_message(device: str, n: int, chain: str) -> bytes:
    return _message("head", device, str(n), chain)


def bundle_message(device: str, digest: str) -> bytes:
    return _message("bundle", device, digest)


def answer_key_message(bundle: str) -> bytes:
    """Never sent: the signature over it is the secret that only the device can make again."""
    return _message("answer-key", bundle)


def _message(purpose: str, *parts: str) -> bytes:
    return "\n".join((f"csat-{purpose}:1", *parts)).encode()
