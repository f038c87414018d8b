"""Office sheets with known truth, built from a seed, and what the program makes of them (docs/reliability.md)."""
