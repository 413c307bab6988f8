"""What the public may read, by kind."""

from typing import Any

from archive.models import Organization, Person, Role, Source, Speech
from quotes.models import Quote, Topic

PUBLIC: dict[str, Any] = {
    "organization": Organization.objects.public(),
    "person": Person.objects.public(),
    "topic": Topic.objects.public(),
    "source": Source.objects.public(),
    "role": Role.objects.public(),
    "speech": Speech.objects.public(),
    "quote": Quote.objects.shown(),
}
"""Each after most of what it leads to."""
