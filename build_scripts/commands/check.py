"""`kyyeu check`: every Problem of the content, for people or for a forge."""

from __future__ import annotations

import argparse
import json

from build_scripts import pipeline
from build_scripts.commands.command import CONTENT, DONE, Commands, Parser, today
from build_scripts.outputs.problem_formats import FORMATS, as_json
from build_scripts.problems import Severity, has_errors


def add(commands: Commands, shared: Parser, work: Parser) -> None:
    check = commands.add_parser("check", parents=[shared], help="kiểm tra toàn bộ nội dung, không dựng gì")
    check.add_argument("--format", choices=("text", "json", *FORMATS), default="text", metavar="DẠNG",
                       help="text: cho người đọc; github, gitlab, sarif: cho kho mã; markdown: lời nhắn; json: cho chương trình khác")
    check.set_defaults(run=_check)


def _check(options: argparse.Namespace) -> int:
    result = pipeline.check(options.root, today(options))
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
