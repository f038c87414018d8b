"""What stops a run: one exception type, carrying the key of its message and an exit code.

The wording lives in `data/lang/*.toml` under `[errors.<key>]` (an `error` and a `hint` line), so that it can be
read in the user's language; this module must not know any wording.
"""

from __future__ import annotations


class CoverageError(Exception):
    """An input, an option or an output that stops the run; never a fault of the program itself.

    `key` names the message, `values` fill its placeholders. The exit code is the one of `docs/exit-codes.md`.
    """

    exit_code = 3

    def __init__(self, key: str, **values: object) -> None:
        """Keep the key and the values; `str()` shows both for logs and tests."""
        super().__init__(key, values)
        self.key = key
        self.values = values
        # The project file and line that told what is wrong.
        self.told_by: tuple[str, int] | None = None
        # What is wrong and what to do, in words: told where a person is to read it from Python.
        self.said = ""

    def __reduce__(self) -> tuple[object, ...]:
        """Let a child process hand a fault over: key and values are all there is to it."""
        return _again, (type(self), self.key, self.values)

    def __str__(self) -> str:
        """Show what was said, else the key and its values; on the command line people see `words.Words.error`."""
        if self.said:
            return self.said
        shown = ", ".join(f"{name}={value!r}" for name, value in self.values.items())
        return f"{self.key}({shown})"


class UsageFault(CoverageError):  # noqa: N818 - named by what happened
    """An option that contradicts itself, another option or the project file: exit code 2."""

    exit_code = 2


class UnreadableInput(CoverageError):  # noqa: N818 - named by what happened
    """An input that cannot be read or understood: exit code 3."""

    exit_code = 3


class UnwritableOutput(CoverageError):  # noqa: N818 - named by what happened
    """An output that cannot be written; what was there before is untouched: exit code 4."""

    exit_code = 4


def _again(kind: type[CoverageError], key: str, values: dict[str, object]) -> CoverageError:
    return kind(key, **values)
