"""Describes what a worker process needs in order to lay out one part of a printed work."""

from dataclasses import dataclass

from kyyeu.work.source import FileSet, Source

# Start of the addresses at which the layout engine requests the files of a part; the program answers these
# requests itself.
ORIGIN = "https://booklet.invalid/"
# Start of the address of a link to another part of the book; the name of that part follows.
LINK_TO_PART = f"{ORIGIN}part/"
PAGES = "pages.pdf"  # Name of the PDF with a part's laid-out pages in the result folder of the layout job.


@dataclass(frozen=True, slots=True)
class LayoutTask:
    """A part of a book that is to be laid out with a template from theme/print.

    `theme` has the templates, style sheets and drawings; `files` are pairs of a name below ORIGIN and the
    font or photo with that name. `page_size` is (width, height) in mm for templates that do not fix the size
    of their pages. With `copyfit`, a type size is chosen at which the text fills its last page well; with
    `max_pages`, the largest size at which the part has at most that many pages (0: no limit). With `bleed`,
    backgrounds extend 3 mm beyond the page.
    """

    name: str
    title: str
    template: str
    view: object
    theme: FileSet
    files: tuple[tuple[str, Source], ...]
    page_size: tuple[float, float]
    copyfit: bool = False
    max_pages: int = 0
    tagged: bool = True
    bleed: bool = False
