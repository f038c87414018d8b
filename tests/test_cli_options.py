"""The table of options: whole, in the order of the types, and read alike by the command line and the project file."""

import pytest
from program import run

from coverage_cli.cli.app import COMMANDS
from coverage_cli.cli.options import Options, shared_by, table
from coverage_cli.indicator import Indicator
from coverage_cli.project_keys import schema_of

TABLE = table()


def test_every_shared_option_is_in_the_table():
    assert [name for name in Options._fields if name not in TABLE] == []


def test_no_two_options_of_a_command_have_the_same_name():
    for command in COMMANDS:
        names = [
            name for one in shared_by(command) for name in TABLE[one.name].get("names", "").split()
        ]
        assert len(names) == len(set(names))


def test_what_is_passed_over_is_a_command():
    assert {name for told in TABLE.values() for name in told.get("not_in", ())} <= set(COMMANDS)


@pytest.mark.parametrize("command", COMMANDS)
def test_the_help_of_a_command_shows_its_options_and_no_others(command):
    shown = run(command, "--help").out
    taken = {one.name for one in shared_by(command)}
    for name in Options._fields[1:]:
        first = TABLE[name]["names"].split()[0]
        assert f"{first} " in shown or name not in taken


def test_every_key_of_an_option_is_one_of_the_project_file():
    schema = schema_of({}, {"population": frozenset()}, {"health": Indicator("health", (), (), {})})
    for told in TABLE.values():
        section, _, key = told.get("key", "profile").partition(".")
        assert key in schema[section] if key else callable(schema[section])


@pytest.mark.parametrize(
    ("option", "value", "known"),
    [("--percent", "x", "points, fraction"), ("--hidden", "x", "include, exclude")],
)
def test_a_value_that_is_none_of_the_choices_is_refused_with_them(option, value, known):
    result = run("compute", "x.csv", option, value)
    assert result.code == 2
    assert known in result.err
