"""Coverage rates, target attainment and gaps from the spreadsheets that offices really send.

From Python the commands are functions: `compute`, `gaps`, `trend`, `check`, `inspect` (docs/python.md).
"""

from __future__ import annotations

TYPE_CHECKING = (
    False  # true for type checkers; `typing` itself would be the first thing to wait for
)
if TYPE_CHECKING:
    from coverage_cli.api import CoverageWarning, check, compute, gaps, inspect, trend
    from coverage_cli.errors import CoverageError, UnreadableInput, UnwritableOutput, UsageFault

__version__ = "0.1.0"
__all__ = [
    "CoverageError",
    "CoverageWarning",
    "UnreadableInput",
    "UnwritableOutput",
    "UsageFault",
    "__version__",
    "check",
    "compute",
    "gaps",
    "inspect",
    "trend",
]


def __getattr__(name: str) -> object:
    """Import what is asked for and nothing else: the command line must not wait for what only Python users need."""
    if name not in __all__:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    from coverage_cli import api, errors

    return getattr(errors if hasattr(errors, name) else api, name)
