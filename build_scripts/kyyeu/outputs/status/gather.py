"""Reads a project and computes how complete the records of each school and office are on a given day.

This is called their readiness. Only the education department's office sees it; the public site never uses it.
"""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date, tzinfo
from pathlib import Path

from kyyeu.loading.history import MEMORY, read_history
from kyyeu.loading.load import load
from kyyeu.model.privacy import PRINT
from kyyeu.outputs.site.assets import font_jobs
from kyyeu.problems import ContentError, Problem, UsageError, nearest
from kyyeu.publishing.gate import publish
from kyyeu.publishing.office import office
from kyyeu.views.catalogue import catalogue
from kyyeu.views.office.readiness import Readiness, readiness
from kyyeu.work.lock import lock
from kyyeu.work.repeat import RESULTS, repeated_after_changes
from kyyeu.work.run import start_worker


@dataclass(frozen=True, slots=True)
class Gathered:
    """Holds how complete the records of schools and offices are, and what could not be determined.

    `problems` were reported while the project was loaded; records that could not be read are not counted.
    `whole` is false if the git clone has only the newest commits. Earlier days on which records were first
    committed are then unknown.
    """

    readiness: Readiness
    problems: tuple[Problem, ...]
    whole: bool


def gather(root: Path, day: date, zone: tzinfo, pictures: Path, cycle: str = "", unit: str = "") -> Gathered:
    """Returns how complete the records of all schools and offices are in one cycle (five-year period).

    With `unit`, only this school or office is included. Without `cycle`, the cycle is the site's current one.
    `zone` is the time zone in which commit times are read. `pictures` is the cache file with facts about
    picture files. Raises UsageError if the unit or cycle does not exist, and ContentError if the project
    cannot be read.
    """
    library, problems = load(root, 1, root / pictures, may_write=False)
    if library is None:
        raise ContentError(problems)
    for name, known, kind in ((unit, library.units, "đơn vị"), (cycle, library.cycles, "giai đoạn")):
        if name and name not in known:
            advice = nearest(name, known) or "Xem tên thư mục, tệp trong data/units/, data/cycles/."
            raise UsageError(f"không có {kind} “{name}”. {advice}")
    chosen = library.cycles.get(cycle or library.site.cycle)
    if chosen is None:
        raise UsageError(
            f"không đọc được giai đoạn “{library.site.cycle}” nêu trong data/site.yml; "
            "chạy kyyeu check để xem vì sao"
        )
    history = read_history(root, zone, root / MEMORY)
    library = replace(library, arrivals=history.arrivals)
    ready = readiness(catalogue(publish(library, PRINT, day)), office(library, day), chosen)
    if unit:
        ready = replace(ready, units=tuple(each for each in ready.units if each.unit == unit))
    if not ready.units:
        raise UsageError(
            f"đơn vị “{unit}” không phải nộp gì và chưa có hồ sơ nào trong giai đoạn này"
            if unit
            else "chưa có đơn vị nào: tạo đơn vị bằng kyyeu new unit MÃ"
        )
    return Gathered(ready, tuple(problems), history.whole)


@repeated_after_changes
def fonts(root: Path) -> Mapping[str, bytes]:
    """Returns the site's font files by their path on the site. They are read from the cache or newly made."""
    jobs = font_jobs()
    with lock(root / ".cache"), start_worker(root / RESULTS, 1) as worker:
        worker.run(jobs)
        return {path: file.read() for job in jobs for path, file in worker.sources(job).items()}
