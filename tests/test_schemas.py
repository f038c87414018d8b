"""The JSON Schemas are those of the program: of what it prints, and of the project files that it takes."""

from __future__ import annotations

import importlib.util
import json
import re
import tomllib
from decimal import Decimal
from pathlib import Path

import jsonschema
import pytest
from program import SAMPLES, run

from coverage_cli import project_keys
from coverage_cli.checked_toml import Wrong
from coverage_cli.profiles import load_profile

ROOT = Path(__file__).parent.parent
FOLDER = ROOT / "docs" / "schemas"
SHEETS = sorted((ROOT / "tests" / "sheets").iterdir())
MAY = SAMPLES / "ninh-binh-2024-05.xlsx"
APRIL = SAMPLES / "ninh-binh-2024-04.xlsx"
MONTHS = sorted(SAMPLES.glob("ninh-binh-2024-0?.xlsx"))


def maker():
    spec = importlib.util.spec_from_file_location("make_schemas", ROOT / "docs" / "make_schemas.py")
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def schema(name: str) -> dict:
    return json.loads((FOLDER / f"{name}.schema.json").read_text(encoding="utf-8"))


@pytest.mark.parametrize("name", ["coverage-cli", *maker().SCHEMAS])
def test_they_are_up_to_date_and_sound(name):
    written = (FOLDER / f"{name}.schema.json").read_text(encoding="utf-8")
    assert written == maker().text(name), "run `make docs`"
    jsonschema.Draft202012Validator.check_schema(json.loads(written))


PRINTED = [
    ("report", ("compute", MAY)),
    ("report", ("compute", *MONTHS)),
    ("report", ("compute", SAMPLES / "ninh-binh-2024-05-en.csv")),
    ("report", ("compute", MAY, "-i", "BHYT", "--target", "92#A", "--what-if", "median")),
    ("report", ("compute", MAY, "--population", f"list={SAMPLES / 'ninh-binh-2024-population.csv'}")),
    ("report", ("gaps", *MONTHS)),
    ("report", ("gaps", MAY, "-i", "BHYT")),
    ("report", ("trend", *MONTHS)),
    ("report", ("allocate", MAY, "-i", "health_insurance", "--amount", "945000", "--rule", "uninsured")),
    ("comparison", ("compare", APRIL, SAMPLES / "redelivered-2024-04.xlsx")),
    ("check", ("check", *MONTHS)),
    ("check", ("check", SAMPLES / "nho-quan-2024-05.xls")),
    *(("inspection", ("inspect", one)) for one in (MAY, SAMPLES / "nho-quan-2024-05.xls")),
    *(
        ("explanation", ("explain", sheet, "--in", unit))
        for sheet, unit in [
            (MAY, "Xã Đồng Phong"),
            (MAY, "TỈNH NINH BÌNH"),
            (APRIL, "Huyện Kim Sơn"),
            (APRIL, "Xã Kim Trung"),
        ]
    ),
]  # fmt: skip


@pytest.mark.parametrize(("name", "arguments"), PRINTED)
def test_what_the_samples_print_validates(name, arguments):
    printed = run(*arguments, "--format", "json")
    assert printed.code in (0, 1), printed.err
    jsonschema.validate(printed.report(), schema(name))


@pytest.mark.parametrize("at", range(4))
def test_what_the_built_sheets_print_validates(at):
    for sheet in SHEETS[at::12]:
        for name, command in (("report", "compute"), ("check", "check"), ("inspection", "inspect")):
            printed = run(command, sheet, "--format", "json")
            if printed.out:
                jsonschema.validate(printed.report(), schema(name))


def test_a_key_of_another_kind_does_not_validate():
    told = run("compute", MAY, "-i", "BHYT", "--format", "json").report()
    told["rows"][3]["gap_people"] = "50"
    with pytest.raises(jsonschema.ValidationError):
        jsonschema.validate(told, schema("report"))
    del told["rows"][3]["gap_people"]
    with pytest.raises(jsonschema.ValidationError):
        jsonschema.validate(told, schema("report"))


@pytest.fixture
def folder(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    return tmp_path


@pytest.mark.parametrize(
    "arguments", [[], [MAY], [MAY, "--lang", "vi", "--map", "health_insured=I"]]
)
def test_what_init_writes_validates(arguments, folder):
    assert run("init", *arguments).code == 0
    text = (folder / "coverage-cli.toml").read_text(encoding="utf-8")
    jsonschema.validate(tomllib.loads(text), schema("coverage-cli"))
    every = re.sub(r"(?m)^#(?=\w+ = |\[)", "", text)  # the examples, too
    jsonschema.validate(tomllib.loads(every), schema("coverage-cli"))


def test_the_examples_of_the_pages_validate():
    for page in ("project-file", "scheduling", "sheets"):
        text = (ROOT / "docs" / f"{page}.md").read_text(encoding="utf-8")
        for example in re.findall(r"```toml\n(.*?)```", text, re.DOTALL):
            told = tomllib.loads(example)
            if not told.keys() & {"indicators", "measures"}:
                jsonschema.validate(plain(told), schema("coverage-cli"))


def plain(value):
    """Return TOML as an editor hands it on: a date is a text."""
    return json.loads(json.dumps(value, default=str))


VALUES = ["x", "", " ", 0, 1, 5, 31, 100, 10**6, -1, 0.5, True, [], ["x"], ["a=b"], [""], "5-7", "tab",
          "vi", "points", "include", {"count": 5}, {"rate": 95}, {"rate": 1, "new": 2}, {"population": 1000}, [1]]  # fmt: skip


def test_it_takes_nothing_that_the_program_refuses_and_refuses_nothing_that_it_takes():
    profile, told = load_profile(), schema("coverage-cli")["properties"]
    known = project_keys.schema_of({}, profile.measures, profile.indicators)
    for section, keys in known.items():
        assert section in told
        for key, takes in keys.items() if isinstance(keys, dict) else ():
            if not callable(takes):
                continue
            own = told[section]["properties"][key]
            for value in VALUES:
                exact = Decimal(str(value)) if isinstance(value, float) else value
                is_taken = not isinstance(takes(exact), Wrong)
                is_valid = jsonschema.Draft202012Validator(own).is_valid(value)
                # Targets have bounds that depend on their indicator, scales go by the measures of the profile.
                if section == "targets" or key == "scale":
                    assert is_valid or not is_taken, (section, key, value)
                else:
                    assert is_valid == is_taken, (section, key, value)
