"""``csat show``: one record; a questionnaire on a laptop as a page to read, with its life and corrections."""

import json
import sys

import click

from csat_tui.centre.wanted import for_centre
from csat_tui.laptop.opening import Laptop, open_laptop
from csat_tui.output import emit, json_option, json_text
from csat_tui.passphrase_prompt import passphrases
from csat_tui.store import responses
from schemas.masking import masked_person
from schemas.text import clean

WIDTH = 80


@click.command()
@click.argument("id")
@click.option("--body", "only_body", is_flag=True, help="The stored body alone, byte for byte.")
@click.option("--database", help="The centre's database, when it is not the one its home remembers.")
@json_option
def show(id: str, only_body: bool, database: str | None, as_json: bool) -> int:
    """One record whole: its answers, why it has its score, how far it has come, and what was corrected."""
    if for_centre(database):
        from csat_tui.centre.listing import as_shown, centre_body

        found = centre_body(id, database)
        _stored(found if only_body else as_shown(found), exact=as_json or only_body)
        return 0
    laptop = open_laptop(passphrases=passphrases())
    try:
        from csat_tui.laptop import record_pages

        body = responses.body_of(laptop.store, id)
        if body is None:
            return _other(laptop, id, exact=as_json or only_body)
        page = record_pages.page(laptop, id)
    finally:
        laptop.close()
    if only_body:
        _stored(body, exact=True)
    elif as_json:
        sys.stdout.write(
            json_text({**masked_person(json.loads(body)), **record_pages.life_json(page)}) + "\n"
        )
    else:
        from csat_tui.screens.record_lines import plain_lines

        emit(None, False, "\n".join(clean(line) for line in plain_lines(page, WIDTH)))
    return 0


def _other(laptop: Laptop, id: str, *, exact: bool) -> int:
    """A record that is no questionnaire. Raises Trouble ``not_found``."""
    from csat_tui.laptop import record_pages, reference_rows

    found = reference_rows.find(laptop, id)
    if found is None:
        raise record_pages.not_found(id)
    emit(found, exact, json.dumps(found, ensure_ascii=False, indent=2))
    return 0


def _stored(body: bytes, *, exact: bool) -> None:
    if exact:
        sys.stdout.write(body.decode() + "\n")
    else:
        emit(None, False, json.dumps(json.loads(body), ensure_ascii=False, indent=2))
