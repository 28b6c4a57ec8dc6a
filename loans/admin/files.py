"""Pictures and documents for staff: always through here, never by a path of the store."""

import io

from django.core.cache import cache
from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from PIL import Image

from loans.queries import files_visible_to
from office.people.desk import actor_of
from office.records import files
from office.records.models import StoredFile

SMALL_EDGE = 160
_KEPT_FOR = 30 * 24 * 3600
_A_DAY = 24 * 3600


def file_page(request: HttpRequest, uid: str) -> HttpResponseBase:
    """One file: `?small` gives a thumbnail, `?download` the original."""
    stored = files_visible_to(actor_of(request)).filter(uid=uid).first()
    if stored is None:
        raise Http404
    if "small" in request.GET and stored.media_type.startswith("image/"):
        return _small(stored)
    try:
        return files.response(stored, download="download" in request.GET)
    except FileNotFoundError as error:
        raise Http404 from error


def _small(stored: StoredFile) -> HttpResponse:
    """Made once and kept in the cache: a list of fifty shows 200 KB instead of 8 MB."""
    key = f"small:{stored.uid}"
    data = cache.get(key)
    if data is None:
        try:
            data = _shrunk(files.read(files.shown(stored)))
        except OSError as error:
            raise Http404 from error
        cache.set(key, data, _KEPT_FOR)
    answer = HttpResponse(data, content_type="image/jpeg")
    answer["X-Content-Type-Options"] = "nosniff"
    answer["Cache-Control"] = f"private, max-age={_A_DAY}, immutable"
    return answer


def _shrunk(data: bytes) -> bytes:
    with Image.open(io.BytesIO(data)) as picture:
        picture.draft("RGB", (SMALL_EDGE * 2, SMALL_EDGE * 2))
        small = picture.convert("RGB")
    small.thumbnail((SMALL_EDGE, SMALL_EDGE), Image.Resampling.LANCZOS)
    out = io.BytesIO()
    small.save(out, "JPEG", quality=80, optimize=True)
    return out.getvalue()
