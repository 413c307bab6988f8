"""What a language is called."""

from django.conf.locale import LANG_INFO
from django.utils.functional import Promise
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

# Django names the languages it is translated into: Chinese only by its scripts.
UNNAMED_BY_DJANGO: dict[str, str | Promise] = {
    "zh": _("Chinese"),
    "he": _("Hebrew"),
    "no": _("Norwegian"),
}


def language_name(tag: str) -> str:
    """``zh-Hans`` as “Simplified Chinese”; a tag nobody here can name stays a tag."""
    for code in (tag.lower(), tag.split("-")[0]):
        if code in UNNAMED_BY_DJANGO:
            return str(UNNAMED_BY_DJANGO[code])
        if "name" in LANG_INFO.get(code, {}):
            return gettext(LANG_INFO[code]["name"])
    return tag
