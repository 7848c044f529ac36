r"""Patterns that take for ever: a repeated part that can match the same text in many ways, as `(a+)+$` on `aaaaaaaa!`.

Two looks are taken. A repetition in a repetition is judged by its parts: `(\d+,)*` is harmless, because the comma says
where each part ends. Alternatives are tried, on texts made for the pattern and with a time-out.
"""

import re
from collections.abc import Iterator
from functools import lru_cache

from segtui.domain.patterns import InvalidPattern, compiled
from segtui.domain.record import record

_TOKEN = re.compile(r"\\.|\[\^?\]?(?:\\.|[^\]\\])*\]|\(\?(?:<[=!]|[:>=!])|.", re.DOTALL)
_QUANTIFIER = re.compile(r"(\*|\+|\?|\{\d*,?\d*\})([+?]?)")
_TIMES = 48
_LONGEST_TRY = 0.1
_LONGEST_PATTERN = 2000
_STANDS_FOR = {"\\d": "1", "\\w": "a", "\\s": " ", ".": "a", "\\S": "a", "\\D": "a", "\\W": "-"}
_ENDS = ("\x00", "!", "")
"""What a repetition is likely to stumble over."""


@record
class _Item:
    """One part of a pattern with its quantifier."""

    atom: str
    """A character, class or escape; for a group, what is in it."""
    is_group: bool
    opening: str
    quantifier: str
    gives_back: bool
    end: int

    @property
    def may_be_left_out(self) -> bool:
        return self.quantifier in {"*", "?"} or self.quantifier.startswith(("{0", "{,")) or self.atom in {"^", "$"}

    @property
    def repeats(self) -> bool:
        """Whether it may come any number of times, and gives back what it took when that helps."""
        return self.gives_back and (self.quantifier in {"*", "+"} or self.quantifier.endswith(",}"))


@lru_cache(maxsize=256)
def exploding_text(pattern: str) -> str:
    """A text that a pattern takes far too long on; empty when none was found."""
    try:
        search = compiled(pattern).search
    except InvalidPattern:
        return ""
    if len(pattern) > _LONGEST_PATTERN:
        return ""
    for before, group, after in _repeated_groups(pattern):
        if _is_ambiguous(group.atom) and _may_fail(after):
            return f"{_sample(before)}{_sample(_first_alternative(group.atom)) * _TIMES}!"
    for text in _attacks(pattern):
        try:
            search(text, timeout=_LONGEST_TRY)
        except TimeoutError:
            try:  # Once more: the machine may just have been busy with something else.
                search(text, timeout=_LONGEST_TRY)
            except TimeoutError:
                return text
    return ""


def _repeated_groups(pattern: str, before: str = "", behind: str = "") -> Iterator[tuple[str, _Item, str]]:
    """Every group that repeats, with what stands before and behind it in the whole pattern."""
    start = 0
    for item in _items(pattern):
        if item.is_group:
            rest = pattern[item.end :] + behind
            if item.repeats and item.opening != "(?>":
                yield before + pattern[:start], item, rest
            yield from _repeated_groups(item.atom, before + pattern[:start], rest)
        start = item.end


def _items(pattern: str) -> Iterator[_Item]:
    """The parts of a pattern one after the other; "|" between alternatives is one of them."""
    place = 0
    while place < len(pattern):
        token = _TOKEN.match(pattern, place)
        assert token is not None  # noqa: S101 - the last alternative takes any character
        is_group = token[0].startswith("(")
        inner_end = _closing(pattern, token.end()) if is_group else token.end()
        atom = pattern[token.end() : inner_end] if is_group else token[0]
        place = inner_end + is_group
        quantifier = _QUANTIFIER.match(pattern, place)
        if quantifier and token[0] != "|":
            place = quantifier.end()
            yield _Item(atom, is_group, token[0], quantifier[1], quantifier[2] != "+", place)
        else:
            yield _Item(atom, is_group, token[0], "", gives_back=False, end=place)


def _closing(pattern: str, place: int) -> int:
    """Where the bracket closes inside of which a place is."""
    depth = 1
    while place < len(pattern):
        token = _TOKEN.match(pattern, place)
        assert token is not None  # noqa: S101 - as above
        depth += token[0].startswith("(") - (token[0] == ")")
        if not depth:
            return place
        place = token.end()
    return place


def _is_ambiguous(inside: str) -> bool:
    """Whether a text can be cut in several ways into pieces that an alternative of a group finds."""
    return any(_is_cut_anywhere(items) for items in _alternatives(inside))


def _is_cut_anywhere(items: list[_Item]) -> bool:
    """Whether one part repeats, and no other part shows where it ends."""
    if len(items) == 1 and items[0].is_group and not items[0].quantifier:
        return _is_ambiguous(items[0].atom)
    return any(
        one.repeats and all(other.may_be_left_out or _finds(other, one) for other in items if other is not one)
        for one in items
    )


def _finds(item: _Item, other: _Item) -> bool:
    """Whether a single part also finds what another one stands for."""
    if item.is_group:
        return item.atom == other.atom
    try:
        return compiled(item.atom).fullmatch(_sample(other.atom), timeout=_LONGEST_TRY) is not None
    except (InvalidPattern, TimeoutError):
        return False


def _alternatives(inside: str) -> Iterator[list[_Item]]:
    items: list[_Item] = []
    for item in _items(inside):
        if item.atom == "|" and not item.is_group:
            yield items
            items = []
        else:
            items.append(item)
    yield items


def _first_alternative(inside: str) -> str:
    return next((one for one in inside.split("|") if one), inside)


def _may_fail(rest: str) -> bool:
    """Whether what follows a repetition may not be found, so that other ways of cutting are tried."""
    return any(item.atom == "$" or not item.may_be_left_out for item in _items(rest) if item.atom not in {")", ""})


def _attacks(pattern: str) -> Iterator[str]:
    for before, group, _ in _repeated_groups(pattern):
        if "|" in group.atom:
            start = _sample(before)
            samples = dict.fromkeys(_sample(part) for part in (*group.atom.split("|"), group.atom))
            for unit in [one for one in samples if one][:4]:
                yield from (f"{start}{unit * _TIMES}{end}" for end in _ENDS)


def _sample(pattern: str) -> str:
    """A text that a simple pattern finds, each repetition done once, and without what may be left out once."""
    found = ""
    for item in _items(pattern):
        if item.quantifier == "?":
            continue
        if item.is_group:
            found += _sample(_first_alternative(item.atom))
        elif item.atom.startswith("["):
            inside = item.atom.strip("[]^")
            found += _STANDS_FOR.get(inside[:2], inside[:1])
        elif item.atom not in {"^", "$", "|", ")", "\\b", "\\B"}:
            found += _STANDS_FOR.get(item.atom, item.atom[-1])
    return found
