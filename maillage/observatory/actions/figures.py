"""Changing a figure, or the title of a theme, here rather than in a pack: what is changed stays."""

from datetime import datetime

from maillage.accounts.actions.act import act
from maillage.accounts.models import User
from maillage.base.journal import record
from maillage.observatory.models import Figure, Topic


@act
def change(figure: Figure, *, by: User, at: datetime) -> Figure:
    """Save a figure as it now reads; from then on no pack changes it."""
    figure.from_pack = False
    figure.full_clean()
    figure.save(force_update=True)
    record(by, "observatory.figure_changed", figure, at=at, key=figure.key)
    return figure


@act
def rename(topic: Topic, *, by: User, at: datetime) -> Topic:
    """Save the new title of a theme; from then on no pack changes it."""
    topic.from_pack = False
    topic.full_clean()
    topic.save(force_update=True)
    record(by, "observatory.topic_renamed", topic, at=at, key=topic.key)
    return topic
