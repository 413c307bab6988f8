"""What is answered where no answer could be made, whoever asks: a page, or the API's shape."""

import logging
import sys

from django.db import InterfaceError, OperationalError
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.template.loader import render_to_string
from django.utils.translation import gettext_lazy as _
from psycopg.errors import UndefinedColumn, UndefinedFunction, UndefinedTable

logger = logging.getLogger(__name__)

AWAY = _("The archive cannot be asked just now. Try again in a minute.")
BROKEN = _("Something went wrong in the archive. It was logged.")
RETRY_AFTER = "60"


def failed(request: HttpRequest) -> HttpResponse:
    """Django's ``handler500``: 503 where the database does not answer, or is of another version.

    Asks the database nothing, and no context processor, which might.
    """
    away = _is_away(sys.exc_info()[1])
    said, status = (AWAY, 503) if away else (BROKEN, 500)
    answer: HttpResponse
    if request.path.startswith("/api/"):
        answer = JsonResponse({"detail": str(said)}, status=status)
    else:
        page = render_to_string("quotes/failed.html", {"request": request, "said": said})
        answer = HttpResponse(page, status=status)
    if away:
        answer["Retry-After"] = RETRY_AFTER
    return answer


def _is_away(error: BaseException | None) -> bool:
    cause = getattr(error, "__cause__", None)
    if isinstance(cause, UndefinedTable | UndefinedColumn | UndefinedFunction):
        logger.error("The database is not of this version: “manage.py migrate” makes it so.")
        return True
    return isinstance(error, OperationalError | InterfaceError)
