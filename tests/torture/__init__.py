"""Torture: hostile files, floods, kills, failing disks, formulas in names, shuffled runs. `make torture` runs all of it.

Each part takes a folder of its own and how much is wanted, and returns what it tried and which promises did not hold.
"""
