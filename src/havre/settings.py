"""Settings of the whole house, from a handful of environment variables.

``HAVRE_DATA_DIR`` (``var/``), ``HAVRE_KEYS_DIR`` (``<data dir>-keys/``), ``HAVRE_DATABASE_URL``,
``HAVRE_KEYS_URL``, ``HAVRE_PORT`` (8000), ``HAVRE_MODE`` (``demo``), ``HAVRE_DUTY_NUMBER``; ``HAVRE_MAIL_URL``,
``HAVRE_MAIL_FROM``, ``HAVRE_SMS_URL``, ``HAVRE_SMS_TOKEN`` (``record.gateways``).
"""

from __future__ import annotations

import os
from pathlib import Path
from typing import Any

import environ
from csp.constants import NONE, SELF

from havre.vault import master

PACKAGE = Path(__file__).resolve().parent
DATA_DIR = Path(os.environ.get("HAVRE_DATA_DIR") or "var").resolve()
KEYS_DIR = Path(os.environ.get("HAVRE_KEYS_DIR") or f"{DATA_DIR}-keys").resolve()
HAVRE_MODE = os.environ.get("HAVRE_MODE", "demo")
HAVRE_DEMO = HAVRE_MODE == "demo"

DEBUG = False
ALLOWED_HOSTS = [
    host for host in os.environ.get("HAVRE_HOSTS", "127.0.0.1,localhost,[::1],testserver").split(",") if host
]
ROOT_URLCONF = "havre.urls"
WSGI_APPLICATION = "havre.wsgi.application"
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
USE_TZ = True
TIME_ZONE = "Europe/Paris"
LANGUAGE_CODE = "fr"
LANGUAGES = [("fr", "Français"), ("en", "English")]
LOCALE_PATHS = [PACKAGE / "locale"]

INSTALLED_APPS = [
    "havre.common",
    "havre.vault",
    "havre.accounts",
    "havre.record",
    "havre.surveys",
    "havre.directory",
    "havre.network",
    "havre.people",
    "havre.intake",
    "havre.referrals",
    "havre.assessments",
    "havre.placements",
    "havre.cases",
    "havre.journey",
    "havre.resources",
    "havre.training",
    "havre.evaluation",
    "havre.desk",
    "django.forms",
    "django.contrib.contenttypes",
    "django.contrib.auth",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django_htmx",
    "template_partials.apps.SimpleAppConfig",
    "django_cotton.apps.SimpleAppConfig",
    "allauth",
    "allauth.account",
]

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "csp.middleware.CSPMiddleware",
    "havre.vault.middleware.KeyCacheMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "havre.accounts.middleware.LanguageMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "havre.desk.middleware.KeepTypedMiddleware",
    "havre.desk.middleware.WayBackMiddleware",
    "havre.accounts.middleware.ClosedByDefaultMiddleware",
]

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "OPTIONS": {
            "loaders": [
                (
                    "template_partials.loader.Loader",
                    [
                        (
                            "django.template.loaders.cached.Loader",
                            [
                                "django_cotton.cotton_loader.Loader",
                                "django.template.loaders.filesystem.Loader",
                                "django.template.loaders.app_directories.Loader",
                            ],
                        )
                    ],
                )
            ],
            "builtins": [
                "django.templatetags.i18n",
                "django.templatetags.static",
                "django_cotton.templatetags.cotton",
                "template_partials.templatetags.partials",
                "havre.common.templatetags.havre",
            ],
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "havre.desk.context.shell",
            ],
        },
    }
]
COTTON_DIR = "components"
FORM_RENDERER = "django.forms.renderers.TemplatesSetting"

_env = environ.Env()
_SQLITE: dict[str, Any] = {
    "transaction_mode": "IMMEDIATE",
    "timeout": 20,
    "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; PRAGMA secure_delete=ON; PRAGMA foreign_keys=ON;",
}


def _database(variable: str, path: Path) -> dict[str, Any]:
    url = os.environ.get(variable)
    config: dict[str, Any] = (
        _env.db_url_config(url) if url else {"ENGINE": "django.db.backends.sqlite3", "NAME": str(path)}
    )
    if config["ENGINE"].endswith("sqlite3"):
        config["OPTIONS"] = dict(_SQLITE)
    else:
        config["CONN_MAX_AGE"] = 60
        config["CONN_HEALTH_CHECKS"] = True
    return config


DATABASES = {
    "default": _database("HAVRE_DATABASE_URL", DATA_DIR / "havre.sqlite3"),
    "keys": _database("HAVRE_KEYS_URL", KEYS_DIR / "keys.sqlite3"),
}
DATABASE_ROUTERS = ["havre.vault.router.KeysApart"]
MASTER = master.load_or_create(
    KEYS_DIR, fresh=not os.environ.get("HAVRE_DATABASE_URL") and not (DATA_DIR / "havre.sqlite3").exists()
)
SECRET_KEY = MASTER.derive("web", "django").hex()

AUTH_USER_MODEL = "accounts.User"
AUTHENTICATION_BACKENDS = ["havre.accounts.backends.SealedMailBackend"]
PASSWORD_HASHERS = ["django.contrib.auth.hashers.Argon2PasswordHasher"]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 12}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
]
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "/"
LOGOUT_REDIRECT_URL = "/"
ACCOUNT_ADAPTER = "havre.accounts.adapter.ClosedAdapter"
ACCOUNT_LOGIN_METHODS = {"username"}
ACCOUNT_SIGNUP_FIELDS = ["username*", "password1*"]
ACCOUNT_USER_MODEL_USERNAME_FIELD = "sign_in"
ACCOUNT_USER_MODEL_EMAIL_FIELD = None
ACCOUNT_EMAIL_VERIFICATION = "none"
ACCOUNT_SESSION_REMEMBER = False
ACCOUNT_FORMS = {"login": "havre.accounts.forms.SignInForm"}

SESSION_ENGINE = "havre.accounts.sessions"
SESSION_COOKIE_NAME = "havre"
SESSION_COOKIE_AGE = 12 * 3600
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"
SESSION_EXPIRE_AT_BROWSER_CLOSE = True
CSRF_COOKIE_HTTPONLY = True
CSRF_FAILURE_VIEW = "havre.desk.views.errors.csrf_failure"
MESSAGE_STORAGE = "django.contrib.messages.storage.cookie.CookieStorage"
# Nothing to other hosts; «no-referrer» would make browsers hide the origin of our own forms, which CSRF asks for.
SECURE_REFERRER_POLICY = "same-origin"
SECURE_CONTENT_TYPE_NOSNIFF = True
X_FRAME_OPTIONS = "DENY"
DATA_UPLOAD_MAX_MEMORY_SIZE = 1_000_000
DATA_UPLOAD_MAX_NUMBER_FIELDS = 2_000
# What is sent stays in memory until it is kept, sealed where it must be: never in a file of the machine, in clear.
FILE_UPLOAD_HANDLERS = [
    "havre.resources.library.uploading.Limited",
    "django.core.files.uploadhandler.MemoryFileUploadHandler",
]
FILE_UPLOAD_MAX_MEMORY_SIZE = 22 * 1024 * 1024  # the largest document, and the form around it

CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [NONE],
        "script-src": [SELF],
        "style-src": [SELF],
        "font-src": [SELF],
        "img-src": [SELF, "data:"],
        "connect-src": [SELF],
        "form-action": [SELF],
        "frame-ancestors": [NONE],
        "base-uri": [NONE],
    }
}

STATIC_URL = "/static/"
STATIC_ROOT = DATA_DIR / "static"
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"},
}

CACHES = {"default": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache"}}

# Logs carry ids and codes, never a value, an address or a browser name, nor the key of a link; there is no access log.
LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "filters": {"without_keys": {"()": "havre.common.logs.WithoutKeys"}},
    "handlers": {"console": {"class": "logging.StreamHandler"}},
    "root": {"handlers": ["console"], "level": "WARNING"},
    "loggers": {
        "havre": {"level": "INFO"},
        "django.server": {"level": "ERROR"},
        "django.request": {"filters": ["without_keys"]},
        "django.security.csrf": {"filters": ["without_keys"]},
    },
}
EMAIL_BACKEND = "django.core.mail.backends.dummy.EmailBackend"
HAVRE_MAIL_URL = os.environ.get("HAVRE_MAIL_URL", "")
HAVRE_MAIL_FROM = os.environ.get("HAVRE_MAIL_FROM", "")
HAVRE_SMS_URL = os.environ.get("HAVRE_SMS_URL", "")
HAVRE_SMS_TOKEN = os.environ.get("HAVRE_SMS_TOKEN", "")
if HAVRE_MAIL_URL and not HAVRE_DEMO:
    globals().update(_env.email_url_config(HAVRE_MAIL_URL))
    EMAIL_TIMEOUT = 5
# The one number that partners and the persons protected ring, day and night; in a demo one that nobody can have.
HAVRE_DUTY_NUMBER = os.environ.get("HAVRE_DUTY_NUMBER") or ("0199001122" if HAVRE_DEMO else "")
