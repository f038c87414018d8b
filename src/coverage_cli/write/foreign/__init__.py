"""Workbooks that others made, changed in some cells and proved unchanged in all others."""
