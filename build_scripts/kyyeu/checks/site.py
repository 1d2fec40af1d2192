"""Checks the settings of the site (data/site.yml)."""

from collections.abc import Iterator
from datetime import date

from kyyeu.checks.registry import check
from kyyeu.model.library import Library
from kyyeu.model.web_address import parse_web_address
from kyyeu.problems import Problem, Severity


@check("site-url", asks="Địa chỉ trang kết thúc bằng / và là địa chỉ thật.")
def site_url(library: Library, day: date) -> Iterator[Problem]:
    """Checks that the site's web address ends with a slash.

    Its host must not end in .example, as in examples, unless the site is a demonstration.
    """
    place = library.place("site", "site", ("url",))
    if not library.site.url.endswith("/"):
        yield Problem(
            place,
            "site-url",
            f"Địa chỉ “{library.site.url}” không kết thúc bằng dấu /.",
            f"Viết {library.site.url}/",
        )
    host = parse_web_address(library.site.url).host
    if (host == "example" or host.endswith(".example")) and not library.site.demonstration:
        yield Problem(
            place,
            "site-url",
            f"“{host}” là địa chỉ ví dụ, không mở được.",
            "Ghi địa chỉ thật của trang trước khi công bố.",
            Severity.WARNING,
        )


@check("editor-repository", asks="Trang biên tập biết kho nội dung của nó.")
def editor_repository(library: Library, day: date) -> Iterator[Problem]:
    """Checks that the settings name the git repository of the content if the site has a web editor."""
    if library.site.editor and not library.site.repository:
        yield Problem(
            library.place("site", "site", ("editor",)),
            "editor-repository",
            "Có “editor” mà không có “repository”.",
            "Ghi địa chỉ kho nội dung vào repository, ví dụ https://gitlab.com/so-gddt/ky-yeu, "
            "hoặc xóa nhóm editor.",
        )
