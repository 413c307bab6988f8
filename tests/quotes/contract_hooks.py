"""A check of schemathesis of our own: what the schema allows is refused only for what none can say.

A 400 to such data must name a parameter of these, and say why in a sentence.
"""

import schemathesis

NAMES = "it names a record, and the contract does not list the records"
DATE = "it is EDTF, in which February has 28 or 29 days and a period ends after it begins"
SIGNED = "it is signed by the archive that gives it out"
PATHS = "it walks through the records' own shapes"

NO_SCHEMA_SAYS = {
    **dict.fromkeys(
        ("speaker", "organization", "publisher", "person", "speech", "source", "topic"), NAMES
    ),
    **dict.fromkeys(("said", "after", "before", "on", "date"), DATE),
    **dict.fromkeys((f"published{end}" for end in ("", "_after", "_before")), DATE),
    **dict.fromkeys((f"delivered{end}" for end in ("", "_after", "_before")), DATE),
    **dict.fromkeys(("cursor", "since"), SIGNED),
    **dict.fromkeys(("fields", "expand"), PATHS),
    "q": "it is a language of its own",
    "name": "it may be too long, or hold what PostgreSQL cannot be asked for",
    "ordering": "relevance needs words, and a file has none",
    "page_size": "a file has no pages",
    "facets": "a file has none",
    "format": "a reference in a style is no file",
    "sentence": "it must hold a word",
    "sentences": "each must hold a word",
    "text": "it must hold a word",
    "speaker_of_a_claim": NAMES,
}


@schemathesis.check
def what_the_schema_allows_is_refused_only_for_what_none_can_say(ctx, response, case):
    """Each parameter refused is one of those above, with a sentence."""
    if response.status_code != 400 or case.meta is None:
        return
    if not case.meta.generation.mode.is_positive:
        return
    for name, sentences in response.json().items():
        assert name in NO_SCHEMA_SAYS, f"{name} was refused, and the schema could say why"
        assert all(" " in one and one.endswith((".", "?", ")")) for one in sentences), sentences
