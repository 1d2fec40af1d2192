"""Returns the address of every page of the site, relative to the site's root.

Addresses never change once they are published.
"""

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


def exemplar(ref: str) -> str:
    """Address of the profile page of an exemplar (honoured person or group)."""
    return f"dien-hinh/{ref}/"


def unit(ref: str) -> str:
    """Address of a unit's page."""
    return f"don-vi/{ref}/"


def movement(ref: str) -> str:
    """Address of the page of a movement (emulation campaign)."""
    return f"phong-trao/{ref}/"


def movement_results(ref: str) -> str:
    """Address of the CSV file with the yearly results of a movement (emulation campaign)."""
    return f"phong-trao/{ref}/ket-qua.csv"


def movement_year(year: int) -> str:
    """Address of the page that lists the movements (emulation campaigns) of a year."""
    return f"phong-trao/nam/{year}/"


def conference(ref: str) -> str:
    """Address of a conference's page."""
    return f"hoi-nghi/{ref}/"


def conference_calendar(ref: str) -> str:
    """Address of the iCalendar file of one conference."""
    return f"hoi-nghi/{ref}/hoi-nghi.ics"


def document(ref: str) -> str:
    """Address of an official document's entry on the page of all documents."""
    return f"van-ban/#{ref}"


def news(ref: str) -> str:
    """Address of a news item's page."""
    return f"tin-tuc/{ref}/"


def news_year(year: int) -> str:
    """Address of the page that lists the news of a year."""
    return f"tin-tuc/nam/{year}/"


def figures(chart: str) -> str:
    """Address of the CSV file with the numbers shown in a chart."""
    return f"thong-ke/{chart}.csv"


def booklet_file(unit_ref: str, work: str, cycle: str) -> str:
    """Address of the screen edition (PDF) of a printed work that a unit offers to the public."""
    return f"an-pham/{unit_ref}/{work}-{cycle}.pdf"
