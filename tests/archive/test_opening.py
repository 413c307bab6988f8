"""What a public record leads to is public with it."""

from archive.models import Derivation, Source
from archive.opening import open_the_record


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
    address = f"/admin/archive/source/{post.pk}/change/"
    form = {
        "kind": "internal_post", "title": post.title, "rights": "unknown",
        "published": post.published, "language": "zh", "publisher": post.publisher_id,
        "derived_from-TOTAL_FORMS": 1, "derived_from-INITIAL_FORMS": 0,
        "derived_from-0-origin": first.pk, "derived_from-0-relation": "reports",
        "texts-TOTAL_FORMS": 0, "texts-INITIAL_FORMS": 0,
    }  # fmt: skip
    answer = admin_client.post(address, form)
    assert answer.status_code == 302, answer.context["errors"]
    first.refresh_from_db()
    assert first.is_public
