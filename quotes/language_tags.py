"""Language tags (BCP-47): which language one names, whatever else it says. Pure."""

from functools import lru_cache


def primary(tag: str) -> str:
    """The primary subtag: ``zh`` of ``zh-Hans``."""
    return tag.partition("-")[0].lower()


@lru_cache(maxsize=1_000)  # asked of each quote of an answer
def is_translation(language: str, spoken: str) -> bool:
    """Whether words in ``language`` are known to have been spoken in another."""
    return bool(language and spoken) and primary(language) != primary(spoken)
