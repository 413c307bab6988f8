"""Reading the body of a request."""

from typing import Any

from rest_framework.exceptions import ParseError
from rest_framework.parsers import JSONParser


class BoundedJSONParser(JSONParser):
    """JSON, of which what is nested thousands deep is refused as what cannot be read."""

    def parse(self, *args: Any, **kwargs: Any) -> Any:
        """The body's value; raises a 400."""
        try:
            return super().parse(*args, **kwargs)
        except RecursionError as error:
            raise ParseError("JSON parse error - it is nested too deeply.") from error
