"""Makes the Word and Excel files that are put into print/ beside the PDFs of printed works."""

from collections.abc import Callable
from dataclasses import dataclass

from kyyeu.model.conferences import Conference
from kyyeu.outputs.booklets.editions import SCREEN, print_address
from kyyeu.outputs.booklets.works import WORKS, Work
from kyyeu.views.catalogue import Catalogue
from kyyeu.work.job import Job, code_version, key
from kyyeu.work.run import Worker


@dataclass(frozen=True, slots=True)
class FinishedExtra:
    """A finished Word or Excel file, cached under `key`; `address` is the path of the file within print/."""

    address: str
    key: str


def extra_files(
    worker: Worker, catalogue: Catalogue, wanted: Callable[[Work, Conference], bool]
) -> tuple[FinishedExtra, ...]:
    """Make the Word and Excel files of all selected printed works, or take them from the cache.

    `catalogue` contains the records that the print channel may show.
    """
    organiser = catalogue.published.site.organiser
    jobs, finished = [], []
    for work in WORKS:
        for conference in catalogue.conferences if work.extras else ():
            if not (wanted(work, conference) and work.applies(catalogue, conference)):
                continue
            for extra in work.extras:
                for suffix, view in extra.views(catalogue, conference):
                    result = key("extra", work.id, suffix, view, code_version())
                    name = f"{work.id}/{conference.ref}{suffix}"
                    jobs.append(Job("chunk", name, result, extra.write, (view,)))
                    address = print_address(work.id, SCREEN, conference, organiser=organiser, suffix=suffix)
                    finished.append(FinishedExtra(address, result))
    worker.run(jobs)
    return tuple(finished)
