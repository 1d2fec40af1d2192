"""Splits a Markdown file into front matter and body, and a report's body into `## [code] Title` sections."""

import re
from dataclasses import dataclass

from kyyeu.problems import Place, Problem

_HEADING = re.compile(r"^##[ \t]+\[(?P<code>[^\]\n]*)\][ \t]*(?P<title>.*)$", re.MULTILINE)
_BLANK_LINES = re.compile(r"^(?:[ \t]*\n)*")
_FENCE = re.compile(r"^---[ \t]*$", re.MULTILINE)


@dataclass(frozen=True, slots=True)
class MarkdownNodes:
    """The front matter and the body of a Markdown file, each with the line on which it begins."""

    front_matter: str
    front_line: int
    body: str
    body_line: int


def split_front_matter(text: str, file: str) -> tuple[MarkdownNodes | None, list[Problem]]:
    """Splits a Markdown text into its front matter and its body.

    The front matter is between two `---` lines at the very top. Returns None and a Problem if it is missing
    or not closed.
    """
    opening = _FENCE.match(text)
    if not opening:
        return None, [
            Problem(
                Place(file),
                "front-matter",
                "Tệp không mở đầu bằng phần khai báo.",
                "Dòng đầu tiên phải là ---, sau đó là các trường, rồi một dòng --- nữa.",
            )
        ]
    if not (closing := _FENCE.search(text, opening.end())):
        return None, [
            Problem(
                Place(file),
                "front-matter",
                "Phần khai báo chưa đóng.",
                "Thêm một dòng --- sau trường cuối cùng, trước bài viết.",
            )
        ]
    rest = text[closing.end() + 1 :].rstrip()
    body = _BLANK_LINES.sub("", rest, count=1)
    return MarkdownNodes(
        front_matter=text[opening.end() + 1 : closing.start()],
        front_line=2,
        body=body,
        body_line=text.count("\n", 0, closing.end()) + 2 + rest.count("\n") - body.count("\n"),
    ), []


@dataclass(frozen=True, slots=True)
class SectionNodes:
    """A section of a report in a Markdown file.

    `line` is the number of the line with its heading, `body_line` that of the first line of its text.
    """

    code: str
    title: str
    line: int
    body: str
    body_line: int


def split_sections(body: str, first_line: int, file: str) -> tuple[list[SectionNodes], list[Problem]]:
    """Splits the body of a report into its sections, in the order of the file.

    Text before the first heading is reported as a Problem.
    """
    headings = list(_HEADING.finditer(body))
    problems: list[Problem] = []
    lead = body[: headings[0].start()] if headings else body
    if lead.strip():
        problems.append(
            Problem(
                Place(file, first_line + lead.count("\n") - lead.lstrip().count("\n")),
                "section-missing",
                "Đoạn văn này đứng trước mọi đầu mục của đề cương.",
                "Đặt một dòng “## [mã mục] Tên mục” phía trên, ví dụ “## [1.I.1] Quán triệt”.",
            )
        )
    sections = []
    for number, heading in enumerate(headings, start=1):
        end = headings[number].start() if number < len(headings) else len(body)
        line = first_line + body.count("\n", 0, heading.start())
        text = body[heading.end() + 1 : end]
        body_line = line + 1 + len(text) - len(text.lstrip("\n"))
        code, title = heading["code"].strip(), heading["title"].strip()
        sections.append(SectionNodes(code, title, line, text.strip("\n"), body_line))
    return sections, problems
