"""Limits: how much a spreadsheet may hold before a parser sees it. Figures and their reasons only."""

MEMBERS = 4_000
SHEETS = 1_024
PART_BYTES = 256 << 20
TOTAL_BYTES = 512 << 20
RATIO = 200
RATIO_FROM_BYTES = 128 << 20
TOKEN_BYTES = 1 << 20
CELLS = 5_000_000
"""Cells with a value; blank formatted ones, which office files have by the million, are not counted."""
BOX_CELLS = 13_000_000
"""Cells of the boxes around all sheets of a file, blank ones among them: a million rows of twelve columns."""
ROWS = 1_048_576
COLUMNS = 16_384
SECOND_OPINION_BYTES = 5 << 20
