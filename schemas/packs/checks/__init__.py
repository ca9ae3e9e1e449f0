"""What can be wrong with a pack, one module a concern; ``schemas.packs.check`` puts them together."""
