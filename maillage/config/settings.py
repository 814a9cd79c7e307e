"""Settings of one installation; every variable is described in docs/admin/settings.md."""

from pathlib import Path

from maillage.config import env

CODE = Path(__file__).resolve().parent.parent
ROOT = CODE.parent
DATA = env.folder("MAILLAGE_DATA", ROOT / "var")

DEBUG = env.flag("MAILLAGE_DEBUG", default=False)
# Demonstration: accounts anyone can use, mails and second-factor codes shown on a page, a banner everywhere.
DEMONSTRATION = env.flag("MAILLAGE_DEMONSTRATION", default=False)
SECRET_KEY = env.text("MAILLAGE_SECRET_KEY") or env.local_secret(DATA, allowed=DEBUG or DEMONSTRATION)
ALLOWED_HOSTS = env.words("MAILLAGE_HOSTS", "localhost,127.0.0.1,[::1]")
HTTPS = env.flag("MAILLAGE_HTTPS", default=not (DEBUG or DEMONSTRATION))
PUBLIC_ADDRESS = env.text("MAILLAGE_PUBLIC_ADDRESS", "http://localhost:8000").rstrip("/")
COLLECTIVITE_NAME = env.text("MAILLAGE_COLLECTIVITE", "Région Grand Est")
# Who answers for the site; the legal notice shows « à compléter » for what is not said.
PUBLISHER = {
    "address": env.text("MAILLAGE_PUBLISHER_ADDRESS"),
    "phone": env.text("MAILLAGE_PUBLISHER_PHONE"),
    "contact": env.text("MAILLAGE_CONTACT"),
    "director": env.text("MAILLAGE_DIRECTOR"),
    "host": env.text("MAILLAGE_HOSTING"),
    "accessibility_plan": env.text("MAILLAGE_ACCESSIBILITY_PLAN"),
}
SECURITY_CONTACT = env.text("MAILLAGE_SECURITY_CONTACT")
SHEET_STALE_DAYS = env.number("MAILLAGE_SHEET_STALE_DAYS", 365)
PACK = Path(env.text("MAILLAGE_PACK", str(ROOT / "packs" / "grand-est")))

INSTALLED_APPS = [
    "maillage.config",
    "maillage.portal",
    "maillage.network",
    "maillage.observatory",
    "maillage.organisations",
    "maillage.accounts",
    "maillage.territories",
    "maillage.base",
    "allauth",
    "allauth.account",
    "allauth.socialaccount",
    "allauth.socialaccount.providers.openid_connect",
    "allauth.mfa",
    "django_htmx",
    "django_tasks",
    "django_tasks_db",
    "template_partials.apps.SimpleAppConfig",
    "csp",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.forms",
    "whitenoise.runserver_nostatic",
    "django.contrib.staticfiles",
]

FILE_UPLOAD_HANDLERS = [
    "maillage.base.uploads.CutHandler",
    "django.core.files.uploadhandler.MemoryFileUploadHandler",
    "django.core.files.uploadhandler.TemporaryFileUploadHandler",
]
MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "csp.middleware.CSPMiddleware",
    "django.middleware.gzip.GZipMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "maillage.accounts.middleware.SessionLengthMiddleware",
    "maillage.accounts.middleware.SecondFactorMiddleware",
    "maillage.base.errors.RefusalMiddleware",
    "maillage.base.limits.RateLimitMiddleware",
]

ROOT_URLCONF = "maillage.config.urls"
WSGI_APPLICATION = "maillage.config.wsgi.application"
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
APPEND_SLASH = True

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [],
        "OPTIONS": {
            "loaders": [
                (
                    "template_partials.loader.Loader",
                    [
                        (
                            "django.template.loaders.cached.Loader",
                            ["django.template.loaders.app_directories.Loader"],
                        ),
                    ],
                ),
            ],
            "builtins": [
                "template_partials.templatetags.partials",
                "maillage.base.templatetags.french",
            ],
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "maillage.base.context.site",
                "maillage.config.navigation.navigation",
            ],
        },
    },
]

# Every form takes the field markup of base/templates/django/forms.
FORM_RENDERER = "django.forms.renderers.TemplatesSetting"

_database = env.database("MAILLAGE_DATABASE", f"sqlite:///{DATA / 'maillage.sqlite3'}")
if _database["ENGINE"] == "maillage.base.engines.sqlite":
    _tests = {"NAME": str(DATA / "test.sqlite3")}  # a file: threads and processes share it
    _options = {
        "transaction_mode": "IMMEDIATE",
        "timeout": 20,
        "init_command": (
            "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; "
            "PRAGMA recursive_triggers=ON; PRAGMA foreign_keys=ON;"
        ),
    }
else:
    _options, _tests = {}, {}
_habits = {"OPTIONS": _options, "TEST": _tests, "CONN_MAX_AGE": 0, "ATOMIC_REQUESTS": False}
DATABASES = {"default": {**_database, **_habits}}

LANGUAGE_CODE = "fr"
LANGUAGES = [("fr", "Français")]
TIME_ZONE = "Europe/Paris"
USE_TZ = True

MESSAGE_TAGS = {25: "ok", 30: "attention", 40: "refusal"}  # success, warning, error: the names of our alerts

STATIC_URL = "static/"
STATIC_ROOT = DATA / "static"
MEDIA_ROOT = DATA / "files"
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {
        "BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"
        if DEBUG
        else "whitenoise.storage.CompressedManifestStaticFilesStorage",
    },
}

# One backup a day in this folder, the newest kept (0: all); no folder, no backup.
BACKUP_DIR = Path(env.text("MAILLAGE_BACKUPS")).resolve() if env.text("MAILLAGE_BACKUPS") else None
BACKUPS_KEPT = env.number("MAILLAGE_BACKUPS_KEPT", 30)

TASKS = {"default": {"BACKEND": "django_tasks_db.DatabaseBackend", "QUEUES": []}}

# --- People and sign-in -----------------------------------------------------------
AUTH_USER_MODEL = "accounts.User"
AUTHENTICATION_BACKENDS = ["allauth.account.auth_backends.AuthenticationBackend"]
AUTH_PASSWORD_VALIDATORS = [{"NAME": "maillage.accounts.passwords.PassphraseValidator"}]
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "portal:desk"
SESSION_COOKIE_AGE = 8 * 3600  # without a page seen; the middleware prolongs it
SESSION_LONGEST = 12 * 3600  # whatever is done meanwhile
SESSION_EXPIRE_AT_BROWSER_CLOSE = True
ACCOUNT_ADAPTER = "maillage.accounts.adapter.AccountAdapter"
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1*"]
ACCOUNT_FORMS = {
    name: f"maillage.accounts.signin_forms.{form}"
    for name, form in {
        "login": "LoginForm",
        "signup": "SignupForm",
        "add_email": "AddEmailForm",
        "change_password": "ChangePasswordForm",
        "set_password": "SetPasswordForm",
        "reset_password": "ResetPasswordForm",
        "reset_password_from_key": "ResetPasswordKeyForm",
        "reauthenticate": "ReauthenticateForm",
        "request_login_code": "RequestLoginCodeForm",
        "confirm_login_code": "ConfirmLoginCodeForm",
        "confirm_email_verification_code": "ConfirmEmailVerificationCodeForm",
        "confirm_password_reset_code": "ConfirmPasswordResetCodeForm",
    }.items()
}
ACCOUNT_EMAIL_VERIFICATION = "mandatory"
ACCOUNT_EMAIL_VERIFICATION_BY_CODE_ENABLED = True
ACCOUNT_EMAIL_VERIFICATION_SUPPORTS_RESEND = True
ACCOUNT_CHANGE_EMAIL = True
ACCOUNT_EMAIL_NOTIFICATIONS = True
ACCOUNT_EMAIL_SUBJECT_PREFIX = ""
ACCOUNT_LOGIN_BY_CODE_ENABLED = True
ACCOUNT_LOGIN_BY_CODE_SUPPORTS_RESEND = True
ACCOUNT_LOGIN_BY_CODE_TIMEOUT = ACCOUNT_PASSWORD_RESET_BY_CODE_TIMEOUT = 15 * 60
ACCOUNT_PASSWORD_RESET_BY_CODE_ENABLED = True
ACCOUNT_PREVENT_ENUMERATION = True
ACCOUNT_SESSION_REMEMBER = False
ACCOUNT_REAUTHENTICATION_REQUIRED = True
ACCOUNT_RATE_LIMITS = MFA_RATE_LIMITS = False  # theirs live in one process; ours in the database
MFA_ADAPTER = "maillage.accounts.adapter.FactorAdapter"
MFA_SUPPORTED_TYPES = ["totp", "webauthn", "recovery_codes"]
MFA_PASSKEY_LOGIN_ENABLED = True
MFA_TOTP_ISSUER = "Maillage"
MFA_TOTP_TOLERANCE = 1  # a phone may be half a minute wrong
MFA_FORMS = {
    name: f"maillage.accounts.factor_forms.{form}"
    for name, form in {
        "authenticate": "AuthenticateForm",
        "reauthenticate": "ReauthenticateForm",
        "activate_totp": "ActivateTOTPForm",
        "add_webauthn": "AddKeyForm",
        "login_webauthn": "LoginKeyForm",
        "authenticate_webauthn": "AnswerKeyForm",
        "reauthenticate_webauthn": "ProveKeyForm",
        "edit_webauthn": "RenameKeyForm",
    }.items()
}
# OpenID Connect for agents: no identifier, no button and no address.
OIDC_ID = env.text("MAILLAGE_OIDC_ID")
OIDC_SERVER = env.text("MAILLAGE_OIDC_SERVER")
OIDC_TRUSTS_MFA = env.flag("MAILLAGE_OIDC_TRUSTS_MFA", default=False)
SOCIALACCOUNT_ADAPTER = "maillage.accounts.oidc.AgentAdapter"
SOCIALACCOUNT_EMAIL_AUTHENTICATION = SOCIALACCOUNT_EMAIL_AUTHENTICATION_AUTO_CONNECT = True
SOCIALACCOUNT_EMAIL_VERIFICATION = "none"  # only addresses the provider vouches for are matched
SOCIALACCOUNT_PROVIDERS = {
    "openid_connect": {
        "OAUTH_PKCE_ENABLED": True,
        "APPS": [
            {
                "provider_id": OIDC_ID,
                "name": env.text("MAILLAGE_OIDC_NAME", OIDC_ID),
                "client_id": env.text("MAILLAGE_OIDC_CLIENT"),
                "secret": env.text("MAILLAGE_OIDC_SECRET"),
                "settings": {"server_url": OIDC_SERVER},
            },
        ]
        if OIDC_ID
        else [],
    },
}

# --- Mail -------------------------------------------------------------------------
EMAIL_BACKEND = "maillage.base.outbox.EmailBackend"  # writes rows; the `mails` process hands them over
DEFAULT_FROM_EMAIL = SERVER_EMAIL = env.text("MAILLAGE_MAIL_FROM", "Maillage <ne-pas-repondre@localhost>")
_mail = env.mail_server("MAILLAGE_SMTP", "smtp://localhost:25")
EMAIL_HOST, EMAIL_PORT = _mail.host, _mail.port
EMAIL_HOST_USER, EMAIL_HOST_PASSWORD = _mail.user, _mail.password
EMAIL_USE_TLS, EMAIL_USE_SSL = _mail.starttls, _mail.tls
EMAIL_TIMEOUT = 20
# Mailboxes kept outside the IT service: the anchor of the journal goes there each day.
ANCHOR_RECIPIENTS = env.words("MAILLAGE_ANCHOR_RECIPIENTS")
MAIL_LEASE = env.number("MAILLAGE_MAIL_LEASE", 180)  # seconds one hand-over may last

# --- Limits on repeated acts --------------------------------------------------------
# How many servers stand between people and this one, which speaks no HTTPS itself: at least one then.
TRUSTED_PROXIES = env.number("MAILLAGE_TRUSTED_PROXIES", int(HTTPS))
# Address -> (by, tries, seconds). "email" alone never guards a password: strangers could lock people out.
_GUESS = [("ip", 100, 300), ("email+ip", 5, 300), ("email+ip", 20, 3600)]
_MAIL = [("ip", 30, 300), ("email+ip", 5, 900), ("email", 10, 3600)]
_CODE = [("ip", 100, 300), ("person+ip", 5, 300)]
RATE_LIMITS = {
    "account_login": _GUESS,
    "account_signup": _MAIL,
    "account_request_login_code": _MAIL,
    "account_reset_password": _MAIL,
    "account_confirm_login_code": _CODE,
    "account_confirm_password_reset_code": _CODE,
    "account_email_verification_sent": _CODE,
    "account_reauthenticate": _CODE,
    # Who gets there knows the password already: this counts the person, wherever they call from.
    "mfa_authenticate": [*_CODE, ("person", 30, 3600)],
    "mfa_reauthenticate": _CODE,
    "mfa_login_webauthn": [("ip", 100, 300)],
}

# --- Security ---------------------------------------------------------------------
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": ["'none'"],
        "script-src": ["'self'"],
        "style-src": ["'self'"],
        "img-src": ["'self'"],
        "font-src": ["'self'"],
        "connect-src": ["'self'"],
        "manifest-src": ["'self'"],
        # A browser follows a form to the provider only where this names it.
        "form-action": ["'self'", *env.words("MAILLAGE_OIDC_ORIGINS", env.origin(OIDC_SERVER))],
        "base-uri": ["'none'"],
        "frame-ancestors": ["'none'"],
        "object-src": ["'none'"],
    },
}
SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_REFERRER_POLICY = "same-origin"
SECURE_HSTS_SECONDS = 31_536_000 if HTTPS else 0
SECURE_HSTS_INCLUDE_SUBDOMAINS = HTTPS
SECURE_HSTS_PRELOAD = HTTPS
SECURE_SSL_REDIRECT = HTTPS
# Without a server in front to overwrite it, this header would be the caller's own word.
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if HTTPS and TRUSTED_PROXIES else None
SESSION_COOKIE_NAME = "__Host-session" if HTTPS else "session"
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = HTTPS
SESSION_COOKIE_HTTPONLY = True
CSRF_COOKIE_NAME = "__Host-csrf" if HTTPS else "csrf"
CSRF_COOKIE_HTTPONLY = True
CSRF_FAILURE_VIEW = "maillage.base.errors.csrf_failure"
X_FRAME_OPTIONS = "DENY"
