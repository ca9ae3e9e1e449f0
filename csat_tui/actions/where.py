"""Screens that have actions in common, by their names."""

WORK = ("today", "month", "records", "record", "customer", "proposals")
WITHOUT_LINE = tuple(screen for screen in WORK if screen != "records")
"""Where F3 is not taken by a line that narrows the list."""
CUSTOMERS = ("find", "form", "customer", "match", "pack_choice", "proposals")
IMPORT = ("imports", "import_file", "import_columns", "import_field", "import_preview")
VISITS = ("visit", "plan")
PAPER = ("paper", "paper_batch", "paper_sort", "differences", "operators", "paper_met", "mailings", "mailing")
LISTS = (*WORK, *CUSTOMERS, *VISITS, "result", "sync", "welcome", "interview", *IMPORT)
READING = tuple(dict.fromkeys((*LISTS, *PAPER, "keying")))
BEFORE = ("unlock", "sign_in", "notice")
"""Screens before anything of the laptop is shown."""
OWN = ("settings", "self_test", "quiz")
"""Screens about the program itself."""
