"""The nouns of the record, a file each."""

from archive.models.addresses import AddressCheck
from archive.models.changes import Change, Event, Spread
from archive.models.merges import Merge
from archive.models.organizations import Organization, OrganizationName
from archive.models.people import Person, PersonName
from archive.models.redirects import Redirect
from archive.models.roles import Role
from archive.models.sources import Derivation, Source, SourceText
from archive.models.speeches import Speech, SpeechSource, SpeechSpeaker

__all__ = [
    "AddressCheck",
    "Change",
    "Derivation",
    "Event",
    "Merge",
    "Organization",
    "OrganizationName",
    "Person",
    "PersonName",
    "Redirect",
    "Role",
    "Source",
    "SourceText",
    "Speech",
    "SpeechSource",
    "SpeechSpeaker",
    "Spread",
]
