"""What a writer is: a function from a report and the reader's words to the finished text or bytes.

A writer computes no figure and rounds nothing but what it shows; it opens no file (`place` puts files).
"""

from __future__ import annotations

from collections.abc import Callable

from coverage_cli.model import Report
from coverage_cli.words import Words

Writer = Callable[[Report, Words], str | bytes]
"""`records`' writers also take `raw`; `screen.show` alone writes by itself, for it must know its terminal."""
