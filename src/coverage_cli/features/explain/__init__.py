"""What stands behind a figure: its cells, what was repaired, where its target came from, the steps that lead to it."""
