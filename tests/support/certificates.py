"""Certificate authorities and certificates for 127.0.0.1, made when a test runs."""

import ssl
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from ipaddress import ip_address
from pathlib import Path

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

from sync.client.tls import pin_of


@dataclass(frozen=True)
class Served:
    """What a centre is started with: PEM files of certificate and key, and the certificate's pin."""

    cert: Path
    key: Path
    pin: str


class Authority:
    """An organisation's own certificate authority."""

    def __init__(self, folder: Path, name: str = "organisation") -> None:
        folder.mkdir(parents=True, exist_ok=True)
        self._folder = folder
        self._key = ec.generate_private_key(ec.SECP256R1())
        self._name = _name(name)
        self._root = _signed(self._name, self._key, self._name, self._key, _yesterday(), ca=True)
        self.pem = self._root.public_bytes(serialization.Encoding.PEM).decode()
        self.file = folder / "ca.pem"
        self.file.write_text(self.pem)

    def certify(self, file: str = "centre") -> Served:
        """A certificate for 127.0.0.1, signed by this authority."""
        key = ec.generate_private_key(ec.SECP256R1())
        made = _signed(_name(file), key, self._name, self._key, _yesterday(), ca=False)
        cert, secret = self._folder / f"{file}.pem", self._folder / f"{file}.key"
        cert.write_bytes(made.public_bytes(serialization.Encoding.PEM))
        secret.write_bytes(_private(key))
        return Served(cert, secret, pin_of(made.public_bytes(serialization.Encoding.DER)))


def certificate(folder: Path, begins: datetime) -> tuple[str, ssl.SSLContext]:
    """A root that signs itself, for 127.0.0.1, valid for ten days: its PEM, and a server's context with it."""
    key = ec.generate_private_key(ec.SECP256R1())
    signed = _signed(_name("test"), key, _name("test"), key, begins, ca=True)
    pem = signed.public_bytes(serialization.Encoding.PEM)
    (folder / "both.pem").write_bytes(pem + _private(key))
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(folder / "both.pem")
    return pem.decode(), context


def _yesterday() -> datetime:
    return datetime.now(UTC) - timedelta(days=1)


def _private(key: ec.EllipticCurvePrivateKey) -> bytes:
    return key.private_bytes(
        serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    )


def _name(text: str) -> x509.Name:
    return x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, text)])


def _signed(
    subject: x509.Name,
    key: ec.EllipticCurvePrivateKey,
    issuer: x509.Name,
    issuer_key: ec.EllipticCurvePrivateKey,
    begins: datetime,
    *,
    ca: bool,
) -> x509.Certificate:
    usage = dict.fromkeys(
        (
            "content_commitment",
            "key_encipherment",
            "data_encipherment",
            "key_agreement",
            "encipher_only",
            "decipher_only",
        ),
        False,
    )
    return (
        x509.CertificateBuilder()
        .subject_name(subject)
        .issuer_name(issuer)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(begins)
        .not_valid_after(begins + timedelta(days=10))
        .add_extension(x509.SubjectAlternativeName([x509.IPAddress(ip_address("127.0.0.1"))]), False)
        .add_extension(x509.BasicConstraints(ca=ca, path_length=0 if ca else None), True)
        .add_extension(x509.KeyUsage(digital_signature=True, key_cert_sign=ca, crl_sign=ca, **usage), True)
        .add_extension(x509.SubjectKeyIdentifier.from_public_key(key.public_key()), False)
        .add_extension(x509.AuthorityKeyIdentifier.from_issuer_public_key(issuer_key.public_key()), False)
        .sign(issuer_key, hashes.SHA256())
    )
