"""How many cells a file may hold, and how more are allowed."""

from __future__ import annotations

import pytest
from hostile import xlsx
from program import run

from coverage_cli.errors import UnreadableInput
from coverage_cli.read import limits, read_bytes
from coverage_cli.read.book import child_bounds


@pytest.fixture(autouse=True)
def small(monkeypatch):
    monkeypatch.setattr(limits, "CELLS", 1_000)
    monkeypatch.setattr(limits, "BOX_CELLS", 2_600)


def sheet(rows):
    return "".join(
        f'<row r="{at}"><c r="A{at}" t="inlineStr"><is><t>Xã {at}a</t></is></c>'
        f'<c r="B{at}"><v>{1000 + at}</v></c><c r="C{at}"><v>{900 + at}</v></c></row>'
        for at in range(2, rows + 2)
    )


HEAD = "".join(
    f'<c r="{letter}1" t="inlineStr"><is><t>{text}</t></is></c>'
    for letter, text in zip("ABC", ("Xã", "Dân số", "BHYT"), strict=True)
)
LARGE = {
    "large.xlsx": xlsx(f'<row r="1">{HEAD}</row>{sheet(400)}'),
    "large.csv": (
        "Xã,Dân số,BHYT\n" + "".join(f"Xã {at}a,{1000 + at},{900 + at}\n" for at in range(400))
    ).encode(),
}


@pytest.mark.parametrize(("name", "content"), LARGE.items(), ids=LARGE)
def test_a_refusal_says_the_option_that_allows_it_and_the_option_does(name, content, tmp_path):
    path = tmp_path / name
    path.write_bytes(content)
    refused = run("compute", path, "--format", "json")
    assert refused.code == 3
    needed = refused.err.rpartition("--limit-cells ")[2].split()[0]
    allowed = run("compute", path, "--limit-cells", needed, "--format", "json")
    assert (allowed.code, allowed.row("Total", "health_insurance")["units_complete"]) == (0, 400)
    project = tmp_path / "coverage-cli.toml"
    project.write_text(f"[reading]\nlimit_cells = {needed}\n", encoding="utf-8")
    by_project = run("compute", path, "--project", project, "--format", "json")
    assert by_project.report()["rows"] == allowed.report()["rows"]


def test_what_a_file_and_its_reader_may_take_grows_with_the_cells():
    before = child_bounds()
    with limits.allowing(3_000):
        assert child_bounds() == (3 * before.memory, 3 * before.seconds)
        read_bytes("x", LARGE["large.xlsx"])
    with limits.allowing(10):
        assert child_bounds() == before
    assert child_bounds() == before
    with pytest.raises(UnreadableInput, match="too-many-cells"):
        read_bytes("x", LARGE["large.xlsx"])


@pytest.mark.parametrize("told", ["0", "-5", "many"])
def test_no_number_of_cells_is_refused(told, tmp_path):
    path = tmp_path / "large.csv"
    path.write_bytes(LARGE["large.csv"])
    assert run("compute", path, "--limit-cells", told).code == 2
