"""What is the same on every page, rendered once for each language it is read in."""

from typing import Any

from django import template
from django.utils.safestring import SafeString
from django.utils.translation import get_language

register = template.Library()


@register.tag
def once(parser: template.base.Parser, token: template.base.Token) -> "OnceNode":  # noqa: ARG001  # Django's signature
    """Keep what stands between ``{% once %}`` and ``{% endonce %}``.

    No variable is known there: nothing of one reader's page can be kept for another's.
    """
    nodes = parser.parse(("endonce",))
    parser.delete_first_token()
    return OnceNode(nodes)


class OnceNode(template.Node):
    """Nodes and what they came to, by language."""

    def __init__(self, nodelist: template.NodeList) -> None:
        self.nodelist = nodelist
        self.kept: dict[str | None, SafeString] = {}

    def render(self, context: Any) -> SafeString:
        """What was rendered before in this language; else render it, and keep it."""
        language = get_language()
        if language not in self.kept:
            self.kept[language] = self.nodelist.render(context.new({}))
        return self.kept[language]
