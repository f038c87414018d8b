"""Who is whose part: which rows stand above which, and which are sums of others. Nothing is read here.

`locate` hands over the rows of a table (`rows`). What their labels tell is heard first: `ranks` asks its proposers
which names stand above which, `grow` (or `columns`, where columns name the upper units) makes the tree. Then, when the
counts are read, the figures are heard: `propose` offers sums, `weigh` says what speaks for and against each (the table
of weights is docs/decisions/0007), `choose` takes what holds together, `regrow` puts it in order.
"""

from __future__ import annotations

from coverage_cli.hierarchy.choose import Settled, Witnesses, settle
from coverage_cli.hierarchy.columns import grow_from_columns, names_above
from coverage_cli.hierarchy.grow import Grown, Tree, finish, grow_ranked
from coverage_cli.hierarchy.nameless import drop_false_whole
from coverage_cli.hierarchy.ranks import rank, tier_order
from coverage_cli.hierarchy.rows import Line, Ordinal, Rows, Sum, Words, most, rows_of
from coverage_cli.hierarchy.siblings import Marks, step_of
from coverage_cli.hierarchy.weigh import TakenSum

__all__ = [
    "Grown",
    "Line",
    "Marks",
    "Ordinal",
    "Rows",
    "Settled",
    "Sum",
    "TakenSum",
    "Tree",
    "Witnesses",
    "Words",
    "drop_false_whole",
    "finish",
    "grow_from_columns",
    "grow_ranked",
    "most",
    "names_above",
    "rank",
    "rows_of",
    "settle",
    "step_of",
    "tier_order",
]
