"""All settings, from the environment; `checks.py` explains a wrong one."""

import contextlib
import os
import secrets
import sys
from pathlib import Path
from typing import Any
from urllib.parse import parse_qsl, unquote, urlsplit

import django

BASE_DIR = Path(__file__).resolve().parent.parent.parent
VAR_DIR = Path(os.environ.get("TRELLIS_VAR", BASE_DIR / "var"))


def flag(name: str, default: str = "no") -> bool:
    """Whether an environment variable says yes."""
    return os.environ.get(name, default).strip().lower() in {"1", "yes", "true", "on"}


def words(name: str, default: str = "") -> list[str]:
    """The words of an environment variable, split at commas and spaces."""
    return os.environ.get(name, default).replace(",", " ").split()


def kept_secret(path: Path) -> str:
    """A key of this installation's own, made once: one from this repository would sign nothing."""
    if not path.exists():
        path.parent.mkdir(parents=True, exist_ok=True)
        draft = path.with_name(f"{path.name}.{os.getpid()}")
        with os.fdopen(os.open(draft, os.O_WRONLY | os.O_CREAT, 0o600), "w") as file:
            file.write(secrets.token_urlsafe(64))
        # Of several processes that start together, the first one's key is everybody's.
        with contextlib.suppress(FileExistsError):
            os.link(draft, path)
        draft.unlink()
    return path.read_text()


def database(url: str) -> dict[str, Any]:
    """Django's entry for `sqlite:///path` or `postgresql://user:password@host:port/name?host=…`."""
    parts = urlsplit(url)
    if parts.scheme == "sqlite":
        name = unquote(parts.path[1:]) or ":memory:"
        return {
            "ENGINE": "django.db.backends.sqlite3",
            "NAME": name,
            # A real file, so that tests meet the same journal and locks as the product.
            "TEST": {"NAME": None if name == ":memory:" else f"{name}.test-{os.getpid()}"},
            # Opening a file and setting it up costs more than most pages' own queries.
            "CONN_MAX_AGE": None,
            "OPTIONS": {
                "timeout": 20,
                "transaction_mode": "IMMEDIATE",
                "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL;"
                " PRAGMA cache_size=-20000; PRAGMA temp_store=MEMORY;",
            },
        }
    query = dict(parse_qsl(parts.query))
    return {
        "ENGINE": "django.db.backends.postgresql",
        "NAME": unquote(parts.path[1:]),
        "USER": unquote(parts.username or ""),
        "PASSWORD": unquote(parts.password or ""),
        "HOST": query.get("host") or parts.hostname or "",
        "PORT": str(parts.port or ""),
        "CONN_MAX_AGE": 600,
        "CONN_HEALTH_CHECKS": True,
    }


DEBUG = flag("TRELLIS_DEBUG")
# Sign-in shortcuts, the mailbox page and the month switch also ask that the database is marked
# sample; this flag alone opens nothing.
SAMPLE = flag("TRELLIS_SAMPLE")
SECRET_KEY = os.environ.get("TRELLIS_SECRET_KEY") or kept_secret(VAR_DIR / "secret_key")
ALLOWED_HOSTS = words("TRELLIS_HOSTS", "localhost 127.0.0.1 [::1] testserver")
BASE_URL = os.environ.get("TRELLIS_BASE_URL", "http://127.0.0.1:8000")
CSRF_TRUSTED_ORIGINS = words("TRELLIS_ORIGINS")
PACK_FOLDER = Path(os.environ.get("TRELLIS_PACKS", BASE_DIR / "packs"))
TRELLIS_PACK = os.environ.get("TRELLIS_PACK", "illinois")  # the default pack folder

INSTALLED_APPS = [
    "trellis.web",
    "trellis.sample",
    "trellis.home",
    "trellis.monitoring",
    "trellis.learning",
    "trellis.supports",
    "trellis.cycles",
    "trellis.designations",
    "trellis.meetings",
    "trellis.work",
    "trellis.disclosure",
    "trellis.organizations",
    "trellis.programs",
    "trellis.documents",
    "trellis.notices",
    "trellis.jobs",
    "trellis.people",
    "trellis.history",
    "django.contrib.contenttypes",
    "django.contrib.auth",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.humanize",
    "django.contrib.staticfiles",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "allauth.socialaccount",
    "allauth.socialaccount.providers.openid_connect",
    "django_tasks",
    "django_tasks_db",
]

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "trellis.web.middleware.headers",
    "trellis.web.middleware.legible",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "trellis.web.middleware.language",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "trellis.web.middleware.program",
    "trellis.web.middleware.readers",
    "trellis.web.once.once",
    "trellis.web.middleware.refusals",
]

ROOT_URLCONF = "trellis.web.urls"
WSGI_APPLICATION = "trellis.web.wsgi.application"

ROOMS = [
    "web",
    "sample",
    "home",
    "monitoring",
    "learning",
    "supports",
    "cycles",
    "designations",
    "meetings",
    "work",
    "organizations",
    "programs",
]
ROOMS += ["documents", "notices", "jobs", "people", "history"]
JINJA_DIRS = [BASE_DIR / "trellis" / room / "templates" for room in ROOMS]
JINJA_DIRS.append(Path(django.__file__).parent / "forms" / "jinja2")  # the widgets of form fields

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.jinja2.Jinja2",
        "DIRS": JINJA_DIRS,
        "APP_DIRS": False,
        "OPTIONS": {
            "environment": "trellis.web.jinja.environment",
            "context_processors": ["trellis.web.context.shell"],  # it has the messages too
        },
    },
    {
        # Only the account package's own templates; a test sees that no served page uses it.
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
            ]
        },
    },
]
MESSAGE_STORAGE = "trellis.web.told.Storage"
CSRF_FAILURE_VIEW = "trellis.web.views.expired"
FORM_RENDERER = "django.forms.renderers.TemplatesSetting"

DATABASES = {
    "default": database(
        os.environ.get("DATABASE_URL") or f"sqlite:///{VAR_DIR / 'trellis.sqlite3'}"
    )
}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

CACHES = {
    # Rate limits must count over all processes, so they live in the database.
    "default": {
        "BACKEND": "django.core.cache.backends.db.DatabaseCache",
        "LOCATION": "web_cache",
        # Past this many, a third is dropped whatever it counts: the default, 300, is one busy hour.
        "OPTIONS": {"MAX_ENTRIES": 20_000},
    }
}

AUTH_USER_MODEL = "people.Person"
AUTHENTICATION_BACKENDS = ["trellis.people.backends.Backend"]
SESSION_ENGINE = "trellis.people.session_store"
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "organizations:welcome"  # leads on at once where it was read
AFTER_WELCOME = "home:my-work"
LOGOUT_REDIRECT_URL = "home:front"
PASSWORD_HASHERS = ["django.contrib.auth.hashers.Argon2PasswordHasher"]
AUTH_PASSWORD_VALIDATORS = [
    {
        "NAME": "django.contrib.auth.password_validation.MinimumLengthValidator",
        "OPTIONS": {"min_length": 15},
    },
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {"NAME": "trellis.people.passwords.NoKnownPhrase"},
]

ACCOUNT_ADAPTER = "trellis.notices.account_mail.AccountAdapter"
ACCOUNT_FORMS = {
    "login": "trellis.people.forms.SignInForm",
    "request_login_code": "trellis.people.forms.CodeRequestForm",
    "confirm_login_code": "trellis.people.forms.MailedCodeForm",
    "reauthenticate": "trellis.people.forms.PasswordAgainForm",
    "reset_password": "trellis.people.forms.ForgottenPasswordForm",
    "reset_password_from_key": "trellis.people.forms.NewPasswordForm",
    "set_password": "trellis.people.forms.FirstPasswordForm",
    "change_password": "trellis.people.forms.ChangePasswordForm",
}
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*"]
ACCOUNT_EMAIL_VERIFICATION = "none"
ACCOUNT_LOGIN_BY_CODE_ENABLED = True
ACCOUNT_LOGIN_BY_CODE_MAX_ATTEMPTS = 3
ACCOUNT_LOGIN_BY_CODE_TIMEOUT = 900
ACCOUNT_LOGIN_BY_CODE_SUPPORTS_RESEND = True
ACCOUNT_EMAIL_NOTIFICATIONS = True
# The package's own mail to unknown addresses offers a sign-up that does not exist; ours is sent by
# the forms.
ACCOUNT_EMAIL_UNKNOWN_ACCOUNTS = False
# The package's own generator would copy every address into a second table.
ACCOUNT_PASSWORD_RESET_TOKEN_GENERATOR = "django.contrib.auth.tokens.PasswordResetTokenGenerator"  # noqa: S105 - a class
PASSWORD_RESET_TIMEOUT = 24 * 60 * 60
ACCOUNT_PREVENT_ENUMERATION = "strict"
ACCOUNT_RATE_LIMITS = {"invitation": "20/m/ip", "identity": "30/m/ip", "event": "10/m/ip"}
# Sign-in by SAML needs the extra [saml]; a check says so.
SAML = flag("TRELLIS_SAML")
INVITATION_DAYS = int(os.environ.get("TRELLIS_INVITATION_DAYS", "14"))
ACCOUNT_SESSION_REMEMBER = False
ACCOUNT_LOGOUT_ON_GET = False
ACCOUNT_REAUTHENTICATION_TIMEOUT = 600
MFA_SUPPORTED_TYPES = ["totp", "webauthn", "recovery_codes"]
MFA_PASSKEY_LOGIN_ENABLED = True
MFA_TOTP_ISSUER = "Trellis"
MFA_TOTP_TOLERANCE = 1
MFA_ALLOW_UNVERIFIED_EMAIL = True
MFA_FORMS = {
    "authenticate": "trellis.people.forms.AppCodeForm",
    "reauthenticate": "trellis.people.forms.AppCodeAgainForm",
    "activate_totp": "trellis.people.forms.AddAppForm",
    "add_webauthn": "trellis.people.forms.AddPasskeyForm",
    "edit_webauthn": "trellis.people.forms.RenamePasskeyForm",
}
MFA_WEBAUTHN_ALLOW_INSECURE_ORIGIN = DEBUG or SAMPLE
MFA_ADAPTER = "trellis.people.adapters.SecondFactorAdapter"
SOCIALACCOUNT_ADAPTER = "trellis.organizations.identity.adapter.IdentityAdapter"
SOCIALACCOUNT_REQUESTS_TIMEOUT = 10

SESSION_COOKIE_AGE = 8 * 60 * 60
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = flag("TRELLIS_HTTPS")
SECURE_HSTS_SECONDS = 31_536_000 if flag("TRELLIS_HTTPS") else 0
SECURE_SSL_REDIRECT = flag("TRELLIS_HTTPS")
SECURE_PROXY_SSL_HEADER = (
    ("HTTP_X_FORWARDED_PROTO", "https") if flag("TRELLIS_BEHIND_PROXY") else None
)
ALLAUTH_TRUSTED_PROXY_COUNT = 1 if flag("TRELLIS_BEHIND_PROXY") else 0
SECURE_REFERRER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"

EMAIL_BACKEND = os.environ.get(
    "TRELLIS_MAIL_BACKEND", "django.core.mail.backends.smtp.EmailBackend"
)
EMAIL_HOST = os.environ.get("TRELLIS_MAIL_HOST", "localhost")
EMAIL_PORT = int(os.environ.get("TRELLIS_MAIL_PORT", "25"))
EMAIL_HOST_USER = os.environ.get("TRELLIS_MAIL_USER", "")
EMAIL_HOST_PASSWORD = os.environ.get("TRELLIS_MAIL_PASSWORD", "")
EMAIL_USE_TLS = flag("TRELLIS_MAIL_TLS")
EMAIL_TIMEOUT = 20
DEFAULT_FROM_EMAIL = os.environ.get("TRELLIS_MAIL_FROM", "Trellis <trellis@localhost>")
MAIL_BOUNCES = os.environ.get("TRELLIS_MAIL_BOUNCES", "")

TASKS = {
    "default": {
        "BACKEND": os.environ.get("TRELLIS_TASKS", "django_tasks_db.DatabaseBackend"),
    }
}

LANGUAGE_CODE = "en"
LANGUAGES = [("en", "English"), ("es", "Español"), ("en-xa", "Pseudo")]
LOCALE_PATHS = [BASE_DIR / "trellis" / "web" / "locale"]
USE_I18N = True
USE_TZ = True
TIME_ZONE = "UTC"

STATIC_URL = "static/"
STATIC_ROOT = VAR_DIR / "static"
STATICFILES_DIRS = [("built", VAR_DIR / "built")] if (VAR_DIR / "built").is_dir() else []
# Collecting writes the manifest; pages are served by it once it is there.
COLLECTED = (STATIC_ROOT / "staticfiles.json").is_file() or "collectstatic" in sys.argv
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {
        "BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"
        if COLLECTED and not DEBUG and not flag("TRELLIS_PLAIN_STATIC")
        else "django.contrib.staticfiles.storage.StaticFilesStorage"
    },
}
WHITENOISE_USE_FINDERS = not COLLECTED or DEBUG
MEDIA_ROOT = Path(os.environ.get("TRELLIS_FILES", VAR_DIR / "files"))
UPLOAD_LIMIT = int(os.environ.get("TRELLIS_UPLOAD_LIMIT", str(20 * 1024 * 1024)))
IMPORT_LIMIT = int(os.environ.get("TRELLIS_IMPORT_LIMIT", str(64 * 1024 * 1024)))
DATA_UPLOAD_MAX_MEMORY_SIZE = 5 * 1024 * 1024
FILE_UPLOAD_MAX_MEMORY_SIZE = 1024 * 1024

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "filters": {"without keys": {"()": "trellis.web.logs.WithoutKeys"}},
    "handlers": {"console": {"class": "logging.StreamHandler", "filters": ["without keys"]}},
    "root": {"handlers": ["console"], "level": "INFO"},
}
