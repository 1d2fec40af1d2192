"""Defines the address of every page and file of the site, relative to the site's root.

Addresses never change once they are published.
"""

from collections.abc import Callable

SECTIONS = {  # Maps the key of each section of the site to the section's address and its name in the menu.
    "home": ("", "Trang chủ"),
    "exemplars": ("dien-hinh/", "Điển hình"),
    "movements": ("phong-trao/", "Phong trào"),
    "conferences": ("hoi-nghi/", "Hội nghị"),
    "units": ("don-vi/", "Đơn vị"),
    "news": ("tin-tuc/", "Tin tức"),
    "statistics": ("thong-ke/", "Thống kê"),
    "documents": ("van-ban/", "Văn bản"),
    "booklets": ("an-pham/", "Ấn phẩm"),
    "search": ("tim-kiem/", "Tìm kiếm"),
    "guide": ("huong-dan/", "Hướng dẫn"),
}
SEASON, FEED, CALENDAR, OFFLINE = "hoi-nghi/lich/", "feed.xml", "hoi-nghi.ics", "mat-mang/"


# The functions below return the address of a page or file of the site. Their argument is the reference of a
# record, a year, or the name of a chart.
_Address = Callable[[str], str]
_AddressOfYear = Callable[[int], str]

exemplar: _Address = "dien-hinh/{}/".format  # The profile page of an exemplar (honoured person or group).
unit: _Address = "don-vi/{}/".format
movement: _Address = "phong-trao/{}/".format  # The page of a movement (emulation campaign).
# The CSV file with the yearly results of a movement.
movement_results: _Address = "phong-trao/{}/ket-qua.csv".format
movement_year: _AddressOfYear = "phong-trao/nam/{}/".format  # The page that lists all movements of a year.
conference: _Address = "hoi-nghi/{}/".format
conference_calendar: _Address = "hoi-nghi/{}/hoi-nghi.ics".format  # The iCalendar file of one conference.
document: _Address = "van-ban/#{}".format  # A document's entry on the page of all official documents.
news: _Address = "tin-tuc/{}/".format
news_year: _AddressOfYear = "tin-tuc/nam/{}/".format  # The page that lists all news of a year.
figures: _Address = "thong-ke/{}.csv".format  # The CSV file with a chart's numbers.


def booklet_file(unit_ref: str, work: str, cycle: str) -> str:
    """Returns the address of a booklet that readers can download: a PDF file of a school's printed work."""
    return f"an-pham/{unit_ref}/{work}-{cycle}.pdf"
