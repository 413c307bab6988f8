"""What each parameter means and one way to use it, for the contract; the filters say what is taken.

By ``noun.parameter`` where nouns differ, else by the parameter alone. The examples find something
in the sample archive: a test asks each.
"""

from typing import Any

from archive.models.fields import LANGUAGE_PATTERN
from quotes.citation_styles import STYLES
from quotes.search.facets import FACETS

SHAPING: list[dict[str, Any]] = [
    {"name": name, "in": "query", "schema": {"type": "string"}} for name in ("fields", "expand")
]

CITE = {
    "name": "cite",
    "in": "query",
    "description": "The quote's reference, ready to paste, in this style instead of the quote.",
    "schema": {"type": "string", "enum": sorted(STYLES)},
    "example": "apa",
}
"""Only a quote has one."""

EXPANDED = {
    "quotes": "speech,citations.source",
    "speeches": "speakers.role,sources",
    "sources": "publisher",
    "roles": "person,organization",
}
"""What can be expanded, for instance; the other nouns have no links."""

DESCRIBED: dict[str, tuple[str, Any]] = {
    **{
        f"{noun}.ref": ("The record's permanent name: its `id`.", ref)
        for noun, ref in {
            "quotes": "ren-unlimited-cash",
            "speeches": "ren-speech-2020-11",
            "sources": "huawei-must-scale-back-article",
            "people": "ren-zhengfei",
            "organizations": "huawei",
            "roles": "ren-zhengfei-founder-and-ceo",
            "topics": "cloud-computing",
        }.items()
    },
    "cursor": ("Where the page starts: taken from `next` or `previous`, never made up.", None),
    "page_size": ("Results on a page.", 20),
    "format": (
        "`json`; `jsonl` or `csv` for the whole list as a file, streamed; for a quote `jsonld`. "
        "Wins over the `Accept` header.",
        "json",
    ),
    "fields": (
        "Leave only these fields of each record, separated by commas, with points into what is "
        "nested (`speaker.name`); with `format=csv`, these columns. The others are then missing "
        "from the answer, required or not.",
        "id,updated_at",
    ),
    **{
        f"{noun}.expand": (
            "Put the whole record in place of these links, separated by commas. At most 8, and two "
            "records within each other; a source comes without its text. Not with `format=csv`.",
            example,
        )
        for noun, example in EXPANDED.items()
    },
    "q": (
        'Full text, in the query language: words, `"exact phrases"`, `-without`, `OR`, '
        "`beginnings*`, `speaker:…` and other operators. Bare names are understood.",
        '"unlimited cash"',
    ),
    "speeches.q": ("Full text of titles, captured texts and names; see the query language.", "ren"),
    "quotes.ordering": (
        "`relevance` is the default with words in `q` and needs them; `newest` without. A whole "
        "list as a file is in order of date.",
        "newest",
    ),
    "speeches.ordering": (
        "`relevance` is the default with words in `q` and needs them; `title` without.",
        "title",
    ),
    "facets": (
        f"Counts to add to the answer, separated by commas: {', '.join(FACETS)}.",
        "speaker,timeline",
    ),
    "quotes.speaker": ("Who said it: a ref or any known name, in any script.", "任正非"),
    "speeches.speaker": ("Who spoke: a ref or any known name, in any script.", "Ren Zhengfei"),
    "quotes.organization": ("Said by or for it: a ref or any known name.", "huawei"),
    "speeches.organization": ("The speaker's organization: a ref or any known name.", "huawei"),
    "roles.organization": ("Where the role was held: a ref or any known name.", "huawei"),
    "people.organization": ("Who held a role there: a ref or any known name.", "huawei"),
    "person": ("Whose role: a ref or any known name.", "ren-zhengfei"),
    "speech": ("Said in this speech: a ref or its title.", "ren-speech-2020-11"),
    "quotes.source": (
        "A source anywhere in the quote's chain: a ref or its title.",
        "ren-speech-forum-post-2020-12-30",
    ),
    "speeches.source": (
        "A source that records the speech: a ref or its title.",
        "ren-speech-forum-post-2020-12-30",
    ),
    "quotes.publisher": (
        "The publisher of a source anywhere in the quote's chain: a ref or any known name.",
        "Huawei Technologies",
    ),
    "sources.publisher": ("A ref or any known name.", "huawei"),
    "topic": ("About this: a ref or its name.", "Cloud computing"),
    "quotes.kind": ("How much of the wording is the speaker's own.", "direct"),
    "sources.kind": ("What sort of document it is.", "article"),
    "quotes.language": ("Language of the words (BCP-47); `zh` finds `zh-Hans` too.", "en"),
    "sources.language": ("Its language (BCP-47); `zh` finds `zh-Hans` too.", "en"),
    "speeches.language": ("Language spoken (BCP-47); `zh` finds `zh-Hans` too.", "zh"),
    "spoken_language": ("Language the words were spoken in (BCP-47).", "zh"),
    "standing": ("How sure the archive is that this was said.", "unverified"),
    "status": ("Retracted quotes are found only when asked for.", "published"),
    "said": ("Said in this period (EDTF), as far as known.", "2020-11"),
    "after": ("Said then or later (EDTF), as far as known.", "2020"),
    "before": ("Said then or earlier (EDTF), as far as known.", "2021-06"),
    "quotes.published": ("A source of its chain was published in this period (EDTF).", "2020-12"),
    "quotes.published_after": ("A source of its chain was published then or later.", "2020"),
    "quotes.published_before": ("A source of its chain was published then or earlier.", "2021"),
    "sources.published": ("Published in this period (EDTF), as far as known.", "2020-12-30"),
    "sources.published_after": ("Published then or later (EDTF), as far as known.", "2020"),
    "sources.published_before": ("Published then or earlier (EDTF), as far as known.", "2021"),
    "delivered": ("Delivered in this period (EDTF), as far as known.", "2020"),
    "delivered_after": ("Delivered then or later (EDTF), as far as known.", "2020-11"),
    "delivered_before": ("Delivered then or earlier (EDTF), as far as known.", "2020-11"),
    "on": ("Held then (EDTF), as far as known; a role of unknown period never is.", "2020-11"),
    "topics.name": ("Its name, whatever the case.", "Strategy"),
    "name": ("Any known name, in any script, whatever its case and accents.", "Huawei"),
    "people.name": ("Any known name, in any script, whatever its case and accents.", "任正非"),
}


NEVER_EMPTY = ("page_size", "cite")
"""Parameters that mean nothing without a value; of the others an empty one is as good as none."""

FACET = "|".join(FACETS)

PATTERNS = {
    "facets": f"^,*(({FACET})(,+({FACET}))*,*)?$",
    **dict.fromkeys(("language", "spoken_language"), f"^({LANGUAGE_PATTERN.strip('^$')})?$"),
}
"""What a value must look like, where a pattern can say it."""


def described(noun: str, parameter: dict[str, Any]) -> dict[str, Any]:
    """``parameter`` as OpenAPI has it, with its meaning and an example."""
    name = parameter["name"]
    if parameter["in"] == "query" and name not in NEVER_EMPTY:
        parameter = {**parameter, "allowEmptyValue": True}
    if name in PATTERNS:
        parameter["schema"] = {**parameter["schema"], "pattern": PATTERNS[name]}
    meaning = DESCRIBED.get(f"{noun}.{name}") or DESCRIBED.get(name)
    if meaning is None:
        return parameter
    description, example = meaning
    return {**parameter, "description": description} | ({"example": example} if example else {})
