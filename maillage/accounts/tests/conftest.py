"""People and mails that several tests of accounts ask for."""

import pytest
from django.conf import LazySettings

from maillage.accounts.models import Role, User
from maillage.accounts.tests.factories import make_user


@pytest.fixture
def mail_rows(settings: LazySettings) -> None:
    """Have mails written as rows, as in a real installation."""
    settings.EMAIL_BACKEND = "maillage.base.outbox.EmailBackend"


@pytest.fixture
def dpo(db: None) -> User:  # noqa: ARG001 -- the person is a row
    """Give someone of data protection."""
    return make_user(role=Role.DPO)


@pytest.fixture
def archivist(db: None) -> User:  # noqa: ARG001 -- the person is a row
    """Give someone of the archives."""
    return make_user(role=Role.ARCHIVIST)


@pytest.fixture
def colleague(db: None) -> User:  # noqa: ARG001 -- the person is a row
    """Give someone the pages are about."""
    return make_user(role=Role.AGENT, name="Camille Durand")
