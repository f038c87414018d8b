"""A job's periods on the units of one day: who is of which time, lists brought along, figures computed anew.

Loaded only where `--as-of` or `--units` asks for it. Every sheet is read and checked on its own units first, so that
what is odd about it is said of its own cells.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

from coverage_cli.boundaries.comparable import Era as Compared
from coverage_cli.boundaries.comparable import kept_of
from coverage_cli.boundaries.crosswalk import Route
from coverage_cli.boundaries.eras import Era, Eras
from coverage_cli.boundaries.plan import Asked, Plan, Standing, parts_missing, plan_of
from coverage_cli.boundaries.restate import restated
from coverage_cli.errors import UnreadableInput
from coverage_cli.model import Finding, Observations, Units
from coverage_cli.periods import end_of, in_time
from coverage_cli.pipeline.context import Context
from coverage_cli.pipeline.restated_said import Step, said_of, targets_lost
from coverage_cli.pipeline.restating import check_sums, denominators_of, table_of, tuple_of
from coverage_cli.pipeline.settle import Beside, figured
from coverage_cli.pipeline.worked import Settled
from coverage_cli.records import NamedTuple
from coverage_cli.units.names import namer

if TYPE_CHECKING:
    from coverage_cli.pipeline.lists import Lists

# How many units a message names.
_NAMED = 5
Printed = Mapping[int, tuple[Units, int]]


class Walked(NamedTuple):
    """Periods on the units of a day (those of earlier deliveries in front), what is to be said, the days led over."""

    periods: tuple[Settled, ...]
    findings: tuple[Finding, ...]
    bridged: frozenset[str]


class Walk:
    """The way of a job's figures to the units of one day."""

    def __init__(self, context: Context) -> None:
        self.context = context
        self.table = table_of(context)
        self.eras = Eras(self.table, namer(context.vocabulary.kinds))
        self.day = self.eras.of_day(context.job.as_of or self.table.days[-1])
        self.routes: dict[str, Route] = {}
        self.plans: dict[tuple[object, ...], Plan] = {}
        # What is to be said of each list, once however many periods it serves.
        self.of_lists: dict[str | None, Finding] = {}

    def asked(
        self,
        day: str,
        printed: Printed,
    ) -> Asked:
        """Return what is asked for: the units of a day, as the sheets of that day print them."""
        if day not in self.routes:
            self.routes[day] = Route(self.table, day)
        return Asked(
            self.routes[day],
            printed,
            denominators_of(self.context),
            self._level_of,
        )

    def _level_of(
        self,
        name: str,
        depth: int,
    ) -> str:
        """Return the level of an upper unit by the word for its type, else by how many stand above it."""
        levels = self.context.job.told.levels
        told = self.context.vocabulary.type_level(name)
        return told if told in levels else levels[min(depth, len(levels) - 2)]

    def era(self, made: Observations) -> Era:
        """Return the time that observations are of. Raises `UnreadableInput` where their units are of two."""
        day = end_of(made.period).isoformat() if made.period else None
        era = self.eras.of_units(made.units, day)
        if era.is_mixed:
            raise UnreadableInput(
                "units-of-two-days",
                file=made.home[0],
                day=era.day,
                other=era.other,
                count=len(era.strangers),
                units=era.strangers[:_NAMED],
            )
        # What the table does not know at all is of no other time than asked for.
        return era if era.known else era._replace(day=era.expected or self.day)

    def beside(
        self,
        beside: Beside,
        made: Observations,
    ) -> tuple[Beside, dict[str, Lists]]:
        """Return what stands beside a period, lists on its own units, and the lists on units that came later."""
        now: dict[str, Lists] = {}
        later: dict[str, Lists] = {}
        day = self.era(made).day
        for name, lists in beside.lists.items():
            if any(self.era(one).day > day for one in lists.observations):
                later[name] = lists
            else:
                brought = [self._brought(one, day) for one in lists.observations]
                now[name] = lists._replace(observations=tuple(brought))
        return beside._replace(lists=now), later

    def _brought(
        self,
        made: Observations,
        day: str,
    ) -> Observations:
        """Return a list's observations on the units of a later day."""
        own = self.era(made).day
        if own >= day:
            return made
        step = self.carried(
            made,
            own,
            self.asked(day, {}),
        )
        for one in targets_lost(step):
            self.of_lists[one.file] = one
        return step.observations

    def carried(
        self,
        made: Observations,
        day: str,
        asked: Asked,
    ) -> Step:
        """Return observations of a day on the units of the day asked for, and how they came there."""
        units = made.units
        found = self.eras.units_on(day).found(units)
        missing = parts_missing(
            made,
            found,
            day,
            asked.route,
        )
        shape = (asked.route.day, bool(asked.printed), day, tuple(missing.items()), *units.columns)
        kept = tuple(map(tuple_of, shape))
        if kept not in self.plans:
            self.plans[kept] = plan_of(
                units,
                found,
                day,
                missing,
                asked,
            )
        plan = self.plans[kept]
        carried = restated(
            made,
            plan,
            asked,
        )
        check_sums(made, carried)
        return Step(
            made,
            carried,
            plan,
            missing,
        )

    def walked(
        self,
        periods: Sequence[Settled],
        beside: Beside,
    ) -> Walked:
        """Return settled periods, in their order, on the units of the day asked for.

        Raises `UnreadableInput` where no way leads there.
        """
        in_time_order = sorted(periods, key=lambda settled: in_time(settled.period or "9999"))
        eras = [self.era(settled.observations) for settled in in_time_order]
        asked = self.asked(self.day, self._printed(in_time_order, eras))
        made: list[Settled] = []
        findings: list[Finding] = []
        steps: list[Step | None] = []
        for settled, era in zip(
            in_time_order,
            eras,
            strict=True,
        ):
            again, step, more = self._walk_one(
                settled,
                era,
                (asked, beside),
                made,
            )
            made.append(again)
            steps.append(step)
            findings += more
        taken = list(
            zip(
                in_time_order,
                eras,
                steps,
                strict=True,
            )
        )
        findings += said_of(
            self.table,
            self.day,
            taken,
        )
        findings += self.of_lists.values()
        kept = zip(
            map(id, in_time_order),
            self._kept(made, steps),
            strict=True,
        )
        by_origin = dict(kept)
        in_order = tuple(by_origin[id(settled)] for settled in periods)
        return Walked(
            in_order,
            tuple(findings),
            self._bridged(eras),
        )

    def _walk_one(
        self,
        settled: Settled,
        era: Era,
        way: tuple[Asked, Beside],
        before: Sequence[Settled],
    ) -> tuple[Settled, Step | None, list[Finding]]:
        """Return a period on the units of the day, and how it came there (None: it is of that day)."""
        if era.day >= self.day:
            self._check_not_later(settled.observations, era)
            return settled, None, []
        asked, beside = way
        step = self.carried(
            settled.observations,
            era.day,
            asked,
        )
        again, findings = self._again(
            settled,
            step,
            beside,
            before,
        )
        return again, step, findings

    def _bridged(self, eras: Sequence[Era]) -> frozenset[str]:
        first = min(era.day for era in eras)
        return frozenset(day for day in self.table.days if first < day <= self.day)

    def _printed(
        self,
        periods: Sequence[Settled],
        eras: Sequence[Era],
    ) -> Printed:
        """Return how the latest sheet on the units of the day prints them."""
        native = [
            settled.observations.units
            for settled, era in zip(
                periods,
                eras,
                strict=True,
            )
            if era.day == self.day
        ]
        return self._places(native[-1]) if native else {}

    def _places(self, units: Units) -> dict[int, tuple[Units, int]]:
        found = self.eras.units_on(self.day).found(units)
        return {place: (units, at) for at, place in enumerate(found) if place is not None}

    def _check_not_later(
        self,
        made: Observations,
        era: Era,
    ) -> None:
        """Refuse units that came after the day asked for: nobody tells how many people each part had."""
        places = self.table.places
        found = self.eras.units_on(era.day).found(made.units) if era.day > self.day else ()
        later = [places[at].name for at in found if at is not None and places[at].since > self.day]
        if later:
            raise UnreadableInput(
                "units-came-later",
                file=made.home[0],
                day=self.day,
                own=era.day,
                units=tuple(later[:_NAMED]),
                count=len(later),
            )

    def _again(
        self,
        settled: Settled,
        step: Step,
        beside: Beside,
        before: Sequence[Settled],
    ) -> tuple[Settled, list[Finding]]:
        """Return a period with its figures on the units of the day, lists of later units given now."""
        made = step.observations
        findings: list[Finding] = []
        if settled.later:
            from coverage_cli.pipeline.given import with_lists

            lists = self._on_day(settled.later)
            made, findings = with_lists(
                made,
                self.context,
                lists,
            )
        named = {name: of for name, of in beside.lists.items() if name.startswith("targets=")}
        again, _ = figured(
            made,
            beside._replace(lists=self._on_day(named)),
            before,
        )
        return again._replace(tally=settled.tally), findings

    def _on_day(self, lists: Mapping[str, Lists]) -> dict[str, Lists]:
        """Return lists on the units of the day asked for."""
        return {
            name: one._replace(observations=self.brought(one.observations))
            for name, one in lists.items()
        }

    def brought(self, observations: Sequence[Observations]) -> tuple[Observations, ...]:
        """Return a list's observations on the units of the day asked for."""
        return tuple(self._brought(one, self.day) for one in observations)

    def _kept(
        self,
        made: Sequence[Settled],
        steps: Sequence[Step | None],
    ) -> list[Settled]:
        """Return the periods with what their units are known by, and which figures may be compared."""
        eras = []
        for settled, step in zip(
            made,
            steps,
            strict=True,
        ):
            units = settled.observations.units
            if step is None:
                there = {
                    at: Standing("new", place) for place, (_, at) in self._places(units).items()
                }
                eras.append(
                    Compared(
                        units,
                        there,
                        frozenset(),
                        is_own=True,
                    )
                )
            else:
                standing = step.plan.by_place
                eras.append(
                    Compared(
                        units,
                        standing,
                        frozenset(step.missing),
                        is_own=False,
                    )
                )
        pairs = zip(
            made,
            kept_of(eras),
            strict=True,
        )
        return [settled._replace(kept=kept) for settled, kept in pairs]
