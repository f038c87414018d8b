"""How an indicator's rates are shown to a person: per how many, under which heading, with how many decimals.

Machine formats do not come here: there a rate is in percent whatever its indicator (contract, section 5).
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from coverage_cli.model import Cell, Indicator, Quotient
from coverage_cli.records import NamedTuple
from coverage_cli.words import Words
from coverage_cli.write.columns import Column, heading_of, shown


class Shown(NamedTuple):
    """The manner of one indicator: `headings` stand in the place of the common ones, `words` have its decimals."""

    per: int
    headings: Mapping[str, str]
    words: Words

    def rate(self, value: Quotient | None) -> Quotient | None:
        """Return a percentage per as many as it is shown per.

        >>> from coverage_cli.words import load_words
        >>> round(float(Shown(1000, {}, load_words()).rate(Quotient(500, 458))), 1)  # 5 of 458
        10.9
        """
        if value is None or self.per == 100:
            return value
        return Quotient(value.over * self.per, value.under * 100)

    def column(self, key: str, cells: Sequence[Cell]) -> Column:
        """Return a column of the indicator's figures as people read it."""
        if key in self.headings and self.per != 100:
            cells = [self.rate(cell) if isinstance(cell, Quotient) else cell for cell in cells]
        return shown(key, cells, self.words)._replace(heading=self.heading(key))

    def heading(self, key: str) -> str:
        """Return a column's heading, for rates the indicator's own."""
        return self.headings.get(key) or heading_of(key, self.words)


def shown_as(indicator: Indicator | None, words: Words) -> Shown:
    """Return how an indicator is shown; decimals that the user told win over its own."""
    if indicator is None:
        return Shown(
            100, {key: words.label(key) for key in ("coverage_pct", "target_pct", "gap_pp")}, words
        )
    places = words.places if words.told_places or indicator.decimals is None else indicator.decimals
    per = indicator.per
    headings = {
        "coverage_pct": rate_heading(indicator, words),
        "target_pct": words.label("target_pct" if per == 100 else "target_per", per=per),
        "gap_pp": words.label("gap_pp" if per == 100 else "gap_per", per=per),
    }
    return Shown(per, headings, words._replace(places=places))


def rate_heading(indicator: Indicator, words: Words) -> str:
    """Return the heading of the rate: the indicator's own, else share, rate or coverage in percent, or per so many."""
    own = indicator.headings.get(words.lang) or indicator.headings.get("en")
    if own:
        return own
    if indicator.per != 100:
        return words.label("rate_per", per=indicator.per)
    return words.label(
        "group_share_pct" if indicator.share else "rate_pct" if indicator.lower else "coverage_pct"
    )


def common_heading(indicators: Iterable[Indicator], words: Words) -> str:
    """Return the heading of a column of several indicators' rates in percent: a share is not called a coverage."""
    indicators = list(indicators)
    if all(indicator.is_coverage and not indicator.headings for indicator in indicators):
        return words.label("coverage_pct")
    is_share = all(indicator.share for indicator in indicators)
    return words.label("group_share_pct" if is_share else "rate_pct")
