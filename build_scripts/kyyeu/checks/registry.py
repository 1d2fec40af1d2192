"""Keeps the list of all checks of the content. A check is a function with the decorator `@check(code, …)`."""

from collections.abc import Callable, Iterator
from datetime import date
from typing import NamedTuple

from kyyeu.model.library import Library
from kyyeu.problems import Problem

CheckFunction = Callable[[Library, date], Iterator[Problem]]


class Check(NamedTuple):
    """A check of the content: its function, the codes of the Problems it reports, and its description."""

    codes: tuple[str, ...]
    asks: str
    function: CheckFunction


CHECKS: list[Check] = []


def check(*codes: str, asks: str) -> Callable[[CheckFunction], CheckFunction]:
    """Decorates a function as a check of the content that reports Problems with these codes.

    `asks` describes in Vietnamese what the check asks of the content.

    Raises ValueError if another check has one of the codes.
    """
    if doubled := set(codes) & {code for registered in CHECKS for code in registered.codes}:
        raise ValueError(f"check codes registered twice: {sorted(doubled)}")

    def register(function: CheckFunction) -> CheckFunction:
        CHECKS.append(Check(codes, asks, function))
        return function

    return register
