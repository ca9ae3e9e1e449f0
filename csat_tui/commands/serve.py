"""``csat serve``: run a centre."""

import ssl
import sys
from pathlib import Path

import click

from csat_tui.centre.opening import spoken
from csat_tui.home import locate
from csat_tui.output import json_option, json_text
from csat_tui.trouble import Trouble
from schemas.language import texts
from sync.centre.dialect import is_postgresql
from sync.centre.home import database_url
from sync.centre.rollup import count_responses
from sync.centre.server import Serving
from sync.centre.server import serve as serve_centre
from sync.client import tls
from sync.client.http import LOOPBACK

_ = texts("csat_tui")

PORT = 8443
FILE = click.Path(exists=True, dir_okay=False, path_type=Path)


@click.command()
@click.option("--database", help="A database URL, remembered in the home; a file in the home by default.")
@click.option("--host", default="127.0.0.1", show_default=True)
@click.option("--port", type=click.IntRange(0, 65535), default=PORT, show_default=True, help="0: a free one.")
@click.option("--organisation", default="", help="Name shown on the laptops; set when the database is made.")
@click.option("--tls-cert", type=FILE, help="PEM file of the certificate with its chain, for https.")
@click.option("--tls-key", type=FILE, help="PEM file of its private key.")
@click.option(
    "--ca", type=FILE, help="PEM file of the own certificate authority, given to enrolling laptops."
)
@click.option("--pin", "pins", multiple=True, help="SPKI pin given to enrolling laptops; at least two.")
@click.option(
    "--allow-plain-http", is_flag=True, help="Serve http: beyond this machine; anybody can read it."
)
@click.option(
    "--workers", type=click.IntRange(1, 64), default=1, show_default=True, help="Processes; needs PostgreSQL."
)
@click.option("--until-stdin-closes", is_flag=True, help="End with the process that started it.")
@json_option
def serve(
    database: str | None,
    host: str,
    port: int,
    organisation: str,
    tls_cert: Path | None,
    tls_key: Path | None,
    ca: Path | None,
    pins: tuple[str, ...],
    allow_plain_http: bool,
    workers: int,
    until_stdin_closes: bool,
    as_json: bool,
) -> int:
    """Run a centre until SIGTERM or Ctrl+C."""
    certificate = _certificate(tls_cert, tls_key)
    if certificate is None and host not in LOOPBACK and not allow_plain_http:
        raise click.UsageError(
            _("Beyond this machine give --tls-cert and --tls-key; --allow-plain-http serves without.")
        )
    _check_pins(pins, tls_cert)

    with spoken():
        if workers > 1 and not is_postgresql(database_url(locate(), database)):
            raise click.UsageError(
                _("SQLite has one writer: --workers above 1 needs a PostgreSQL --database.")
            )

    def ready(url: str) -> None:
        words = _("The centre answers at {url}. Ctrl+C ends it.", url=url)
        click.echo(json_text({"url": url}) if as_json else words)
        sys.stdout.flush()

    serving = Serving(
        locate(),
        database,
        organisation=organisation,
        on_responses=count_responses,
        certificate=certificate,
        ca=ca.read_text(encoding="ascii") if ca else None,
        pins=pins,
    )
    try:
        with spoken():
            serve_centre(serving, host, port, ready, workers=workers, until_stdin_closes=until_stdin_closes)
    except ssl.SSLError as error:
        raise Trouble(
            "bad_certificate",
            _("Certificate and key cannot be used ({reason}).", reason=error.reason or "PEM"),
            _("Nothing was changed."),
            _("Check that both files are PEM and belong together."),
        ) from error
    except OSError as error:
        raise _cannot_listen(host, port, error) from error
    return 0


def _certificate(cert: Path | None, key: Path | None) -> tuple[Path, Path] | None:
    if (cert is None) != (key is None):
        raise click.UsageError(_("--tls-cert and --tls-key go together."))
    return (cert, key) if cert and key else None


def _check_pins(pins: tuple[str, ...], cert: Path | None) -> None:
    """Pins that do not fit the certificate would lock out every laptop that gets them."""
    if not tls.usable_pins(pins):
        raise click.UsageError(_("Give at least two different pins, each 44 characters of base64."))
    if not pins:
        return
    own = tls.pin_of(ssl.PEM_cert_to_DER_cert(_first(cert))) if cert else None
    if own not in pins:
        raise click.UsageError(_("The pin of the certificate is not among them: {pin}", pin=own or "-"))


def _first(cert: Path) -> str:
    """The first certificate of a chain: the centre's own."""
    end = ssl.PEM_FOOTER
    text = cert.read_text(encoding="ascii")
    return text[text.index(ssl.PEM_HEADER) : text.index(end) + len(end)]


def _cannot_listen(host: str, port: int, error: OSError) -> Trouble:
    reason = error.strerror or str(error)
    return Trouble(
        "cannot_listen",
        _("The centre cannot listen at {host}:{port} ({reason}).", host=host, port=port, reason=reason),
        _("Nothing was changed."),
        _("Choose another --port, or 0 for a free one."),
    )
