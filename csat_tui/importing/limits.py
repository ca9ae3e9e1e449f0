"""How large a file may be. Every limit is said plainly when it is met; nothing is cut off."""

MAX_FILE_BYTES = 128 * 1024 * 1024
MAX_UNPACKED_BYTES = 512 * 1024 * 1024
"""All parts of a workbook together, unpacked: a small file may claim to hold a disk full."""
MAX_ROWS = 500_000
MAX_COLUMNS = 400
MAX_CELL = 32_767
"""Characters of one cell: what a spreadsheet itself holds."""
HEADER_WITHIN = 40
"""The header stands in these first lines."""
SAMPLE_ROWS = 200
"""Rows looked at to recognise a column by its content."""
SHOWN_ROWS = 20
"""Rows shown as examples of what stands in a column."""
