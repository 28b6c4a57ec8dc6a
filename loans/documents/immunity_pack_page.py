"""The immunity pack, and the internal summary beside it, laid out for their templates."""

from collections.abc import Sequence
from pathlib import Path

from loans.documents import immunity_pack_words as words
from loans.documents.immunity_pack_data import ImmunityGroup, ImmunityObject, ImmunityPack, NotAvailable
from loans.documents.overlay import fit
from loans.documents.pictures import prepare
from loans.documents.rendering import Laid
from loans.documents.scripts import Rich
from loans.documents.typesetter import Typesetter
from office.records.wording import written

# The largest a photograph is shown, in millimetres.
PICTURE = (50.0, 66.0)
LONG = 1500


def lay(data: ImmunityPack, *, setter: Typesetter, careful: bool) -> Laid:
    """What the template takes; the active language is English."""
    return _Layout(data, setter=setter, careful=careful).lay()


class _Layout:
    def __init__(self, data: ImmunityPack, *, setter: Typesetter, careful: bool) -> None:
        self.data = data
        self.set = setter
        self.careful = careful
        self.files: dict[str, bytes | Path] = {}
        self.unreadable: list[str] = []

    def lay(self) -> Laid:
        data = self.data
        values: dict[str, object] = {
            "title": self.set.plain(f"{words.HEADINGS['title'][0]}: {data.exhibition}"),
            "author": self.set.plain(data.museum),
            "reference": self.set.say(data.reference),
            "museum": self.set.say(data.museum),
            "made": f"Made on {written(data.made_at.date())}",
            "exhibition": self.set.say(data.exhibition),
            "heading": self.heading("title"),
            "intro": self.set.say(words.intro(data)),
            "groups": [self.group(group) for group in data.groups if group.objects],
            "enquiries": self.enquiries(),
        }
        return Laid(values, self.files, self.unreadable)

    def heading(self, name: str) -> list[Rich]:
        english, welsh = words.HEADINGS[name]
        return [self.set.say(english)] + ([self.set.say(welsh, language="cy")] if self.data.welsh else [])

    def group(self, group: ImmunityGroup) -> dict[str, object]:
        return {
            "title": words.group_title(group),
            "days": [[self.heading(name), [day]] for name, day in words.days(group)],
            "objects": [self.thing(each) for each in group.objects],
        }

    def thing(self, each: ImmunityObject) -> dict[str, object]:
        facts = words.facts(each, welsh=self.data.welsh)
        return {
            "title": self.set.say(each.title),
            "picture": self.picture(each),
            "facts": [
                [self.heading(name), [self.set.say(said.text, language=said.language) for said in texts]]
                for name, texts in facts
            ],
            "long": sum(len(said.text) for _, texts in facts for said in texts) > LONG,
        }

    def picture(self, each: ImmunityObject) -> dict[str, object] | None:
        if each.photo is None:
            return None
        made = prepare(each.photo.image, careful=self.careful)
        if made is None:
            self.unreadable.append(each.reference)
            return None
        name = f"photo{len(self.files)}.jpg"
        self.files[name] = made.content
        return {
            "file": f"/{name}",
            "size": fit(made.width, made.height, within=PICTURE),
            "alt": self.set.plain(words.picture(each)),
        }

    def enquiries(self) -> dict[str, object]:
        who = self.data.enquiries
        return {
            "heading": self.heading("enquiries"),
            "how": words.how_to_claim(),
            "lines": [self.set.say(line) for line in (who.name, *who.address.splitlines()) if line.strip()],
            "ways": [
                [self.heading(name), self.set.say(text)]
                for name, text in (("email", who.email), ("telephone", who.telephone))
                if text.strip()
            ],
        }


def lay_summary(data: ImmunityPack, *, not_available: Sequence[NotAvailable], setter: Typesetter) -> Laid:
    """What the internal summary takes: the dates of each group, and what is not protected."""
    count = len(data.objects)
    return Laid(
        {
            "title": setter.plain(f"Immunity from seizure: {data.exhibition}"),
            "author": setter.plain(data.museum),
            "reference": setter.say(data.reference),
            "internal": words.INTERNAL,
            "made": f"Made on {written(data.made_at.date())}",
            "exhibition": setter.say(data.exhibition),
            "sums": [
                ["To be published", [f"{count} {'object' if count == 1 else 'objects'}"]],
                ["Not available", [f"{len(not_available)} {'object' if len(not_available) == 1 else 'objects'}"]],
                ["Borrower", setter.paragraphs(data.museum)],
            ],
            "groups": [
                {
                    "title": words.group_title(group),
                    "days": [[words.HEADINGS[name][0], [day]] for name, day in words.days(group)],
                    "objects": [
                        [
                            setter.say(each.reference),
                            setter.say(each.title),
                            setter.say(each.lender) if each.lender else "",
                            "Yes" if each.withheld else "No",
                        ]
                        for each in group.objects
                    ],
                }
                for group in data.groups
                if group.objects
            ],
            "not_available": [
                [setter.say(text) for text in (each.reference, each.title, each.lender, each.reason)]
                for each in not_available
            ],
        }
    )
