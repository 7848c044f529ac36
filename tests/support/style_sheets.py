"""Style sheets, read once for all apps: Textual reads the same ones for each app anew, and tests start hundreds."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import pytest
from textual.css.model import RuleSet
from textual.css.stylesheet import Stylesheet

_read: dict[tuple[object, ...], list[RuleSet]] = {}
"""What was read, by all that it depends on. Textual itself keeps and shares it too, within one app and one theme."""

_parse_rules = Stylesheet._parse_rules


def _rules(sheet: Stylesheet, *given: Any, **named: Any) -> list[RuleSet]:
    key = (frozenset(sheet._variables.items()), given, *named.items())
    if key not in _read:
        _read[key] = _parse_rules(sheet, *given, **named)
    return _read[key]


@contextmanager
def read_once() -> Iterator[None]:
    """Let an app have the style sheets that another one has read."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(Stylesheet, "_parse_rules", _rules)
        yield
