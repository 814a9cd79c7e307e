from typing import Any

import pytest
from django.contrib.auth import get_user_model
from django.contrib.auth.models import AnonymousUser
from django.http import Http404
from django.test import RequestFactory

from maillage.base.access import permit
from maillage.base.errors import SignInFirst

User = get_user_model()


@pytest.mark.parametrize("user", [AnonymousUser(), User(email="anne@exemple.fr")])
def test_what_is_allowed_goes_on(user: Any) -> None:
    request = RequestFactory().get("/")
    request.user = user

    permit(request, True)  # noqa: FBT003 -- reads `permit(request, can_x(user))`


@pytest.mark.parametrize(
    ("user", "answer"), [(AnonymousUser(), SignInFirst), (User(email="anne@exemple.fr"), Http404)]
)
def test_what_is_not_asks_visitors_to_sign_in_and_hides_from_others(
    user: Any, answer: type[Exception]
) -> None:
    request = RequestFactory().get("/")
    request.user = user

    with pytest.raises(answer):
        permit(request, False)  # noqa: FBT003 -- reads `permit(request, can_x(user))`
