"""``csat serve``: run a centre."""

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

_ = texts("csat_tui")

PORT = 8443


@click.command()
@click.option("--database", help="A database URL, remembered in the home; a file in the home by default.")
@click.option("--host", default="127.0.0.1", show_default=True)
@click.option("--port", type=click.IntRange(0, 65535), default=PORT, show_default=True, help="0: a free one.")
@click.option("--organisation", default="", help="Name shown on the laptops; set when the database is made.")
@click.option("--certificate", type=click.Path(exists=True, path_type=Path), help="PEM file, for https.")
@click.option("--key", type=click.Path(exists=True, path_type=Path), help="PEM file of its private key.")
@click.option(
    "--ca", type=click.Path(exists=True, path_type=Path), help="PEM file given to enrolling laptops."
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
    certificate: Path | None,
    key: Path | None,
    ca: Path | None,
    workers: int,
    until_stdin_closes: bool,
    as_json: bool,
) -> int:
    """Run a centre until SIGTERM or Ctrl+C."""
    if (certificate is None) != (key is None):
        raise click.UsageError(_("--certificate and --key go together."))

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
        certificate=(certificate, key) if certificate and key else None,
        ca=ca.read_text(encoding="ascii") if ca else None,
    )
    try:
        with spoken():
            serve_centre(serving, host, port, ready, workers=workers, until_stdin_closes=until_stdin_closes)
    except OSError as error:
        raise _cannot_listen(host, port, error) from error
    return 0


def _cannot_listen(host: str, port: int, error: OSError) -> Trouble:
    reason = error.strerror or str(error)
    return Trouble(
        "cannot_listen",
        _("The centre cannot listen at {host}:{port} ({reason}).", host=host, port=port, reason=reason),
        _("Nothing was changed."),
        _("Choose another --port, or 0 for a free one."),
    )
