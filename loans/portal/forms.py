"""What a lender types. What an answer needs is asked by the service, so that no rule stands here a second time."""

from collections.abc import Collection
from typing import Any, Final

from django import forms
from django.utils.translation import gettext_lazy as _

from loans.models import SECRET_KINDS, Loan, LoanLine
from loans.rules import possible_moves
from loans.services import presets
from loans.services.offers import OfferRows
from loans.services.presets import ReadyRows
from loans.states import DeclineReason
from office.records.actors import Actor

WORDS_AT_MOST: Final = 5_000
CONDITIONAL: Final = "approve_with_conditions"

# Each answer of the object page: the move, its field of words, and what the service calls that field.
ANSWERS: Final[dict[str, tuple[str, str]]] = {
    "approve": ("", ""),
    "approve_with_conditions": ("", ""),
    "approve_in_principle": ("pending", "reason"),
    "offer_substitute": ("instead", "reason"),
    "decline": ("why", "reason"),
}


class AddressForm(forms.Form):
    email = forms.EmailField(
        max_length=254,
        error_messages={
            "required": _("Type your e-mail address."),
            "invalid": _("This is no e-mail address. Write it like registrar@museum.org."),
        },
    )


class CodeForm(forms.Form):
    code = forms.CharField(max_length=40, error_messages={"required": _("Type the six digits of the code.")})


class AnswerForm(forms.Form):
    """The answer to one object. `more` asks for more rows for conditions and keeps what was typed."""

    answer = forms.ChoiceField(error_messages={"required": _("Choose an answer first.")})
    pending = forms.CharField(required=False, max_length=WORDS_AT_MOST)
    instead = forms.CharField(required=False, max_length=WORDS_AT_MOST)
    reason_code = forms.ChoiceField(required=False, choices=[("", _("Choose a reason")), *DeclineReason.choices])
    why = forms.CharField(required=False, max_length=WORDS_AT_MOST)

    def __init__(self, data: Any = None, *, line: LoanLine, actor: Actor, more: bool = False) -> None:
        super().__init__(None if more else data, initial=data.dict() if more else None)
        self.rows = OfferRows(data, amounts=actor.can("values.see"), more=more)
        self.usual = usual_of(line.loan, actor=actor, ticked=data.getlist("usual") if data is not None else ())
        possible = {move.name: move.label for move in possible_moves(line, actor=actor)}
        answer = self.fields["answer"]
        assert isinstance(answer, forms.ChoiceField)
        answer.choices = [(name, possible[name]) for name in ANSWERS if name in possible]
        self.can_answer = bool(answer.choices)

    @property
    def with_conditions(self) -> bool:
        return bool(self.data.get("answer") == CONDITIONAL)

    def is_valid(self) -> bool:
        valid = super().is_valid()
        if not self.with_conditions:
            return valid
        self.rows.error = self.usual.error
        return self.rows.is_valid() and not self.usual.error and valid

    def said(self) -> dict[str, Any]:
        """The words as the service takes them."""
        if self.with_conditions:
            return {"terms": [*self.usual.offers, *self.rows.offers()]}
        field, means = ANSWERS[self.cleaned_data["answer"]]
        words = {means: self.cleaned_data[field]} if field else {}
        if self.cleaned_data["answer"] == "decline":
            words["reason_code"] = self.cleaned_data["reason_code"]
        return words

    def refuse(self, sentence: str, *, field: str) -> None:
        """Puts a refusal of the service where the person looks for it."""
        if self.with_conditions and field:
            self.rows.error = sentence
            return
        own, means = ANSWERS.get(self.cleaned_data.get("answer", ""), ("", ""))
        place = own if field and field == means else field
        self.add_error(place if place in self.fields else None, sentence)

    def typed(self) -> str:
        """The words that would be lost if the answer is no longer possible."""
        words = (self.data.get(name, "").strip() for name in ("pending", "instead", "why"))
        return "\n\n".join(filter(None, (*self.rows.typed(), *words)))


def usual_of(loan: Loan, *, actor: Actor, ticked: Collection[str] = ()) -> ReadyRows:
    """The lender's standing terms as rows to tick; what is about values only for those who may see them."""
    offers = presets.standing(loan)
    if not actor.can("values.see"):
        offers = [offer for offer in offers if offer.kind not in SECRET_KINDS]
    return ReadyRows(offers, ticked=ticked)


class TogetherForm(forms.Form):
    """One answer to several objects."""

    scope = forms.ChoiceField(choices=[("chosen", ""), ("all", "")])
    answer = forms.ChoiceField(
        choices=[("approve", ""), ("decline", "")], error_messages={"required": _("Choose an answer first.")}
    )
    reason_code = forms.ChoiceField(required=False, choices=[("", _("Choose a reason")), *DeclineReason.choices])
    why = forms.CharField(required=False, max_length=WORDS_AT_MOST)

    def said(self) -> dict[str, Any]:
        if self.cleaned_data["answer"] == "approve":
            return {}
        return {"reason_code": self.cleaned_data["reason_code"], "reason": self.cleaned_data["why"]}

    def refuse(self, sentence: str, *, field: str) -> None:
        place = {"reason": "why"}.get(field, field)
        self.add_error(place if place in self.fields else None, sentence)
