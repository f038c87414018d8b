"""Who is whose part: which rows are sums of others, decided once, by weighed evidence.

`locate` proposes a tree from labels, numbers and columns of names; here the figures are heard. `propose` offers sums,
`weigh` says what speaks for and against each (the table of weights, with their reasons, is docs/decisions/0007),
`choose` takes what holds together, and `regrow` puts the units in order. Nothing is read and nothing is corrected here.
"""

from __future__ import annotations

from coverage_cli.hierarchy.choose import Settled, Witnesses, settle
from coverage_cli.hierarchy.nameless import drop_false_whole
from coverage_cli.hierarchy.siblings import Marks

__all__ = ["Marks", "Settled", "Witnesses", "drop_false_whole", "settle"]
