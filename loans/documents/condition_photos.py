"""The photographs of a condition report: the lead, those with marks drawn on them, the rest, and those that failed."""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from loans.documents import condition_words as words
from loans.documents.condition_data import MarkData, PhotoData, ReportData
from loans.documents.overlay import Region, fit, place
from loans.documents.pictures import Picture
from loans.documents.scripts import Rich
from loans.documents.typesetter import Typesetter

# The largest a photograph is shown, in millimetres.
LEAD = (88.0, 96.0)
MARKED = (92.0, 69.0)
MARKED_UPRIGHT = (78.0, 104.0)
CROWDED = (170.0, 128.0)
PLAIN = (54.0, 58.0)
MANY_MARKS = 12

type Values = dict[str, object]


@dataclass(frozen=True, slots=True)
class Shown:
    """The values of the template's photographs, and the files it finds them in."""

    values: Values
    files: dict[str, bytes | Path]


def photo_of(mark: MarkData, data: ReportData) -> int | None:
    """The index of the photograph a mark is on; a number no photograph has counts as none."""
    return mark.photo if mark.photo is not None and 0 <= mark.photo < len(data.photos) else None


def photographs(data: ReportData, *, pictures: Sequence[Picture | None], setter: Typesetter) -> Shown:
    """Each photograph once, with its marks; the first that can be read also leads, bare of them."""
    lead: Values | None = None
    marked: list[Values] = []
    others: list[Values] = []
    unreadable: list[Rich] = []
    files: dict[str, bytes | Path] = {}
    for index, (photo, picture) in enumerate(zip(data.photos, pictures, strict=True)):
        marks = [mark for mark in data.marks if photo_of(mark, data) == index]
        if picture is None:
            sentence = words.unreadable(index + 1, photo.caption, [mark.number for mark in marks])
            unreadable.append(setter.say(sentence))
            continue
        plate = _Plate(index, photo, picture, setter)
        files[plate.file] = picture.content
        drawn = [(mark, mark.region) for mark in marks if mark.region is not None]
        if lead is None:
            lead = plate.values(within=LEAD)
            if not drawn:
                continue
        if drawn:
            crowded = len(drawn) > MANY_MARKS
            usual = MARKED_UPRIGHT if picture.height > picture.width else MARKED
            shown = plate.values(within=CROWDED if crowded else usual, drawn=drawn)
            marked.append({**shown, "crowded": crowded})
        else:
            others.append(plate.values(within=PLAIN))
    return Shown({"lead": lead, "marked": marked, "others": others, "unreadable": unreadable}, files)


@dataclass(frozen=True, slots=True)
class _Plate:
    index: int
    photo: PhotoData
    picture: Picture
    setter: Typesetter

    @property
    def file(self) -> str:
        return f"photo{self.index}.jpg"

    def values(self, *, within: tuple[float, float], drawn: Sequence[tuple[MarkData, Region]] = ()) -> Values:
        size = fit(self.picture.width, self.picture.height, within=within)
        outlines = place([region for _, region in drawn], size=size)
        name = words.photograph(self.index + 1)
        return {
            "file": f"/{self.file}",
            "size": size,
            "alt": self.setter.plain(self._alt([mark.number for mark, _ in drawn])),
            "label": self.setter.say(name[:1].upper() + name[1:]),
            "caption": self.setter.say(self.photo.caption),
            "drawn": [
                {
                    "number": mark.number,
                    "since_code": mark.since,
                    "term": self.setter.say(mark.term[:1].upper() + mark.term[1:]),
                    "zone": self.setter.say(mark.zone),
                    "words": self.setter.say(_summary(mark)),
                    "box": [outline.x, outline.y, outline.w, outline.h],
                    "point": outline.point,
                    "badge": outline.badge,
                }
                for (mark, _), outline in zip(drawn, outlines, strict=True)
            ],
        }

    def _alt(self, marks: Sequence[int]) -> str:
        said = self.photo.alt or self.photo.caption or words.untitled_photo(self.index + 1)
        return f"{said.rstrip('.')}. {words.marks_on_it(marks)}" if marks else said


def _summary(mark: MarkData) -> str:
    parts = (words.severity(mark.severity).lower(), mark.extent, words.since(mark.since).lower())
    return ", ".join(part for part in parts if part)
