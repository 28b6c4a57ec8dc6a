"""Conditions as people type them: rows of a kind, words and the figures that kind has, read into offers.

Portal and admin show the same rows; what an offer needs is asked by loans.services.terms, here and when it is made.
"""

import re
from collections.abc import Iterator, Mapping
from decimal import Decimal
from typing import Any, Final

from django import forms
from django.conf import settings
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from loans.errors import LoanError
from loans.models import Rhythm, TermKind, TermProposal
from loans.services.terms import Offer, check_offer
from loans.states import Party
from office.people.days import DayField

WORDS_AT_MOST: Final = 5_000
ROWS: Final = 3
ROWS_AT_MOST: Final = 30

FIGURES: Final[dict[str, tuple[str, ...]]] = {
    TermKind.CLIMATE: ("rh_min", "rh_max", "rh_swing", "temperature_min", "temperature_max"),
    TermKind.LIGHT: ("lux", "uv", "dose", "display_days"),
    TermKind.DISPLAY: ("display_days",),
    TermKind.INSURANCE: ("amount", "currency"),
    TermKind.VALUE: ("amount", "currency"),
    TermKind.COSTS: ("amount", "currency"),
}
"""The figures a kind has; the other kinds are words alone."""

_THOUSANDS: Final = re.compile(r"-?\d{1,3}(,\d{3})+")
_PROMISE: Final = ("promise", "promise_by", "promise_on", "promise_every")


class Figure(forms.DecimalField):
    """A number as people write it: 45.5, 45,5, 250,000 or 250 000."""

    def __init__(self, **kwargs: Any) -> None:
        attrs = {"inputmode": "decimal", "autocomplete": "off"}
        beyond = _("That number is beyond counting.")
        said = {
            "invalid": _("Write a number, such as 45 or 45.5."),
            "max_digits": beyond,
            "max_whole_digits": beyond,
            "max_decimal_places": _("That is finer than we keep: write fewer digits after the point."),
        }
        super().__init__(required=False, widget=forms.TextInput(attrs=attrs), error_messages=said, **kwargs)

    def to_python(self, value: Any) -> Any:
        if isinstance(value, str):
            value = re.sub(r"[\s’']", "", value)
            value = value.replace(",", "" if "." in value or _THOUSANDS.fullmatch(value) else ".")
        return super().to_python(value)


class Whole(Figure):
    """A whole number."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(max_digits=10, decimal_places=0, **kwargs)
        self.error_messages["invalid"] = _("Write a whole number, such as 50.")

    def clean(self, value: Any) -> Any:
        number = super().clean(value)
        return None if number is None else int(number)


def _percent(label: Any) -> Figure:
    return Figure(label=label, max_digits=4, decimal_places=1)


def _amount() -> Figure:
    field = Figure(label=_("Amount"), max_digits=16, decimal_places=2)
    for code in ("max_digits", "max_whole_digits"):
        field.error_messages[code] = _("That amount is beyond counting.")
    field.error_messages["max_decimal_places"] = _("Write an amount with two digits after the point at most.")
    return field


_KINDS: Final = [("", _("Choose one")), *TermKind.choices]


class OfferForm(forms.Form):
    """One condition. Without `amounts` it asks for none: what they are is not for this person."""

    kind = forms.ChoiceField(
        label=_("What is it about?"),
        choices=_KINDS,
        required=False,
        error_messages={"invalid_choice": _("Choose what the condition is about.")},
    )
    words = forms.CharField(
        label=_("In words"),
        max_length=WORDS_AT_MOST,
        required=False,
        widget=forms.Textarea({"rows": 2}),
        error_messages={"max_length": _("At most 5,000 characters, please.")},
    )
    rh_min = _percent(_("Humidity from (% RH)"))
    rh_max = _percent(_("to (% RH)"))
    rh_swing = _percent(_("Change in 24 hours at most (± % RH)"))
    temperature_min = _percent(_("Temperature from (°C)"))
    temperature_max = _percent(_("to (°C)"))
    lux = Whole(label=_("Light at most (lux)"))
    uv = Whole(label=_("UV at most (µW/lm)"))
    dose = Whole(label=_("Light dose at most (lux-hours)"))
    display_days = Whole(label=_("Days on display at most"))
    amount = _amount()
    currency = forms.ChoiceField(
        label=_("Currency"), choices=[("", "–"), *((code, code) for code in settings.CURRENCIES)], required=False
    )
    promise = forms.CharField(
        label=_("What is owed later"),
        max_length=200,
        required=False,
        error_messages={"max_length": _("At most 200 characters, please.")},
    )
    promise_by = forms.ChoiceField(label=_("By whom"), choices=[("", "–"), *Party.choices], required=False)
    promise_on = DayField(label=_("First due"), required=False)
    promise_every = forms.ChoiceField(label=_("How often"), choices=Rhythm.choices, initial=Rhythm.ONCE, required=False)

    def __init__(self, *args: Any, amounts: bool = True, kind: str = "", **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fixed_kind = kind
        if kind:
            del self.fields["kind"]
        if not amounts:
            del self.fields["amount"], self.fields["currency"]
            choices = self.fields.get("kind")
            if isinstance(choices, forms.ChoiceField):
                choices.choices = [each for each in _KINDS if each[0] != TermKind.VALUE]
        for name, field in self.fields.items():
            field.widget.attrs.setdefault("data-figure", name)

    @property
    def chosen_kind(self) -> str:
        return self.fixed_kind or str(self["kind"].value() or "")

    @property
    def groups(self) -> list[tuple[str, list[forms.BoundField]]]:
        """The figures by the kinds that have them, each figure once: climate, light display, insurance value costs."""
        sets: dict[tuple[str, ...], list[str]] = {}
        for kind, names in FIGURES.items():
            for group in _split(names):
                sets.setdefault(group, []).append(str(kind))
        shown = []
        for names, kinds in sets.items():
            if self.fixed_kind and self.fixed_kind not in kinds:
                continue
            fields = [self[name] for name in names if name in self.fields]
            if fields:
                shown.append((" ".join(kinds), fields))
        return shown

    @property
    def promised(self) -> list[forms.BoundField]:
        return [self[name] for name in _PROMISE]

    @property
    def promises(self) -> bool:
        """Is anything of a promise typed, or wrong?"""
        return any(self[name].value() for name in _PROMISE[:3]) or any(name in self.errors for name in _PROMISE)

    @property
    def is_empty(self) -> bool:
        """Nothing was typed: the row is no condition. A kind alone is one that was begun."""
        typed = (self[name].value() for name in self.fields if name not in ("promise_every", "currency"))
        return not any(str(each or "").strip() for each in typed)

    def clean(self) -> dict[str, Any]:
        said = super().clean() or {}
        if self.errors:
            return said
        stray = [name for kind, names in FIGURES.items() for name in names if self._is_stray(name, said)]
        if stray:
            self.add_error(
                stray[0],
                _now(
                    "This figure belongs to a condition of another kind. Give it a row of its own, or empty the field."
                ),
            )
            return said
        try:
            check_offer(self.offer())
        except LoanError as error:
            self.add_error(error.field if error.field in self.fields else None, error.sentence)
        return said

    def _is_stray(self, name: str, said: Mapping[str, Any]) -> bool:
        own = FIGURES.get(self.fixed_kind or said.get("kind") or TermKind.OTHER, ())
        return name != "currency" and name not in own and said.get(name) is not None

    def offer(self, *, source: str = "") -> Offer:
        """What was typed; words without a kind are about something else."""
        said = dict(self.cleaned_data)
        said["kind"] = self.fixed_kind or said.get("kind") or TermKind.OTHER
        if said.get("amount") is None:
            said.pop("currency", None)
        said["promise_every"] = said.get("promise_every") or Rhythm.ONCE
        return Offer(**said, source=source)


def _split(names: tuple[str, ...]) -> Iterator[tuple[str, ...]]:
    """Days on display are a figure of two kinds and stand by themselves."""
    yield tuple(name for name in names if name != "display_days")
    if "display_days" in names:
        yield ("display_days",)


def initial_of(proposal: TermProposal, *, amounts: bool = True) -> dict[str, Any]:
    """A counter-offer begins with what is on the table."""
    names = {name for group in FIGURES.values() for name in group} - {"amount", "currency"}
    begun: dict[str, Any] = {name: _plain(getattr(proposal, name)) for name in names}
    begun |= {name: getattr(proposal, name) for name in ("words", *_PROMISE)}
    if proposal.amount is not None and amounts:
        begun |= {"amount": proposal.amount.amount, "currency": str(proposal.amount.currency)}
    return begun


def _plain(number: Any) -> Any:
    return f"{number.normalize():f}" if isinstance(number, Decimal) else number


class OfferRows:
    """Several conditions in one form: `c-rows` says how many rows there are, `c0-words` is what the first says."""

    def __init__(
        self, data: Any = None, *, prefix: str = "c", amounts: bool = True, more: bool = False, rows: int = ROWS
    ) -> None:
        self.prefix, self.error = prefix, ""
        number = _count(data.get(f"{prefix}-rows", "") if data is not None else "", least=rows)
        rows = min(ROWS_AT_MOST, number + (ROWS if more else 0))
        self.full = rows >= ROWS_AT_MOST
        read = data if data is not None and not more else None
        self.rows = [
            OfferForm(read, prefix=f"{prefix}{place}", amounts=amounts, initial=_typed(data, f"{prefix}{place}-"))
            for place in range(rows)
        ]

    @property
    def count(self) -> int:
        return len(self.rows)

    @property
    def filled(self) -> list[OfferForm]:
        return [row for row in self.rows if not row.is_empty]

    def is_valid(self) -> bool:
        """Every row that says something can be answered by the other side."""
        wrong = [row for row in self.filled if not row.is_valid()]
        return not wrong

    def offers(self) -> list[Offer]:
        return [row.offer() for row in self.filled]

    def typed(self) -> list[str]:
        return [str(row["words"].value()).strip() for row in self.filled if row["words"].value()]


def _count(text: str, *, least: int) -> int:
    return min(max(int(text), least), ROWS_AT_MOST) if text.isascii() and text.isdigit() and len(text) < 4 else least


def _typed(data: Any, prefix: str) -> dict[str, Any]:
    if data is None:
        return {}
    return {name.removeprefix(prefix): data[name] for name in data if name.startswith(prefix)}
