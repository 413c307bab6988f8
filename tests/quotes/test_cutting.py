"""A long text is cut into passages that lose nothing and break no phrase."""

from itertools import pairwise

from hypothesis import example, given
from hypothesis import strategies as st

from quotes.passages.cutting import LONGEST, OVERLAP, passages

TEXTS = st.lists(
    st.sampled_from(["word", " ", ". ", "\n\n", "云服务。", "云", "x" * 700, "said so\n", "😀"]),
    max_size=400,
).map("".join)


@given(TEXTS)
def test_every_character_is_in_a_passage_and_where_it_says(text):
    pieces = list(passages(text))
    assert all(text[piece.start :].startswith(piece.text) for piece in pieces)
    assert all(len(piece.text) <= LONGEST for piece in pieces)
    ends = [piece.start + len(piece.text) for piece in pieces]
    assert pieces[0].start == 0
    assert ends[-1] == len(text)
    assert all(nxt.start <= end for nxt, end in zip(pieces[1:], ends, strict=False))
    assert all(a.start < b.start for a, b in pairwise(pieces))


@given(TEXTS, st.integers(0, 10**6), st.integers(1, OVERLAP // 2))
@example("word " * 260 + "x" * 280 + " " + "word " * 400, 1_290, 150)
def test_a_phrase_is_whole_in_some_passage(text, start, length):
    start %= len(text) or 1
    end = min(start + length, len(text))
    assert any(
        piece.start <= start and end <= piece.start + len(piece.text) for piece in passages(text)
    )


def test_a_passage_ends_with_a_paragraph_or_else_a_sentence():
    paragraphs = ("A short sentence. " * 40 + "\n") * 5
    assert all(piece.text.endswith("\n") for piece in passages(paragraphs))
    sentences = "Another one said so! " * 300
    assert all(piece.text.endswith("! ") for piece in passages(sentences))
    chinese = "云服务不是我们的强项。" * 500
    assert all(piece.text.endswith("。") for piece in passages(chinese))


def test_a_book_is_cut_in_no_time():
    book = "All the words of a book that nobody will read. " * 100_000
    pieces = list(passages(book))
    assert len(pieces) < len(book) / (LONGEST / 2 - OVERLAP)
    assert len(pieces) * OVERLAP < len(book) / 2
