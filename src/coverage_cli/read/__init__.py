"""Read: path -> Grid. What a file really is, guards in front of the parsers, and the cells as they are stored.

Nothing is guessed about the meaning of a cell here: no numbers are parsed out of text, no headings are looked for.
"""

from coverage_cli.read.book import child_bounds, read_book, read_bytes
from coverage_cli.read.inputs import STANDARD_INPUT, SUFFIXES, find_inputs, no_spreadsheets
from coverage_cli.read.limits import allowing
from coverage_cli.read.own_output import is_own_output
from coverage_cli.read.source import lent, read_source
from coverage_cli.read.supervised import CAN_FORK, children_for, each_apart

__all__ = [
    "CAN_FORK",
    "STANDARD_INPUT",
    "SUFFIXES",
    "allowing",
    "child_bounds",
    "children_for",
    "each_apart",
    "find_inputs",
    "is_own_output",
    "lent",
    "no_spreadsheets",
    "read_book",
    "read_bytes",
    "read_source",
]
