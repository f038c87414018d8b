"""Read: path -> Grid. What a file really is, guards in front of the parsers, and the cells as they are stored.

Nothing is guessed about the meaning of a cell here: no numbers are parsed out of text, no headings are looked for.
"""

from coverage_cli.read.book import read_book, read_bytes
from coverage_cli.read.inputs import find_inputs

__all__ = ["find_inputs", "read_book", "read_bytes"]
