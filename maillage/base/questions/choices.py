"""Questions answered by choosing: one, several, yes or no."""

from typing import Literal, Self

from pydantic import BaseModel, ConfigDict, Field, model_validator

from . import texts
from .kinds import Input, Short, Typed
from .texts import Unreadable, Value


class Option(BaseModel):
    """One possible answer."""

    model_config = ConfigDict(frozen=True, extra="forbid", str_strip_whitespace=True)
    value: str = Field(alias="valeur", max_length=60, pattern=r"^[A-Za-z0-9_.-]+$")
    label: Short = Field(alias="libelle")


class Chosen(Input):
    """An answer taken from a short list."""

    @property
    def labels(self) -> dict[str, str]:
        """Value -> label, in order."""
        return {}

    def parse(self, text: str) -> Value:
        """Accept one of the values."""
        if text not in self.labels:
            raise Unreadable(f"« {text[:60]} » ne fait pas partie des choix : choisissez dans la liste.")
        return text

    def say(self, value: Value) -> str:
        """Return the label, or the value itself when its choice no longer exists."""
        return self.labels.get(str(value), str(value))


class YesNo(Chosen):
    """Yes, no, or an honest "je ne sais pas" unless the definition refuses it."""

    type: Literal["oui_non"]
    unknown: bool = Field(default=True, alias="ne_sait_pas")

    @property
    def labels(self) -> dict[str, str]:
        """The two or three answers."""
        return {"oui": "Oui", "non": "Non"} | ({"nsp": "Je ne sais pas"} if self.unknown else {})


class Listed(Chosen):
    """Answers listed by the definition."""

    options: tuple[Option, ...] = Field(alias="choix", min_length=1, max_length=500)

    @model_validator(mode="after")
    def _options_differ(self) -> Self:
        values = [option.value for option in self.options]
        twice = sorted({value for value in values if values.count(value) > 1})
        if twice:
            raise ValueError(f"choix en double : {', '.join(twice)}")
        return self

    @property
    def labels(self) -> dict[str, str]:
        """As the definition lists them."""
        return {option.value: option.label for option in self.options}


class Choice(Listed):
    """One answer among several."""

    type: Literal["choix"]


class MultipleChoice(Listed):
    """Several answers among several, stored in the order of the definition."""

    operators = frozenset({"contient", "renseignee"})
    type: Literal["choix_multiples"]
    fewest: int = Field(default=0, alias="min", ge=0)
    most: int | None = Field(default=None, alias="max", ge=1)

    @model_validator(mode="after")
    def _bounds_possible(self) -> Self:
        if self.fewest > min(self.most or len(self.options), len(self.options)):
            raise ValueError("« min » dépasse « max » ou le nombre de choix")
        return self

    def read(self, raw: object) -> Value | None:
        """Accept a list of values, or a single one."""
        ticked = {texts.typed(one) for one in (raw if isinstance(raw, list | tuple) else [raw])} - {""}
        for text in sorted(ticked):
            self.parse(text)
        self._count(len(ticked))
        return [value for value in self.labels if value in ticked] or None

    def _count(self, ticked: int) -> None:
        if ticked and ticked < self.fewest:
            raise Unreadable(f"Choisissez au moins {texts.counted(self.fewest, 'réponse')}.")
        if self.most is not None and ticked > self.most:
            raise Unreadable(
                f"Choisissez {texts.counted(self.most, 'réponse')} au plus ; vous en avez {ticked}."
            )

    def show(self, value: Value) -> Typed:
        """Return the boxes to tick."""
        return [str(one) for one in value] if isinstance(value, list) else [str(value)]

    def say(self, value: Value) -> str:
        """Return the labels, one after the other."""
        return ", ".join(self.labels.get(one, one) for one in self.show(value))
