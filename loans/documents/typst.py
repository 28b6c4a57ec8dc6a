"""The one place that calls Typst: a template, JSON data and pictures go in, the bytes of a PDF come out.

Every document is PDF/UA-1 (accessible) and PDF/A-2a (archivable) at once.
"""

import datetime as dt
import json
import re
import tempfile
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING

import typst

if TYPE_CHECKING:  # known to its type stubs alone
    from typst import PDFStandard

TEMPLATES = Path(__file__).parent / "templates"
STANDARDS: "list[PDFStandard]" = ["ua-1", "a-2a"]

PAGE_COUNT = re.compile(rb"/Type\s*/Pages\b[^>]*?/Count\s+(\d+)|/Count\s+(\d+)[^>]*?/Type\s*/Pages\b")


class DocumentError(Exception):
    """A document could not be set; the message is Typst's own and meant for the log, not for the screen."""


@dataclass(frozen=True, slots=True)
class Job:
    """What one document is made of.

    `files` are laid beside the template under their names: bytes are written, a path is linked, never copied.
    `made_at` is written as the creation date, so the same job always gives the same bytes.
    """

    template: str
    data: Mapping[str, object]
    made_at: dt.datetime
    files: Mapping[str, bytes | Path] = field(default_factory=dict)


@lru_cache(maxsize=4)
def faces(fonts: Path) -> typst.Fonts:
    """The fonts below `fonts`, looked up once a process; system fonts never count, so every host sets the same page."""
    return typst.Fonts(
        include_system_fonts=False,
        include_embedded_fonts=False,
        font_paths=[str(fonts)],
    )


def compile_pdf(job: Job, *, fonts: Path) -> bytes:
    """Set `job` with the fonts below `fonts`; raises DocumentError.

    A compiler object kept between calls saves nothing (0.8 ms either way) and is not safe between threads, so only the
    fonts are kept.
    """
    with tempfile.TemporaryDirectory(prefix="caravan-pdf-") as folder:
        root = Path(folder)
        (root / "templates").symlink_to(TEMPLATES)
        for name, content in job.files.items():
            if isinstance(content, Path):
                (root / name).symlink_to(content.resolve())
            else:
                (root / name).write_bytes(content)
        main = root / "main.typ"
        main.write_text(f'#import "/templates/{job.template}": document\n#document(json(bytes(sys.inputs.data)))\n')
        try:
            return typst.compile(
                str(main),
                root=folder,
                font_paths=faces(fonts),
                ignore_system_fonts=True,
                format="pdf",
                sys_inputs={"data": json.dumps(job.data, ensure_ascii=False)},
                pdf_standards=STANDARDS,
                timestamp=int(job.made_at.timestamp()),
            )
        except typst.TypstError as error:
            raise DocumentError(f"{job.template}: {error.message}") from error


def page_count(pdf: bytes) -> int:
    """Pages in a PDF written by `compile_pdf` (its page tree is one uncompressed node)."""
    return max((int(one or two) for one, two in PAGE_COUNT.findall(pdf)), default=0)
