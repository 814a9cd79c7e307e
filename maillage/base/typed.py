"""Django's field classes as their stubs see them: generic, so that ours say what they take and give."""

from typing import TYPE_CHECKING, TypeVar

from django.db import models

Taken_contra = TypeVar("Taken_contra", contravariant=True)
Given_co = TypeVar("Given_co", covariant=True)

if TYPE_CHECKING:
    CharField = models.Field  # a CharField takes and gives text: ours another type
    DecimalField = models.DecimalField
else:

    class CharField(models.CharField):
        """Stands for `models.CharField`, with the brackets of the annotations."""

        def __class_getitem__(cls, _types: object) -> type:
            return cls

    class DecimalField(models.DecimalField):
        """Stands for `models.DecimalField`, with the brackets of the annotations."""

        def __class_getitem__(cls, _types: object) -> type:
            return cls
