"""What this app does by the clock."""

from datetime import date, datetime
from functools import partial

from maillage.base import ticks
from maillage.organisations.actions.organisations import classify_again


def due(at: datetime) -> None:
    """Each night, give every structure the family that the tables of the day give it."""
    ticks.each_day("organisations.families", partial(_classify, at), at=at, hour=4)


def _classify(at: datetime, day: date) -> None:
    classify_again(on=day, by="horloge", at=at)
