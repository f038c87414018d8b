"""`make installs`: pip, uv tool and pipx in clean environments, alone and beside coverage.py, as docs/install.md says.

Not part of the suite: it asks the package index for uv, pipx and coverage.py.
"""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
from pathlib import Path

ROOT = Path(__file__).parent.parent
OURS, THEIRS = "coverage-cli", "Coverage.py"


def ran(*words: object, env: dict[str, str] | None = None) -> tuple[int, str]:
    """Run a command, and return its exit code with what it printed."""
    command = [str(word) for word in words]
    done = subprocess.run(
        command, capture_output=True, text=True, env={**os.environ, **(env or {})}, check=False
    )
    return done.returncode, done.stdout + done.stderr


def must(*words: object, env: dict[str, str] | None = None) -> str:
    """Run a command that has to end well."""
    code, said = ran(*words, env=env)
    assert code == 0, said[-2000:]
    return said


def speaks(folder: Path, name: str) -> str:
    """Return whose program stands under a name in a folder of programs, "" for none."""
    path = folder / (f"{name}.exe" if os.name == "nt" else name)
    said = ran(path, "--version")[1] if path.exists() else ""
    return next((whose for whose in (OURS, THEIRS) if said.startswith(whose)), "")


def environment(folder: Path) -> tuple[Path, list[object]]:
    """Make a virtual environment, and return its folder of programs and its pip."""
    must(sys.executable, "-m", "venv", folder)
    programs = folder / ("Scripts" if os.name == "nt" else "bin")
    return programs, [programs / "python", "-m", "pip", "install", "-q", "--no-input"]


def by_pip(folder: Path, wheel: Path) -> None:
    """The last one installed has `coverage`; `coverage-cli` is always ours."""
    programs, pip = environment(folder)
    must(*pip, wheel)
    assert speaks(programs, "coverage") == speaks(programs, "coverage-cli") == OURS
    assert must(programs / "coverage-cli", "compute", "--help").startswith("Usage: coverage-cli ")
    assert must(programs / "coverage", "compute", "--help").startswith("Usage: coverage compute ")
    must(*pip, "coverage")
    assert (speaks(programs, "coverage"), speaks(programs, "coverage-cli")) == (THEIRS, OURS)
    must(*pip, "--force-reinstall", "--no-deps", wheel)
    assert (speaks(programs, "coverage"), speaks(programs, "coverage-cli")) == (OURS, OURS)
    assert must(programs / "python", "-m", "coverage", "--version").startswith(THEIRS)
    must(programs / "python", "-m", "pip", "uninstall", "-q", "-y", "coverage")
    assert (speaks(programs, "coverage"), speaks(programs, "coverage-cli")) == ("", OURS)


def by_uv(folder: Path, wheel: Path, uv: Path) -> None:
    """uv refuses a second tool of one command; `--force` takes it, `uvx --from` needs no command at all."""
    env = {
        "UV_TOOL_DIR": str(folder / "tools"),
        "UV_TOOL_BIN_DIR": str(folder / "bin"),
        "UV_PYTHON": sys.executable,
    }
    must(uv, "tool", "install", "-q", wheel, env=env)
    assert speaks(folder / "bin", "coverage") == speaks(folder / "bin", "coverage-cli") == OURS
    must(uv, "tool", "uninstall", "-q", "coverage-cli", env=env)
    must(uv, "tool", "install", "-q", "coverage", env=env)
    code, said = ran(uv, "tool", "install", wheel, env=env)
    assert code != 0 and "--force" in said
    assert must(uv, "tool", "run", "-q", "--from", wheel, "coverage-cli", "--version", env=env).startswith(OURS)  # fmt: skip
    must(uv, "tool", "install", "-q", "--force", wheel, env=env)
    assert speaks(folder / "bin", "coverage") == speaks(folder / "bin", "coverage-cli") == OURS


def by_pipx(folder: Path, wheel: Path, pipx: Path) -> None:
    """pipx leaves the command that is there, says so, and adds `coverage-cli`."""
    env = {"PIPX_HOME": str(folder / "home"), "PIPX_BIN_DIR": str(folder / "bin")}
    must(pipx, "install", "coverage", env=env)
    must(pipx, "install", wheel, env=env)
    programs = folder / "bin"
    assert (speaks(programs, "coverage"), speaks(programs, "coverage-cli")) == (THEIRS, OURS)


def main() -> None:
    """Build the wheel once, and try each way of installing it."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        tools, pip = environment(folder / "installers")
        must(*pip, "uv", "pipx")
        must(tools / "python", "-m", "pip", "wheel", "-q", "--no-deps", "-w", folder / "dist", ROOT)
        (wheel,) = (folder / "dist").glob("*.whl")
        by_pip(folder / "pip", wheel)
        print("pip: as docs/install.md says")
        by_uv(folder / "uv", wheel, tools / "uv")
        print("uv tool: as docs/install.md says")
        by_pipx(folder / "pipx", wheel, tools / "pipx")
        print("pipx: as docs/install.md says")


if __name__ == "__main__":
    main()
