"""Settings, all of them, read from the environment by typed readers.

Without any environment the archive runs safely on this machine alone: debug pages on, loopback
hosts only, the project's own local PostgreSQL. ``PRODUCTION=true`` switches to the strict set and
then requires ``SECRET_KEY``, ``ALLOWED_HOSTS`` and ``DATABASE_URL``; a missing or malformed value
stops the process with a sentence that names it. Importing this module starts nothing.
"""

import logging
from datetime import timedelta
from pathlib import Path
from typing import Any

from csp.constants import NONE, SELF
from django.core.exceptions import ImproperlyConfigured
from environs import Env, EnvError
from whitenoise.compress import Compressor

from config.bounded import MOST_BYTES
from config.environment import database_from_url, lifetime, required, whole_number

BASE_DIR = Path(__file__).resolve().parent.parent

env = Env()

# --- Where it runs ---------------------------------------------------------------------------

PRODUCTION = env.bool("PRODUCTION", False)
DEBUG = env.bool("DEBUG", not PRODUCTION)

# The development key is public, as is everything it signs: paging cursors of one's own machine.
SECRET_KEY = required(env.str, "SECRET_KEY", PRODUCTION, "development-only-not-a-secret")
ALLOWED_HOSTS = required(env.list, "ALLOWED_HOSTS", PRODUCTION, ["127.0.0.1", "localhost", "[::1]"])
CSRF_TRUSTED_ORIGINS: list[str] = env.list("CSRF_TRUSTED_ORIGINS", [])

# --- The archive -----------------------------------------------------------------------------

ONE_PERSON_DESK = env.bool("ONE_PERSON_DESK", False)
"""May an author publish their own quotes? The record says so when one does."""

# --- Applications ----------------------------------------------------------------------------

INSTALLED_APPS = [
    "config",
    "quotes",
    "quotes.api",
    "archive",
    "corsheaders",
    "rest_framework",
    "django_filters",
    "drf_spectacular",
    "drf_spectacular_sidecar",
    "csp",
    "pgtrigger",
    "pghistory",
    "config.apps.DeskConfig",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "whitenoise.runserver_nostatic",
    "django.contrib.staticfiles",
    "django.contrib.postgres",
    "axes",
]

MIDDLEWARE = [
    "config.answering.HeadMiddleware",
    "django.middleware.security.SecurityMiddleware",
    "config.bounded.BoundedMiddleware",
    "corsheaders.middleware.CorsMiddleware",
    # Against BREACH it pads each answer at random, and the CSRF token is masked anew each time.
    "django.middleware.gzip.GZipMiddleware",
    "quotes.api.compressing.BrotliMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "config.policy.PolicyMiddleware",
    "quotes.embargo.EmbargoMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "config.answering.LanguageMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "pghistory.middleware.HistoryMiddleware",
    "config.answering.PagesMessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "quotes.api.v1.lifetime.LifetimeMiddleware",
    # Before the next but one: a 304 is an answer of its own, with few of the headers made so far.
    "quotes.allowance.AllowanceMiddleware",
    "quotes.api.caching.ApiCacheMiddleware",
    "quotes.api.caching.ConditionalMiddleware",
    "quotes.too_slow.TooSlowMiddleware",
    "axes.middleware.AxesMiddleware",
]

ROOT_URLCONF = "config.urls"
WSGI_APPLICATION = "config.wsgi.application"

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
            ],
        },
    },
]

# --- Database --------------------------------------------------------------------------------

# The pool holds connections between requests; four threads a worker use two each at most: a file
# is read over one of its own.
POOL = {
    "min_size": whole_number(env, "DATABASE_POOL_MIN", 1),
    "max_size": whole_number(env, "DATABASE_POOL_MAX", 8),
    "timeout": 10,
}
if POOL["min_size"] > POOL["max_size"]:
    raise ImproperlyConfigured("DATABASE_POOL_MIN must not be above DATABASE_POOL_MAX.")
DATABASE_URL = required(env.str, "DATABASE_URL", PRODUCTION, "")
DATABASES: dict[str, dict[str, Any]] = {
    "default": database_from_url(DATABASE_URL)
    if DATABASE_URL
    else {"ENGINE": "config.local_postgres", "NAME": "archive", "USER": "archive"}
}
DATABASES["default"].setdefault("OPTIONS", {})["pool"] = POOL
# Asked once more than so often over a connection, a statement of `archive.prepared` is kept there.
DATABASES["default"]["OPTIONS"]["prepare_threshold"] = (
    1 if env.bool("PREPARED_STATEMENTS", True) else None
)

WEB_CONNECTION = {
    # Milliseconds that a statement may take; those of commands have no limit.
    "statement_timeout": whole_number(env, "STATEMENT_TIMEOUT", 5000),
    # Compiling a search of millions of quotes takes longer than the search, which is bounded.
    "jit": "off",
    # To start workers for a search that finds thirty quotes took longer than to find them, and
    # they work on processors that other requests need.
    "max_parallel_workers_per_gather": 0,
    # What is prepared has one plan that is right for whatever is asked. PostgreSQL would plan five
    # times before it keeps one, 2 to 3 ms each for a search.
    "plan_cache_mode": "force_generic_plan",
}
"""What a web process asks of each connection, by ``config.wsgi``."""

LOCAL_POSTGRES_BIN = env.str("LOCAL_POSTGRES_BIN", "")
"""The folder of PostgreSQL's programs for the local server, if not the one it finds itself."""

# --- People who sign in ----------------------------------------------------------------------

AUTHENTICATION_BACKENDS = [
    "axes.backends.AxesStandaloneBackend",
    "django.contrib.auth.backends.ModelBackend",
]

CSRF_FAILURE_VIEW = "config.signing_in.stale_form"

# Five wrong passwords for a name from an address, and both together wait. An address alone and a
# name alone have limits of their own (config.signing_in): axes knows one limit for all it counts,
# and five would let anyone lock out an editor, or an office. Counted in the database, by all.
AXES_FAILURE_LIMIT = 5
AXES_COOLOFF_TIME = timedelta(minutes=15)
AXES_LOCKOUT_PARAMETERS = [["username", "ip_address"]]
AXES_HANDLER = "config.signing_in.Handler"
AXES_RESET_ON_SUCCESS = True  # of the name from this address alone
AXES_CLIENT_IP_CALLABLE = "config.signing_in.address"
AXES_LOCKOUT_CALLABLE = "config.signing_in.locked_out"
AXES_DISABLE_ACCESS_LOG = True  # who came in when, from where: nobody needs it kept
AXES_VERBOSE = False

AUTH_PASSWORD_VALIDATORS = [
    {"NAME": f"django.contrib.auth.password_validation.{name}"}
    for name in (
        "UserAttributeSimilarityValidator",
        "MinimumLengthValidator",
        "CommonPasswordValidator",
        "NumericPasswordValidator",
    )
]

# --- Language and time -----------------------------------------------------------------------

LANGUAGE_CODE = "en"
LANGUAGES = [("en", "English")]  # dates and numbers follow the words, not the browser
TIME_ZONE = "UTC"
FORMAT_MODULE_PATH = ["config.formats"]
USE_I18N = True
USE_TZ = True

# --- Static files ----------------------------------------------------------------------------

STATIC_URL = "static/"
STATIC_ROOT = Path(env.str("STATIC_ROOT", "") or BASE_DIR / "staticfiles")
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {
        "BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"
        if PRODUCTION
        else "django.contrib.staticfiles.storage.StaticFilesStorage"
    },
}

# Only what pages name is kept, under the name that changes with it; a source map is for debuggers,
# and compressing those of Swagger and Redoc was most of what `collectstatic` did.
WHITENOISE_KEEP_ONLY_HASHED_FILES = True
WHITENOISE_SKIP_COMPRESS_EXTENSIONS = (*Compressor.SKIP_COMPRESS_EXTENSIONS, "map")

# Outside production files are served from where they are written, without `collectstatic`.
WHITENOISE_USE_FINDERS = WHITENOISE_AUTOREFRESH = not PRODUCTION

# --- Security --------------------------------------------------------------------------------

# Nothing inline, nothing from another host. `data:` images are the admin's and Swagger's icons.
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [SELF],
        "img-src": [SELF, "data:"],
        "object-src": [NONE],
        "base-uri": [NONE],
        "form-action": [SELF],
        "frame-ancestors": [NONE],
    }
}
X_FRAME_OPTIONS = "DENY"
# A text pasted into a form may be as long as a file sent with it; its field says what is too long.
DATA_UPLOAD_MAX_MEMORY_SIZE = MOST_BYTES
SECURE_REFERRER_POLICY = "same-origin"
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_AGE = 12 * 60 * 60  # a working day
SESSION_EXPIRE_AT_BROWSER_CLOSE = True
if PRODUCTION:  # a browser takes these names over HTTPS and from this very host alone
    SESSION_COOKIE_NAME, CSRF_COOKIE_NAME = "__Host-sessionid", "__Host-csrftoken"

SECURE_SSL_REDIRECT = env.bool("SECURE_SSL_REDIRECT", PRODUCTION)
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = PRODUCTION
SECURE_HSTS_SECONDS = whole_number(env, "SECURE_HSTS_SECONDS", 31_536_000 if PRODUCTION else 0)
SECURE_HSTS_INCLUDE_SUBDOMAINS = SECURE_HSTS_PRELOAD = PRODUCTION
if env.bool("BEHIND_TLS_PROXY", False):
    SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")

TRUSTED_PROXIES = whole_number(env, "TRUSTED_PROXIES", 0)
"""How many proxies stand in front and append to ``X-Forwarded-For`` (``quotes.client_address``)."""

# --- API -------------------------------------------------------------------------------------

REST_FRAMEWORK = {
    "DEFAULT_RENDERER_CLASSES": [
        "quotes.api.rendering.JSONRenderer",
        "rest_framework.renderers.BrowsableAPIRenderer",
    ],
    "DEFAULT_PARSER_CLASSES": ["quotes.api.parsing.BoundedJSONParser"],
    "DEFAULT_AUTHENTICATION_CLASSES": ["quotes.api.keys.KeyAuthentication"],
    "DEFAULT_PERMISSION_CLASSES": ["rest_framework.permissions.AllowAny"],
    "DEFAULT_THROTTLE_CLASSES": ["quotes.api.limits.ClientThrottle"],
    "UNAUTHENTICATED_USER": None,
    "DEFAULT_CONTENT_NEGOTIATION_CLASS": "quotes.api.v1.formats.Negotiation",
    "DEFAULT_METADATA_CLASS": "quotes.api.v1.formats.Metadata",
    "DEFAULT_VERSIONING_CLASS": None,
    "EXCEPTION_HANDLER": "quotes.api.refusing.answered",
    "DEFAULT_SCHEMA_CLASS": "quotes.api.v1.schema.ArchiveSchema",
}

# Requests a minute; 0 is no limit, as on one's own machine.
API_LIMIT = whole_number(env, "API_LIMIT", 120 if PRODUCTION else 0)
"""For each address that asks without a key; what it checks on a page counts as well."""
API_KEY_LIMIT = whole_number(env, "API_KEY_LIMIT", 1200 if PRODUCTION else 0)
"""For each key that has no limit of its own."""

API_V1_LIFETIME = lifetime(env, "API_V1")
"""When version 1 of the API is deprecated, and when it ends; its answers say so."""

# Any page may read the API; a key is sent by the page itself, never by the browser as a cookie.
CORS_URLS_REGEX = r"^/api/"
CORS_ALLOW_ALL_ORIGINS = True
CORS_ALLOW_METHODS = ["GET", "HEAD", "OPTIONS", "POST"]
CORS_ALLOW_HEADERS = [
    "accept", "authorization", "content-type", "if-modified-since", "if-none-match",
]  # fmt: skip
CORS_EXPOSE_HEADERS = [
    "Content-Disposition", "Deprecation", "ETag", "Link", "RateLimit", "RateLimit-Policy",
    "Retry-After", "Sunset",
]  # fmt: skip

SPECTACULAR_SETTINGS = {
    "TITLE": "Speech and quote archive",
    "DESCRIPTION": (
        "What company leaders said: the exact words, when, in which source, and how sure we are. "
        "Read-only and public for what is published. Unknown parameters are refused by name."
    ),
    "VERSION": "1.0.0",
    "OAS_VERSION": "3.1.1",
    "SERVE_INCLUDE_SCHEMA": False,
    "SWAGGER_UI_DIST": "SIDECAR",
    "SWAGGER_UI_FAVICON_HREF": "SIDECAR",
    "REDOC_DIST": "SIDECAR",
    "POSTPROCESSING_HOOKS": [
        "drf_spectacular.hooks.postprocess_schema_enums",
        "quotes.api.v1.schema.complete",
    ],
    "ENUM_NAME_OVERRIDES": {
        "QuoteKind": "quotes.models.Kind",
        "QuoteStatus": "quotes.api.v1.serializers.STATUSES",
        "Standing": "quotes.models.Standing",
        "SourceRelation": "archive.models.sources.Relation",
        "QuoteRelation": "quotes.models.QuoteRelationKind",
        "SourceKind": "archive.models.sources.SourceKind",
        "Rights": "archive.models.sources.Rights",
        "NameKind": "archive.models.names.NameKind",
        "FidelityVerdict": "quotes.fidelity.checks.Verdict",
        "ChangeAction": "quotes.api.v1.changes.CHOICES",
        "CheckVerdict": "quotes.api.v1.checking_shapes.VERDICTS",
        "CheckCaution": "quotes.api.v1.checking_shapes.CAUTIONS",
        "ComparedHow": "quotes.api.v1.checking_shapes.COMPARED",
        "DifferenceKind": "quotes.api.v1.checking_shapes.DIFFERENCES",
        "TypographicDifference": "quotes.api.v1.checking_shapes.TYPOGRAPHY",
        "AttributionCertainty": "quotes.api.v1.checking_shapes.CERTAINTIES",
    },
}

# --- History ---------------------------------------------------------------------------------

# The change log is written by the database itself and only ever appended to.
PGHISTORY_APPEND_ONLY = True
PGHISTORY_MIDDLEWARE_METHODS = ("POST", "PUT", "PATCH", "DELETE")

# --- Logging ---------------------------------------------------------------------------------

LOG_LEVEL = env.log_level("LOG_LEVEL", logging.INFO)
LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"line": {"format": "%(asctime)s %(levelname)s %(name)s %(message)s"}},
    "handlers": {
        "stdout": {
            "class": "logging.StreamHandler",
            "stream": "ext://sys.stdout",
            "formatter": "line",
        }
    },
    "root": {"handlers": ["stdout"], "level": LOG_LEVEL},
    # Without Django's own handlers, which would say everything a second time.
    "loggers": {"django": {"level": "INFO"}},
}

__all__ = ["EnvError"]
