"""By what a laptop knows the centre's certificate: the roots that count, and pins on its public key.

A pin is base64 of the SHA-256 of the SubjectPublicKeyInfo (RFC 7469). It is looked at when the handshake is done
and before anything is sent. At least two are needed, one of them for a key kept in reserve: with a single pin, a
lost key would lock every laptop out.
"""

import re
import ssl
from base64 import b64encode
from collections.abc import Collection
from hashlib import sha256
from typing import Any

PIN = re.compile(r"[A-Za-z0-9+/]{43}=")
FEWEST_PINS = 2


class WrongPin(ssl.SSLError):
    """The certificate is sound, its key is none of those pinned."""


def pin_of(certificate: bytes) -> str:
    """The pin of a certificate in DER."""
    from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat
    from cryptography.x509 import load_der_x509_certificate

    key = load_der_x509_certificate(certificate).public_key()
    return b64encode(
        sha256(key.public_bytes(Encoding.DER, PublicFormat.SubjectPublicKeyInfo)).digest()
    ).decode()


def usable_pins(pins: Collection[str]) -> bool:
    """Whether these can be relied on: none at all, or at least two, each well formed."""
    return not pins or (len(set(pins)) >= FEWEST_PINS and all(PIN.fullmatch(pin) for pin in pins))


def context(ca: str | None, pins: Collection[str] = ()) -> ssl.SSLContext:
    """Only the organisation's own roots when it has some, else the system's. TLS 1.2 or newer, host name checked;
    no variable of the environment can have the session's keys written down. ValueError when ``ca`` holds no
    certificate."""
    made = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
    made.minimum_version = ssl.TLSVersion.TLSv1_2
    if ca is None:
        made.load_default_certs()
    else:
        try:
            made.load_verify_locations(cadata=ca)
        except ssl.SSLError as error:
            raise ValueError("no certificate in it") from error
    if pins:
        made.sslsocket_class = _pinned(frozenset(pins))
    return made


def _pinned(pins: frozenset[str]) -> type[ssl.SSLSocket]:
    class Pinned(ssl.SSLSocket):
        """Ends the handshake when the key is not one of the pinned."""

        def do_handshake(self, *arguments: Any) -> None:
            super().do_handshake(*arguments)
            shown = self.getpeercert(binary_form=True)
            if shown is None or pin_of(shown) not in pins:
                raise WrongPin("the key of the certificate is not pinned")

    return Pinned
