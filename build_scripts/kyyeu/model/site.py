"""Defines the site's settings (data/site.yml), the site's prose pages, and the prose of printed works."""

from kyyeu.model.fields import (
    Account,
    Branch,
    Choice,
    CycleRef,
    Email,
    Flag,
    Id,
    Integer,
    Line,
    Prose,
    Record,
    RepositoryUrl,
    SiteUrl,
    UnitRef,
    Url,
    Value,
    Version,
    declare,
    items,
)
from kyyeu.model.privacy import EVERYWHERE, NOWHERE, PAGES

# The version of the content format: of the fields, kinds and places of record files. It grows only with
# changes after which older files are no longer valid, and then `migrations/` has a file that upgrades them.
SCHEMA = 1


class Contact(Value):
    """Names the office that people ask to correct or remove data about them.

    Every page of the site names this office.
    """

    office: Line = declare(EVERYWHERE, "Bộ phận", "Ví dụ: Văn phòng Sở.")
    email: Email = declare(EVERYWHERE, "Thư điện tử", "Địa chỉ thư của cơ quan.")


class Forge(Choice):
    """Lists the software that may run the git server with the content's repository."""

    GITHUB = "github", "GitHub"
    GITLAB = "gitlab", "GitLab"
    FORGEJO = "gitea", "Forgejo"


class EditorSettings(Value):
    """Holds how the web editor at /bien-tap/ reaches the git repository of the content.

    Without these settings, the web editor opens a folder on the user's computer.
    """

    forge: Forge = declare(
        PAGES,
        "Máy chủ git",
        "Phần mềm của máy chủ giữ kho nội dung; "
        "với Forgejo, lưu là ghi thẳng vào nhánh, không thành đề nghị.",
    )
    branch: Branch = declare(PAGES, "Nhánh", "Nhánh mà các đề nghị sửa được gộp vào.", "main")
    reviewers: tuple[Account, ...] = items(
        NOWHERE, "Người duyệt", "Tài khoản của cán bộ Sở xem và gộp các đề nghị sửa."
    )
    app_id: Line | None = declare(
        PAGES,
        "Mã ứng dụng",
        "Mã ứng dụng OAuth đăng ký trên máy chủ git; bỏ trống thì đăng nhập bằng mã truy cập.",
        None,
    )
    sign_in: Url | None = declare(
        PAGES,
        "Dịch vụ đăng nhập",
        "Chỉ GitHub cần: dịch vụ đăng nhập OAuth của Sở; bỏ trống thì đăng nhập bằng mã truy cập.",
        None,
    )


class Site(Record):
    """Holds the settings of the whole site, in data/site.yml."""

    schema_: Integer = declare(
        EVERYWHERE,
        "Phiên bản",
        f"Phiên bản của dạng nội dung, nay là {SCHEMA}; lệnh kyyeu upgrade ghi, không sửa tay.",
        alias="schema",
        ge=1,
    )
    written_by: Version | None = declare(
        NOWHERE,
        "Bản chương trình",
        "Bản kyyeu đã ghi phiên bản trên; lệnh kyyeu init, kyyeu upgrade ghi.",
        None,
    )
    title: Line = declare(EVERYWHERE, "Tên trang", "Tên ngắn của trang.")
    tagline: Line = declare(EVERYWHERE, "Lời giới thiệu", "Một, hai câu ở trang chủ.")
    url: SiteUrl = declare(
        EVERYWHERE, "Địa chỉ", "Địa chỉ công khai, có thể gồm đường dẫn con; kết thúc bằng /."
    )
    organiser: UnitRef = declare(EVERYWHERE, "Đơn vị chủ trì", "Mã đơn vị của Sở.")
    cycle: CycleRef = declare(EVERYWHERE, "Giai đoạn hiện tại", "Giai đoạn trên trang chủ.")
    contact: Contact = declare(EVERYWHERE, "Liên hệ", "Nơi nhận yêu cầu đính chính, gỡ bỏ.")
    repository: RepositoryUrl | None = declare(
        EVERYWHERE, "Kho nội dung", "Địa chỉ kho git, để nút “Sửa trang này” mở đúng tệp.", None
    )
    editor: EditorSettings | None = declare(
        PAGES, "Trang biên tập", "Cách trang /bien-tap/ gửi đề nghị sửa vào kho nội dung.", None
    )
    demonstration: Flag = declare(
        EVERYWHERE, "Bản minh họa", "true: nội dung hư cấu, mọi trang có dấu hiệu, in chữ MẪU.", False
    )


class Page(Value):
    """Holds a prose page of the site (content/*.md): its front matter and its text."""

    title: Line | None = declare(PAGES, "Tiêu đề", "Tên trang, hiện trên thẻ trình duyệt.", None)
    description: Line | None = declare(PAGES, "Mô tả", "Một câu, hiện khi chia sẻ.", None)
    body: Prose = declare(PAGES, "Nội dung", "Bài viết.", Prose(markdown=""))


class BookletProse(Record):
    """Holds a prose text of a printed work, such as its foreword, in content/booklets/<booklet>/<id>.md."""

    booklet: Id = declare(PAGES, "Ấn phẩm", "Thư mục chứa tệp; không ghi trong tệp.")
    title: Line = declare(PAGES, "Tiêu đề", "Tên phần.")
    signed: Line | None = declare(PAGES, "Ký tên", "Dòng ký dưới bài.", None)
    epigraph: Line | None = declare(PAGES, "Đề từ", "Câu đề từ.", None)
    body: Prose = declare(PAGES, "Nội dung", "Nội dung.", Prose(markdown=""))

    @property
    def ref(self) -> str:
        """Returns the reference by which other records name this prose text: `booklet/id`."""
        return f"{self.booklet}/{self.id}"
