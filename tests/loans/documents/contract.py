"""A loan from Tashkent to London as an agreement: clauses, terms, a schedule, signatures."""

import datetime as dt
import io
import math
from typing import Any

from PIL import Image, ImageDraw

from loans.documents.agreement import (
    AgreementData,
    AmendmentData,
    ChangeData,
    ClauseData,
    ItemData,
    PartyData,
    ShowingData,
    SideData,
    SignatureData,
    TermData,
    TranslationData,
)
from loans.documents.agreement_certificate import CertificateData, SigningData
from tests.loans.documents.bowl import photo

MADE_AT = dt.datetime(2026, 3, 3, 15, 20, tzinfo=dt.UTC)
BORROWER = PartyData(
    role="Borrower",
    name="The British Museum",
    address="Great Russell Street\nLondon WC1B 3DG\nUnited Kingdom",
    represented_by="Nicholas Hale, Director",
)
LENDER = PartyData(
    role="Lender",
    name="State Museum of Arts of Uzbekistan",
    native_name="Oʻzbekiston davlat sanʼat muzeyi",
    native_language="uz",
    address="16 Amir Temur Avenue\n100060 Tashkent\nUzbekistan",
    represented_by="Dilnoza Karimova, Director",
    agent="Art and Culture Development Foundation, Tashkent, under its mandate of 12 January 2026",
)

ENGLISH = [
    (
        "What is lent",
        "The Lender lends the objects of the Object Schedule to the Borrower for the exhibition named above, and for no "
        "other purpose.\nTitle stays with the Lender at all times. The Borrower may not pledge, transfer or lend them on.",
    ),
    (
        "How long",
        "The loan begins when the objects leave the Lender's building and ends when they are received there again. "
        "It can be made longer only by a dated amendment which both parties sign.",
    ),
    (
        "Cover from nail to nail",
        "The Borrower provides cover for the agreed values against all risks, from the moment an object is taken from "
        "its usual place until it is put back there.\nThe Lender receives the certificate of cover before any object "
        "is collected. No object moves before that.",
    ),
    (
        "Care and climate",
        "The Borrower keeps relative humidity, temperature and light within the agreed terms, records them without "
        "gaps, and sends the record to the Lender each month.\nNo treatment, cleaning or sampling takes place without "
        "the Lender's written consent.",
    ),
    (
        "Damage and loss",
        "The Borrower tells the Lender of any damage, loss or change within two working days and sends a written report "
        "with photographs within ten.",
    ),
    (
        "Costs",
        "The Borrower pays for packing, transport, customs, courier travel and subsistence, and cover, as far as the "
        "agreed terms do not say otherwise.",
    ),
]
RUSSIAN = [
    (
        "Предмет договора",
        "Владелец передаёт Заёмщику предметы, названные в Перечне предметов, для указанной выше выставки и ни для какой "
        "иной цели.\nПраво собственности всегда остаётся за Владельцем. Заёмщик не вправе закладывать, передавать или "
        "одалживать предметы третьим лицам.",
    ),
    (
        "Срок",
        "Срок начинается, когда предметы покидают здание Владельца, и заканчивается, когда они вновь приняты там. "
        "Продление возможно только дополнительным соглашением с датой, подписанным обеими сторонами.",
    ),
    (
        "Страхование «от гвоздя до гвоздя»",
        "Заёмщик обеспечивает покрытие согласованной стоимости от всех рисков с момента, когда предмет взят с обычного "
        "места, до его возвращения туда.\nВладелец получает свидетельство о покрытии до вывоза любого предмета.",
    ),
    (
        "Хранение и климат",
        "Заёмщик поддерживает влажность, температуру и освещённость в согласованных пределах, ведёт непрерывную запись и "
        "ежемесячно направляет её Владельцу.\nРеставрация, чистка и отбор проб без письменного согласия Владельца не "
        "допускаются.",
    ),
    (
        "Повреждение и утрата",
        "Заёмщик сообщает Владельцу о повреждении, утрате или изменении в течение двух рабочих дней и в течение десяти "
        "дней направляет письменный отчёт с фотографиями.",
    ),
    ("Расходы", "Заёмщик оплачивает упаковку, перевозку, таможню, поездки сопровождающих и страхование."),
]
THINGS = [
    ("Lidded bowl with a camel", "Unknown potter", "7th to 8th century", "Earthenware with a lead glaze"),
    ("Head of a Bodhisattva", "", "6th century", "Clay, traces of paint"),
    ("Ewer with running animals", "", "about 700", "Silver, partly gilded, chased"),
    (
        "Fragment of a wall painting: two riders at the hunt, from the eastern hall",
        "",
        "660s",
        "Paint on loess plaster",
    ),
    ("Letter on paper", "Nanai-vandak", "313", "Ink on paper"),
    ("Silk with ducks in pearl roundels", "", "8th century", "Compound weave, silk"),
]


def clauses(*, second: bool = False, unreviewed: frozenset[int] = frozenset()) -> tuple[ClauseData, ...]:
    return tuple(
        ClauseData(
            number=str(number),
            title=title,
            text=text,
            translation=TranslationData(title=other, text=words, reviewed=number not in unreviewed) if second else None,
        )
        for number, ((title, text), (other, words)) in enumerate(zip(ENGLISH, RUSSIAN, strict=True), start=1)
    )


def item(number: int, **changes: Any) -> ItemData:
    title, maker, date, materials = THINGS[(number - 1) % len(THINGS)]
    usual: dict[str, Any] = {
        "number": number,
        "title": title,
        "accession_number": f"A-1937.{110 + number}",
        "native_title": "Туя тасвирли қопқоқли коса" if number % 6 == 1 else "",
        "native_language": "uz-Cyrl" if number % 6 == 1 else "",
        "maker": maker,
        "date": date,
        "materials": materials,
        "dimensions": "Height 18.4 cm, diameter 22.1 cm",
        "pieces": "2: bowl, lid" if number % 6 == 1 else "1",
        "credit_line": "State Museum of Arts of Uzbekistan",
        "picture": photo(number, size=(300, 225) if number % 3 else (200, 300)),
        "alt": f"{title}, from the front",
        "value": f"GBP {number * 12_500:,}",
        "display": "In a locked case, at most 50 lux" if number % 2 else "",
        "terms": (
            TermData(kind="Light", value="at most 50 lux", words="UV below 10 µW/lm; lit in opening hours alone."),
            TermData(kind="Courier", words="The Lender's conservator is present at unpacking and at installation."),
        )
        if number % 4 == 1
        else (),
    }
    return ItemData(**{**usual, **changes})


def agreement(*, objects: int = 3, **changes: Any) -> AgreementData:
    usual: dict[str, Any] = {
        "reference": "L-2026-014",
        "version": 2,
        "title": "Silk Roads: twelve objects from Tashkent",
        "exhibition": "Silk Roads",
        "letterhead": "The British Museum",
        "letterhead_lines": ("Great Russell Street, London WC1B 3DG", "loans@museum.example"),
        "borrower": BORROWER,
        "lender": LENDER,
        "made_at": MADE_AT,
        "showings": (
            ShowingData(
                venue="Sainsbury Exhibitions Gallery", city="London", dates="26 September 2026 to 23 February 2027"
            ),
            ShowingData(venue="Museum of the Oasis", city="Samarkand", dates="1 April to 30 June 2027"),
        ),
        "loans": ("L-2026-014",),
        "period": "1 August 2026 to 15 August 2027, collection to return",
        "purpose": "Public display in the exhibition, its catalogue and its education programme",
        "clauses": clauses(),
        "terms": (
            TermData(kind="Climate", value="40–60 % RH, 16–25 °C", words="At most 10 % RH change in 24 hours."),
            TermData(kind="Photography", words="Visitors may photograph without flash."),
            TermData(kind="Costs", words="The Borrower pays the Lender's loan fee against invoice.", value="GBP 4,000"),
        ),
        "items": tuple(item(number) for number in range(1, objects + 1)),
        "totals": (f"GBP {sum(range(1, objects + 1)) * 12_500:,}",),
        "sides": sides(),
    }
    return AgreementData(**{**usual, **changes})


def sides() -> tuple[SideData, ...]:
    return (
        SideData(
            party="For The British Museum",
            signatures=(
                SignatureData(role="Prepared by", name="Ruth Okafor", title="Senior Registrar"),
                SignatureData(role="Signed for the Borrower by", name="Nicholas Hale", title="Director"),
            ),
        ),
        SideData(
            party="For the State Museum of Arts of Uzbekistan",
            signatures=(SignatureData(role="Signed for the Lender by", name="Dilnoza Karimova", title="Director"),),
        ),
    )


def amendment() -> AmendmentData:
    return AmendmentData(
        amends="agreement L-2026-014, version 1, signed on 3 March 2026",
        summary="The exhibition in Samarkand opens a month later, and one object is lent in place of another.",
        changes=(
            ChangeData(
                place="Period of the loan",
                before="1 August 2026 to 15 July 2027",
                after="1 August 2026 to 15 August 2027",
            ),
            ChangeData(place="Object 4", before="Head of a Bodhisattva (A-1937.114)"),
            ChangeData(place="Object 5, agreed value", before="GBP 62,500", after="GBP 75,000"),
            ChangeData(place="Object 13", after="Ewer with running animals (A-1937.123)"),
        ),
    )


def drawn_signature() -> bytes:
    """A pen stroke on transparent ground, as a browser's canvas gives it."""
    image = Image.new("RGBA", (600, 200), (0, 0, 0, 0))
    draw = ImageDraw.Draw(image)
    points = [(40 + at * 10, 100 + 55 * math.sin(at / 3.1) * math.cos(at / 7)) for at in range(52)]
    draw.line(points, fill=(31, 27, 22, 255), width=6, joint="curve")
    out = io.BytesIO()
    image.save(out, "PNG")
    return out.getvalue()


def certificate(*, sha256: str = "ab" * 32, **changes: Any) -> CertificateData:
    consent = "I have read this agreement and sign it for the party named here, in place of a signature on paper."
    signings = (
        SigningData(
            role="Prepared by",
            side="For The British Museum",
            name="Ruth Okafor",
            title="Senior Registrar",
            how="Typed her name",
            signed_at=MADE_AT,
            sha256=sha256,
            version=2,
            email="registrar@caravan.example",
            ip="192.0.2.17",
            consent=consent,
        ),
        SigningData(
            role="Signed for the Lender by",
            side="For the State Museum of Arts of Uzbekistan",
            name="Dilnoza Karimova",
            title="Director",
            how="Drew her signature",
            signed_at=dt.datetime(2026, 3, 5, 9, 2, 41, tzinfo=dt.timezone(dt.timedelta(hours=5))),
            sha256=sha256,
            version=2,
            email="director@museum.example",
            ip="2001:db8::42",
            consent=consent,
            drawn=drawn_signature(),
        ),
        SigningData(
            role="Signed for the Borrower by",
            side="For The British Museum",
            name="Nicholas Hale",
            title="Director",
            how="In ink on paper; recorded by Ruth Okafor from a letter of 9 March 2026",
            evidence="Scan of the signed original, 2 pages",
            signed_at=dt.datetime(2026, 3, 9, 16, 0, tzinfo=dt.UTC),
            sha256=sha256,
            version=2,
        ),
    )
    usual: dict[str, Any] = {
        "reference": "L-2026-014",
        "version": 2,
        "title": "Silk Roads: twelve objects from Tashkent",
        "borrower": "The British Museum",
        "lender": "State Museum of Arts of Uzbekistan",
        "sha256": sha256,
        "pages": 4,
        "made_at": dt.datetime(2026, 3, 9, 16, 1, tzinfo=dt.UTC),
        "signings": signings,
        "versions": ("Version 1, 12 February 2026, replaced", "Version 2, 3 March 2026, signed"),
    }
    return CertificateData(**{**usual, **changes})
