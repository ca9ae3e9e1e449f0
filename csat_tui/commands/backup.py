"""``csat backup``: a checked copy of a laptop or a centre in one file."""

from datetime import UTC, datetime
from pathlib import Path

import click

from csat_tui.centre.wanted import for_centre
from csat_tui.home import folder_trouble, locate, must_exist
from csat_tui.output import DONE, NOT_SO, emit, json_option
from csat_tui.saved import Saved
from csat_tui.trouble import Trouble
from schemas.language import texts

_ = texts("csat_tui")


@click.command()
@click.option(
    "--to", type=click.Path(path_type=Path), help="A file or a folder; backups in the home by default."
)
@click.option("--database", help="The centre's database, when it is not the one its home remembers.")
@json_option
def backup(to: Path | None, database: str | None, as_json: bool) -> int:
    """A backup of this home in one file, checked after it was written; other programs may go on working."""
    centre = for_centre(database)
    if not centre:
        must_exist(locate())
    file = _file(to, "centre" if centre else "laptop")
    try:
        saved = _of_centre(file, database) if centre else _of_laptop(file)
    except OSError as error:
        raise folder_trouble(file.parent, error) from error
    emit(saved.content(), as_json, saved.words())
    return NOT_SO if saved.faults else DONE


def _of_centre(file: Path, database: str | None) -> Saved:
    from csat_tui.centre.saving import save_centre

    return save_centre(file, database)


def _of_laptop(file: Path) -> Saved:
    from csat_tui.laptop.opening import open_laptop
    from csat_tui.laptop.saving import save_laptop
    from csat_tui.passphrase_prompt import passphrases

    asked = passphrases()
    laptop = open_laptop(passphrases=asked)
    try:
        return save_laptop(laptop, file, asked)
    finally:
        laptop.close()


def _file(to: Path | None, kind: str) -> Path:
    folder = to if to is not None else locate() / "backups"
    if to is not None and not to.is_dir():
        folder, file = to.absolute().parent, to.absolute()
    else:
        stamp = datetime.now(UTC).strftime("%Y%m%dT%H%M%SZ")
        file = folder / f"csat-{kind}-{stamp}.backup"
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise folder_trouble(folder, error) from error
    if file.exists():
        raise Trouble(
            "file_exists",
            _("There is a file {file} already.", file=file),
            _("It was not touched."),
            _("Choose another name with --to."),
        )
    return file
