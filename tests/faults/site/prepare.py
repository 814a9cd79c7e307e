"""Make the tables, a person, and the cookie of their session; print the cookie."""

import sys

import django
from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY
from django.core.management import call_command

if __name__ == "__main__":
    django.setup()
    from django.conf import settings
    from django.contrib.sessions.backends.db import SessionStore

    from maillage.accounts.models import User

    call_command("migrate", run_syncdb=True, verbosity=0)
    user = User.objects.create_user("personne@exemple.fr")
    session = SessionStore()
    session[SESSION_KEY] = str(user.pk)
    session[BACKEND_SESSION_KEY] = settings.AUTHENTICATION_BACKENDS[0]
    session[HASH_SESSION_KEY] = user.get_session_auth_hash()
    session.create()
    sys.stdout.write(str(session.session_key))
