"""``csat restore``: a backup becomes the home again."""

import zipfile
from pathlib import Path

import click

from csat_tui.centre.wanted import for_centre
from csat_tui.home import find, folder_trouble, locate
from csat_tui.output import DONE, NOT_SO, emit, json_option
from csat_tui.saved import Saved
from csat_tui.trouble import Trouble
from schemas.language import texts

_ = texts("csat_tui")


@click.command()
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--database", help="Where the centre's data is to be; a centre's backup fits both databases.")
@click.option("--replace", is_flag=True, help="Take the place of what is there, which is kept aside.")
@json_option
def restore(file: Path, database: str | None, replace: bool, as_json: bool) -> int:
    """Restore the backup in FILE into --home. It is checked before anything is changed."""
    try:
        saved = _restored(file.absolute(), database, replace)
    except OSError as error:
        raise folder_trouble(locate(), error) from error
    emit(saved.content(), as_json, saved.words())
    return NOT_SO if saved.faults else DONE


def _restored(file: Path, database: str | None, replace: bool) -> Saved:
    if zipfile.is_zipfile(file):
        if for_centre(database):
            raise _wrong_home(_("This is a backup of a laptop, and the home is a centre's."))
        from csat_tui.laptop.saving import bring_back_laptop
        from csat_tui.passphrase_prompt import passphrases

        return bring_back_laptop(file, locate(), passphrases(), replace=replace)
    if not for_centre(database) and find(locate()) is not None:
        raise _wrong_home(_("This is no backup of a laptop, and the home is a laptop's."))
    from csat_tui.centre.saving import bring_back_centre

    return bring_back_centre(file, database, replace=replace)


def _wrong_home(message: str) -> Trouble:
    return Trouble("wrong_home", message, _("Nothing was changed."), _("Choose another folder with --home."))
