"""The table of small files beside the pages: calendars, the feed, figures of charts and results."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any

from kyyeu.outputs.exports.calendar import render_calendar
from kyyeu.outputs.exports.feed import render_feed
from kyyeu.outputs.exports.figures import render_figures
from kyyeu.views import addresses
from kyyeu.views.catalogue import Catalogue
from kyyeu.views.results import result_table
from kyyeu.views.site.calendar import all_conferences, conference_file
from kyyeu.views.site.charts import chart_figures, result_figures
from kyyeu.views.site.feed import feed
from kyyeu.views.site.statistics_page import all_charts
from kyyeu.work.job import Job, code_version, key


@dataclass(frozen=True, slots=True)
class Export:
    """A kind of small file beside the pages: a row of the table EXPORTS.

    `views` yields (path, view) for each file of the kind, `render` turns a view into the file.
    """

    name: str
    views: Callable[[Catalogue], Iterable[tuple[str, Any]]]
    render: Callable[[Any], bytes]


EXPORTS: tuple[Export, ...] = (
    Export(
        "conference-calendar",
        lambda catalogue: (
            (addresses.conference_calendar(record.ref), conference_file(catalogue, record))
            for record in catalogue.conferences
            if record.sessions
        ),
        render_calendar,
    ),
    Export("calendar", lambda catalogue: [(addresses.CALENDAR, all_conferences(catalogue))], render_calendar),
    Export("feed", lambda catalogue: [(addresses.FEED, feed(catalogue))], render_feed),
    Export(
        "figures",
        lambda catalogue: ((chart.csv, chart_figures(chart)) for chart in all_charts(catalogue)),
        render_figures,
    ),
    Export(
        "results",
        lambda catalogue: (
            (addresses.movement_results(record.id), result_figures(table))
            for record in catalogue.published.movements.values()
            if (table := result_table(record.results))
        ),
        render_figures,
    ),
)
assert len({export.name for export in EXPORTS}) == len(EXPORTS), "two exports have the same name"


def export_jobs(catalogue: Catalogue) -> list[Job]:
    """Returns a job for each file; it is named by the file's path on the site."""
    version = code_version()
    return [
        Job("export", path, key("export", export.name, path, view, version), export.render, (view,))
        for export in EXPORTS
        for path, view in export.views(catalogue)
    ]
