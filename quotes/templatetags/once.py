"""What is the same on every page but for a few values, rendered once for each language."""

from typing import Any

from django import template
from django.template.base import FilterExpression, token_kwargs
from django.utils.safestring import SafeString
from django.utils.translation import get_language

from quotes.web.filling import Pattern, pattern_of, places, said_of

register = template.Library()


@register.tag
def once(parser: template.base.Parser, token: template.base.Token) -> "OnceNode":
    """Keep what stands between ``{% once %}`` and ``{% endonce %}``, but for the values named.

    ``{% once who=quote.speaker %}``: no other variable is known there, so that nothing of one
    reader's page can be kept for another's. It may be asked whether there is a value, and printed
    as it is; a filter belongs where it is named.
    """
    values = token_kwargs(token.split_contents()[1:], parser)
    nodes = parser.parse(("endonce",))
    parser.delete_first_token()
    return OnceNode(nodes, values)


class OnceNode(template.Node):
    """Nodes and what they came to, by language and by which of the values there were."""

    def __init__(self, nodelist: template.NodeList, values: dict[str, FilterExpression]) -> None:
        self.nodelist = nodelist
        self.values = values
        self.kept: dict[tuple[str | None, ...], Pattern] = {}

    def render(self, context: Any) -> SafeString:
        """What was rendered before in this language and of these values, filled with them."""
        said = said_of({name: one.resolve(context) for name, one in self.values.items()})
        return self._pattern(context, said).filled(said)

    def _pattern(self, context: Any, said: dict[str, str]) -> Pattern:
        way = (get_language(), *said)
        if way not in self.kept:
            self.kept[way] = self._rendered(context, said)
        return self.kept[way]

    def _rendered(self, context: Any, said: dict[str, str]) -> Pattern:
        return pattern_of(self.nodelist.render(context.new(places(said))))
