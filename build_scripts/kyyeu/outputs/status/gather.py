"""A project's folder + day → its Readiness; and what its page needs of the site's fonts. The public site never comes here."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date, tzinfo
from pathlib import Path

from kyyeu.loading.history import MEMORY, read_history
from kyyeu.loading.load import load
from kyyeu.model.privacy import PRINT
from kyyeu.outputs.site.fonts import font_jobs
from kyyeu.problems import ContentError, Problem, UsageError, nearest
from kyyeu.publishing.gate import publish
from kyyeu.publishing.office import office
from kyyeu.views.catalogue import catalogue
from kyyeu.views.office.readiness import Readiness, readiness
from kyyeu.work.run import start_worker


@dataclass(frozen=True, slots=True)
class Gathered:
    """`problems` are those of reading alone: what could not be read is not counted. `whole` is false where git knows the newest
    commits only."""

    readiness: Readiness
    problems: tuple[Problem, ...]
    whole: bool


def gather(root: Path, day: date, zone: tzinfo, pictures: Path, cycle: str = "", unit: str = "") -> Gathered:
    """Of the site's cycle and of all units where none is named. `pictures` is the file that keeps what is known of them."""
    library, problems = load(root, 1, root / pictures, may_write=False)
    if library is None:
        raise ContentError(problems)
    for name, known, kind in ((unit, library.units, "đơn vị"), (cycle, library.cycles, "giai đoạn")):
        if name and name not in known:
            raise UsageError(
                f"không có {kind} “{name}”. {nearest(name, known) or 'Xem tên thư mục, tệp trong data/units/, data/cycles/.'}"
            )
    chosen = library.cycles.get(cycle or library.site.cycle)
    if chosen is None:
        raise UsageError(
            f"không đọc được giai đoạn “{library.site.cycle}” nêu trong data/site.yml; chạy kyyeu check để xem vì sao"
        )
    found = read_history(root, zone, root / MEMORY)
    library = replace(library, arrivals=found.arrivals)
    ready = readiness(catalogue(publish(library, PRINT, day)), office(library, day), chosen)
    if unit:
        ready = replace(ready, units=tuple(entry for entry in ready.units if entry.unit == unit))
    if not ready.units:
        raise UsageError(
            f"đơn vị “{unit}” không phải nộp gì và chưa có hồ sơ nào trong giai đoạn này"
            if unit
            else "chưa có đơn vị nào: tạo đơn vị bằng kyyeu new unit MÃ"
        )
    return Gathered(ready, tuple(problems), found.whole)


def fonts(root: Path) -> Mapping[str, bytes]:
    """The site's, by their path there; kept with its other results."""
    jobs = font_jobs()
    with start_worker(root / ".cache" / "results", 1) as worker:
        worker.run(jobs)
        return {path: file.read_bytes() for job in jobs for path, file in worker.cache.files(job.key).items()}
