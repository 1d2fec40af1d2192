"""Defines the kinds of value that a field of a record can hold, each with its validation rule.

`declare()` gives a field its publishing channels, its Vietnamese label and its help text.
"""

import re
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from functools import cache
from typing import Annotated, Any, Self

from pydantic import (
    AfterValidator,
    BaseModel,
    BeforeValidator,
    ConfigDict,
    Field,
    StringConstraints,
    model_validator,
)
from pydantic_core import PydanticCustomError

from kyyeu.model import read, web_address
from kyyeu.model.privacy import EVERYWHERE, NOWHERE, PAGES, Privacy, Shown, Withheld

ID_PATTERN = r"^[a-z0-9]+(-[a-z0-9]+)*$"
# ID_LENGTH is the largest number of characters of an id. Ids become folder names and parts of web addresses.
ID_LENGTH = 80


def is_id(text: str) -> bool:
    """Returns whether a text is a valid id: lower-case ASCII letters, digits, hyphens, not over ID_LENGTH."""
    return len(text) <= ID_LENGTH and re.fullmatch(ID_PATTERN, text) is not None


def declare(
    shown: Shown,
    label: str,
    help: str = "",
    default: Any = ...,
    *,
    withheld: Withheld | None = None,
    **rules: Any,
) -> Any:
    """Declares a field of a record; a field without a default is required.

    `shown` is the set of publishing channels (such as site and print) that may show the field. `withheld`
    says what happens to the field when it refers to a person, picture or award that may not be shown. Forms
    show `label`, and `help` tells their users what to write. Raises TypeError if `shown` is missing.
    """
    if not isinstance(shown, Shown):
        raise TypeError(f"the field {shown!r} does not say in which channels it may stand")
    field = Field(default, title=label, description=help, **rules)
    field.metadata.append(Privacy(shown, withheld))
    return field


def items(shown: Shown, label: str, help: str = "", *, withheld: Withheld | None = None, **rules: Any) -> Any:
    """Declares an optional list field, whose default is the empty list."""
    return declare(shown, label, help, (), withheld=withheld, **rules)


class Choice(StrEnum):
    """Base class of the enumerations. Each member has an ASCII code, for files, and a Vietnamese label."""

    label: str

    def __new__(cls, code: str, label: str) -> Self:
        """Makes an enumeration member from its code, which becomes its value, and its label."""
        member = str.__new__(cls, code)
        member._value_ = code
        member.label = label
        return member


@dataclass(frozen=True, slots=True)
class Reference:
    """Marks a text field as holding the id of another record; `kind` is the kind of that record."""

    kind: str


Line = Annotated[str, StringConstraints(min_length=1, max_length=400), AfterValidator(read.one_line)]
Text = Annotated[str, StringConstraints(min_length=1, max_length=10_000)]
Day = Annotated[date, BeforeValidator(read.day)]
Clock = Annotated[str, AfterValidator(read.clock)]
Integer = Annotated[int, BeforeValidator(read.integer)]
Count = Annotated[int, BeforeValidator(read.integer), Field(ge=0, le=10_000_000)]
Minutes = Annotated[int, BeforeValidator(read.integer), Field(ge=0, le=1_440)]
Percent = Annotated[int, BeforeValidator(read.integer), Field(ge=0, le=100)]
Number = Annotated[float, BeforeValidator(read.number), Field(allow_inf_nan=False)]
Metres = Annotated[float, BeforeValidator(read.number), Field(ge=1, le=20, allow_inf_nan=False)]
Year = Annotated[int, BeforeValidator(read.integer), Field(ge=1945, le=2100)]
Flag = Annotated[bool, BeforeValidator(read.flag)]
SchoolYear = Annotated[str, AfterValidator(read.school_year)]
Url = Annotated[str, StringConstraints(max_length=2_000), AfterValidator(web_address.web_address)]
SiteUrl = Annotated[str, StringConstraints(max_length=200), AfterValidator(web_address.site_address)]
RepositoryUrl = Annotated[
    str, StringConstraints(max_length=2_000), AfterValidator(web_address.repository_address)
]
Branch = Annotated[str, StringConstraints(max_length=200), AfterValidator(web_address.branch)]
Email = Annotated[str, StringConstraints(max_length=200), AfterValidator(web_address.mail_address)]
Account = Annotated[str, StringConstraints(max_length=200), AfterValidator(read.account)]
Version = Annotated[str, AfterValidator(read.version)]
FileName = Annotated[str, AfterValidator(read.file_name)]
Id = Annotated[str, StringConstraints(pattern=ID_PATTERN, max_length=ID_LENGTH)]

UnitRef = Annotated[str, Reference("unit")]
ExemplarRef = Annotated[str, Reference("exemplar")]
ConferenceRef = Annotated[str, Reference("conference")]
CycleRef = Annotated[str, Reference("cycle")]
DocumentRef = Annotated[str, Reference("document")]
DecisionRef = Annotated[str, Reference("decision")]
MovementRef = Annotated[str, Reference("movement")]
AwardTitleRef = Annotated[str, Reference("award_title")]
ModelRef = Annotated[str, Reference("model")]
SpeechRef = Annotated[str, Reference("speech")]
ProgrammeRef = Annotated[str, Reference("programme")]
OutlineRef = Annotated[str, Reference("outline")]


_FIELD_SETS: dict[frozenset[str], set[str]] = {}


class Value(BaseModel):
    """Base class of all records, and of the groups of fields inside records. Its objects are frozen.

    A key in a YAML file that the class does not declare is an error.
    """

    model_config = ConfigDict(frozen=True, extra="forbid", str_strip_whitespace=True)

    @model_validator(mode="before")
    @classmethod
    def _blank_is_absent(cls, data: Any) -> Any:
        """Removes the fields that an editor left blank in the file, so that they count as absent."""
        if not isinstance(data, dict):
            return data
        return {key: value for key, value in data.items() if value is not None or key not in _keys(cls)}

    def model_post_init(self, context: Any) -> None:
        """Saves memory: records that fill in the same fields share one set of field names."""
        names = self.__pydantic_fields_set__
        object.__setattr__(self, "__pydantic_fields_set__", _FIELD_SETS.setdefault(frozenset(names), names))


@cache
def _keys(model: type[BaseModel]) -> frozenset[str]:
    """Returns the YAML keys of the fields of a class."""
    return frozenset(info.alias or name for name, info in model.model_fields.items())


class Record(Value):
    """Base class of all records that have an id.

    The id is the name of the record's file, or the record's key in a file of many records.
    """

    id: str = declare(EVERYWHERE, "Mã", "Tên tệp hoặc khóa của bản ghi; không ghi trong tệp.")

    @property
    def ref(self) -> str:
        """Returns the reference by which other records name this record, which is its id."""
        return self.id


class OwnedRecord(Record):
    """Base class of records that belong to a unit (school or office) and are stored in its folder."""

    unit: UnitRef = declare(EVERYWHERE, "Đơn vị", "Thư mục chứa tệp; không ghi trong tệp.")

    @property
    def ref(self) -> str:
        """Returns the reference by which other records name this record: `unit/id`."""
        return f"{self.unit}/{self.id}"


class Period(Value):
    """Holds a span of days that includes its first and its last day.

    If the first or the last day is None, the span has no limit on that side.
    """

    since: Day | None = declare(
        EVERYWHERE, "Từ ngày", "Ngày bắt đầu, dạng 2020-01-05; bỏ trống nếu không rõ.", None
    )
    until: Day | None = declare(
        EVERYWHERE, "Đến ngày", "Ngày cuối cùng còn hiệu lực; bỏ trống nếu vẫn còn.", None
    )

    @model_validator(mode="after")
    def _in_order(self) -> Self:
        if self.since and self.until and self.since > self.until:
            raise PydanticCustomError("period_order", "until before since")
        return self

    def covers(self, day: date) -> bool:
        """Returns whether the span of days includes `day`."""
        return (self.since is None or self.since <= day) and (self.until is None or day <= self.until)


class YearSpan(Value):
    """Holds a span of years that includes its first and its last year."""

    since: Year = declare(EVERYWHERE, "Từ năm", "Năm đầu.")
    until: Year = declare(EVERYWHERE, "Đến năm", "Năm cuối.")

    @model_validator(mode="after")
    def _in_order(self) -> Self:
        if self.since > self.until:
            raise PydanticCustomError("period_order", "until before since")
        return self

    @property
    def years(self) -> range:
        """Returns the years of the span in ascending order."""
        return range(self.since, self.until + 1)

    def __str__(self) -> str:
        return f"{self.since} - {self.until}"


class Prose(Value):
    """Holds a Markdown text and the number of the line in its file on which the text starts."""

    markdown: Annotated[str, StringConstraints(strip_whitespace=False)] = declare(
        PAGES, "Bài viết", "Văn bản Markdown."
    )
    line: int = declare(PAGES, "Dòng", "Dòng đầu của bài trong tệp.", 1)

    @property
    def words(self) -> int:
        """Returns the number of Vietnamese syllables in the text, which a word processor counts as words."""
        return len(self.markdown.split())


class Person(Value):
    """Names a person with the posts that the person holds, such as a presenter; the name may be missing."""

    name: Line | None = declare(EVERYWHERE, "Họ và tên", "Bỏ trống nếu chỉ nêu chức vụ.", None)
    titles: tuple[Line, ...] = items(
        EVERYWHERE, "Chức vụ", "Theo thứ tự: chức vụ Đảng trước, chính quyền sau."
    )


class Consent(Value):
    """Holds what a person's consent form (phiếu đồng ý) allows.

    The signed form is not stored in git. The record holds only the form's number, dates and scope, and who
    has agreed.
    """

    class Scope(Choice):
        """Lists the uses that a consent form may allow: the site, print and open data."""

        WEB = "web", "Trang công khai"
        PRINT = "print", "Bản in"
        DATA = "data", "Dữ liệu mở"

    id: Line = declare(NOWHERE, "Số phiếu", "Số của phiếu đồng ý lưu tại đơn vị.")
    scope: tuple[Scope, ...] = declare(NOWHERE, "Phạm vi", "Được dùng vào việc gì: web, print, data.")
    date: Day = declare(NOWHERE, "Ngày ký", "Ngày ký phiếu đồng ý.")
    expires: Day | None = declare(
        NOWHERE, "Hết hạn", "Ngày cuối cùng phiếu còn hiệu lực; bỏ trống nếu không có hạn.", None
    )
    withdrawn: Day | None = declare(NOWHERE, "Rút lại", "Ngày rút lại sự đồng ý, nếu có.", None)
    child: Flag = declare(
        NOWHERE, "Người chưa thành niên đồng ý", "true nếu chính em (từ đủ 07 tuổi) đã đồng ý.", False
    )
    guardian: Flag = declare(
        NOWHERE, "Người đại diện đồng ý", "true nếu cha, mẹ hoặc người giám hộ đã đồng ý.", False
    )


class Minor(Choice):
    """Lists the age groups that decide who must sign a person's consent form."""

    ADULT = "adult", "Từ đủ 18 tuổi"
    FROM_SEVEN = "from_seven", "Từ đủ 07 đến dưới 18 tuổi"
    UNDER_SEVEN = "under_seven", "Dưới 07 tuổi"


class Depicted(Value):
    """Holds the name, age group and consent form of a person who can be recognised in a picture."""

    name: Line = declare(NOWHERE, "Họ và tên", "Tên người nhận ra được trong ảnh; tên này không đăng.")
    minor: Minor = declare(NOWHERE, "Độ tuổi", "Người chưa thành niên cần hai sự đồng ý.", Minor.ADULT)
    consent: Consent | None = declare(NOWHERE, "Phiếu đồng ý", "Chưa có phiếu thì ảnh không đăng.", None)


class Picture(Value):
    """Describes a picture file beside a record: what it shows, who made it, and which people are in it."""

    file: FileName = declare(PAGES, "Tệp ảnh", "Tên tệp ảnh đặt cạnh bản ghi, ví dụ chan-dung.jpg.")
    alt: Line = declare(PAGES, "Mô tả ảnh", "Một câu cho người không nhìn thấy ảnh.")
    credit: Line | None = declare(PAGES, "Nguồn ảnh", "Người chụp hoặc người vẽ.", None)
    focus: tuple[Percent, ...] = items(
        PAGES, "Tâm ảnh", "Hai số phần trăm: ngang, dọc; mặc định 50, 45.", max_length=2
    )
    people: tuple[Depicted, ...] = items(
        NOWHERE, "Người trong ảnh", "Những người nhận ra được, trừ nhân vật của hồ sơ."
    )
