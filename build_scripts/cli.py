"""The `kyyeu` command: parse, call, print. Exit codes: 0 done, 1 content problems, 2 usage, 3 a fault of ours."""

from __future__ import annotations

import argparse
import gc
import json
import os
import sys
import traceback
from collections.abc import Sequence
from datetime import date
from pathlib import Path
from typing import Any, NoReturn

from build_scripts import pipeline
from build_scripts.outputs.booklets.works import Choice
from build_scripts.outputs.editor.new_record import new_record
from build_scripts.outputs.problem_formats import FORMATS, as_json
from build_scripts.outputs.site.published import LIST
from build_scripts.problems import ContentError, Problem, Severity, UsageError, has_errors

DONE, CONTENT, USAGE, FAULT = 0, 1, 2, 3


class _Formatter(argparse.HelpFormatter):
    def add_usage(self, usage: str | None, actions: Any, groups: Any, prefix: str | None = None) -> None:
        super().add_usage(usage, actions, groups, "Cách dùng: " if prefix is None else prefix)


class _Parser(argparse.ArgumentParser):
    """Helps, and says what is wrong with a command, in Vietnamese."""

    def __init__(self, **options: Any) -> None:
        wants_help = options.pop("add_help", True)
        super().__init__(add_help=False, formatter_class=_Formatter, **options)
        self._positionals.title, self._optionals.title = "tham số", "tùy chọn"
        if wants_help:
            self.add_argument("-h", "--help", action="help", help="in lời hướng dẫn này")

    def error(self, message: str) -> NoReturn:
        print(f"kyyeu: câu lệnh chưa đúng: {_translated(message)}\nXem cách dùng: {self.prog} --help", file=sys.stderr)
        raise SystemExit(USAGE)


_PHRASES = (
    ("the following arguments are required: ", "thiếu "),
    ("unrecognized arguments: ", "không hiểu "),
    ("invalid choice: ", "không có "),
    ("expected one argument", "cần một giá trị"),
    ("expected at least one argument", "cần ít nhất một giá trị"),
    ("invalid ", "sai "),
    (" value: ", ": "),
    ("argument ", "tham số "),
    ("choose from ", "chọn một trong "),
    ("not allowed with ", "không dùng cùng "),
)


def _translated(message: str) -> str:
    for english, vietnamese in _PHRASES:
        message = message.replace(english, vietnamese)
    return message


def _day(text: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise argparse.ArgumentTypeError(f"“{text}” không phải một ngày; viết dạng 2026-11-23") from None


def _jobs(text: str) -> int:
    if not text.isdigit() or not 1 <= int(text) <= 256:
        raise argparse.ArgumentTypeError(f"“{text}” không phải số tiến trình từ 1 đến 256")
    return int(text)


def build_parser() -> argparse.ArgumentParser:
    """Every command with its help; the tests read it too."""
    parser = _Parser(prog="kyyeu", description="Kỷ yếu: từ văn bản trong git đến trang công khai và ấn phẩm in.")
    parser.add_argument(
        "--root", type=Path, default=Path(), metavar="THƯ_MỤC", help="thư mục chứa content/ và data/ (mặc định: thư mục hiện tại)"
    )
    commands = parser.add_subparsers(dest="command", required=True, metavar="LỆNH", parser_class=_Parser)

    shared = _Parser(add_help=False)
    shared.add_argument("--date", type=_day, default=None, metavar="NGÀY", help="ngày xét phiếu đồng ý và tên đơn vị (mặc định: hôm nay)")
    shared.add_argument("--strict", action="store_true", help="coi cảnh báo là lỗi")
    shared.add_argument("--json", action="store_true", help="in kết quả dạng JSON cho máy đọc")
    work = _Parser(add_help=False)
    work.add_argument("--jobs", type=_jobs, default=0, metavar="SỐ", help="số tiến trình chạy cùng lúc (mặc định: số nhân máy)")

    check = commands.add_parser("check", parents=[shared], help="kiểm tra toàn bộ nội dung, không dựng gì")
    check.add_argument("--format", choices=("text", "json", *FORMATS), default="text", metavar="DẠNG",
                       help="text: cho người đọc; github, gitlab, sarif: cho kho mã; markdown: lời nhắn; json: cho chương trình khác")
    check.set_defaults(run=_check)
    build = commands.add_parser("build", parents=[shared, work], help="kiểm tra, dựng trang vào site/ và ấn phẩm vào print/")
    build.add_argument("--out", type=Path, default=None, metavar="THƯ_MỤC", help="nơi đặt trang (mặc định: site/ trong thư mục gốc)")
    build.add_argument(
        "--offline", type=Path, default=None, metavar="THƯ_MỤC", help="chỉ dựng một bản sao vào đây, mở được từ USB không cần mạng"
    )
    build.set_defaults(run=_build)
    prints = commands.add_parser("print", parents=[shared, work], help="dựng ấn phẩm vào print/")
    prints.add_argument("booklets", nargs="*", metavar="ẤN_PHẨM", help="mã ấn phẩm, ví dụ ky-yeu; bỏ trống thì dựng tất cả")
    prints.add_argument("--edition", action="append", default=[], choices=[name for name, _ in pipeline.editions()], metavar="BẢN",
                        help="screen: xem trên màn hình; press: cho nhà in; imposed: bình trang, in hai mặt; led: ảnh cho màn hình LED; "
                        "bỏ trống thì dựng mọi bản")
    prints.add_argument("--unit", default="", metavar="ĐƠN_VỊ", help="chỉ của đơn vị này")
    prints.add_argument("--cycle", default="", metavar="GIAI_ĐOẠN", help="chỉ của giai đoạn này, ví dụ 2015-2020")
    prints.add_argument("--cluster", default="", metavar="ĐỊA_CHỈ", help="chạy trên cụm máy Dask, ví dụ tcp://192.0.2.7:8786")
    prints.add_argument("--final", action="store_true", help="in rồi chốt: ghi bản này vào data/units/<đơn vị>/editions.yml là bản giao in")
    prints.add_argument("--changes", action="store_true", help="không in; nói nội dung đã khác bản đã chốt ở những trang nào")
    prints.add_argument("--list", action="store_true", help="liệt kê các ấn phẩm: mã, tên, các bản")
    prints.set_defaults(run=_print)
    serve = commands.add_parser("serve", parents=[shared, work], help="dựng rồi mở trang trên máy này, tự dựng lại khi sửa")
    serve.add_argument("--port", type=int, default=8000, metavar="CỔNG", help="cổng trên máy này (mặc định: 8000)")
    serve.set_defaults(run=_serve)
    new = commands.add_parser("new", help="tạo tệp mẫu cho một bản ghi mới")
    new.add_argument("kind", metavar="LOẠI", help="loại bản ghi, ví dụ exemplar, unit, conference")
    new.add_argument("ref", metavar="MÃ", help="mã của bản ghi; với loại thuộc đơn vị: đơn-vị/mã")
    new.set_defaults(run=_new)
    listed = commands.add_parser("addresses", parents=[shared], help="so các địa chỉ đã công bố (data/addresses.txt) với trang")
    listed.add_argument("--update", action="store_true", help="ghi lại danh sách: thêm địa chỉ mới, bỏ địa chỉ của hồ sơ không còn đăng")
    listed.add_argument("--nginx", action="store_true", help="in các dòng cấu hình nginx: tiêu đề an toàn và địa chỉ cũ")
    listed.set_defaults(run=_addresses)
    return parser


def main(arguments: Sequence[str] | None = None) -> int:
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(encoding="utf-8", errors="replace")
    options = build_parser().parse_args(arguments)
    gc.set_threshold(100_000, 50, 50)  # records are many and live to the end: looking for cycles among them takes a tenth of a build
    options.root = options.root.resolve()
    if not (options.root / "data").is_dir() and not (options.root / "content").is_dir():
        print(
            f"kyyeu: thư mục {options.root} không có content/ và data/.\nChuyển vào thư mục của dự án, hoặc thêm --root THƯ_MỤC.",
            file=sys.stderr,
        )
        return USAGE
    try:
        code = int(options.run(options))
        sys.stdout.flush()
        return code
    except ContentError as error:
        _report(error.problems, options)
        return CONTENT
    except KeyboardInterrupt:
        print("\nĐã dừng. Bản dựng trước còn nguyên.", file=sys.stderr)
        return 130
    except UsageError as error:
        print(f"kyyeu: {error}", file=sys.stderr)
        return USAGE
    except BrokenPipeError:  # whoever reads has seen enough, as `kyyeu check | head` has
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return CONTENT
    except Exception:
        traceback.print_exc()
        print(
            "\nĐây là lỗi của chương trình, không phải của nội dung. Bản dựng trước còn nguyên.\n"
            "Xin gửi nguyên văn đoạn trên cho người phụ trách.",
            file=sys.stderr,
        )
        return FAULT


def _today(options: argparse.Namespace) -> date:
    return options.date or pipeline.today()


def _report(problems: Sequence[Problem], options: argparse.Namespace) -> None:
    """Problems in file order and their count; as JSON on standard output where asked."""
    if getattr(options, "json", False):
        print(json.dumps({"problems": [as_json(problem) for problem in problems]}, ensure_ascii=False, indent=2))
        return
    for problem in problems:
        print(problem)
    errors = sum(problem.severity is Severity.ERROR for problem in problems)
    print(f"\n{errors} lỗi, {len(problems) - errors} cảnh báo.")


def _check(options: argparse.Namespace) -> int:
    result = pipeline.check(options.root, _today(options))
    problems = sorted(set(result.problems))
    failed = has_errors(problems, options.strict)
    if options.format in FORMATS:
        print(FORMATS[options.format](problems), end="")
        return CONTENT if failed else DONE
    if options.json or options.format == "json":
        print(
            json.dumps(
                {"problems": [as_json(problem) for problem in problems], "withheld": dict(result.withheld)}, ensure_ascii=False, indent=2
            )
        )
        return CONTENT if failed else DONE
    for problem in problems:
        print(problem)
    if result.withheld:
        print(f"\nChưa đăng {sum(result.withheld.values())} người và tập thể (bản thảo, thiếu hoặc hết hạn phiếu đồng ý), theo đơn vị:")
        for unit, count in result.withheld.items():
            print(f"  {unit}: {count}")
    errors = sum(problem.severity is Severity.ERROR for problem in problems)
    print(f"\n{result.records} bản ghi: {errors} lỗi, {len(problems) - errors} cảnh báo.")
    return CONTENT if failed else DONE


def _build(options: argparse.Namespace) -> int:
    if options.offline:
        if options.out:
            raise UsageError("--out và --offline không dùng cùng nhau: bản sao chỉ đặt vào một thư mục")
        _finish(pipeline.build_copy(options.root, _today(options), options.offline, jobs=options.jobs, strict=options.strict), options)
        if not options.json:
            print(f"Bản sao ở {options.offline}: mở tệp index.html trong thư mục ấy.")
        return DONE
    result = pipeline.build(options.root, _today(options), out=options.out, jobs=options.jobs, strict=options.strict)
    _finish(result, options)
    return DONE


def _print(options: argparse.Namespace) -> int:
    if options.list:
        for row in pipeline.works():
            print("\t".join(row))
        return DONE
    choice = Choice(tuple(options.booklets), tuple(options.edition), options.unit, options.cycle)
    if options.changes:
        print("\n".join(pipeline.print_changes(options.root, _today(options), choice)) or "Chưa có bản nào được chốt.")
        return DONE
    result = pipeline.print_booklets(
        options.root, _today(options), choice, jobs=options.jobs, strict=options.strict, cluster=options.cluster, final=options.final)
    _finish(result, options)
    if not options.json:
        print("\n".join(result.files))
    return DONE


def _finish(result: pipeline.Built, options: argparse.Namespace) -> None:
    for problem in sorted(set(result.problems)):
        print(problem, file=sys.stderr)
    for note in result.notes:
        print(note, file=sys.stderr)
    print(json.dumps(result.as_json(), ensure_ascii=False) if options.json else result.last_line())


def _serve(options: argparse.Namespace) -> int:
    from build_scripts.mkdocs_plugin import serve

    def rebuild() -> None:
        try:
            _finish(pipeline.build(options.root, _today(options), jobs=options.jobs, strict=options.strict), options)
        except ContentError as error:
            _report(error.problems, options)

    rebuild()
    serve(options.root, "127.0.0.1", options.port, rebuild)
    return DONE


def _new(options: argparse.Namespace) -> int:
    print(new_record(options.root, options.kind, options.ref, pipeline.today()))
    return DONE


def _addresses(options: argparse.Namespace) -> int:
    if options.nginx:
        print(pipeline.nginx(options.root, _today(options)), end="")
        return DONE
    found = pipeline.address_list(options.root, _today(options), update=options.update)
    if options.json:
        print(json.dumps({"addresses": found.addresses, "added": found.added, "dropped": found.dropped, "lost": found.lost}))
    else:
        verb = "Đã ghi" if options.update else "Cần ghi"
        print(f"{verb} {len(found.addresses)} địa chỉ: thêm {found.added}, bỏ {found.dropped} của hồ sơ không còn đăng.")
        for line in found.lost:
            print(f"{LIST}:{line}: địa chỉ đã công bố nhưng không còn trong trang")
    return CONTENT if found.lost else DONE
