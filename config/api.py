"""Every address of the API, its index, its description and the page that shows it."""

import functools
from typing import Any

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.urls import URLPattern, URLResolver, path, re_path
from django.utils import translation
from django.utils.decorators import method_decorator
from django.views.decorators.csp import csp_override
from django.views.defaults import server_error
from drf_spectacular.generators import SchemaGenerator
from drf_spectacular.utils import extend_schema
from drf_spectacular.views import SpectacularAPIView, SpectacularSwaggerView
from rest_framework.permissions import AllowAny
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.reverse import reverse
from rest_framework.routers import SimpleRouter
from rest_framework.views import APIView

import lenders.api.basics.openapi  # noqa: F401 - registers how tokens are described
from lenders.api.basics.problems import MEDIA_TYPE, document, fault
from lenders.api.lenders import Lenders
from lenders.api.objects import Objects
from loans.api.exhibitions import Exhibitions
from loans.api.lines import Lines
from loans.api.loans import Loans
from loans.api.reports import Reports
from office.front import policy

router = SimpleRouter()
router.register("lenders", Lenders, basename="api-lenders")
router.register("objects", Objects, basename="api-objects")
router.register("exhibitions", Exhibitions, basename="api-exhibitions")
router.register("loans", Loans, basename="api-loans")
router.register("lines", Lines, basename="api-lines")
router.register("reports", Reports, basename="api-reports")


class Index(APIView):
    """Where everything is; open to everybody, since it holds no rows."""

    permission_classes = (AllowAny,)

    @extend_schema(exclude=True)
    def get(self, request: Request) -> Response:
        lists = {prefix: reverse(f"{basename}-list", request=request) for prefix, _view, basename in router.registry}
        about = {name: reverse(f"api-{name}", request=request) for name in ("schema", "docs")}
        return Response(about | lists)


class Description(SpectacularAPIView):
    """The OpenAPI 3.1 description. It is the same for everybody and made once per process."""

    authentication_classes = ()
    permission_classes = (AllowAny,)

    def _get_schema_response(self, request: Request) -> Response:
        return Response(described(), headers={"Cache-Control": "max-age=300"})


@functools.cache
def described() -> Any:
    """The description, in the language the API is written in whoever asks first."""
    with translation.override(settings.LANGUAGE_CODE):
        return SchemaGenerator().get_schema(request=None, public=True)


@method_decorator(csp_override(policy.API_DOCS), name="dispatch")
class Docs(SpectacularSwaggerView):
    """Swagger UI from our own static files."""

    authentication_classes = ()
    permission_classes = (AllowAny,)
    url_name = "api-schema"


class Nothing(APIView):
    """An address below /api/v1/ that isn't one: a problem document, not a page."""

    authentication_classes = ()
    permission_classes = (AllowAny,)
    schema = None

    def initial(self, request: Request, *args: Any, **kwargs: Any) -> None:
        raise Http404


def fault_page(request: HttpRequest) -> HttpResponse:
    """The handler500 of all addresses. Below /api/v1/ it meets what fails around the views; others get Django's page."""
    if request.path.startswith("/api/v1/"):
        return JsonResponse(document(fault()), status=500, content_type=MEDIA_TYPE)
    return server_error(request)


urlpatterns: list[URLPattern | URLResolver] = [
    path("", Index.as_view(), name="api-index"),
    path("schema/", Description.as_view(), name="api-schema"),
    path("docs/", Docs.as_view(), name="api-docs"),
    *router.urls,
    # Only with a slash at the end, so that an address without one is still sent to the one with it.
    re_path(r"^[\s\S]*/$", Nothing.as_view(), name="api-nothing"),
]
