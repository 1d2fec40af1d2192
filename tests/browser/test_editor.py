"""Tests the web editor in headless Chromium on a local folder: it must save records in the canonical form.

A test cannot use Chromium's dialog for choosing a folder. A function replaces it and returns the browser's
private folder, which holds a copy of the project.
"""

import base64
import io
import os
import re
import shutil
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from demonstration import pictures
from PIL import Image, ImageDraw
from playwright.sync_api import Locator, Page, expect

from tests.browser.conftest import OpenPage, serving, watch
from tests.building import HOME, build, commit_all, copy_sample, git, kyyeu, withheld_files
from tests.editing import bundled

UNIT = "thpt-ban-trang"
NEW = f"content/units/{UNIT}/exemplars/lu-thi-may.md"

PICKER = """window.showDirectoryPicker = async () =>
  (await navigator.storage.getDirectory()).getDirectoryHandle('kho', { create: true });"""
FILL = """async (files) => {
  const root = await (await navigator.storage.getDirectory()).getDirectoryHandle("kho", { create: true });
  await root.getDirectoryHandle(".git", { create: true });
  for (const [path, data] of files) {
    const parts = path.split("/");
    let folder = root;
    for (const part of parts.slice(0, -1)) {
      folder = await folder.getDirectoryHandle(part, { create: true }); }
    const handle = await folder.getFileHandle(parts.at(-1), { create: true });
    const target = await handle.createWritable();
    await target.write(Uint8Array.from(atob(data), (letter) => letter.charCodeAt(0)));
    await target.close();
  }
}"""
REMOVE = """async (files) => {
  for (const path of files) {
    const parts = path.split("/");
    let folder = await (await navigator.storage.getDirectory()).getDirectoryHandle("kho");
    for (const part of parts.slice(0, -1)) { folder = await folder.getDirectoryHandle(part); }
    await folder.removeEntry(parts.at(-1));
  }
}"""
COPY_OUT = """async () => {
  const copies = [];
  async function walk(folder, path) {
    for await (const [name, handle] of folder.entries()) {
      if (name === ".git") { continue; }
      if (handle.kind === "directory") { await walk(handle, `${path}${name}/`); continue; }
      const bytes = new Uint8Array(await (await handle.getFile()).arrayBuffer());
      let text = "";
      for (let start = 0; start < bytes.length; start += 32768) {
        text += String.fromCharCode(...bytes.subarray(start, start + 32768)); }
      copies.push([`${path}${name}`, btoa(text)]);
    }
  }
  await walk(await (await navigator.storage.getDirectory()).getDirectoryHandle("kho"), "");
  return copies;
}"""


@dataclass
class Editor:
    """The web editor, open in a browser, with the project in the folder `root`.

    `problems` holds the page's errors and its requests to other hosts.
    """

    page: Page
    root: Path
    problems: list[str]

    def field(self, label: str, within: Locator | None = None) -> Locator:
        """Scrolls until the form field with this label is visible, and returns the field.

        Scrolling is needed because the editor adds fields to the page only when a reader comes near them.
        """
        group = (within or self.page.locator("body")).get_by_role(
            "group", name=re.compile(rf"^Trường “\W?{label}\W?”$")
        )
        self.page.mouse.move(640, 500)
        for _ in range(60):
            if group.first.is_visible():
                break
            self.page.mouse.wheel(0, 300)
            self.page.wait_for_timeout(50)
        group.first.scroll_into_view_if_needed()
        return group.first

    def fill(self, label: str, text: str, within: Locator | None = None) -> None:
        """Types a text into the first text box of the form field with this label."""
        self.field(label, within).get_by_role("textbox").first.fill(text)

    def choose(self, label: str, option: str, within: Locator | None = None) -> None:
        """Chooses an option from the drop-down list of the form field with this label."""
        self.field(label, within).get_by_role("combobox").click()
        self.page.get_by_role("option", name=option, exact=True).click()

    def save(self) -> None:
        """Saves the record that is being edited, and waits for the editor's confirmation."""
        self.page.get_by_role("button", name="Lưu", exact=True).click()
        expect(self.page.get_by_role("status").filter(has_text="Đã lưu bài viết")).to_be_attached()

    def copy_out(self) -> list[str]:
        """Copies the files that the editor has saved in the browser into the git checkout of the project.

        Returns the lines that `git status` then prints, one for each changed file.
        """
        for path, data in self.page.evaluate(COPY_OUT):
            target = self.root / path
            target.parent.mkdir(parents=True, exist_ok=True)
            target.write_bytes(base64.b64decode(data))
        return git(self.root, "status", "--porcelain", "--untracked-files=all").stdout.splitlines()


EXPECTED = """---
type: individual
group: teacher
name: Lự Thị Mây
form_of_address: cô
titles:
  - Giáo viên Ngữ văn
cycle: 2015-2020
field: teaching
summary: "Cô dạy học sinh viết về bản mình: mỗi tuần một trang."
awards:
  - title: chien-si-thi-dua-co-so
    year: 2018
    reason: Có sáng kiến được công nhận
  - title: bang-khen-tinh
    year: 2019
    reason: Có thành tích xuất sắc
photo:
  file: lu-thi-may-2.jpg
  alt: Tranh chân dung cô Lự Thị Mây.
consent:
  id: "007"
  scope:
    - web
    - print
  date: 2026-01-05
status: approved
---

Sáng thứ hai, cô Mây đọc to một trang học sinh viết.

Cả lớp nghe, rồi hỏi.
"""


@pytest.fixture(scope="module")
def checkout(built_sample: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Builds the sample project as a git repository; its site has the web editor at /bien-tap/."""
    bundle = bundled()
    root = copy_sample(tmp_path_factory.mktemp("editor") / "sample", cache=built_sample)
    shutil.copytree(bundle, root / ".cache" / "editor")
    (root / ".gitignore").write_text("/site/\n/print/\n/.cache/\n", encoding="utf-8")
    commit_all(root)
    build(root)
    return root


@pytest.fixture
def editor(checkout: Path, open_page: OpenPage) -> Iterator[Editor]:
    """Opens the web editor, which first shows its list of units.

    The project is first reset to its committed state. Requests to other hosts are blocked.
    """
    git(checkout, "checkout", "-q", ".")
    git(checkout, "clean", "-qfd")
    with serving(checkout / "site") as origin:
        page = open_page(
            viewport={"width": 1280, "height": 900}, locale="en-US", timezone_id="Asia/Ho_Chi_Minh"
        )
        page.set_default_timeout(15_000)
        # The editor warns that no OAuth application is set up. None is needed, because people sign in with
        # access tokens.
        problems = watch(page, origin, ignored="OAuth application ID")
        page.context.route(lambda address: not address.startswith(origin), lambda route: route.abort())
        page.add_init_script(PICKER)
        page.goto(f"{origin}robots.txt")
        files = [
            path for top in ("content", "data") for path in (checkout / top).rglob("*") if path.is_file()
        ]
        page.evaluate(
            FILL,
            [
                [path.relative_to(checkout).as_posix(), base64.b64encode(path.read_bytes()).decode()]
                for path in files
            ],
        )
        page.goto(f"{origin}bien-tap/")
        yield Editor(page, checkout, problems)


def open_unit(editor: Editor) -> Page:
    """Chooses a school in the web editor, opens the project's folder, and waits for the list of records."""
    page = editor.page
    page.get_by_label("Tìm đơn vị").fill("hoa ban")
    page.get_by_role("link", name="Trường THPT Hoa Ban").click()
    page.get_by_role("button", name="Mở thư mục trên máy này").click()
    expect(page.get_by_text("Điển hình").first).to_be_visible()
    return page


def portrait(path: Path) -> Path:
    """Draws a face as a photo with enough pixels for a printed portrait, saves it, and returns its path."""
    picture = Image.new("RGB", (900, 1200), "#c9d8c0")
    draw = ImageDraw.Draw(picture)
    draw.ellipse((150, 820, 750, 1500), fill="#7a2e2e")
    draw.ellipse((270, 300, 630, 780), fill="#e8c9a8")
    draw.pieslice((250, 240, 650, 640), 180, 360, fill="#2b211c")
    picture.save(path, quality=90)
    return path


def test_a_new_editor_adds_an_exemplar_with_photo_awards_and_consent(editor: Editor, tmp_path: Path) -> None:
    page = open_unit(editor)
    page.get_by_role("button", name="Tạo bài viết mới").click()
    editor.fill("Tên", "Lự Thị Mây")
    editor.field("Loại").get_by_role("radio", name="Cá nhân").click()
    editor.choose("Nhóm", "Nhà giáo")
    editor.fill("Cách gọi", "cô")
    editor.fill("Chức vụ", "Giáo viên Ngữ văn")
    editor.choose("Giai đoạn", "Giai đoạn 2015 - 2020")
    editor.choose("Lĩnh vực", "Dạy học")
    editor.fill("Tóm tắt", "Cô dạy học sinh viết về bản mình: mỗi tuần một trang.")
    for number, (title, year, reason) in enumerate(
        (
            ("Chiến sĩ thi đua cơ sở", "2018", "Có sáng kiến được công nhận"),
            ("Bằng khen của Chủ tịch Ủy ban nhân dân tỉnh", "2019", "Có thành tích xuất sắc"),
        )
    ):
        editor.field("Khen thưởng").get_by_role("button", name=re.compile("Thêm .*khen thưởng")).click()
        award = editor.field("Khen thưởng").locator(".item").nth(number)
        editor.choose("Danh hiệu, hình thức", title, award)
        editor.field("Năm", award).get_by_role("spinbutton").fill(year)
        editor.fill("Thành tích", reason, award)
    editor.field("Ảnh chân dung").get_by_role("checkbox").click()
    editor.field("Tệp ảnh").get_by_role("button", name="Duyệt tệp").click()
    with page.expect_file_chooser() as chooser:
        page.get_by_role("dialog").get_by_role("button", name="Tải lên").click()
    chooser.value.set_files(portrait(tmp_path / "Lự Thị Mây (2).JPG"))
    page.get_by_role("dialog").get_by_role("button", name="Chèn").click()
    editor.fill("Mô tả ảnh", "Tranh chân dung cô Lự Thị Mây.")
    consent = editor.field("Phiếu đồng ý")
    consent.get_by_role("checkbox").click()
    editor.fill("Số phiếu", "007", consent)
    for purpose in ("Trang công khai", "Bản in"):
        consent.get_by_role("checkbox", name=purpose).click()
    editor.field("Ngày ký", consent).locator("input").fill("2026-01-05")
    editor.field("Trạng thái").get_by_role("radio", name="Đã duyệt").click()
    editor.field("Bài viết").locator("[contenteditable=true]").click()
    page.keyboard.type("Sáng thứ hai, cô Mây đọc to một trang học sinh viết.")
    page.keyboard.press("Enter")
    page.keyboard.type("Cả lớp nghe, rồi hỏi.")
    editor.save()
    assert editor.copy_out() == [f"?? content/units/{UNIT}/exemplars/lu-thi-may-2.jpg", f"?? {NEW}"]
    assert (editor.root / NEW).read_text(encoding="utf-8") == EXPECTED
    assert git(editor.root, "diff").stdout == "", "no line of another file"
    accepts(editor.root)
    build(editor.root)
    shown = (editor.root / f"site/dien-hinh/{UNIT}/lu-thi-may/index.html").read_text(encoding="utf-8")
    for text in (
        "Sáng thứ hai, cô Mây đọc to một trang học sinh viết.",
        "Chiến sĩ thi đua cơ sở",
        'alt="Tranh chân dung cô Lự Thị Mây."',
    ):
        assert text in shown
    assert editor.problems == []


def changed_lines(root: Path) -> list[str]:
    """Returns the lines that `git diff` shows as added or removed, each with '+' or '-' before it."""
    return re.findall(r"^[+-](?!\+\+ |-- ).*", git(root, "diff", "--unified=0").stdout, re.MULTILINE)


def accepts(root: Path) -> None:
    """Asserts that `kyyeu format --check` and `kyyeu check` find nothing to correct in a project."""
    for command in (("format", "--check"), ("check",)):
        run = kyyeu(root, *command, check=False)
        assert run.returncode == 0, run.stdout


def test_an_edit_of_what_stands_changes_its_own_line_and_no_other(editor: Editor) -> None:
    page = open_unit(editor)
    page.get_by_role("gridcell", name="Phạm Ngân Hạ").last.click()
    editor.fill("Cách gọi", "bạn")
    editor.save()
    assert editor.copy_out() == [f" M content/units/{UNIT}/exemplars/pham-ngan-ha.md"]
    assert changed_lines(editor.root) == ["-form_of_address: em", "+form_of_address: bạn"]


def test_a_file_of_many_records_is_a_list_to_add_to(editor: Editor) -> None:
    page = open_unit(editor)
    page.get_by_role("treeitem", name="Thông tin của đơn vị").click()
    page.get_by_text("Việc nộp về Sở").click()
    editor.field("Việc nộp về Sở").get_by_role("button", name=re.compile("Thêm .*nộp về Sở")).click()
    record = editor.field("Việc nộp về Sở").locator(".item").last
    editor.choose("Giai đoạn", "Giai đoạn 2015 - 2020", record)
    editor.field("Nội dung", record).get_by_role("radio", name="Kế hoạch").click()
    editor.field("Ngày nộp", record).locator("input").fill("2020-01-03")
    editor.save()
    assert editor.copy_out() == [f" M data/units/{UNIT}/submissions.yml"]
    lines = changed_lines(editor.root)
    assert {line[0] for line in lines} == {"+"} and "+  sent: 2020-01-03" in lines
    accepts(editor.root)


def test_what_is_missing_or_wrong_is_said_before_anything_is_saved(editor: Editor) -> None:
    page = open_unit(editor)
    page.get_by_role("button", name="Tạo bài viết mới").click()
    editor.fill("Tên", "Lự Thị Mây")
    page.get_by_role("button", name="Lưu", exact=True).click()
    expect(page.get_by_text("Trường bắt buộc.").first).to_be_visible()
    assert editor.copy_out() == []


def test_the_page_works_on_a_telephone(editor: Editor) -> None:
    editor.page.set_viewport_size({"width": 390, "height": 844})
    page = open_unit(editor)
    assert page.evaluate("document.documentElement.scrollWidth") <= 390
    assert editor.problems == []


GUIDE = HOME / "theme/guide/anh"


def kept_or_drawn(page: Page, name: str, clip: dict[str, float] | None = None) -> None:
    """Asserts that a page looks like the picture of it in the user guide.

    If the environment variable KYYEU_DRAW is set, the picture in the guide is first replaced by the page as
    it looks now.
    """
    page.mouse.move(0, 0)
    # The elements of the page fade in, so the test waits until all are shown completely.
    page.wait_for_timeout(600)
    with Image.open(io.BytesIO(page.screenshot(animations="disabled", caret="hide", clip=clip))) as shot:  # type: ignore[arg-type]
        drawn = shot.convert("RGB")
    if os.environ.get("KYYEU_DRAW"):
        GUIDE.mkdir(parents=True, exist_ok=True)
        drawn.save(GUIDE / f"{name}.webp", quality=82, method=6)
    with Image.open(GUIDE / f"{name}.webp") as kept:
        assert pictures.difference(kept.convert("RGB"), drawn) <= pictures.ALIKE, (
            "vẽ lại: KYYEU_DRAW=1 pytest -k guide (CONTRIBUTING.md)"
        )
        assert pictures.difference(kept.convert("RGB"), Image.new("RGB", kept.size, "white")) > pictures.ALIKE


def test_the_guide_shows_the_editor_as_it_is(editor: Editor) -> None:
    page = editor.page
    page.set_viewport_size({"width": 1100, "height": 760})
    expect(page.get_by_role("link", name="Trường THPT Hoa Ban")).to_be_visible()
    kept_or_drawn(page, "chon-don-vi", {"x": 0, "y": 0, "width": 1100, "height": 420})
    page.evaluate(REMOVE, withheld_files(editor.root))
    open_unit(editor)
    expect(page.get_by_role("gridcell", name="Phạm Ngân Hạ").last).to_be_visible()
    kept_or_drawn(page, "danh-sach")
    page.get_by_role("gridcell", name="Đặng Hương Trầm").last.click()
    expect(page.get_by_role("group", name=re.compile("Tên")).first).to_be_visible()
    kept_or_drawn(page, "bieu-mau")


def test_the_guide_shows_the_status_page_as_it_is(
    checkout: Path, open_page: OpenPage, tmp_path: Path
) -> None:
    git(checkout, "checkout", "-q", ".")
    page = tmp_path / "tinh-hinh.html"
    kyyeu(checkout, "status", "--format", "html", "--out", str(page), "--date", "2020-02-05")
    kept_or_drawn(open_page(page.as_uri(), viewport={"width": 1100, "height": 760}), "tinh-hinh")
