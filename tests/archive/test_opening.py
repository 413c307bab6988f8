"""What a public record leads to is public with it."""

from archive.models import Derivation, Source
from archive.opening import open_the_record
from tests.desk import revise


def test_a_whole_chain_opens_with_its_last_link(article, post):
    first = Source.objects.create(title="The recording", kind="audio")
    Derivation.objects.create(source=post, origin=first, relation="reports")
    Source.objects.update(is_public=False)
    Source.objects.filter(pk=article.pk).update(is_public=True)
    open_the_record()
    assert not Source.objects.filter(is_public=False).exists()


def test_nothing_opens_upstream(article, post):
    Source.objects.update(is_public=False)
    Source.objects.filter(pk=post.pk).update(is_public=True)
    open_the_record()
    article.refresh_from_db()
    assert not article.is_public


def test_an_origin_added_at_the_desk_to_a_public_source_opens(admin_client, article, post):
    first = Source.objects.create(title="The recording", kind="audio")
    revise(admin_client, post, [("derived_from", {"origin": first, "relation": "reports"})])

    first.refresh_from_db()
    assert first.is_public
