"""What a reader of the reading room meets, and how a test waits for it; no tests here."""

from playwright.sync_api import expect

from archive.models import (
    Derivation,
    Organization,
    Person,
    Role,
    Source,
    SourceText,
    Speech,
    SpeechSource,
    SpeechSpeaker,
)
from quotes.models import Citation, Quote, QuoteRelation, Topic

CASH = (
    "But Huawei cannot take exactly the same path as Alibaba and Amazon, since we don’t have "
    "access to ‘unlimited cash’ from the US stock market"
)

PAGES = [
    "/", "/search/", "/search/?speaker=ren&said=2020-11", "/search/?speaker=ren&said=1990",
    "/quotes/cash/", "/quotes/retracted/", "/quotes/never/", "/quotes/chinese/",
    "/people/ren/", "/organizations/huawei/", "/speeches/speech/", "/sources/article/",
    "/roles/ceo/", "/topics/cloud/", "/corrections/", "/search/speeches/", "/check/",
    "/quotes/long/", "/quotes/variant/", "/sources/post/", "/search/?q=cahs",
    "/search/?q=scale", "/embed/quotes/cash/", "/embed/speeches/speech/",
]  # fmt: skip
REFUSED = [
    "/search/?said=2020-13&speeker=x", "/quotes/nothing/", "/quotes/removed/",
    "/people/ren/?cursor=x",
]  # fmt: skip


def enter_the_seed():
    """The record the archive was born from, and a few hard cases around it."""
    ren = Person.objects.create(ref="ren", name="Ren Zhengfei", language="en", is_public=True)
    ren.names.create(name="任正非", language="zh", kind="native")
    huawei = Organization.objects.create(ref="huawei", name="Huawei", is_public=True)
    ceo = Role.objects.create(
        ref="ceo", person=ren, organization=huawei, title="founder and CEO", period="1987/..",
        is_public=True,
    )  # fmt: skip
    post = Source.objects.create(
        ref="post", kind="internal_post", title="Internal forum post", published="2020-12-30",
        is_public=True,
    )  # fmt: skip
    article = Source.objects.create(
        ref="article", kind="article", title="Huawei Must Scale Back Businesses", language="en",
        published="2020-12-30/..", is_public=True,
    )  # fmt: skip
    Derivation.objects.create(source=article, origin=post, relation="reports")
    speech = Speech.objects.create(
        ref="speech", title="Speech at a company event", language="zh", delivered="2020-11",
        is_public=True,
    )  # fmt: skip
    SpeechSpeaker.objects.create(speech=speech, person=ren, organization=huawei, role=ceo)
    SpeechSource.objects.create(speech=speech, source=post)
    cloud = Topic.objects.create(ref="cloud", name="Cloud computing", is_public=True)

    def quote(ref, text, **fields):
        told = {
            "speaker": ren, "organization": huawei, "role": ceo, "speech": speech,
            "language": "en", "spoken_language": "zh", "kind": "direct", "status": "published",
        }  # fmt: skip
        made = Quote.objects.create(ref=ref, text=text, **{**told, **fields})
        Citation.objects.create(quote=made, source=article, locator="para 6", wording=f"“{text},”")
        made.topics.add(cloud)
        return made

    quote("cash", CASH)
    quote("chinese", "我们没有“无穷的钱”，云服务不是我们的强项。", language="zh")
    quote("long", "Whoever decides about a cloud must first have stood under one. " * 60)
    quote("never", "Cash is a cloud", standing="misattributed", public_note="Printed in 1950.")
    quote("paraphrase", "the firm needs to scale back", kind="indirect")
    quote("retracted", "Wrong", status="retracted", public_note="The article was withdrawn.")
    quote("removed", "Secret", status="removed")
    quote("early", "There was no cash then either", said="2019-05", speech=None)
    spoken = quote("spoken", "我们没有“无穷的钱”", language="zh")
    variant = quote("variant", CASH.replace("cannot", "can").replace("unlimited", "endless"))
    cash = Quote.objects.get(ref="cash")
    QuoteRelation.objects.create(quote=cash, other=spoken, relation="translation_of")
    QuoteRelation.objects.create(quote=variant, other=cash, relation="variant_of")
    Source.objects.filter(pk=post.pk).update(rights="public")
    said = f"各位同事：{spoken.text}，所以要聚焦。"
    text = SourceText.objects.create(source=post, text=said, language="zh")
    Citation.objects.create(
        quote=spoken, source=post, position=2, source_text=text, exact=spoken.text, start=5,
        end=5 + len(spoken.text),
    )  # fmt: skip
    Quote.objects.filter(ref="early").update(public_note="The month was corrected.")


def shows(page, words, where="#words"):
    """What is asked for after a click may still be on its way."""
    expect(page.locator(where)).to_contain_text(words)
