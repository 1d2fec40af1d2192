"""Where each record's page stands on the site: a path relative to the site's root, ending in /. Fixed for ever."""

from __future__ import annotations

SECTIONS = {  # key → address and name in the navigation
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
    return f"dien-hinh/{ref}/"


def unit(ref: str) -> str:
    return f"don-vi/{ref}/"


def movement(ref: str) -> str:
    return f"phong-trao/{ref}/"


def movement_results(ref: str) -> str:
    return f"phong-trao/{ref}/ket-qua.csv"


def movement_year(year: int) -> str:
    return f"phong-trao/nam/{year}/"


def conference(ref: str) -> str:
    return f"hoi-nghi/{ref}/"


def conference_calendar(ref: str) -> str:
    return f"hoi-nghi/{ref}/hoi-nghi.ics"


def document(ref: str) -> str:
    return f"van-ban/#{ref}"


def news(ref: str) -> str:
    return f"tin-tuc/{ref}/"


def news_year(year: int) -> str:
    return f"tin-tuc/nam/{year}/"


def figures(chart: str) -> str:
    return f"thong-ke/{chart}.csv"


def booklet_file(unit_ref: str, work: str, cycle: str) -> str:
    return f"an-pham/{unit_ref}/{work}-{cycle}.pdf"
