"""Reports for the tests of the writers: a province of 2 districts x 3 communes, 2 indicators, exact figures."""

from __future__ import annotations

import math
from collections.abc import Sequence

from coverage_cli.indicator import sums
from coverage_cli.model import Figure, Finding, Indicator, Quotient, Report, Source
from coverage_cli.words import NumberStyle, Words, load_words

PERIOD = "2024-05"
PROVINCE = "Tỉnh Ninh Bình"
DISTRICTS = {
    "Huyện Nho Quan": (("14416", "Xã Đồng Phong"), ("14428", "[/b]"), ("14401", "=1+1")),
    "Thành phố Tam Điệp": (
        ("14362", "Phường Bắc Sơn"),
        ("14365", "漢字社"),
        ("14368", "Xã Quang Sơn"),
    ),
}
# (numerator, denominator) of the communes: short by a lot, met exactly, short by one; above, no data, above 100 %
INSURED = (
    (4_700, 5_000),
    (4_750, 5_000),
    (11_398, 11_999),
    (9_876, 10_000),
    (None, 6_000),
    (8_100, 8_000),
)
WORKERS = ((500, 2_400), (612, 2_500), (1_234, 5_999), (700, 5_000), (650, 3_000), (810, 4_000))


class ShortWords(Words):
    """Wording whose findings say little, so that tests of their places and forms are no tests of messages."""

    def finding(self, finding):
        wording = FINDING_WORDS.get(finding.code)
        values = {**finding.values, "count": finding.count}
        return self._fill(wording, values) if wording else super().finding(finding)


def load_test_words(lang: str = "en", places: int = 2) -> Words:
    """Load the English wording with short findings; `vi` groups and marks numbers as Vietnamese does."""
    words = load_words("en", places)
    style = NumberStyle(".", ",") if lang == "vi" else words.style
    return ShortWords(*words)._replace(lang=lang, style=style)


FINDING_WORDS = {
    "total-mismatch": "the printed total is {printed}, its parts add up to {computed}",
    "over-100": "{unit} has more insured people than inhabitants",
    "number-as-text": "{count} numbers are stored as text",
}


def figure(
    unit: str,
    numerator: int | None,
    denominator: int | None,
    *,
    target: int | None = 95,
    level: str = "commune",
    parent: str | None = None,
    code: str | None = None,
    indicator: str = "health_insurance",
    depth: int = 2,
    complete: tuple[int, int] = (1, 1),
    shortfall: int | None = None,
) -> Figure:
    """Build a figure with a rate target, by the formulas of the contract."""
    known = numerator is not None and denominator is not None
    pct = Quotient(100 * numerator, denominator) if known else None
    goal = math.ceil(target * denominator / 100) if target is not None and denominator else None
    gap = goal - numerator if goal is not None and numerator is not None else None
    status = (
        "no_target"
        if target is None
        else "no_data"
        if gap is None
        else "met"
        if gap <= 0
        else "short"
    )
    return Figure(
        period=PERIOD, level=level, code=code, unit=unit, parent=parent, indicator=indicator,
        numerator=numerator, denominator=denominator, coverage_pct=pct,
        target_kind=None if target is None else "rate", target_pct=None if target is None else Quotient(target, 1),
        target_count=goal,
        attainment_pct=Quotient(100 * pct.over, pct.under * target) if pct and target else None,
        gap_people=gap,
        gap_pp=Quotient(target * denominator - 100 * numerator, denominator) if pct and target is not None else None,
        shortfall_people=shortfall if shortfall is not None else None if gap is None else max(gap, 0),
        status=status, units_complete=complete[0], units_expected=complete[1], depth=depth,
    )  # fmt: skip


def province(
    indicator: str,
    pairs: Sequence[tuple[int | None, int]],
    target: int | None,
    names: object = None,
) -> list[Figure]:
    """Build the province's figures: the whole, then each district and its communes."""
    del names
    rows: list[Figure] = []
    for place, (district, communes) in enumerate(DISTRICTS.items()):
        here = pairs[3 * place : 3 * place + 3]
        leaves = [
            figure(name, *pair, target=target, parent=district, code=code, indicator=indicator,
                   complete=(int(pair[0] is not None), 1))
            for (code, name), pair in zip(communes, here, strict=True)
        ]  # fmt: skip
        rows += [_upper(district, leaves, level="district", parent=PROVINCE, depth=1), *leaves]
    leaves = [row for row in rows if row.depth == 2]
    return [_upper(PROVINCE, leaves, level="province", parent=None, depth=0), *rows]


def _upper(
    unit: str, leaves: list[Figure], *, level: str, parent: str | None, depth: int
) -> Figure:
    pairs = [(row.numerator, row.denominator) for row in leaves if row.numerator is not None]
    target = leaves[0].target_pct.over if leaves[0].target_pct else None
    shortfalls = [row.shortfall_people for row in leaves if row.shortfall_people is not None]
    return figure(
        unit, sum(n for n, _ in pairs), sum(d for _, d in pairs), target=target, level=level, parent=parent,
        indicator=leaves[0].indicator, depth=depth, complete=(len(pairs), len(leaves)),
        shortfall=sum(shortfalls) if target is not None else None,
    )  # fmt: skip


FINDINGS = (
    Finding("number-as-text", "info", {}, "thang 5.xlsx", "T5", ("C8", "C9"), None, 2),
    Finding(
        "total-mismatch",
        "error",
        {"printed": 38_830, "computed": 38_824},
        "thang 5.xlsx",
        "T5",
        ("H12",),
        PROVINCE,
    ),
    Finding(
        "over-100",
        "warning",
        {"unit": "Xã Quang Sơn"},
        "thang 5.xlsx",
        "T5",
        ("H20",),
        "Xã Quang Sơn",
    ),
)
SOURCES = (
    Source("thang 5.xlsx", "ab" * 32, "T5", "A5:L20", (5, 6, 7), PERIOD,
           {"unit": "B", "population": "C", "health_insured": "H"}),
)  # fmt: skip
INDICATORS = {
    "health_insurance": Indicator(
        "health_insurance", sums("health_insured"), sums("population"),
        {"en": "Health insurance coverage", "vi": "Bao phủ bảo hiểm y tế"},
    ),
    "voluntary_social_insurance": Indicator(
        "voluntary_social_insurance", sums("social_voluntary"), sums("labour_force"), {"en": "Voluntary social insurance"}
    ),
}  # fmt: skip
NAMES = {
    ("health_insurance", "numerator"): "BHYT - Tổng số người tham gia",
    ("health_insurance", "denominator"): "Dân số",
    ("voluntary_social_insurance", "numerator"): "BHXH tự nguyện",
    ("voluntary_social_insurance", "denominator"): "LLLĐ trong độ tuổi",
}


def province_report() -> Report:
    """Build the report that the snapshots show: one indicator with a target, one without."""
    figures = province("health_insurance", INSURED, 95) + province(
        "voluntary_social_insurance", WORKERS, None
    )
    return Report(
        "BHXH tỉnh Ninh Bình, 5/2024", tuple(figures), FINDINGS, SOURCES, INDICATORS, NAMES
    )


def large_report(communes: int, indicators: int = 1) -> Report:
    """Build a province of that many communes, ten to a district, for each of some indicators."""
    figures: list[Figure] = []
    for number in range(indicators):
        figures.append(
            figure("Tỉnh", 9_400 * communes, 10_000 * communes, level="province", depth=0)
        )
        for index in range(communes):
            district = f"Huyện {index // 10 + 1}"
            if index % 10 == 0:
                figures.append(
                    figure(district, 94_000, 100_001, level="district", parent="Tỉnh", depth=1)
                )
            count = 9_000 + index * 7 % 1_000
            figures.append(
                figure(
                    f"Xã Đồng Phong {index}", count, 10_007, parent=district, code=f"{index:05d}"
                )
            )
        figures = [row._replace(indicator=f"indicator_{number}") if row.indicator == "health_insurance" else row
                   for row in figures]  # fmt: skip
    return Report("Tỉnh", tuple(figures), FINDINGS, SOURCES, INDICATORS, NAMES)
