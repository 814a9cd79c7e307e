"""What kind of data each field holds; the tag drives exports, erasure, retention and the register."""

from enum import StrEnum

from django.db import models


class Tag(StrEnum):
    """The five kinds of data, from freely shown to most protected."""

    PUBLIC = "public"
    TECHNICAL = "technical"
    FINANCIAL = "financial"
    PERSONAL = "personal"
    SENSITIVE = "sensitive"


def tagged(**names: str) -> dict[str, Tag]:
    """Return field -> tag from space-separated names.

    >>> tagged(public="label unit", personal="email")["email"]
    <Tag.PERSONAL: 'personal'>
    """
    return {field: Tag(tag) for tag, fields in names.items() for field in fields.split()}


# The tables of libraries, tagged here since their models are not ours to write.
OF_LIBRARIES = {
    "account.emailaddress": tagged(personal="email user", technical="id verified primary"),
    "account.emailconfirmation": tagged(technical="id email_address created sent key"),
    "socialaccount.socialapp": tagged(technical="id provider provider_id name client_id secret key settings"),
    "socialaccount.socialaccount": tagged(
        personal="user uid last_login date_joined extra_data", technical="id provider"
    ),
    "socialaccount.socialtoken": tagged(technical="id app account token token_secret expires_at"),
    "mfa.authenticator": tagged(personal="user created_at last_used_at", technical="id type data"),
    "django_tasks_database.dbtaskresult": tagged(
        technical="id status enqueued_at started_at finished_at args_kwargs priority task_path worker_ids "
        "queue_name backend_name run_after return_value exception_class_path traceback"
    ),
    "auth.permission": tagged(technical="id name content_type codename"),
    "auth.group": tagged(technical="id name permissions"),
    "auth.group_permissions": tagged(technical="id group permission"),
    "contenttypes.contenttype": tagged(technical="id app_label model"),
    "sessions.session": tagged(personal="session_data", technical="session_key expire_date"),
}


def tags_of(model: type[models.Model]) -> dict[str, Tag]:
    """Return the tags of a model's fields; empty where nobody has said (a test refuses it)."""
    return getattr(model, "tags", None) or OF_LIBRARIES.get(model._meta.label_lower, {})
