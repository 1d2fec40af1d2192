"""Describes the data that a worker process needs in order to lay out one part of a printed work."""

from dataclasses import dataclass

from kyyeu.work.source import FileSet, Source

# The addresses at which the layout engine requests the files of a part start with this. The program itself
# answers these requests.
ORIGIN = "https://booklet.invalid/"
# The address of a link to another part of the book starts with this and ends with the name of that part.
LINK_TO_PART = f"{ORIGIN}part/"
PAGES = "pages.pdf"  # Name of the file with a part's laid-out pages (PDF) in the result of a layout job.


@dataclass(frozen=True, slots=True)
class LayoutTask:
    """Describes a part of a book that is to be laid out with a template from theme/print.

    `theme` has the templates, style sheets and drawings. `files` are the fonts and photos, as pairs of the
    name by which the template refers to a file and the file. `page_size` is (width, height) in mm, for
    templates that do not fix the size of their pages. With `copyfit`, a type size is chosen at which the text
    fills its last page well. With `max_pages`, it is the largest size at which the part has at most that many
    pages (0: no limit). With `bleed`, backgrounds extend 3 mm beyond the page.
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
