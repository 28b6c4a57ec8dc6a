"""create_token NAME --scopes ... [--lender CODE]: makes an API token and prints it, once."""

import datetime as dt
from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from lenders.models import Lender
from lenders.models.tokens import SCOPES
from lenders.services import tokens
from office.records.actors import Actor


class Command(BaseCommand):
    """Ends its output with the token alone, so that a script can take the last line."""

    help = "Makes an API token. It is shown once: send it as “Authorization: Bearer TOKEN”."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("name", help="What will use it, such as “TMS of the Samarkand museum”.")
        parser.add_argument(
            "--scopes", nargs="+", required=True, metavar="SCOPE", help=f"What it may do: {', '.join(SCOPES)}."
        )
        parser.add_argument(
            "--lender", metavar="CODE", help="Bind it to this lender; without it, it is the organiser's."
        )
        parser.add_argument(
            "--days", type=int, metavar="N", help="It works for N days; without it, until it is revoked."
        )

    def handle(self, *, name: str, scopes: list[str], lender: str | None, days: int | None, **options: Any) -> None:
        owner = None
        if lender:
            owner = Lender.objects.filter(code=lender).first()
            if owner is None:
                raise CommandError(f"There is no lender with the code “{lender}”.")
        if days is not None and days < 1:
            raise CommandError("--days must be 1 or more.")
        # Both `--scopes a b` and `--scopes a,b` are what people type.
        wanted = [scope for words in scopes for scope in words.split(",") if scope]
        try:
            token, text = tokens.create(
                name,
                scopes=wanted,
                lender=owner,
                actor=Actor.system("create_token"),
                expires_at=timezone.now() + dt.timedelta(days=days) if days else None,
            )
        except ValueError as error:
            raise CommandError(str(error)) from None
        whose = f"{owner.name}'s" if owner else "the organiser's"
        self.stdout.write(f"“{token.name}” is {whose} token and may: {', '.join(token.scopes)}.")
        self.stdout.write("It is shown only now:")
        self.stdout.write(text)
