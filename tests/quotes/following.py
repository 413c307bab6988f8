"""A client of the feed of changes, and a fresh crawl of every list to compare it with."""

LISTS = {
    "speech": "speeches", "source": "sources", "person": "people", "role": "roles",
    "organization": "organizations", "topic": "topics", "quote": "quotes",
}  # fmt: skip


class Follower:
    """Keeps what the feed tells, by type and id."""

    def __init__(self, client, page_size=100):
        self.client, self.kept, self.told, self.moved = client, {}, [], {}
        self.next = f"/api/v1/changes/?page_size={page_size}"

    def poll(self):
        more = True
        while more:
            answer = self.client.get(self.next)
            assert answer.status_code == 200, answer.content
            page = answer.json()
            self.next, more = page["next"], page["more"]
            for entry in page["results"]:
                self.take(entry)
        return self

    def take(self, entry):
        name = (entry["type"], entry["id"])
        self.told.append((entry["action"], *name))
        self.kept.pop(name, None)
        if entry["record"]:
            self.kept[name] = entry["record"]
        if entry["action"] == "merge":
            self.moved[name] = entry["merged_into"]


def crawl(client):
    """Everything the lists give, retracted quotes too."""
    found = {}
    for kind, noun in LISTS.items():
        for narrowed in ("", "&status=retracted") if kind == "quote" else ("",):
            address = f"/api/v1/{noun}/?page_size=100{narrowed}"
            while address:
                page = client.get(address).json()
                found |= {(kind, record["id"]): record for record in page["results"]}
                address = page["next"]
    return found
