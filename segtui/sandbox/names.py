# ruff: noqa: RUF001 - names in their own scripts
"""Made-up people's names, cities and countries, in many scripts.

Each name may carry its Latin form behind a slash, for e-mail addresses: `Иван/ivan`. Without one, the name itself in
small letters without accents will do.
"""

import unicodedata
from functools import cache
from typing import NamedTuple


class Name(NamedTuple):
    """A name as written, and as an e-mail address writes it."""

    written: str
    latin: str


class Place(NamedTuple):
    """A country whose people are made up here.

    Attributes:
        country: Its English name.
        language: ISO 639-1.
        cities: English names.
        streets: Beginnings or ends of addresses; `{}` is the number.
        phone: The prefix and the number's first digit.
        domain: Of its own mail service.
        given: Given names.
        family: Family names.
        is_family_first: Whether the family name is written first, and without a blank.
        weight: How many of 100 people live there.
    """

    country: str
    language: str
    cities: tuple[str, ...]
    streets: tuple[str, ...]
    phone: str
    domain: str
    given: tuple[Name, ...]
    family: tuple[Name, ...]
    is_family_first: bool
    weight: int


_PLACES = (
    (
        "Italy|it|Rome,Rome,Milan,Turin,Naples,Bologna|Via Garibaldi {},Corso Italia {}|+39 3|libero.it|24",
        "Giulia Niccolò Chiara Matteo Francesca Davide Elisa Annalisa Andrea Lucia Tommaso Anna Beatrice Nicolò",
        "Rossi Bianchi Esposito Romano Ferrari Conti Greco Marino D'Angelo/dangelo Lo-Presti/lopresti Galli Fontana",
    ),
    (
        "Germany|de|Berlin,Munich,Hamburg|Hauptstraße {},Lindenallee {}|+49 15|web.de|13",
        "Jürgen Anna Lukas Käthe Maximilian Sören/soeren Annette Friederike Jonas Mia Björn Ann-Kathrin",
        "Müller Schröder Weiß/weiss Krämer Schmidt Köhler Fischer Groß/gross Becker Hoffmann Vogt",
    ),
    (
        "France|fr|Paris,Lyon,Marseille,Lille|{} rue de la République,{} avenue Foch|+33 6|orange.fr|12",
        "Chloé Hélène François Zoë Mathéo Anne-Laure Inès Benoît Camille Loïc Amélie Rémi",
        "Lefèvre Durand Béranger Moreau Garçon Dupré Petit Fournier L'Hôpital/lhopital Gaillard",
    ),
    (
        "Spain|es|Madrid,Barcelona,Seville,Valencia|Calle Mayor {},Avenida del Sol {}|+34 6|telefonica.net|10",
        "José María Íñigo Lucía Ángel Begoña Sofía Iván Núria Raúl Carmen",
        "García Muñoz Fernández Núñez Ibáñez López Peña Castaño Ordóñez Vidal",
    ),
    (
        "United Kingdom|en|London,Leeds,Bristol,Cardiff|{} High Street,{} Station Road|+44 7|btinternet.com|11",
        "Ann Oliver Siobhán Aisha Charlotte George Niamh Anneke Thomas Harriet Rhys Priya",
        "Smith O'Neill/oneill Davies Patel Whitfield Hughes Ashworth Khan Fairbairn Turner",
    ),
    (
        "Poland|pl|Warsaw,Kraków,Gdańsk|ulica Długa {},aleja Róż {}|+48 5|wp.pl|5",
        "Zofia Łukasz/lukasz Małgorzata/malgorzata Paweł/pawel Agnieszka Wojciech Żaneta Michał/michal",
        "Wiśniewska Wójcik Kowalczyk Zieliński Szczęsny Dąbrowska Kaźmierczak Nowak",
    ),
    (
        "Turkey|tr|Istanbul,Ankara,Izmir|Atatürk Caddesi {},Çiçek Sokak {}|+90 53|ttmail.com|3",
        "Ayşe Çağla Mehmet Gülşen Işıl/isil Ömer Şule Emre",
        "Yılmaz/yilmaz Öztürk Şahin Çelik Güneş Demir",
    ),
    (
        "Ukraine|uk|Kyiv,Lviv,Odesa|вулиця Шевченка {},проспект Миру {}|+380 5|ukr.net|4",
        "Оксана/oksana Андрій/andrii Марія/mariia Тарас/taras Ярослава/yaroslava Богдан/bohdan",
        "Шевченко/shevchenko Коваленко/kovalenko Бондар/bondar Мельник/melnyk Ткачук/tkachuk",
    ),
    (
        "Bulgaria|bg|Sofia,Plovdiv|ул. Витоша {}|+359 8|abv.bg|2",
        "Иван/ivan Мария/maria Георги/georgi Елена/elena Димитър/dimitar",
        "Петров/petrov Иванова/ivanova Димитров/dimitrov Стоянова/stoyanova",
    ),
    (
        "Greece|el|Athens,Thessaloniki,Patras|Οδός Ερμού {}|+30 69|otenet.gr|3",
        "Ελένη/eleni Γιώργος/giorgos Κατερίνα/katerina Δημήτρης/dimitris Σοφία/sofia Νίκος/nikos",
        "Παπαδόπουλος/papadopoulos Γεωργίου/georgiou Αντωνίου/antoniou Νικολαΐδης/nikolaidis",
    ),
    (
        "Egypt|ar|Cairo,Alexandria|شارع التحرير {}|+20 10|link.net|3",
        "محمد/mohamed فاطمة/fatma أحمد/ahmed ليلى/layla يوسف/youssef مريم/mariam",
        "حسن/hassan السيد/elsayed إبراهيم/ibrahim منصور/mansour عبدالله/abdallah",
    ),
    (
        "Israel|he|Tel Aviv,Haifa,Jerusalem|רחוב הרצל {}|+972 5|walla.co.il|2",
        "נועה/noa דוד/david תמר/tamar יונתן/yonatan שירה/shira",
        "כהן/cohen לוי/levi מזרחי/mizrahi פרידמן/friedman",
    ),
    (
        "Taiwan|zh|Taipei,Tainan|中山路{}號|+886 9|hinet.net|2|family first",
        "美玲/meiling 志明/zhiming 淑芬/shufen 建宏/jianhong 雅婷/yating",
        "陳/chen 林/lin 黃/huang 張/zhang 王/wang",
    ),
    (
        "Japan|ja|Tokyo,Osaka,Kyoto|本町{}丁目|+81 90|nifty.com|3|family first",
        "さくら/sakura 健太/kenta 美咲/misaki ハナ/hana 翔太/shota 結衣/yui",
        "佐藤/sato 鈴木/suzuki 高橋/takahashi 渡辺/watanabe 山本/yamamoto",
    ),
    (
        "India|hi|Mumbai,Delhi,Pune|महात्मा गांधी मार्ग {}|+91 98|rediffmail.com|3",
        "अनन्या/ananya राहुल/rahul प्रिया/priya अर्जुन/arjun दीपिका/deepika",
        "शर्मा/sharma पटेल/patel गुप्ता/gupta सिंह/singh",
    ),
)


def _name(text: str) -> Name:
    written, _, latin = text.partition("/")
    letters = unicodedata.normalize("NFKD", written.lower())
    return Name(written.replace("-", " ") if latin else written, latin or letters.encode("ascii", "ignore").decode())


def _place(facts: str, given: str, family: str) -> Place:
    country, language, cities, streets, phone, domain, weight, *family_first = facts.split("|")
    return Place(
        country=country,
        language=language,
        cities=tuple(cities.split(",")),
        streets=tuple(streets.split(",")),
        phone=phone,
        domain=domain,
        given=tuple(_name(text) for text in given.split()),
        family=tuple(_name(text) for text in family.split()),
        is_family_first=bool(family_first),
        weight=int(weight),
    )


@cache
def places() -> tuple[Place, ...]:
    """All places, each as often as its weight says, so that a random one of them is a fair one."""
    made = [_place(*texts) for texts in _PLACES]
    return tuple(place for place in made for _ in range(place.weight))
