"""Lists the kinds of small files that the site offers besides pages: calendars, news feed, chart data."""

from collections.abc import Callable, Iterable
from typing import Any

from kyyeu.outputs.exports.calendar import render_calendar
from kyyeu.outputs.exports.feed import render_feed
from kyyeu.outputs.exports.tables import render_figures
from kyyeu.views import addresses
from kyyeu.views.catalogue import Catalogue
from kyyeu.views.results import result_table
from kyyeu.views.site.calendar import all_conferences, conference_file
from kyyeu.views.site.charts import chart_figures, result_figures
from kyyeu.views.site.news import feed
from kyyeu.views.site.statistics_page import all_charts
from kyyeu.work.job import Job, code_version, key

# Each kind of small file is a pair of functions. The first yields the path and the data of each file of this
# kind. The second turns the data into the file's bytes.
EXPORTS: tuple[tuple[Callable[[Catalogue], Iterable[tuple[str, Any]]], Callable[[Any], bytes]], ...] = (
    (
        lambda catalogue: (
            (addresses.conference_calendar(record.ref), conference_file(catalogue, record))
            for record in catalogue.conferences
            if record.sessions
        ),
        render_calendar,
    ),
    (lambda catalogue: [(addresses.CALENDAR, all_conferences(catalogue))], render_calendar),
    (lambda catalogue: [(addresses.FEED, feed(catalogue))], render_feed),
    (
        lambda catalogue: ((chart.csv, chart_figures(chart)) for chart in all_charts(catalogue)),
        render_figures,
    ),
    (
        lambda catalogue: (
            (addresses.movement_results(record.id), result_figures(table))
            for record in catalogue.published.movements.values()
            if (table := result_table(record.results))
        ),
        render_figures,
    ),
)


def export_jobs(catalogue: Catalogue) -> list[Job]:
    """Returns a job for each calendar, feed and CSV file; the job's name is the file's path on the site."""
    return [
        Job("export", path, key("export", path, view, code_version()), render, (view,))
        for views, render in EXPORTS
        for path, view in views(catalogue)
    ]
