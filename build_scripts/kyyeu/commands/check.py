"""Runs `kyyeu check`, which lists every Problem of the content for people or for a server such as GitHub."""

import argparse

from kyyeu import reading
from kyyeu.commands.command import CONTENT, DONE, SHARED, Command, messages, option, print_json, today
from kyyeu.outputs.messages import counted
from kyyeu.outputs.problem_formats import FORMATS, as_json
from kyyeu.problems import Problem, has_errors

_BEFORE = "Có từ trước, không do bản sửa này"


def _check(options: argparse.Namespace) -> int:
    result = reading.check(options.root, today(options))
    problems, old = sorted(set(result.problems)), list[Problem]()
    if options.base:
        from kyyeu.review import sort_problems

        problems, old = sort_problems(options.root, options.base, today(options), problems)
    wording = messages(options, result.library, options.format)
    if options.format in FORMATS:
        print(FORMATS[options.format](wording.problems(problems)), end="")
        if old and options.format == "markdown":
            print(f"\n{_BEFORE}: {counted(old)}.")
    elif options.json or options.format == "json":
        print_json(
            {
                "problems": [as_json(problem) for problem in wording.problems(problems)],
                "old": [as_json(problem) for problem in wording.problems(old)],
                "withheld": dict(result.withheld),
            }
        )
    else:
        for line in wording.lines(problems):
            print(line)
        if old:
            print(f"\n{_BEFORE}:")
            for line in wording.lines(old):
                print(f"  {line}")
        if result.withheld:
            print(
                f"\nChưa đăng {sum(result.withheld.values())} người và tập thể "
                "(bản thảo, thiếu hoặc hết hạn phiếu đồng ý), theo đơn vị:"
            )
            for unit, count in result.withheld.items():
                print(f"  {unit}: {count}")
        print(f"\n{result.records} bản ghi: {counted(problems)}.")
    return CONTENT if has_errors(problems, options.strict) else DONE


COMMAND = Command(
    "check",
    "kiểm tra toàn bộ nội dung, không dựng gì",
    _check,
    (
        option(
            "--format",
            choices=("text", "json", *FORMATS),
            default="text",
            metavar="DẠNG",
            help="text: cho người đọc; github, gitlab, sarif: cho kho mã; markdown: lời nhắn; "
            "json: cho chương trình khác",
        ),
        option(
            "--base",
            default="",
            metavar="GỐC",
            help="nhánh hay lần ghi để so: lỗi của bản sửa đứng trước, "
            "lỗi có từ trước để riêng và không tính",
        ),
    ),
    parents=(SHARED,),
)
