"""Dimensions as typed, in centimetres, inches with fractions or both, read into millimetres and grams.

What isn't the size of the whole object (a rim, a lid, one part of many) is left alone; the typed text is always kept.
"""

import re
import unicodedata
from decimal import Decimal
from functools import lru_cache
from typing import NamedTuple


class Dimensions(NamedTuple):
    """Millimetres to one decimal, grams to one decimal; None where the text doesn't say."""

    height_mm: Decimal | None = None
    width_mm: Decimal | None = None
    depth_mm: Decimal | None = None
    diameter_mm: Decimal | None = None
    weight_g: Decimal | None = None


NO_DIMENSIONS = Dimensions()

_MILLIMETRES = {"mm": 1.0, "мм": 1.0, "cm": 10.0, "см": 10.0, "m": 1000.0, "м": 1000.0}
_INCHES = {
    "in": 25.4,
    "inch": 25.4,
    "inches": 25.4,
    '"': 25.4,
    "″": 25.4,
    "ft": 304.8,
    "feet": 304.8,
    "foot": 304.8,
}
_GRAMS = {
    "kg": 1000.0,
    "кг": 1000.0,
    "g": 1.0,
    "г": 1.0,
    "gr": 1.0,
    "grams": 1.0,
    "oz": 28.349523,
    "lb": 453.59237,
}
_GRAMS |= {"lbs": 453.59237}

_NUMBER = r"(?:\d{1,5}[\s-]\d{1,2}/\d{1,2}|\d{1,2}/\d{1,2}|\d{1,3},\d{3}(?!\d)|\d{1,6}(?:[.,]\d+)?|[.,]\d+)"
_UNIT = "(?:" + "|".join(sorted(map(re.escape, _MILLIMETRES | _INCHES | _GRAMS), key=len, reverse=True)) + r")(?!\w)\.?"
# "30.5 x 20 cm", "48.3 cm x 17.5 cm", "10-12 cm"; the Cyrillic ha stands for x too.
_GROUP = re.compile(
    rf"(?<![\d.,/])(?P<numbers>{_NUMBER}(?:\s?(?:{_UNIT})?\s?[x×х*]\s?{_NUMBER}|\s?-\s?{_NUMBER})*)\s?(?P<unit>{_UNIT})"
)
_ONE = re.compile(rf"(?P<upto>(?<=[\d\s])-\s?)?(?P<number>{_NUMBER})")
_STATEMENT = re.compile(r"[;\n]|(?<=[a-zа-я]\.)\s(?=[A-Z])")
_LABEL = re.compile(r"\s*([^:\d]{1,60}):")
_WHOLE = re.compile(
    r"\b(?:overall|max(?:imum|\.)?|total|approx(?:\.|imate|imately)?|ca?\.|circa|each|gesamt|общ\w+)[\s.]*"
)
_VULGAR = re.compile(r"(?<=\d)(?=[¼½¾⅐-⅞])")

_NAMES = {
    name: field
    for field, names in {
        "height": "h height ht high h. höhe hoehe hauteur haut высота выс в",
        "width": "w width wide w. b breite larg largeur ширина шир ш br",
        "depth": "depth deep thickness thick th t tiefe dicke profondeur prof épaisseur ep глубина гл толщина",
        "d": "d",
        "diameter": "diameter diam dia dm ø durchmesser dm diamètre диаметр диам д",
        "length": "l length long länge laenge longueur длина дл",
        "weight": "weight wt gewicht poids масса вес",
    }.items()
    for name in names.split()
}


@lru_cache(maxsize=4096)
def read_dimensions(text: str) -> Dimensions:
    """Reads typed dimensions; two unlabelled numbers are height x width, a third is depth (the museums' order)."""
    if not text or not any(map(str.isdigit, text)):
        return NO_DIMENSIONS
    plain = text if text.isascii() else unicodedata.normalize("NFKC", _VULGAR.sub(" ", text)).replace("⁄", "/")
    sizes: dict[str, float] = {}
    whole: tuple[int, list[float]] | None = None
    others: list[list[float]] = []
    for statement in _STATEMENT.split(plain):
        label, rank, words = "", 0, statement.casefold()
        if (labelled := _LABEL.match(words)) and not _field(labelled[1]):
            label, words = labelled[1].strip(), words[labelled.end() :]
            if label.startswith(("overall", "total", "gesamt")):
                rank = 0 if label in {"overall", "total", "gesamt"} else 1
            else:
                rank = 2
        for field, numbers in _measures(words):
            if rank == 2:
                if not field:
                    others.append(numbers)
            elif field:
                _keep(sizes, field, numbers)
            elif numbers and (whole is None or rank < whole[0]):
                whole = (rank, numbers)
    if whole is None and not sizes and len(others) == 1:
        whole = (2, others[0])
    if whole and len(whole[1]) <= 3:
        for field, size in zip(("height", "width", "depth"), whole[1], strict=False):
            sizes.setdefault(field, size)
    _place(sizes)
    return Dimensions(*(_tenths(sizes.get(field)) for field in ("height", "width", "depth", "diameter", "weight")))


def _measures(words: str) -> list[tuple[str, list[float]]]:
    """Field name ('' for unlabelled) and numbers in mm or g; of a size given twice, the metric one."""
    found: list[tuple[str, list[float], bool]] = []
    end = 0
    for group in _GROUP.finditer(words):
        label = words[end : group.start()].strip(" x×х:,.;()[]=/*-")
        end = group.end()
        unit = group["unit"].rstrip(".")
        factor = _MILLIMETRES.get(unit) or _INCHES.get(unit) or _GRAMS[unit]
        numbers = [number * factor for number in _numbers(group["numbers"])]
        metric = unit not in _INCHES and unit not in {"oz", "lb", "lbs"}
        if unit in _GRAMS:
            same = bool(found) and found[-1][0] == "weight"
            if not same:
                found.append(("weight", numbers, metric))
            elif metric and not found[-1][2]:
                found[-1] = ("weight", numbers, metric)
        elif not label and found:
            field, before, was_metric = found[-1]
            if metric and not was_metric:
                found[-1] = (field, numbers, True)
            elif metric == was_metric and not field:
                before.extend(numbers)
        elif not label:
            found.append(("", numbers, metric))
        elif field := _field(label):
            found.append((field, numbers, metric))
        elif not _WHOLE.sub("", label):
            found.append(("", numbers, metric))
        else:
            found.append(("other", numbers, metric))
    return [(field, numbers) for field, numbers, _metric in found if field != "other"]


@lru_cache(maxsize=1024)
def _field(label: str) -> str:
    """The dimension a label names, '' when it names a part of the object or nothing we know."""
    words = re.findall(r"[\wø]+", _WHOLE.sub("", label))
    if not words or (len(words) > 1 and words[1] in {"of", "at", "du", "de", "am", "der", "des", "with", "without"}):
        return ""
    return _NAMES.get(words[0], "")


def _numbers(text: str) -> list[float]:
    """The numbers of a group; of a range the larger, since the case must hold it."""
    numbers: list[float] = []
    for found in _ONE.finditer(text):
        number = _number(found["number"])
        if found["upto"] and numbers:
            numbers[-1] = max(numbers[-1], number)
        else:
            numbers.append(number)
    return numbers


def _number(text: str) -> float:
    if "/" in text:
        whole, _, fraction = text.replace("-", " ").rpartition(" ")
        above, below = fraction.split("/")
        return (int(whole) if whole.strip() else 0) + (int(above) / int(below) if int(below) else 0)
    head, comma, tail = text.partition(",")
    if comma and len(tail) == 3 and head not in {"", "0"}:
        return float(head + tail)
    return float(text.replace(",", "."))


def _keep(sizes: dict[str, float], field: str, numbers: list[float]) -> None:
    """Takes a labelled size, the first of its name; an oval's diameter is the longer one."""
    if len(numbers) == 2 and field == "diameter" and max(numbers) <= 1.5 * min(numbers):
        numbers = [max(numbers)]
    if len(numbers) == 1:
        sizes.setdefault(field, numbers[0])


def _place(sizes: dict[str, float]) -> None:
    """Puts `length` and the ambiguous `d` where there is room: a garment's length is its height laid flat."""
    if (size := sizes.pop("d", None)) is not None:
        sizes.setdefault("depth" if "width" in sizes else "diameter", size)
    if (size := sizes.pop("length", None)) is not None:
        if "width" not in sizes:
            sizes["width"] = size
        else:
            sizes.setdefault("depth" if "height" in sizes else "height", size)


def _tenths(size: float | None) -> Decimal | None:
    if size is None or not 0 < size < 99_999_999:
        return None
    return Decimal(f"{size + 1e-9:.1f}") or None
