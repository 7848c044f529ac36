"""What customers say in the demo: the forms, the topics, the shops, and the words of their comments."""

from typing import NamedTuple


class Form(NamedTuple):
    """A form that customers fill in.

    Attributes:
        id: The carrier's id.
        name: Of the form.
        team_id: Whose it is.
        source: How most are asked.
        topics: By id, what its comments are about.
        number: The attribute that holds a number, and the largest number.
    """

    id: int
    name: str
    team_id: int
    source: str
    topics: tuple[int, ...]
    number: tuple[str, int]


FORMS = (
    Form(11, "Store visit", 4, "qrcode", (9, 12, 14), ("basket", 240)),
    Form(12, "Online order", 1, "email", (10, 11, 13), ("order_value", 900)),
    Form(13, "Hotel stay", 5, "email", (12, 14, 16), ("nights", 14)),
    Form(14, "Support call", 8, "sms", (9, 15), ("waited_minutes", 45)),
    Form(15, "App survey", 1, "widget", (13, 15), ("app_version", 9)),
    Form(16, "Milan flagship store", 6, "kiosk", (9, 12, 14), ("basket", 600)),
    Form(17, "Naples returns desk", 7, "kiosk", (9, 11), ("basket", 180)),
)

OTHER_FORM = Form(71, "Dentist appointment", 90, "sms", (9,), ("waited_minutes", 30))
"""Of another organisation."""

TOPICS = {
    9: "Staff",
    10: "Delivery",
    11: "Returns",
    12: "Cleanliness",
    13: "Checkout",
    14: "Price",
    15: "Waiting time",
    16: "Breakfast",
}

OPENINGS = {
    "positive": (
        "Really happy with {}.",
        "{} could not be better, thank you!",
        "Five stars for {}.",
        "I will come back because of {}.",
        "Was surprised by {}, in the best way.",
    ),
    "neutral": (
        "{} was fine, nothing special.",
        "No complaints about {}, but nothing to write home about.",
        "{}: as expected.",
    ),
    "negative": (
        "Disappointed by {}.",
        "{} needs work.",
        "Third time I complain about {}!",
        "Because of {} we left early.",
    ),
}

SUBJECTS = {
    9: ("the staff", "the woman at the desk", "the young man who helped us"),
    10: ("the delivery", "the courier", "how fast the parcel came"),
    11: ("the returns desk", "sending it back", "the refund"),
    12: ("how clean it was", "the fitting rooms", "the bathroom"),
    13: ("the checkout", "paying by card", "the basket page"),
    14: ("the price", "what we paid", "the discount"),
    15: ("the waiting time", "the queue", "how long the line was"),
    16: ("the breakfast", "the coffee", "the early breakfast"),
}

COMMENTS = (
    "Delivery was late, twice. The courier never rang.",
    "late delivery",
    "The delivery came a day late but the driver was kind.",
    "Très bien, merci à toute l'équipe !",
    "Alles bestens, gerne wieder. Nur die Lieferung kam spät.",
    "Tutto perfetto, complimenti a Giulia della cassa.",
    "Todo bien, pero la cola fue larguísima.",
    "スタッフがとても親切でした。",
    "الخدمة ممتازة",
    "Всё понравилось, спасибо!",
    "👍👍👍",
    "ok",
    "It said 20% off on the window, and 10 % at the till.",
    "Please open earlier on Saturdays.",
)
"""Comments that are about no topic in particular."""

HOSTILE = (
    "[/red][bold]Best shop ever[/]",
    "\x1b]52;c;aGVsbG8=\x07Great\x1b[31m service\x1b[2J",
    "\u202eecivres dab",
    "<script>alert(1)</script> & 'quotes' \"everywhere\"",
    "line one\r\nline two\ttabbed\x00end",
    "a" * 4000,
    "Z͑ͫ̓ͪ̂ͫ̽͏̴̙̤̞͉͚̯̞̠͍A̴̵̜̰͔ͫ͗͢L̠ͨͧͩ͘G̴̻͈͍͔̹̑͗̎̅͛́Ǫ̵̹̻̝̳͂̌̌͘",
    "👩‍👩‍👧‍👦 🇮🇹 ﷽",
)

CHANNELS = ("shop", "web", "phone", "app")
LOYALTY = ("none", "silver", "gold")
