"""Run the program as `python -m coverage_cli`, for where coverage.py owns the `coverage` command."""

from coverage_cli.cli import run

if __name__ == "__main__":
    run()
