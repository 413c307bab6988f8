"""The nouns of the reading room, a file each; some live with what is theirs."""

from quotes.fidelity.checks import Dismissal, FidelityCheck
from quotes.files.uploads import Upload
from quotes.language_tags import is_translation
from quotes.matching.distinct import Distinction
from quotes.models.citations import Citation
from quotes.models.quotes import Quote, QuoteTopic
from quotes.models.relations import QuoteRelation, QuoteRelationKind
from quotes.models.topics import Topic
from quotes.passages.keeping import Passage
from quotes.states import (
    IS_SHOWN,
    ONCE_PUBLIC,
    PUBLISHED,
    SCHEDULED,
    SHOWN,
    Kind,
    Standing,
    Status,
)
from quotes.transitions import Step, Transition

__all__ = [
    "IS_SHOWN",
    "ONCE_PUBLIC",
    "PUBLISHED",
    "SCHEDULED",
    "SHOWN",
    "Citation",
    "Dismissal",
    "Distinction",
    "FidelityCheck",
    "Kind",
    "Passage",
    "Quote",
    "QuoteRelation",
    "QuoteRelationKind",
    "QuoteTopic",
    "Standing",
    "Status",
    "Step",
    "Topic",
    "Transition",
    "Upload",
    "is_translation",
]
