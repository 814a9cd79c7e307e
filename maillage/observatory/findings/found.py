"""Every rule over every figure."""

from collections.abc import Iterable
from dataclasses import dataclass

from maillage.observatory.findings import comparisons, denominators, families, series, sources, totals
from maillage.observatory.findings.finding import Finding, Kind, Severity
from maillage.observatory.findings.reading import Reading, order
from maillage.observatory.models import Figure

# A figure that another one superseded is history: it stands in a series, and is held against nothing.
ON_CURRENT = (
    denominators.same_share_of_two_wholes,
    comparisons.unlike_comparisons,
    sources.contradicting_sources,
    sources.one_source_twice,
    totals.unsound_totals,
    families.missing_families,
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Findings:
    """What the rules found, the worst first; and the keys of the figures that wear a flag for it."""

    all: tuple[Finding, ...]
    contradicted: frozenset[str]
    broken: frozenset[str]

    def naming(self, figure: Figure) -> list[Finding]:
        """Return what concerns one figure, in question or held against another."""
        return [finding for finding in self.all if figure.key in {one.key for one in finding.figures}]

    @property
    def contradictions(self) -> list[Finding]:
        """Return what cannot be true together."""
        return self.of(Severity.CONTRADICTION)

    @property
    def others(self) -> list[Finding]:
        """Return what is only open, or could be better said."""
        return [finding for finding in self.all if finding.severity != Severity.CONTRADICTION]

    def of(self, severity: Severity) -> list[Finding]:
        """Return those of one severity."""
        return [finding for finding in self.all if finding.severity == severity]


def find(figures: Iterable[Figure]) -> Findings:
    """Apply every rule; the same figures in any order give the same findings in the same order."""
    readings = [Reading.of(figure) for figure in sorted(figures, key=order)]
    current = [reading for reading in readings if reading.figure.superseded_by_id is None]
    found = [finding for rule in ON_CURRENT for finding in rule(current)]
    found += series.breaks(readings)
    return Findings(
        all=tuple(sorted(found, key=_rank)),
        contradicted=_in_question(one for one in found if one.severity == Severity.CONTRADICTION),
        broken=_in_question(one for one in found if one.kind == Kind.BREAK),
    )


def _in_question(found: Iterable[Finding]) -> frozenset[str]:
    return frozenset(figure.key for finding in found for figure in finding.about)


def _rank(finding: Finding) -> tuple[object, ...]:
    return finding.severity, list(Kind).index(finding.kind), [order(figure) for figure in finding.figures]
