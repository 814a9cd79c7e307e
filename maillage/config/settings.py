"""Settings of one installation; every variable is described in docs/admin/settings.md."""

from pathlib import Path

from maillage.config import env

CODE = Path(__file__).resolve().parent.parent
ROOT = CODE.parent
DATA = Path(env.text("MAILLAGE_DATA", str(ROOT / "var"))).resolve()

DEBUG = env.flag("MAILLAGE_DEBUG", default=False)
# Demonstration: accounts anyone can use, mails and second-factor codes shown on a page, a banner everywhere.
DEMONSTRATION = env.flag("MAILLAGE_DEMONSTRATION", default=False)
SECRET_KEY = env.text("MAILLAGE_SECRET_KEY") or env.local_secret(DATA, allowed=DEBUG or DEMONSTRATION)
ALLOWED_HOSTS = env.words("MAILLAGE_HOSTS", "localhost,127.0.0.1,[::1]")
HTTPS = env.flag("MAILLAGE_HTTPS", default=not (DEBUG or DEMONSTRATION))
PUBLIC_ADDRESS = env.text("MAILLAGE_PUBLIC_ADDRESS", "http://localhost:8000")
COLLECTIVITE_NAME = env.text("MAILLAGE_COLLECTIVITE", "Région Grand Est")
PACK = Path(env.text("MAILLAGE_PACK", str(ROOT / "packs" / "grand-est")))

INSTALLED_APPS = [
    "maillage.config",
    "maillage.network",
    "maillage.observatory",
    "maillage.accounts",
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
    "whitenoise.runserver_nostatic",
    "django.contrib.staticfiles",
]

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "csp.middleware.CSPMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "maillage.base.errors.RefusalMiddleware",
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

_database = env.database("MAILLAGE_DATABASE", f"sqlite:///{DATA / 'maillage.sqlite3'}")
if _database["ENGINE"] == "maillage.base.engines.sqlite":
    _options = {
        "transaction_mode": "IMMEDIATE",
        "timeout": 20,
        "init_command": (
            "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; "
            "PRAGMA recursive_triggers=ON; PRAGMA foreign_keys=ON;"
        ),
    }
else:
    _options = {}
DATABASES = {"default": {**_database, "OPTIONS": _options, "CONN_MAX_AGE": 0, "ATOMIC_REQUESTS": False}}

LANGUAGE_CODE = "fr"
LANGUAGES = [("fr", "Français")]
TIME_ZONE = "Europe/Paris"
USE_TZ = True

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

TASKS = {"default": {"BACKEND": "django_tasks_db.DatabaseBackend", "QUEUES": []}}

# --- People and sign-in -----------------------------------------------------------
AUTH_USER_MODEL = "accounts.User"

# --- Mail -------------------------------------------------------------------------

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
        "form-action": ["'self'"],
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
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if HTTPS else None
SESSION_COOKIE_NAME = "__Host-session" if HTTPS else "session"
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = HTTPS
SESSION_COOKIE_HTTPONLY = True
CSRF_COOKIE_NAME = "__Host-csrf" if HTTPS else "csrf"
CSRF_COOKIE_HTTPONLY = True
CSRF_FAILURE_VIEW = "maillage.base.errors.csrf_failure"
X_FRAME_OPTIONS = "DENY"
