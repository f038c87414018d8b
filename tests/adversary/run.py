"""Try the program on many built sheets and count the outcomes; or show one sheet with its truth."""

from __future__ import annotations

import argparse
import os
import tempfile
from collections import Counter, defaultdict
from collections.abc import Iterable
from concurrent.futures import ProcessPoolExecutor
from pathlib import Path
from typing import NamedTuple

from program import run

from adversary.judge import OUTCOMES, Verdict, judge
from adversary.sheet import Sheet, build
from adversary.write import write


class Tried(NamedTuple):
    """One sheet and how the program did."""

    seed: int
    features: tuple[str, ...]
    verdict: Verdict


def try_seed(seed: int) -> Tried:
    """Build one sheet, run the program on it, judge."""
    sheet = build(seed)
    with tempfile.TemporaryDirectory() as folder:
        return Tried(seed, sheet.features, judge(sheet, write(sheet, Path(folder))))


def try_all(seeds: Iterable[int], workers: int) -> list[Tried]:
    """Try many seeds, in several processes."""
    with ProcessPoolExecutor(workers) as pool:
        return list(pool.map(try_seed, seeds, chunksize=25))


def counts(tried: list[Tried]) -> dict[str, int]:
    """Count the outcomes, and the right sheets that carry an undeserved warning."""
    found = Counter(one.verdict.outcome for one in tried)
    alarmed = sum(bool(one.verdict.alarms) for one in tried)
    return {outcome: found[outcome] for outcome in OUTCOMES} | {
        "right, with a false alarm": alarmed
    }


def table(tried: list[Tried]) -> str:
    """Return the outcomes by feature, in per cent of the sheets that have it."""
    by_feature: dict[str, list[Verdict]] = defaultdict(list)
    for one in tried:
        for feature in one.features:
            by_feature[feature].append(one.verdict)
    lines = [
        f"{'feature':52} {'sheets':>6} "
        + " ".join(f"{outcome:>8}" for outcome in (*OUTCOMES, "alarmed"))
    ]
    for feature, verdicts in sorted(by_feature.items()):
        found = Counter(one.outcome for one in verdicts)
        found["alarmed"] = sum(bool(one.alarms) for one in verdicts)
        shares = " ".join(
            f"{100 * found[outcome] / len(verdicts):7.1f}%" for outcome in (*OUTCOMES, "alarmed")
        )
        lines.append(f"{feature:52} {len(verdicts):6} {shares}")
    return "\n".join(lines)


def listed(tried: list[Tried]) -> str:
    """Return a line for every sheet that did not come out right, the silent ones first."""
    order = ("crashed", "SILENT", "said", "refused")
    lines = []
    for outcome in order:
        for one in tried:
            if one.verdict.outcome == outcome:
                first = (
                    one.verdict.wrongs[0].text
                    if one.verdict.wrongs
                    else one.verdict.note.splitlines()[0]
                )
                lines.append(f"{outcome:8} {one.seed:6}  {first[:150]}")
    alarmed = [
        f"alarm    {one.seed:6}  {', '.join(one.verdict.alarms)}"
        for one in tried
        if one.verdict.alarms
    ]
    return "\n".join([*lines, *alarmed])


def show(seed: int) -> None:
    """Print one sheet, its truth, the program's own rows and findings, and the verdict."""
    sheet = build(seed)
    print("\n".join(sheet.features), "\n")
    print_cells(sheet)
    print("\narguments:", *sheet.truth.arguments)
    print("true:")
    for one in sheet.truth.expected:
        target = f", target {one.target}" if one.target else ""
        print(
            f"  {one.period} {'/'.join(one.indicators)} {one.unit or '(the whole)'}: {one.numerator} of {one.denominator}{target}"
        )
    with tempfile.TemporaryDirectory() as folder:
        path = write(sheet, Path(folder))
        found = run("compute", path, *sheet.truth.arguments, "--format", "json")
        print("\nprinted:", found.err.strip())
        if found.out:
            for row in found.report()["rows"]:
                target = "" if row["target_count"] is None else f", target {row['target_count']}"
                print(
                    f"  {row['period']} {row['indicator']} {row['level']} {row['unit']} < {row['parent']}: {row['numerator']} of {row['denominator']}{target}"
                )
        verdict = judge(sheet, path)
    print(f"\n{verdict.outcome}", *verdict.alarms)
    for wrong in verdict.wrongs:
        print("  ", wrong.text)


def print_cells(sheet: Sheet) -> None:
    """Print the cells as they stand."""
    for number, line in enumerate(sheet.cells.rows, 1):
        print(f"{number:3} | " + " | ".join("" if value is None else str(value) for value in line))
    if sheet.cells.merges:
        print(
            "merged:",
            *(
                f"{chr(65 + left)}{top + 1}:{chr(65 + right)}{bottom + 1}"
                for top, left, bottom, right in sheet.cells.merges
            ),
        )


def main(arguments: list[str]) -> None:
    """Read the options and do what they say."""
    parser = argparse.ArgumentParser(prog="python -m tests.adversary", description=__doc__)
    parser.add_argument("--seed", type=int, help="show this one sheet")
    parser.add_argument("--seeds", type=int, default=5000, help="how many sheets to try")
    parser.add_argument("--first", type=int, default=0, help="the first seed")
    parser.add_argument("--workers", type=int, default=os.cpu_count())
    parser.add_argument(
        "--save", type=Path, help="with --seed: also write the file into this folder"
    )
    told = parser.parse_args(arguments)
    if told.seed is not None:
        if told.save:
            print(write(build(told.seed), told.save))
        show(told.seed)
        return
    tried = try_all(range(told.first, told.first + told.seeds), told.workers)
    print(table(tried), listed(tried), sep="\n\n", end="\n\n")
    print(
        ", ".join(
            f"{name} {number} ({100 * number / len(tried):.1f} %)"
            for name, number in counts(tried).items()
        )
    )
