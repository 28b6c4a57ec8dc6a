"""One settings file; every value that differs between installations is read from the environment by config.env.

Development and tests need no variable at all: `manage.py` and pytest start embedded servers and set the two URLs.
Production (`CARAVAN_PRODUCTION=1`) refuses to start without the URLs, a secret key and host names.
"""

from datetime import timedelta
from pathlib import Path

import django_stubs_ext
import pghistory
import pgtrigger
from django.core.exceptions import ImproperlyConfigured
from django.urls import reverse_lazy
from django.utils.translation import gettext_lazy as _
from django.utils.translation import to_locale

from config import env
from office.front import policy

# Generic bases are written with what they hold, such as ModelForm[Lender]; Django alone would refuse that at run time.
django_stubs_ext.monkeypatch()

BASE_DIR = Path(__file__).resolve().parent.parent

PRODUCTION = env.flag("CARAVAN_PRODUCTION", False)
DEMO = env.flag("CARAVAN_DEMO", False)
DEBUG = env.flag("CARAVAN_DEBUG", False)
HOME = Path(env.text("CARAVAN_HOME", str(BASE_DIR / ".local"))).resolve()

if PRODUCTION and (DEMO or DEBUG):
    raise ImproperlyConfigured("CARAVAN_PRODUCTION can't be combined with CARAVAN_DEMO or CARAVAN_DEBUG: unset them.")


def _required_in_production(name: str, otherwise: str) -> str:
    value = env.text(name, "")
    if value:
        return value
    if PRODUCTION:
        raise ImproperlyConfigured(f"{name} is not set: production does not start without it.")
    return otherwise


SECRET_KEY = _required_in_production(
    "CARAVAN_SECRET_KEY", "development-only-not-secret-but-long-enough-to-please-the-checks"
)
ALLOWED_HOSTS = env.words("CARAVAN_HOSTS", [] if PRODUCTION else ["localhost", "127.0.0.1", "[::1]", "testserver"])
if PRODUCTION and not ALLOWED_HOSTS:
    raise ImproperlyConfigured("CARAVAN_HOSTS is not set: name the host this installation answers to.")
# Where links in letters lead; no trailing slash.
PUBLIC_URL = env.text("CARAVAN_PUBLIC_URL", "http://127.0.0.1:8000").rstrip("/")
CSRF_TRUSTED_ORIGINS = [PUBLIC_URL]

INSTALLED_APPS = [
    "unfold.apps.BasicAppConfig",
    "unfold.contrib.filters",
    "config.apps.CaravanAdminConfig",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "whitenoise.runserver_nostatic",
    "django.contrib.staticfiles",
    "django.contrib.postgres",
    "django.contrib.humanize",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "rest_framework",
    "django_filters",
    "drf_spectacular",
    "drf_spectacular_sidecar",
    "djmoney",
    "django_countries",
    "pgtrigger",
    "pghistory",
    "office.people",
    "office.records",
    "office.post",
    "office.front",
    "lenders",
    "exhibitions",
    "loans",
    "loans.notices",
    "loans.portal",
]

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "django.middleware.csp.ContentSecurityPolicyMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "office.people.second_factor.SecondFactorMiddleware",
    "pghistory.middleware.HistoryMiddleware",
]

ROOT_URLCONF = "config.urls"
WSGI_APPLICATION = "config.wsgi.application"

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "office" / "front" / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.template.context_processors.i18n",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "office.front.context.site",
            ],
        },
    },
]

# --- Database and broker -------------------------------------------------------------------------------------------
_DATABASE_URL = _required_in_production("DATABASE_URL", "")
DATABASES = (
    {"default": env.url_database("DATABASE_URL")}
    if _DATABASE_URL
    # No server yet (lint, collectstatic): a name that can be imported but refuses to connect with a clear error.
    else {"default": {"ENGINE": "django.db.backends.postgresql", "NAME": "caravan", "HOST": "/nonexistent"}}
)
REDIS_URL = _required_in_production("REDIS_URL", "")
CACHES = (
    {
        "default": {
            "BACKEND": "django.core.cache.backends.redis.RedisCache",
            "LOCATION": REDIS_URL,
            "KEY_PREFIX": "caravan",
        }
    }
    if REDIS_URL
    else {"default": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache"}}
)
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
ATOMIC_REQUESTS = False

# Row history: statement level before the first migration; row level is quadratic with deferred foreign keys.
PGHISTORY_LEVEL = pgtrigger.Statement
PGHISTORY_APPEND_ONLY = True
PGHISTORY_CONTEXT_FIELD = pghistory.ContextJSONField()
PGHISTORY_CONTEXT_ID_FIELD = pghistory.ContextUUIDField()
PGHISTORY_OBJ_FIELD = pghistory.ObjForeignKey(related_name="history")

# --- Sign-in -------------------------------------------------------------------------------------------------------
AUTH_USER_MODEL = "people.User"
SILENCED_SYSTEM_CHECKS = ["auth.W004"]  # e-mail addresses are unique whatever their case, by a constraint
AUTHENTICATION_BACKENDS = ["allauth.account.auth_backends.AuthenticationBackend"]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 10}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
    {"NAME": "office.people.passwords.NotTheDemoPassword"},
]
LOGIN_URL = reverse_lazy("account_login")
LOGIN_REDIRECT_URL = reverse_lazy("admin:index")
LOGOUT_REDIRECT_URL = "/"
ACCOUNT_ADAPTER = "office.people.accounts.StaffAccounts"
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1*", "password2*"]
ACCOUNT_EMAIL_VERIFICATION = "none"
ACCOUNT_PREVENT_ENUMERATION = True
ACCOUNT_EMAIL_UNKNOWN_ACCOUNTS = False
ACCOUNT_LOGIN_BY_CODE_ENABLED = False
ACCOUNT_SESSION_REMEMBER = False
ACCOUNT_LOGOUT_ON_GET = False
ACCOUNT_EMAIL_SUBJECT_PREFIX = ""
# A museum goes out by one address: what one person gets wrong must not stop a colleague. Per account it stays strict.
ACCOUNT_RATE_LIMITS = {
    "login": "200/m/ip",
    "login_failed": "100/m/ip,5/300s/key",
    "reset_password": "100/m/ip,5/m/key",
    "reset_password_from_key": "100/m/ip",
}
# Behind our own proxy the address is the last one it wrote down; without this all would share the proxy's.
ALLAUTH_TRUSTED_PROXY_COUNT = 1 if env.flag("CARAVAN_BEHIND_PROXY", False) else 0
MFA_SUPPORTED_TYPES = ["totp", "webauthn", "recovery_codes"]
MFA_PASSKEY_LOGIN_ENABLED = True
MFA_TOTP_ISSUER = "Caravan"
MFA_WEBAUTHN_ALLOW_INSECURE_ORIGIN = not PRODUCTION
# Staff without a second factor see only its enrolment. Only the demo and the tests may switch that off.
SECOND_FACTOR_REQUIRED = env.flag("CARAVAN_SECOND_FACTOR", not DEMO)
if PRODUCTION and not SECOND_FACTOR_REQUIRED:
    raise ImproperlyConfigured("CARAVAN_SECOND_FACTOR can't be switched off in production.")

SESSION_COOKIE_NAME = env.text("CARAVAN_SESSION_COOKIE", "caravan_staff")
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = PUBLIC_URL.startswith("https://")
# Cookies don't know ports: demos side by side get names of their own.
CSRF_COOKIE_NAME = SESSION_COOKIE_NAME.replace("staff", "csrf")
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_AGE = 60 * 60 * 12
SECURE_HSTS_SECONDS = 31_536_000 if PRODUCTION else 0
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if env.flag("CARAVAN_BEHIND_PROXY", False) else None
SECURE_REFERRER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"
# The workplace and the API's docs say otherwise for themselves.
SECURE_CSP = policy.PAGES

# --- Language, time, money -----------------------------------------------------------------------------------------
LANGUAGE_CODE = "en-gb"
LOCALE_PATHS = [BASE_DIR / "locale"]
# Only those we have a catalogue for are offered: dates in one language among words in another read badly.
LANGUAGES = [
    (code, name)
    for code, name in (
        ("en-gb", "English"),
        ("fr", "Français"),
        ("de", "Deutsch"),
        ("es", "Español"),
        ("ru", "Русский"),
        ("uz", "Oʻzbekcha"),
        ("zh-hans", "简体中文"),
        ("ja", "日本語"),
        ("ko", "한국어"),
    )
    if code == LANGUAGE_CODE or (BASE_DIR / "locale" / to_locale(code) / "LC_MESSAGES").is_dir()
]
TIME_ZONE = env.text("CARAVAN_TIME_ZONE", "Europe/London")
USE_TZ = True
FORMAT_MODULE_PATH = "config.formats"
USE_I18N = True
CURRENCIES = ("GBP", "EUR", "USD", "CHF", "SEK", "JPY", "CNY", "KRW", "SGD", "UZS", "KZT")

# --- Files ---------------------------------------------------------------------------------------------------------
STATIC_URL = "/static/"
STATIC_ROOT = BASE_DIR / "static-root"
MEDIA_ROOT = Path(env.text("CARAVAN_FILES", str(HOME / "files")))
FONT_DIR = BASE_DIR / "fonts"
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {
        "BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"
        if PRODUCTION
        else "django.contrib.staticfiles.storage.StaticFilesStorage"
    },
}
WHITENOISE_USE_FINDERS = not PRODUCTION
FILE_UPLOAD_PERMISSIONS = 0o600
DATA_UPLOAD_MAX_MEMORY_SIZE = 10 * 1024 * 1024
DATA_UPLOAD_MAX_NUMBER_FIELDS = 5_000
UPLOAD_MAX_BYTES = env.whole("CARAVAN_UPLOAD_MAX_BYTES", 60 * 1024 * 1024)
# Pages we look at on the web must stand in public; only while developing and in the demo may they be our neighbours'.
FETCH_PRIVATE_ADDRESSES = DEBUG or DEMO

# --- Seal of signed agreements -------------------------------------------------------------------------------------
# A PKCS#12 file and its password; without one a certificate of our own is made once and kept in the home.
SEAL_CERTIFICATE = env.text("CARAVAN_SEAL_CERTIFICATE", "")
SEAL_PASSWORD = env.text("CARAVAN_SEAL_PASSWORD", "")
# A time-stamping authority (RFC 3161) proves when it was sealed; without one our own clock says it.
SEAL_TIMESTAMP_URL = env.text("CARAVAN_SEAL_TIMESTAMP_URL", "")

# --- Letters -------------------------------------------------------------------------------------------------------
DEFAULT_FROM_EMAIL = env.text("CARAVAN_FROM_EMAIL", "Caravan <loans@caravan.example>")
SERVER_EMAIL = DEFAULT_FROM_EMAIL
# The demo keeps its mail in a folder and on the "Demo post" page; elsewhere an SMTP server delivers it.
MAILERS = {
    "default": {
        "BACKEND": "django.core.mail.backends.filebased.EmailBackend",
        "OPTIONS": {"file_path": str(HOME / "post")},
    }
    if DEMO
    else {
        "BACKEND": "django.core.mail.backends.smtp.EmailBackend",
        "OPTIONS": {
            "host": env.text("CARAVAN_SMTP_HOST", "127.0.0.1"),
            "port": env.whole("CARAVAN_SMTP_PORT", 25),
            "username": env.text("CARAVAN_SMTP_USER", ""),
            "password": env.text("CARAVAN_SMTP_PASSWORD", ""),
            "use_tls": env.flag("CARAVAN_SMTP_TLS", False),
            "timeout": 20,
        },
    }
}

# Answers of one sitting are reported in one letter, when so long no further answer has come.
SITTING_ENDS_AFTER = timedelta(seconds=env.whole("CARAVAN_SITTING_SECONDS", 120))

# --- API -----------------------------------------------------------------------------------------------------------
REST_FRAMEWORK = {
    "DEFAULT_AUTHENTICATION_CLASSES": ["lenders.api.basics.authentication.BearerToken"],
    "DEFAULT_PERMISSION_CLASSES": ["lenders.api.basics.permissions.HasScope"],
    "DEFAULT_RENDERER_CLASSES": ["lenders.api.basics.rendering.Json"],
    "DEFAULT_PARSER_CLASSES": ["lenders.api.basics.parsing.Json"],
    "DEFAULT_PAGINATION_CLASS": "lenders.api.basics.paging.KeysetPages",
    "DEFAULT_SCHEMA_CLASS": "lenders.api.basics.openapi.Schema",
    "DEFAULT_FILTER_BACKENDS": ["lenders.api.basics.filters.Filters"],
    "DEFAULT_THROTTLE_CLASSES": ["lenders.api.basics.throttles.PerToken"],
    "DEFAULT_THROTTLE_RATES": {"token": env.text("CARAVAN_API_RATE", "6000/minute")},
    "EXCEPTION_HANDLER": "lenders.api.basics.problems.handle",
    "UNAUTHENTICATED_USER": None,
    "DEFAULT_METADATA_CLASS": None,
    "URL_FORMAT_OVERRIDE": None,
    "TEST_REQUEST_DEFAULT_FORMAT": "json",
}
SPECTACULAR_SETTINGS = {
    "TITLE": "Caravan API",
    "DESCRIPTION": (
        "Loans of a museum exhibition, for collection systems.\n\n"
        "Send a token as `Authorization: Bearer TOKEN`; the organiser makes it. A lender's token sees what the lender "
        "owns and was asked for; anything else is 404. Lists come in pages: follow `next`. Errors are problem "
        "documents (RFC 9457): `detail` is a sentence for a person, `code` is for programs. No answer holds a value."
    ),
    "VERSION": "1.0.0",
    "OAS_VERSION": "3.1.0",
    "SERVE_INCLUDE_SCHEMA": False,
    "SWAGGER_UI_DIST": "SIDECAR",
    "SWAGGER_UI_FAVICON_HREF": "SIDECAR",
    "SCHEMA_PATH_PREFIX": "/api/v1",
    "COMPONENT_SPLIT_REQUEST": True,
    "ENUM_NAME_OVERRIDES": {
        "KindEnum": "lenders.models.LenderKind",
        "ConditionKindEnum": "loans.models.TermKind",
        "ConditionStatusEnum": "loans.models.TermStatus",
        "PartyEnum": "loans.states.Party",
        "RhythmEnum": "loans.models.Rhythm",
    },
}

# --- Admin ---------------------------------------------------------------------------------------------------------
UNFOLD = {
    "SITE_TITLE": "Caravan",
    "SITE_HEADER": "Caravan",
    "SITE_SUBHEADER": _("Exhibition loans"),
    "SITE_URL": "/",
    "SITE_SYMBOL": "route",
    "SHOW_HISTORY": True,
    "SHOW_VIEW_ON_SITE": False,
    "BORDER_RADIUS": "4px",
    "THEME": "light",
    "STYLES": [lambda request: _static("caravan/admin.css")],
    "COLORS": {
        # ink on paper
        "base": {
            "50": "#FBF8F1",
            "100": "#F4EFE4",
            "200": "#E7DFCF",
            "300": "#D6CBB6",
            "400": "#A79C89",
            "500": "#7C7262",
            "600": "#5C5446",
            "700": "#443D32",
            "800": "#2C2720",
            "900": "#1F1B16",
            "950": "#14110D",
        },
        # lapis blue for action
        "primary": {
            "50": "#EEF3FA",
            "100": "#D9E4F2",
            "200": "#B5CAE5",
            "300": "#86A7D2",
            "400": "#5680B9",
            "500": "#38669F",
            "600": "#26538D",
            "700": "#1F4475",
            "800": "#1B3960",
            "900": "#182F4E",
            "950": "#101E33",
        },
        "font": {
            "subtle-light": "#6B6256",
            "subtle-dark": "#A79C89",
            "default-light": "#3A342B",
            "default-dark": "#E7DFCF",
            "important-light": "#1F1B16",
            "important-dark": "#FBF8F1",
        },
    },
    "SIDEBAR": {
        "show_search": False,
        "show_all_applications": False,
        "navigation": "config.menu.navigation",
    },
}


def _static(path: str) -> str:
    from django.templatetags.static import static

    return static(path)


LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"line": {"format": "{asctime} {levelname} {name} {message}", "style": "{"}},
    "handlers": {"console": {"class": "logging.StreamHandler", "formatter": "line"}},
    "root": {"handlers": ["console"], "level": env.text("CARAVAN_LOG_LEVEL", "INFO")},
    "loggers": {"fontTools": {"level": "WARNING"}, "allauth": {"level": "WARNING"}},
}
