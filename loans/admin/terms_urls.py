"""The addresses of conditions and of what the venue keeps, inside the admin site."""

from collections.abc import Callable
from typing import Any

from django.urls import URLPattern, path, re_path
from django.urls.converters import UUIDConverter

from loans.admin import fitness, term_steps, terms

_LOAN = r"^loans/(?P<reference>L-\d{4}-\d+)/terms"


def pages(guard: Callable[[Any], Any]) -> list[URLPattern]:
    """Each behind `guard`, which asks for a signed-in member of staff."""
    return [
        path("exhibitions/<slug:code>/fitness/", guard(fitness.fitness_page), name="fitness"),
        re_path(_LOAN + r"/$", guard(terms.terms_page), name="terms"),
        re_path(_LOAN + r"/add/$", guard(terms.add_page), name="terms_add"),
        re_path(
            _LOAN + rf"/(?P<uid>{UUIDConverter.regex})/(?P<step>counter|reject|withdraw|note|record)/$",
            guard(term_steps.step_page),
            name="term_step",
        ),
    ]
