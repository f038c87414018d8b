"""Make up one month's enrolment for every commune, around the totals that were published.

Figures only: nothing is formatted or written here. Every made-up number is drawn from a hash of the commune's code,
so the same month is the same everywhere; there is no clock and no random generator.
"""

from __future__ import annotations

import csv
import hashlib
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any, NamedTuple

CITY = "Thành phố Ninh Bình"
DONG_PHONG = "14416"
NOT_REPORTED = {"2024-04": "14695"}
"""Month to the commune whose health insurance figure had not come in yet."""

CORRECTED: Mapping[str, Mapping[str, Any]] = {
    "14695": {"health": 3_939},  # Xã Kim Trung, which had not reported
    "14401": {"health": 5_104},  # Xã Gia Tường: cards that came late; it meets its target now
    "14545": {"health": 3_968},  # Xã Ninh Xuân: cards counted twice; it misses its target now
}
"""What the second delivery of April says otherwise, by commune."""

# Published for May 2024 (BHXH 25,729, of which 2,408 voluntary; BHYT 128,067, of which 19,408 households). The labour
# force is what the published 36.54 % implies, the population what the published 94.6 % implies (135,306 - 135,449);
# the census counted 128,480, which would put the city at 99.68 %.
CITY_TOTALS = {
    "population": 135_378,
    "labour_force": 70_413,
    "compulsory": 25_729 - 2_408,
    "voluntary": 2_408,
    "health": 128_067,
    "household": 19_408,
}

# Coverage around which a district's communes lie, and what the district is asked for, both in tenths of a percent.
DISTRICTS = {
    CITY: (946, 955),
    "Thành phố Tam Điệp": (942, 950),
    "Huyện Nho Quan": (938, 945),
    "Huyện Gia Viễn": (924, 940),
    "Huyện Hoa Lư": (951, 955),
    "Huyện Yên Khánh": (931, 945),
    "Huyện Kim Sơn": (903, 930),
    "Huyện Yên Mô": (917, 935),
}
PROVINCE_TARGET_TENTHS = 945
MONTHS_BEFORE_MAY = {"2024-05": 0, "2024-04": 1, "2024-03": 2, "2023-12": 5}


class Row(NamedTuple):
    """What a form prints of one unit; `health` is None where the commune has not reported."""

    code: str
    name: str
    district: str
    population: int
    labour_force: int
    compulsory: int
    voluntary: int
    unemployment: int
    health: int | None
    household: int
    target_tenths: int
    voluntary_target: int

    @property
    def rate_hundredths(self) -> int | None:
        """Return the coverage in hundredths of a percent, rounded half up as ROUND does."""
        return (
            None
            if self.health is None
            else (20_000 * self.health + self.population) // (2 * self.population)
        )

    @property
    def gap(self) -> int | None:
        """Return how many people are missing to the target; negative where it is exceeded."""
        return (
            None
            if self.health is None
            else -(-self.target_tenths * self.population // 1000) - self.health
        )


class Place(NamedTuple):
    """What a commune of 2024 is at a later time: the code and name of the unit it is (in), and what stands above."""

    code: str
    name: str
    above: str


class Census(NamedTuple):
    """A commune as the census counted it."""

    code: str
    name: str
    district: str
    population: int


def read_census(path: Path) -> tuple[Census, ...]:
    """Read the communes in the order of the file, which is that of the codes."""
    with path.open(encoding="utf-8", newline="") as lines:
        return tuple(
            Census(line["commune_code"], line["commune"], line["district"], int(line["population"]))
            for line in csv.DictReader(lines)
        )


def read_places(path: Path) -> dict[str, dict[str, Place]]:
    """Read what the communes of 2024 are since January and since July 2025: by time, then by code."""
    with path.open(encoding="utf-8", newline="") as lines:
        rows = list(csv.DictReader(lines))
    columns = {"2025-01": "district_2025_01", "2025-07": "office_2025_07"}
    return {
        time: {
            row["commune_code"]: Place(
                row[f"code_{time.replace('-', '_')}"],
                row[f"commune_{time.replace('-', '_')}"],
                row[above],
            )
            for row in rows
        }
        for time, above in columns.items()
    }


def later_rows(
    census: Sequence[Census], months: int, places: Mapping[str, Place]
) -> tuple[Row, ...]:
    """Return the figures so many months after May 2024 on later units: those of their parts, added up."""
    parts: dict[Place, list[Row]] = {}
    for row in month_rows(census, "2024-05"):
        parts.setdefault(places[row.code], []).append(_grown(row, months))
    made = [_joined(place, rows) for place, rows in parts.items()]
    return tuple(
        sorted(made, key=lambda row: [*dict.fromkeys(p.above for p in parts)].index(row.district))
    )


def _grown(row: Row, months: int) -> Row:
    """Return a commune's figures so many months later; nobody is insured who was not counted as living there."""
    for step in range(months):
        health = (row.health or 0) * (10_000 + draw(row.code, f"later {step}", -2, 8)) // 10_000
        voluntary = row.voluntary + draw(row.code, f"voluntary later {step}", 0, 3)
        compulsory = row.compulsory + draw(
            row.code, f"social later {step}", 0, row.compulsory // 250
        )
        row = row._replace(
            health=min(health, row.population * 992 // 1000),
            household=row.household + draw(row.code, f"household later {step}", 0, 2),
            voluntary=voluntary,
            compulsory=compulsory,
            unemployment=row.unemployment + (compulsory - row.compulsory) * 9 // 10,
        )
    return row


def _joined(place: Place, parts: Sequence[Row]) -> Row:
    sums = {field: sum(getattr(row, field) or 0 for row in parts) for field in Row._fields[3:10]}
    target = 945 + 5 * draw(place.code + place.name, "target", 0, 4)
    voluntary_target = sums["voluntary"] * 11 // 100 * 10
    return Row(
        place.code,
        place.name,
        place.above,
        **sums,
        target_tenths=target,
        voluntary_target=voluntary_target,
    )


def month_rows(census: Sequence[Census], period: str) -> tuple[Row, ...]:
    """Return the communes' figures at the end of a month (December 2023, March, April or May 2024)."""
    city = _share_out_city([unit for unit in census if unit.district == CITY])
    may = (_may_row(unit, city.get(unit.code)) for unit in census)
    return tuple(_earlier(row, MONTHS_BEFORE_MAY[period], period) for row in may)


def corrected_rows(april: Sequence[Row]) -> tuple[Row, ...]:
    """Return April as it was delivered again: one commune reported, two corrected."""
    return tuple(row._replace(**CORRECTED.get(row.code, {})) for row in april)


def sum_rows(rows: Sequence[Row], name: str, target_tenths: int) -> Row:
    """Return the printed subtotal of some rows: blanks are left out, targets are the upper unit's own."""
    sums = {field: sum(getattr(row, field) or 0 for row in rows) for field in Row._fields[3:10]}
    # The upper unit hands out more than it was asked for, to be sure of reaching its own goal.
    voluntary_target = sum(row.voluntary_target for row in rows) * 98 // 1000 * 10
    return Row("", name, "", **sums, target_tenths=target_tenths, voluntary_target=voluntary_target)


def draw(code: str, what: str, low: int, high: int) -> int:
    """Return a whole number between two bounds (inclusive) that depends on the code and the purpose alone."""
    digest = hashlib.sha256(f"{code}/{what}".encode()).digest()
    return low + int.from_bytes(digest[:8], "big") % (high - low + 1)


def apportion(total: int, weights: Mapping[str, int]) -> dict[str, int]:
    """Split a total in proportion to weights by largest remainders, so that the parts sum to it exactly."""
    whole = sum(weights.values())
    parts = {code: total * weight // whole for code, weight in weights.items()}
    by_remainder = sorted(weights, key=lambda code: (-(total * weights[code] % whole), code))
    for code in by_remainder[: total - sum(parts.values())]:
        parts[code] += 1
    return parts


def _share_out_city(city: Sequence[Census]) -> dict[str, dict[str, int]]:
    census = {unit.code: unit.population for unit in city}
    # People insured stay under the census as well, for a reader may divide by either population.
    shares = {
        "population": apportion(
            CITY_TOTALS["population"], _varied(census, "population", 10_300, 10_770)
        ),
        "health": apportion(CITY_TOTALS["health"], _varied(census, "health", 9_945, 9_990)),
    }
    labour_force = apportion(
        CITY_TOTALS["labour_force"], _varied(shares["population"], "labour", 9_900, 10_100)
    )
    shares["labour_force"] = labour_force
    for field in ("compulsory", "voluntary"):
        shares[field] = apportion(CITY_TOTALS[field], _varied(labour_force, field, 7_500, 12_500))
    shares["household"] = apportion(
        CITY_TOTALS["household"], _varied(shares["health"], "household", 8_000, 12_000)
    )
    return {code: {field: parts[code] for field, parts in shares.items()} for code in census}


def _varied(weights: Mapping[str, int], what: str, low: int, high: int) -> dict[str, int]:
    return {code: weight * draw(code, what, low, high) for code, weight in weights.items()}


def _may_row(unit: Census, city: Mapping[str, int] | None) -> Row:
    figures = {**_made_up(unit), **(city or {})}
    if unit.code == DONG_PHONG:
        # The article of May 2024: 130 in voluntary social insurance; over 4 700 insured, 94 % of the population.
        figures |= {"population": 5_000, "labour_force": 2_655, "voluntary": 130, "health": 4_700}
    code = unit.code
    unemployment = figures["compulsory"] * draw(code, "unemployment", 860, 950) // 1000
    voluntary_target = (
        figures["voluntary"] * draw(code, "voluntary target", 104, 128) // 500 * 5 + 5
    )
    targets = {"target_tenths": _target_tenths(unit), "voluntary_target": voluntary_target}
    return Row(code, unit.name, unit.district, unemployment=unemployment, **figures, **targets)


def _made_up(unit: Census) -> dict[str, int]:
    code, population = unit.code, unit.population
    labour_force = population * draw(code, "labour", 5_220, 5_580) // 10_000
    town = unit.name.startswith(("Thị trấn", "Phường"))
    compulsory_permille = (
        draw(code, "compulsory", 215, 320) if town else draw(code, "compulsory", 85, 205)
    )
    centre = DISTRICTS[unit.district][0]
    # Two draws make middling communes common and extreme ones rare.
    spread = draw(code, "health", -300, 300) + draw(code, "health again", -300, 300)
    health = population * min(max(10 * centre + spread, 8_230), 9_930) // 10_000
    return {
        "population": population,
        "labour_force": labour_force,
        "compulsory": labour_force * compulsory_permille // 1000,
        "voluntary": labour_force * draw(code, "voluntary", 240, 520) // 10_000,
        "health": health,
        "household": health * draw(code, "household", 150, 290) // 1000,
    }


def _target_tenths(unit: Census) -> int:
    if unit.code == DONG_PHONG:
        return 950
    # Half percents are exact in binary, so the form's own ROUNDUP formula agrees with whole-number arithmetic.
    return min(max(DISTRICTS[unit.district][1] + 5 * draw(unit.code, "target", -3, 3), 910), 960)


def _earlier(row: Row, months: int, period: str) -> Row:
    for step in range(months):
        before: dict[str, Any] = dict(_month_before(row, step))
        row = row._replace(**before)
    return row._replace(health=None) if NOT_REPORTED.get(period) == row.code else row


def _month_before(row: Row, step: int) -> dict[str, int]:
    # No fall in the city: it would have had more insured than the census counted people the month before.
    falls = row.district != CITY and draw(row.code, f"falls {step}", 1, 18) == 1
    health = (
        draw(row.code, f"health {step}", 15, 40)
        if falls
        else -draw(row.code, f"health {step}", 20, 50)
    )
    social = -draw(row.code, f"social {step}", 15, 45)
    changes = {
        "health": health,
        "household": health - draw(row.code, f"household {step}", 0, 20),
        "compulsory": social,
        "unemployment": social,
        "voluntary": -draw(row.code, f"voluntary {step}", 60, 160),
    }
    return {
        field: _changed(getattr(row, field), per_10_000) for field, per_10_000 in changes.items()
    }


def _changed(people: int, per_10_000: int) -> int:
    change = max((people * abs(per_10_000) + 5_000) // 10_000, 1)
    return people + change if per_10_000 > 0 else people - change
