"""Returns the address of every page of the site, relative to the site's root.

Addresses never change once they are published.
"""

from collections.abc import Callable

SECTIONS = {  # Each section's address and its name in the navigation, by the section's key.
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


# The functions below put a record's reference, a year or a chart's name into the address of a page or file.
_Address = Callable[[str], str]
_AddressOfYear = Callable[[int], str]

exemplar: _Address = "dien-hinh/{}/".format  # The profile page of an honoured person or group.
unit: _Address = "don-vi/{}/".format
movement: _Address = "phong-trao/{}/".format  # A movement is an emulation campaign.
movement_results: _Address = "phong-trao/{}/ket-qua.csv".format  # The file with a movement's yearly results.
movement_year: _AddressOfYear = "phong-trao/nam/{}/".format  # The list of the movements of a year.
conference: _Address = "hoi-nghi/{}/".format
conference_calendar: _Address = "hoi-nghi/{}/hoi-nghi.ics".format  # The iCalendar file of one conference.
document: _Address = "van-ban/#{}".format  # A document's entry on the page of all official documents.
news: _Address = "tin-tuc/{}/".format
news_year: _AddressOfYear = "tin-tuc/nam/{}/".format  # The list of the news of a year.
figures: _Address = "thong-ke/{}.csv".format  # The file with the numbers shown in a chart.


def booklet_file(unit_ref: str, work: str, cycle: str) -> str:
    """Address of the screen edition (PDF) of a printed work that a unit offers to the public."""
    return f"an-pham/{unit_ref}/{work}-{cycle}.pdf"
