"""Lists all kinds of records, each with the path and format of its files and the class that describes it.

No files are read as records except those that match a path in this list.
"""

from dataclasses import dataclass
from enum import Enum

from kyyeu.model.awards import AwardTitle, Decision
from kyyeu.model.conferences import Conference, Delegate, News, Programme, Speech, Submission
from kyyeu.model.editions import FinalEdition
from kyyeu.model.exemplars import Exemplar
from kyyeu.model.fields import Value
from kyyeu.model.movements import Model, Movement, UnitMovements
from kyyeu.model.printing import PrintSettings
from kyyeu.model.reports import Cycle, Document, Outline, Report
from kyyeu.model.site import BookletProse, Site
from kyyeu.model.units import Unit


class Shape(Enum):
    """Lists the formats in which files store records.

    FILE is a YAML file with one record, MAPPING a YAML file with many records by id. PROSE is one record as
    front matter with a Markdown body. SECTIONS is the same with a body divided into sections, whose headings
    have the codes of a report outline.
    """

    FILE = "file"
    MAPPING = "mapping"
    PROSE = "prose"
    SECTIONS = "sections"

    @property
    def holds_many(self) -> bool:
        """Returns whether a file in this format may hold several records."""
        return self is Shape.MAPPING


@dataclass(frozen=True, slots=True)
class Kind:
    """Describes a kind of record, such as a unit (school or office) or a report.

    `pattern` is the path of the kind's files, with the placeholders {unit} and {id}. `attribute` names the
    attribute of the class `Records` that holds the records. `register` means that only commands write the
    files; these may be long, and their texts are not checked again.
    """

    name: str
    attribute: str
    label: str
    record: type[Value]
    pattern: str
    shape: Shape
    register: bool = False

    @property
    def one_a_file(self) -> bool:
        """Returns whether a school or office may have several records of this kind, each in its own file."""
        return "{unit}" in self.pattern and "{id}" in self.pattern


KINDS: tuple[Kind, ...] = (
    Kind("site", "site", "Cài đặt trang", Site, "data/site.yml", Shape.FILE),
    Kind("printing", "printing", "Cách in", PrintSettings, "data/printing.yml", Shape.MAPPING),
    Kind("cycle", "cycles", "Giai đoạn", Cycle, "data/cycles/{id}.yml", Shape.FILE),
    Kind("document", "documents", "Văn bản", Document, "data/documents.yml", Shape.MAPPING),
    Kind("decision", "decisions", "Quyết định khen thưởng", Decision, "data/decisions.yml", Shape.MAPPING),
    Kind(
        "award_title",
        "award_titles",
        "Danh hiệu, hình thức khen thưởng",
        AwardTitle,
        "data/awards.yml",
        Shape.MAPPING,
    ),
    Kind("movement", "movements", "Phong trào", Movement, "data/movements.yml", Shape.MAPPING),
    Kind("programme", "programmes", "Chương trình mẫu", Programme, "data/programmes/{id}.yml", Shape.FILE),
    Kind("outline", "outlines", "Đề cương", Outline, "data/outlines/{id}.yml", Shape.FILE),
    Kind("unit", "units", "Đơn vị", Unit, "data/units/{id}/unit.yml", Shape.FILE),
    Kind(
        "unit_movements",
        "unit_movements",
        "Phong trào của đơn vị",
        UnitMovements,
        "data/units/{id}/movements.yml",
        Shape.FILE,
    ),
    Kind("model", "models", "Mô hình", Model, "data/units/{unit}/models.yml", Shape.MAPPING),
    Kind(
        "conference",
        "conferences",
        "Hội nghị",
        Conference,
        "data/units/{unit}/conferences/{id}.yml",
        Shape.FILE,
    ),
    Kind("delegate", "delegates", "Đại biểu", Delegate, "data/units/{unit}/delegates.yml", Shape.MAPPING),
    Kind(
        "submission",
        "submissions",
        "Việc nộp về Sở",
        Submission,
        "data/units/{unit}/submissions.yml",
        Shape.MAPPING,
    ),
    Kind(
        "edition",
        "editions",
        "Bản đã chốt",
        FinalEdition,
        "data/units/{unit}/editions.yml",
        Shape.MAPPING,
        register=True,
    ),
    Kind(
        "exemplar", "exemplars", "Điển hình", Exemplar, "content/units/{unit}/exemplars/{id}.md", Shape.PROSE
    ),
    Kind(
        "report",
        "reports",
        "Báo cáo tổng kết",
        Report,
        "content/units/{unit}/reports/{id}.md",
        Shape.SECTIONS,
    ),
    Kind(
        "speech",
        "speeches",
        "Tham luận, phát biểu",
        Speech,
        "content/units/{unit}/speeches/{id}.md",
        Shape.PROSE,
    ),
    Kind("news", "news", "Tin", News, "content/units/{unit}/news/{id}.md", Shape.PROSE),
    Kind(
        "booklet_prose",
        "booklet_prose",
        "Bài trong ấn phẩm",
        BookletProse,
        "content/booklets/{booklet}/{id}.md",
        Shape.PROSE,
    ),
)
BY_NAME = {kind.name: kind for kind in KINDS}
assert len(BY_NAME) == len(KINDS), "two kinds bear one name"
