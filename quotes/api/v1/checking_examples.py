"""Examples of a check for the contract: the archive's first record, asked and answered."""

from drf_spectacular.utils import OpenApiExample

HERE = "https://archive.example"
CASH = "have access to ‘unlimited cash’ from the US stock market"

ALTERED = OpenApiExample(
    "A sentence with a negation left out",
    request_only=True,
    value={
        "sentence": "we have access to ‘unlimited cash’ from the US stock market",
        "speaker": "Ren Zhengfei",
        "date": "2020-11",
    },
)
SENTENCES = OpenApiExample(
    "Two sentences",
    request_only=True,
    value={
        "sentences": [
            {"sentence": "scale back its battlefront", "speaker": "任正非"},
            {"sentence": "tremendous pressure", "speaker": "Huawei"},
        ]
    },
)
TEXT = OpenApiExample(
    "A text",
    request_only=True,
    value={"text": "The firm needs to “scale back its battlefront,” said Ren Zhengfei."},
)
ANSWER = OpenApiExample(
    "The sentence answered",
    response_only=True,
    value={
        "results": [
            {
                "claim": ALTERED.value,
                "verdict": "altered",
                "label": "Altered",
                "summary": (
                    "The archive has this with other words. Changed: a negation, “don’t” left out."
                    " It is a translation: these are not the words as spoken."
                ),
                "passage": None,
                "matches": [
                    {
                        "quote": {
                            "id": "ren-unlimited-cash",
                            "url": f"{HERE}/api/v1/quotes/ren-unlimited-cash/",
                            "web_url": f"{HERE}/quotes/ren-unlimited-cash/",
                            "text": (
                                "But Huawei cannot take exactly the same path as Alibaba and"
                                " Amazon, since we don’t have access to ‘unlimited cash’ from the"
                                " US stock market"
                            ),
                            "language": "en",
                            "spoken_language": "zh",
                            "is_translation": True,
                            "kind": "direct",
                            "speaker": {
                                "id": "ren-zhengfei",
                                "url": f"{HERE}/api/v1/people/ren-zhengfei/",
                                "name": "Ren Zhengfei",
                            },
                            "organization": {
                                "id": "huawei",
                                "url": f"{HERE}/api/v1/organizations/huawei/",
                                "name": "Huawei",
                            },
                            "as_credited": "cautioned Ren",
                            "said": {
                                "edtf": "2020-11",
                                "earliest": "2020-11-01",
                                "latest": "2020-11-30",
                                "text": "November 2020",
                            },
                            "status": "published",
                            "standing": "unverified",
                            "public_note": "",
                        },
                        "verdict": "altered",
                        "cautions": ["translated"],
                        "changes": [{"kind": "negation", "claim": "", "record": "don’t"}],
                        "typography": [],
                        "cut": {
                            "before": (
                                "But Huawei cannot take exactly the same path as Alibaba and"
                                " Amazon, since "
                            ),
                            "inside": [],
                            "after": "",
                            "qualifications": ["But", "cannot", "don’t"],
                        },
                        "segments": [
                            {
                                "how": "cut",
                                "claim": "",
                                "record": (
                                    "But Huawei cannot take exactly the same path as Alibaba and"
                                    " Amazon, since "
                                ),
                            },
                            {"how": "same", "claim": "we ", "record": "we "},
                            {"how": "left_out", "claim": "", "record": "don’t "},
                            {"how": "same", "claim": CASH, "record": CASH},
                        ],
                        "printed_in": None,
                        "speaker_agrees": True,
                        "date_agrees": True,
                    }
                ],
                "parts": [],
            }
        ],
        "unchecked": 0,
    },
)
