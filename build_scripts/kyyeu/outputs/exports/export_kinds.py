"""The small files that stand beside the pages: calendars, the feed, figures. One row a kind; one Job a file, named by its path."""

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
    """A row: `views` gives (path, view) for every file of the kind, `render` turns a view into the file."""

    name: str
    views: Callable[[Catalogue], Iterable[tuple[str, Any]]]
    render: Callable[[Any], bytes]


EXPORTS: tuple[Export, ...] = (
    Export(
        "conference-calendar",
        lambda found: (
            (addresses.conference_calendar(entry.ref), conference_file(found, entry))
            for entry in found.conferences
            if entry.sessions
        ),
        render_calendar,
    ),
    Export("calendar", lambda found: [(addresses.CALENDAR, all_conferences(found))], render_calendar),
    Export("feed", lambda found: [(addresses.FEED, feed(found))], render_feed),
    Export(
        "figures",
        lambda found: ((chart.csv, chart_figures(chart)) for chart in all_charts(found)),
        render_figures,
    ),
    Export(
        "results",
        lambda found: (
            (addresses.movement_results(entry.id), result_figures(table))
            for entry in found.published.movements.values()
            if (table := result_table(entry.results))
        ),
        render_figures,
    ),
)
assert len({export.name for export in EXPORTS}) == len(EXPORTS), "two exports bear one name"


def export_jobs(catalogue: Catalogue) -> list[Job]:
    """Jobs of group 'export'; a job's name is the path of its file on the site."""
    version = code_version()
    return [
        Job("export", path, key("export", export.name, path, view, version), export.render, (view,))
        for export in EXPORTS
        for path, view in export.views(catalogue)
    ]
