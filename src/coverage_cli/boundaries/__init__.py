"""Units over time: tables of what became of them, and figures of one day's units restated on those of another."""
