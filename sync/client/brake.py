"""Stop before most of a collection vanishes: what a mistake at the centre takes away here, a person is asked about."""

from collections.abc import Iterable, Mapping

from sync.client.errors import MassRemoval
from sync.client.ports import Change, Removal


def taken_away(changes: Iterable[Change]) -> dict[str, set[str]]:
    """Entity -> ids that these changes, in order, take away and do not bring back."""
    gone: dict[str, set[str]] = {}
    for change in changes:
        ids = gone.setdefault(change.entity, set())
        if change.op == "put":
            ids.discard(change.id)
        else:
            ids.add(change.id)
    return {entity: ids for entity, ids in gone.items() if ids}


def brake(removals: Mapping[str, Removal]) -> None:
    """Raises MassRemoval when any collection would lose its mass."""
    massive = {entity: one for entity, one in sorted(removals.items()) if one.of_the_mass}
    if massive:
        raise MassRemoval({entity: (one.gone, one.held) for entity, one in massive.items()})
