"""Makes the CODEOWNERS files, by which GitHub, GitLab and Forgejo assign reviewers to folders.

It also makes the templates for the description of new pull requests.
"""

from collections.abc import Iterable, Iterator

from kyyeu.model.library import Library
from kyyeu.problems import visible

_HEAD = (
    "# Máy lập từ data/site.yml (editor.reviewers) và unit.yml (editors) bằng lệnh kyyeu editor; "
    "không sửa tay.\n"
)
_FORM = """## Đơn vị và nội dung sửa



## Trước khi gửi

- [ ] Mọi người được nêu tên, có ảnh đã ký **phiếu đồng ý**; \
phiếu giấy lưu tại đơn vị, hồ sơ ghi số phiếu, ngày ký, phạm vi.
- [ ] Người chưa thành niên: người đại diện đồng ý, và từ đủ 07 tuổi thì cả em đồng ý.
- [ ] Không có số định danh, điện thoại, nơi ở, ngày sinh, sức khỏe, gia đình, tài khoản, tiền thưởng.
- [ ] Số và ngày văn bản chép đúng bản gốc; chưa rõ thì để trống.
- [ ] Tên trong danh sách khen thưởng đúng từng chữ như quyết định.

Máy sẽ tự kiểm tra, nói nội dung đổi những gì và dựng bản xem trước; kết quả hiện ở dưới sau ít phút.
"""
_FOLDERS = ("content/units", "data/units")
# For each forge (git host): the path of its CODEOWNERS file, the patterns for all files and for one folder,
# and the heading of a section. The last value says whether the section of a school or office lists only its
# own editors.
_FORGES = (
    (".github/CODEOWNERS", "*", "/{}", "# {}\n", False),
    (".gitlab/CODEOWNERS", "*", "/{}", "[{}]\n", True),
    (".gitea/CODEOWNERS", ".*", "{}.*", "# {}\n", False),
)
TEMPLATES = (".github/pull_request_template.md", ".gitlab/merge_request_templates/Default.md")


def ownership_files(library: Library) -> Iterator[tuple[str, bytes]]:
    """Yields path and content of the CODEOWNERS file and pull request template of each forge (git host)."""
    reviewers = library.site.editor.reviewers if library.site.editor else ()
    units = [unit for unit in library.units.values() if unit.editors]
    for file, everything, below, heading, own_people_only in _FORGES:
        text = _HEAD + (heading.format("Sở") if own_people_only else "") + _line(everything, reviewers)
        for unit in units:
            # Brackets in a unit's name are replaced: in GitLab's CODEOWNERS file, they would end the
            # section's heading, and their content could be read as accounts.
            name = visible(unit.names[-1].name).replace("[", "(").replace("]", ")")
            text += f"\n{heading.format(name)}"
            for folder in _FOLDERS:
                text += _line(
                    below.format(f"{folder}/{unit.id}/"),
                    unit.editors if own_people_only else (*reviewers, *unit.editors),
                )
        yield file, text.encode()
    for file in TEMPLATES:
        yield file, _FORM.encode()


def _line(pattern: str, accounts: Iterable[str]) -> str:
    """Returns one line of a CODEOWNERS file, or '' if the folder has no owners.

    A line that names no owners would take away the owners of the folder above.
    """
    named = " ".join(f"@{account}" for account in dict.fromkeys(accounts))
    return f"{pattern} {named}\n" if named else ""
