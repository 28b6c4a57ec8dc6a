"""Deploy checks (`manage.py check --deploy`): what an installation may have forgotten, each with a hint."""

from pathlib import Path
from typing import Any

from django.conf import settings
from django.core import checks
from django.core.checks import CheckMessage, Error, Tags, register


@register(Tags.security, deploy=True)
def links_are_safe(**kwargs: Any) -> list[CheckMessage]:
    if settings.PUBLIC_URL.startswith("https://"):
        return []
    return [
        Error(
            f"Links in letters begin with {settings.PUBLIC_URL}.",
            hint="Set CARAVAN_PUBLIC_URL to the https address of this installation: cookies and codes travel over it.",
            id="caravan.E001",
        )
    ]


@register(Tags.compatibility, deploy=True)
def letters_have_a_sender(**kwargs: Any) -> list[CheckMessage]:
    if "example" not in settings.DEFAULT_FROM_EMAIL.rpartition("@")[2]:
        return []
    return [
        checks.Warning(
            f"Letters come from {settings.DEFAULT_FROM_EMAIL}, which is nobody's address.",
            hint="Set CARAVAN_FROM_EMAIL to an address of your museum.",
            id="caravan.W002",
        )
    ]


@register(Tags.security, deploy=True)
def agreements_are_sealed_in_our_name(**kwargs: Any) -> list[CheckMessage]:
    if not settings.SEAL_CERTIFICATE:
        return [
            checks.Warning(
                "Signed agreements are sealed with a certificate that nobody vouches for.",
                hint="Set CARAVAN_SEAL_CERTIFICATE and CARAVAN_SEAL_PASSWORD to the PKCS#12 file of a trust service.",
                id="caravan.W004",
            )
        ]
    if not Path(settings.SEAL_CERTIFICATE).is_file():
        return [
            Error(
                f"The certificate for seals, {settings.SEAL_CERTIFICATE}, is not there.",
                hint="Correct CARAVAN_SEAL_CERTIFICATE: agreements wait unsealed until it is found.",
                id="caravan.E005",
            )
        ]
    return []


@register(Tags.files, deploy=True)
def fonts_are_there(**kwargs: Any) -> list[CheckMessage]:
    if any(Path(settings.FONT_DIR).rglob("*.ttf")):
        return []
    return [
        Error(
            f"No fonts are in {settings.FONT_DIR}, and PDFs are set with nothing else.",
            hint="Run `make assets`.",
            id="caravan.E003",
        )
    ]
