"""The clause library on the desk: every wording as it was, and the way to a new version, a translation, a review."""

from typing import Any

from django import forms
from django.contrib import admin, messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from loans.admin.agreement_forms import Group, languages
from loans.admin.basics import carry_out, refused
from loans.clauses import LANGUAGES, ORIGINAL, PLACEHOLDERS
from loans.models import ClauseText
from loans.services import clauses as services
from loans.services.agreements.wording import language_name
from loans.services.clauses import NewText
from office.front.templatetags.caravan import status
from office.people.days import DayField
from office.people.desk import DeskAdmin, actor_of, may, page
from office.records.wording import written

ANOTHER = "another"
"""In an address: a wording beside those there are."""


class LanguageFilter(admin.SimpleListFilter):
    title = _("language")
    parameter_name = "language"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, str]]:
        return languages()

    def queryset(self, request: HttpRequest, queryset: Any) -> Any:
        return queryset.filter(language=self.value()) if self.value() in LANGUAGES else queryset


class ReviewedFilter(admin.SimpleListFilter):
    title = _("reviewed")
    parameter_name = "reviewed"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, Any]]:
        return [("no", _("Not reviewed")), ("yes", _("Reviewed"))]

    def queryset(self, request: HttpRequest, queryset: Any) -> Any:
        return queryset.filter(reviewed=self.value() == "yes") if self.value() in ("yes", "no") else queryset


@admin.register(ClauseText)
class ClauseAdmin(DeskAdmin):
    adds = ""
    list_display = ("called", "when", "spoken", "read", "since")
    list_filter = (LanguageFilter, ReviewedFilter)
    search_fields = ("title", "text", "code")
    search_help_text = _("Words of the clause")
    ordering = ("position", "code", "id")
    list_only = ("title", "code", "label", "alternative", "version", "language", "reviewed", "valid_from", "retired_on")
    change_form_outer_before_template = "desk/loans/clause_head.html"
    fieldsets = (
        (None, {"fields": ("title", "text", ("language", "reviewed"))}),
        (_("Where it stands"), {"fields": (("code", "position", "required"), ("alternative", "label"), ("version", "valid_from", "retired_on"))}),
    )  # fmt: skip

    def changeform_view(
        self, request: HttpRequest, object_id: str | None = None, form_url: str = "", extra_context: Any = None
    ) -> Any:
        extra = {"may_write": may(request, "clauses.edit"), "another": ANOTHER, **(extra_context or {})}
        return super().changeform_view(request, object_id, form_url, extra)

    @admin.display(description=_("clause"), ordering="position")
    def called(self, row: ClauseText) -> SafeString:
        return format_html('<span class="thing">{}</span><span class="sub">{}</span>', row.title, row.code)

    @admin.display(description=_("chosen when"))
    def when(self, row: ClauseText) -> str:
        return row.label

    @admin.display(description=_("language"))
    def spoken(self, row: ClauseText) -> str:
        return language_name(row.language, "en")

    @admin.display(description=_("reviewed"))
    def read(self, row: ClauseText) -> SafeString:
        return status("done", _now("Reviewed")) if row.reviewed else status("draft", _now("Not reviewed"))

    @admin.display(description=_("version"), ordering="version")
    def since(self, row: ClauseText) -> SafeString:
        words = _now("from %(day)s") % {"day": written(row.valid_from)}
        if row.retired_on:
            words = _now("not used since %(day)s") % {"day": written(row.retired_on)}
        return format_html('{}<span class="sub">{}</span>', row.version, words)


class ClauseForm(forms.Form):
    """A new version in English and the other languages; one left empty has no text in this version yet."""

    alternative = forms.SlugField(
        label=_("Short name"), max_length=40, help_text=_("Small letters, such as museum_policy.")
    )
    label = forms.CharField(label=_("When to choose it"), max_length=200)
    valid_from = DayField(label=_("Used from"))

    def __init__(self, *args: Any, present: services.Wording | None, **kwargs: Any) -> None:
        initial: dict[str, Any] = {"valid_from": timezone.localdate}
        if present:
            initial |= {"label": present.label}
        super().__init__(*args, **{"initial": initial, **kwargs})
        if present:
            del self.fields["alternative"]
        for language in LANGUAGES:
            text = present.texts.get(language) if present else None
            needed = language == ORIGINAL
            self.fields[f"title_{language}"] = forms.CharField(
                label=_("Title"), max_length=200, required=needed, initial=text.title if text else ""
            )
            self.fields[f"text_{language}"] = forms.CharField(
                label=_("Text"),
                required=needed,
                initial=text.text if text else "",
                widget=forms.Textarea({"rows": 9 if needed else 6, "lang": language}),
            )
            self.fields[f"reviewed_{language}"] = forms.BooleanField(
                label=_("Read by a person who answers for it"), required=False
            )

    def groups(self) -> list[Group]:
        first = [self[name] for name in ("alternative", "label", "valid_from") if name in self.fields]
        known = ", ".join(f"{{{name}}}" for name in PLACEHOLDERS)
        hint = _("Paragraphs are parted by an empty line. These are filled in: %(known)s.") % {"known": known}
        found = [Group(_("When it is used"), hint, first)]
        for language in LANGUAGES:
            fields = [self[f"{part}_{language}"] for part in ("title", "text", "reviewed")]
            found.append(Group(language_name(language, ORIGINAL), "", fields))
        return found

    def texts(self) -> dict[str, NewText]:
        said = self.cleaned_data
        return {
            language: NewText(said[f"title_{language}"], said[f"text_{language}"], said[f"reviewed_{language}"])
            for language in LANGUAGES
            if said[f"title_{language}"].strip() or said[f"text_{language}"].strip()
        }


def write_page(request: HttpRequest, code: str, alternative: str) -> HttpResponse:
    """A new version of a wording, or another wording of the clause."""
    title = _now("Write a new version") if alternative != ANOTHER else _now("Write another wording")
    if not may(request, "clauses.edit"):
        return refused(request, title, "")
    known = ClauseText.objects.filter(code=code)
    newest = services.newest_version(code, alternative)
    present = services.wording(code, alternative, newest) if newest else None
    if not known.exists() or (present is None and alternative != ANOTHER):
        raise Http404
    form = ClauseForm(request.POST or None, present=present)
    made: list[ClauseText] = []

    def do() -> None:
        said = form.cleaned_data
        made.extend(
            services.write(
                code,
                said.get("alternative") or alternative,
                texts=form.texts(),
                label=said["label"],
                valid_from=said["valid_from"],
                actor=actor_of(request),
            )
        )

    if request.method == "POST" and carry_out(form, do):
        messages.success(request, _now("The new version is kept; signed agreements keep the old one."))
        return redirect("admin:loans_clausetext_change", made[0].pk)
    return page(
        request,
        "desk/loans/agreement_write.html",
        title=title,
        crumbs=((_now("Clauses"), reverse("admin:loans_clausetext_changelist")),),
        form=form,
        submit=_now("Keep this version"),
        back=reverse("admin:loans_clausetext_changelist"),
        status=422 if form.errors else 200,
    )


class TranslationForm(forms.Form):
    language = forms.ChoiceField(label=_("Language"))
    title = forms.CharField(label=_("Title"), max_length=200)
    text = forms.CharField(label=_("Text"), widget=forms.Textarea({"rows": 9}))
    reviewed = forms.BooleanField(label=_("Read by a person who answers for it"), required=False)

    def __init__(self, *args: Any, row: ClauseText, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        there = set(
            ClauseText.objects.filter(code=row.code, alternative=row.alternative, version=row.version).values_list(
                "language", flat=True
            )
        )
        self.fields["language"].choices = [each for each in languages() if each[0] not in there]  # type: ignore[attr-defined]


def step_page(request: HttpRequest, uid: str, step: str) -> HttpResponse:
    """Translates one version, says that it was reviewed, or takes its wording out of use."""
    row = get_object_or_404(ClauseText, uid=uid)
    if step not in _STEPS:
        raise Http404
    title, submit, done = _STEPS[step]
    if not may(request, "clauses.edit"):
        return refused(request, title, "")
    data = request.POST if request.method == "POST" else None
    form: forms.Form = TranslationForm(data, row=row) if step == "translate" else forms.Form(data)
    actor = actor_of(request)

    def do() -> None:
        if step == "translate":
            said = form.cleaned_data
            text = NewText(said["title"], said["text"], said["reviewed"])
            services.translate(row, language=said["language"], text=text, actor=actor)
        elif step == "retire":
            services.retire(row, actor=actor)
        else:
            services.review(row, actor=actor, reviewed=step == "review")

    if request.method == "POST" and carry_out(form, do):
        messages.success(request, str(done))
        return redirect("admin:loans_clausetext_change", row.pk)
    return page(
        request,
        "desk/form.html",
        title=title,
        crumbs=(
            (_now("Clauses"), reverse("admin:loans_clausetext_changelist")),
            (row.title, reverse("admin:loans_clausetext_change", args=(row.pk,))),
        ),
        lead=f"{row.title}: {row.label}",
        form=form,
        submit=submit,
        back=reverse("admin:loans_clausetext_change", args=(row.pk,)),
        danger=step == "retire",
        status=422 if form.errors else 200,
    )


_STEPS: dict[str, tuple[object, object, object]] = {
    "translate": (_("Add a translation"), _("Add it"), _("The translation is added.")),
    "review": (_("Mark as reviewed"), _("It was read by a person who answers for it"), _("Marked as reviewed.")),
    "unreview": (_("Not reviewed after all"), _("Take the mark back"), _("The mark is taken back.")),
    "retire": (_("No longer use this wording"), _("Take it out of use"), _("New agreements don't offer it any more.")),
}
