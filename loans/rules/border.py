"""Which papers an object needs when it crosses a border: export licence, EU import, CITES; why one isn't needed.

Years are all that is known of most ages, so an object counts as older from the year in which it may be.
"""

import datetime as dt
import re
from dataclasses import dataclass
from decimal import Decimal

from django.utils.translation import gettext as _

from loans import packs
from loans.packs import Pack
from loans.rules.cover import money
from loans.rules.days import plus_months
from office.records.wording import listed


@dataclass(frozen=True, slots=True, kw_only=True)
class Goods:
    """An object at a border; None and empty: not known. BCE years are negative. Countries are two-letter codes."""

    made_latest: int | None = None
    value: Decimal | None = None
    currency: str = ""
    archaeological: bool | None = None
    cites_appendix: str = ""
    materials: str = ""
    origin_country: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Crossing:
    """One journey over a border. `home`: it is the way back. `museum_loan`: a temporary loan from the permanent
    collection of a museum to a public museum for display; None: not known. `opening` counts the day to apply by."""

    from_country: str
    to_country: str
    on: dt.date
    home: bool = False
    museum_loan: bool | None = None
    opening: dt.date | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Permit:
    """`kind` is uk_export, eu_import, cites_export or cites_import; `needed` None: not known yet; `sentence` says why and
    what to do."""

    kind: str
    needed: bool | None
    sentence: str
    apply_by: dt.date | None = None


def permits(goods: Goods, crossing: Crossing) -> list[Permit]:
    """The permits of a crossing, those not needed included with the reason; nothing within one country."""
    if crossing.from_country == crossing.to_country:
        return []
    found = []
    if pack := packs.find("uk-export", on=crossing.on):
        found += _uk_export(goods, crossing, pack)
    if pack := packs.find("eu-import", on=crossing.on):
        found += _eu_import(goods, crossing, pack)
    if pack := packs.find("cites", on=crossing.on):
        found += _cites(goods, crossing, pack)
    return found


def age(made: int, *, in_year: int) -> int:
    """Years between; there is no year 0."""
    return in_year - made - (1 if made < 0 else 0)


def _older(goods: Goods, crossing: Crossing, years: int) -> bool | None:
    return None if goods.made_latest is None else age(goods.made_latest, in_year=crossing.on.year) >= years


def _apply_by(crossing: Crossing, pack: Pack) -> dt.date | None:
    if crossing.home or crossing.opening is None:
        return None
    return plus_months(crossing.opening, -pack.integer("apply_months_before_opening"))


def _uk_export(goods: Goods, crossing: Crossing, pack: Pack) -> list[Permit]:
    if crossing.from_country != "GB":
        return []
    years = pack.integer("licence_older_than_years")
    older = _older(goods, crossing, years)
    if older is None:
        sentence = _(
            "Not known: when the object was made. If it is more than %(years)s years old it needs a UK export licence, for a loan too."
        )
    elif not older:
        return [
            Permit(
                kind="uk_export",
                needed=False,
                sentence=_("Less than %(years)s years old: no UK export licence is needed.") % {"years": years},
            )
        ]
    elif crossing.home:
        sentence = _(
            "More than %(years)s years old: it leaves the United Kingdom under an export licence. The import entry proves that it came in for a loan: keep it with the application."
        )
    else:
        sentence = _("More than %(years)s years old: it needs a UK export licence, for a temporary loan too.")
    return [
        Permit(
            kind="uk_export",
            needed=older,
            sentence=sentence % {"years": years},
            apply_by=_apply_by(crossing, pack),
        )
    ]


def _eu_import(goods: Goods, crossing: Crossing, pack: Pack) -> list[Permit]:
    members = pack.texts("members")
    if crossing.to_country not in members or crossing.from_country in members:
        return []

    if crossing.home:
        return _import(
            False,
            _("The object comes back to the European Union: no import licence. Keep the export entry to prove it."),
        )
    if goods.origin_country in members:
        return _import(False, _("Made or found in the European Union: no import licence is needed."))
    if crossing.museum_loan and pack.flag("exempts_museum_loans"):
        return _import(
            False,
            _(
                "A museum's temporary loan from its permanent collection, for display in a public museum: exempt from import licence and importer statement. Keep the loan agreement with the customs papers."
            ),
        )
    found = _by_age_and_value(goods, crossing, pack)
    if crossing.museum_loan is None and found[0].needed is not False and pack.flag("exempts_museum_loans"):
        ask = _("Ask whether it is a museum's loan from its permanent collection to a public museum: that is exempt.")
        return _import(None, f"{found[0].sentence} {ask}")
    return found


def _import(needed: bool | None, sentence: str) -> list[Permit]:
    return [Permit(kind="eu_import", needed=needed, sentence=sentence)]


def _by_age_and_value(goods: Goods, crossing: Crossing, pack: Pack) -> list[Permit]:
    licence, statement = pack.integer("licence.older_than_years"), pack.integer("statement.older_than_years")
    if goods.made_latest is None:
        return _import(None, _("Not known: when the object was made. Ask the lender: EU import depends on its age."))
    if _older(goods, crossing, licence):
        if goods.archaeological:
            return _import(
                True,
                _(
                    "Archaeological and more than %(years)s years old: it needs an EU import licence, whatever its value."
                )
                % {"years": licence},
            )
        if goods.archaeological is None:
            return _import(
                None,
                _(
                    "Not known: whether the object is archaeological or comes from a monument. If so it needs an EU import licence."
                ),
            )
    if not _older(goods, crossing, statement):
        return _import(False, _("Less than %(years)s years old: no EU import papers.") % {"years": statement})
    least, currency = pack.number("statement.value_from"), pack.text("statement.currency")
    words = {"years": statement, "least": money(least, currency)}
    if goods.value is None:
        return _import(
            None,
            _(
                "More than %(years)s years old and its value isn't known: from %(least)s up it needs an EU importer statement. Ask the lender for a value."
            )
            % words,
        )
    if goods.currency != currency:
        return _import(
            None,
            _(
                "More than %(years)s years old; from %(least)s up it needs an EU importer statement. Its value is in %(currency)s and nothing is converted: compare it by the customs rate."
            )
            % {**words, "currency": goods.currency},
        )
    if goods.value >= least:
        return _import(
            True,
            _("More than %(years)s years old and worth %(least)s or more: it needs an EU importer statement.") % words,
        )
    return _import(False, _("Worth less than %(least)s: no EU import papers.") % words)


def _cites(goods: Goods, crossing: Crossing, pack: Pack) -> list[Permit]:
    market = pack.texts("one_market")
    if crossing.from_country in market and crossing.to_country in market:
        return []
    if not goods.cites_appendix:
        return _ask_cites(goods, pack)
    words = {"appendix": goods.cites_appendix}
    found = []
    if goods.cites_appendix in pack.texts("export_permit"):
        sentence = (
            _("CITES appendix %(appendix)s: it needs a re-export certificate for the way home.")
            if crossing.home
            else _("CITES appendix %(appendix)s: it needs an export permit of the lender's country.")
        )
        found.append(
            Permit(kind="cites_export", needed=True, sentence=sentence % words, apply_by=_apply_by(crossing, pack))
        )
    if goods.cites_appendix in pack.texts("import_permit"):
        sentence = _("CITES appendix %(appendix)s: it needs an import permit of the country it goes to, issued first.")
        found.append(
            Permit(kind="cites_import", needed=True, sentence=sentence % words, apply_by=_apply_by(crossing, pack))
        )
    return found


def _ask_cites(goods: Goods, pack: Pack) -> list[Permit]:
    told = goods.materials.casefold()
    named = [word for word in pack.texts("materials") if re.search(rf"\b{re.escape(word)}", told)]
    if not named:
        return []
    sentence = _(
        "The materials name %(materials)s: ask the lender whether CITES protects the species, and under which appendix."
    ) % {"materials": listed(named)}
    return [Permit(kind="cites_export", needed=None, sentence=sentence)]
