"""The two packs of a simulated company: one that is approved, one that may be approved later."""

from schemas.packs.model import Pack
from schemas.packs.resolve import content_hash, library_content, read

PACK: Pack = read(library_content("dlr-cs-sales"))
OTHER_PACK: Pack = read(library_content("dlr-cs-aftersales"))
PACKS = {pack.pack: pack for pack in (PACK, OTHER_PACK)}
HASHES = {name: content_hash(library_content(name)) for name in PACKS}
