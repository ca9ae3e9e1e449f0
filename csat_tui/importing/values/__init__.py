"""What stands in a cell, made into a value or refused with a reason: one kind of value a module."""
