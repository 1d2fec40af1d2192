"""Runs `kyyeu import`, which imports an Excel workbook or a Word report, either completely or not at all."""

import argparse
import difflib
from collections.abc import Iterator, Sequence
from pathlib import Path

from kyyeu.commands.command import CONTENT, DONE, SHARED, Command, messages, option, print_json, today
from kyyeu.loading.load import load
from kyyeu.outputs.messages import counted
from kyyeu.outputs.problem_formats import as_json
from kyyeu.problems import Problem, UsageError, has_errors
from kyyeu.work.replace import replace_files

# Maps each file to its text before and its text after the import. None stands for a file that does not exist.
_Changes = dict[str, tuple[str | None, str | None]]


def _import(options: argparse.Namespace) -> int:
    if not options.file.is_file():
        raise UsageError(f"không có tệp {options.file}")
    report = options.file.suffix.lower() in (".docx", ".doc", ".odt")
    if report and options.photos:
        raise UsageError(
            "--photos là ảnh kèm sổ Excel. Muốn lấy ảnh trong báo cáo Word ra xem thì dùng --pictures THƯ_MỤC"
        )
    if options.pictures and not report:
        raise UsageError("--pictures chỉ dùng với báo cáo Word. Ảnh kèm sổ Excel thì dùng --photos NƠI")
    return _report(options) if report else _workbook(options)


def _report(options: argparse.Namespace) -> int:
    from kyyeu.imports.word_report.import_report import import_report
    from kyyeu.imports.word_report.report_pictures import refuse_folder, write_pictures

    if options.pictures:
        refuse_folder(options.root, options.pictures)
    result = import_report(
        options.root,
        options.file,
        options.unit,
        options.cycle,
        today(options),
        options.pictures,
        overwrite=options.replace,
    )
    # The pictures of a Word report are written even if its text cannot be imported, because they go to a
    # folder that the user chooses and change no record.
    if options.pictures and not options.dry_run:
        pictures = write_pictures(options.file, options.pictures, result.pictures)
        if pictures:
            result.notes.append(f"Đã ghi {len(pictures) - 1} ảnh và {pictures[-1]} vào {options.pictures}.")
    changes: _Changes = {result.file: (result.before, result.text)}
    files = {result.file: result.text.encode()} if result.text != result.before else {}
    return _finish(options, result.problems, result.plan, result.notes, changes, {**files})


def _workbook(options: argparse.Namespace) -> int:
    from kyyeu.imports.workbook.import_workbook import import_workbook

    result = import_workbook(
        options.root, options.file, options.unit, today(options), options.photos, delete=options.delete
    )
    changes: _Changes = {change.file: (change.before, change.after) for change in result.changes}
    return _finish(options, result.problems, result.plan, result.notes, changes, result.files())


def _finish(
    options: argparse.Namespace,
    problems: Sequence[Problem],
    plan: Sequence[str],
    notes: Sequence[str],
    changes: _Changes,
    files: dict[str, bytes | None],
) -> int:
    """Prints problems, notes and the planned changes of an import, writes the files, returns the exit code.

    No file is written if there are errors, or if the option --dry-run was given.
    """
    wrong = has_errors(problems, options.strict)
    wording = messages(options, lambda: load(options.root)[0])
    plan, notes = wording.private(plan), wording.private([f"Lưu ý: {note}" for note in notes])
    if options.json:
        print_json(
            {
                "problems": [as_json(problem) for problem in wording.problems(problems)],
                "plan": plan,
                "kept": [note.removeprefix("Lưu ý: ") for note in notes],
                "files": [] if wrong else [wording.file(file) for file in sorted(files)],
                "written": not wrong and not options.dry_run,
            }
        )
    else:
        for line in (*wording.lines(problems), *notes):
            print(line)
        if wrong:
            print(f"\n{counted(problems)}. Chưa ghi gì: sửa các chỗ trên rồi nhập lại.")
        else:
            print("\n".join(plan) if files else "Không có gì thay đổi.")
            for line in wording.private([*difference(changes)]) if options.dry_run else ():
                print(line.removesuffix("\n"))
    if not wrong and not options.dry_run:
        replace_files(options.root, files)
        if files and not options.json:
            print(f"Đã ghi {len(files)} tệp.")
    return CONTENT if wrong else DONE


def difference(changes: _Changes) -> Iterator[str]:
    """Yields the lines of a unified diff, in git's format, of all files that an import changes."""
    for file, (before, after) in sorted(changes.items()):
        lines = difflib.unified_diff(
            (before or "").splitlines(True),
            (after or "").splitlines(True),
            "/dev/null" if before is None else f"a/{file}",
            "/dev/null" if after is None else f"b/{file}",
        )
        yield from (
            line if line.endswith("\n") else f"{line}\n\\ No newline at end of file\n" for line in lines
        )


COMMAND = Command(
    "import",
    "nhập sổ Excel đã điền (.xlsx) hoặc báo cáo Word (.docx)",
    _import,
    (
        option(
            "file", type=Path, metavar="TỆP", help="sổ lấy từ kyyeu workbook, đã điền; hoặc báo cáo tổng kết"
        ),
        option("--unit", default="", metavar="ĐƠN_VỊ", help="mã đơn vị; sổ Excel tự ghi là của đơn vị nào"),
        option("--dry-run", action="store_true", help="không ghi gì, in các dòng sẽ khác"),
        option("--photos", type=Path, metavar="NƠI", help="thư mục hoặc tệp .zip chứa ảnh mà sổ nhắc tên"),
        option(
            "--delete", action="store_true", help="xóa những gì sổ đã bỏ; không có thì vẫn giữ và nêu tên"
        ),
        option("--cycle", default="", metavar="GIAI_ĐOẠN", help="báo cáo của giai đoạn nào, ví dụ 2015-2020"),
        option(
            "--replace", action="store_true", help="mục của báo cáo đã có nội dung thì lấy bản Word thay vào"
        ),
        option(
            "--pictures", type=Path, metavar="THƯ_MỤC", help="lấy ảnh của báo cáo Word ra thư mục ngoài dự án"
        ),
    ),
    parents=(SHARED,),
)
