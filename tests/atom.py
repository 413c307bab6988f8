"""Is this an Atom feed? RFC 4287, as far as a feed of entries without content goes."""

import re
from xml.etree import ElementTree

ATOM = {"a": "http://www.w3.org/2005/Atom"}
TIME = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?(Z|[+-]\d\d:\d\d)")  # RFC 3339
IRI = re.compile(r"https?://\S+")


def problems(text):
    """What the standard forbids about a feed, one line each."""
    feed = ElementTree.fromstring(text)
    if feed.tag != f"{{{ATOM['a']}}}feed":
        return [f"the root is {feed.tag}"]
    entries = feed.findall("a:entry", ATOM)
    found = [*_person_or_feed(feed), *(line for one in entries for line in _of_an_entry(one))]
    if len(feed.findall("a:link[@rel='self']", ATOM)) != 1:
        found.append("no one link to itself")
    ids = [one.findtext("a:id", namespaces=ATOM) for one in entries]
    if len(set(ids)) != len(ids):
        found.append("two entries have one id")
    authored = all(one.find("a:author", ATOM) is not None for one in entries)
    if feed.find("a:author", ATOM) is None and not authored:
        found.append("an entry has no author, and neither has the feed")
    return found


def _of_an_entry(entry):
    yield from _person_or_feed(entry)
    if not entry.findall("a:link[@rel='alternate']", ATOM):
        yield "an entry without content has no alternate link"


def _person_or_feed(element):
    """What feeds and entries have alike: one id, title and time each; authors with a name."""
    for name in ("id", "title", "updated"):
        if len(element.findall(f"a:{name}", ATOM)) != 1:
            yield f"not exactly one {name}"
    if not IRI.fullmatch(element.findtext("a:id", "", ATOM)):
        yield "the id is no IRI"
    for name in ("updated", "published"):
        for time in element.findall(f"a:{name}", ATOM):
            if not TIME.fullmatch(time.text or ""):
                yield f"{time.text} is no time"
    yield from _authors_and_links(element)


def _authors_and_links(element):
    for author in element.findall("a:author", ATOM):
        if not author.findtext("a:name", "", ATOM):
            yield "an author has no name"
    for link in element.findall("a:link", ATOM):
        if not IRI.fullmatch(link.get("href", "")):
            yield f"{link.get('href')} is no address"
