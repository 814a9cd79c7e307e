"""What a rule finds: which figures, in one sentence, with the sum that anyone can redo."""

from dataclasses import dataclass
from enum import IntEnum, StrEnum

from maillage.observatory.models import Figure


class Severity(IntEnum):
    """How much it matters, the worst first."""

    CONTRADICTION = 1
    OPEN = 2
    REMARK = 3


class Kind(StrEnum):
    """What kind of thing is found, in the order in which they are told."""

    DENOMINATORS = "denominateurs"
    REFERENCE = "reference"
    TWICE = "deux-valeurs"
    TOTAL = "total"
    COMPARISON = "comparaison"
    FAMILIES = "familles"
    BREAK = "rupture"
    ROUNDING = "arrondis"
    PRECISION = "precisions"


CONTRADICTIONS = {Kind.DENOMINATORS, Kind.REFERENCE, Kind.TWICE, Kind.TOTAL}
REMARKS = {Kind.ROUNDING, Kind.PRECISION}
TITLES = {
    Kind.DENOMINATORS: "Un pourcentage, deux dénominateurs",
    Kind.REFERENCE: "Une autre source dit autre chose",
    Kind.TWICE: "Une source, deux valeurs",
    Kind.TOTAL: "Un total qui ne tombe pas juste",
    Kind.COMPARISON: "Une comparaison qui ne tient pas",
    Kind.FAMILIES: "Des familles oubliées",
    Kind.BREAK: "Une rupture de série",
    Kind.ROUNDING: "Un total juste aux arrondis près",
    Kind.PRECISION: "Une valeur, deux précisions",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Step:
    """One line of a sum, or of what is compared; a figure leads to its page."""

    term: str
    value: str
    figure: Figure | None = None
    total: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Finding:
    """One thing found; `about`: the figures in question, `against`: those they are held against."""

    kind: Kind
    about: tuple[Figure, ...]
    against: tuple[Figure, ...] = ()
    sentence: str
    explanation: str
    steps: tuple[Step, ...]

    @property
    def severity(self) -> Severity:
        """How much it matters."""
        if self.kind in CONTRADICTIONS:
            return Severity.CONTRADICTION
        return Severity.REMARK if self.kind in REMARKS else Severity.OPEN

    @property
    def title(self) -> str:
        """What kind of thing it is, in plain words."""
        return TITLES[self.kind]

    @property
    def figures(self) -> tuple[Figure, ...]:
        """Every figure it names."""
        return self.about + self.against

    @property
    def key(self) -> str:
        """Name it within a page; the same figures give the same name."""
        return "-".join([self.kind, *(figure.key for figure in self.about[:2])])
