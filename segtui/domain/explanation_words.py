"""An explanation in words, the same for the screen and the command line. Outside text is cleaned here."""

from collections.abc import Iterator, Mapping, Sequence

from segtui.domain.explanation import Explanation, Flip, Part, Standing, parts
from segtui.domain.record import record
from segtui.domain.rules import Combine, Group, Node, Path
from segtui.domain.text import printable, quoted, shortened
from segtui.domain.values import JsonValue
from segtui.domain.wording import condition_words, node_words, value_text

_VALUES_LENGTH = 60

_SIGNS: Mapping[Standing, str] = {Standing.IN: "✔ yes", Standing.OUT: "✘ no ", Standing.UNKNOWN: "? can't tell"}

STANDING_WORDS: Mapping[Standing, str] = {
    Standing.IN: "✔ in",
    Standing.OUT: "✘ out",
    Standing.UNKNOWN: "? can't tell",
}
"""Where a lead is, with a sign: no meaning is carried by colour."""


@record
class Told:
    """Something to say on one line, or on more if it is too long: then further lines begin below the text."""

    lead_in: str
    text: str


def place(path: Path) -> str:
    """Where something stands in a rule, counted from 1: 2.1 is the first part of the second."""
    return ".".join(str(index + 1) for index in path) or "rule"


def whether(standing: Standing) -> str:
    """The words between a person and a segment: she is … it."""
    words = {Standing.IN: "in", Standing.OUT: "not in", Standing.UNKNOWN: "perhaps in, which can't be told, of"}
    return words[standing]


def explanation_words(explanation: Explanation) -> Iterator[Told]:
    """The rule as an outline with what the lead has, what decides, and what would turn it round."""
    for part in parts(explanation.whole):
        if part.path:
            yield _part(part)
        elif not part.children:
            yield Told("  ", "The rule has no conditions.")
        elif len(part.children) > 1 or (isinstance(part.node, Group) and part.node.negate):
            yield Told("  ", _group(part.node))
    deciding = explanation.deciding
    if deciding.path and len(explanation.whole.children) > 1:
        yield Told("  ", f"It is decided by {place(deciding.path)}.")
    yield from _flips(explanation)


def _part(part: Part) -> Told:
    lead_in = f"{'  ' * len(part.path)}{place(part.path)}  {_SIGNS[part.standing]}  "
    if isinstance(part.node, Group):
        return Told(lead_in, _group(part.node))
    has = "" if part.values is None else f"  ({_values(part.values)})"
    return Told(lead_in, f"{node_words(part.node)}{has}")


def _group(node: Node) -> str:
    if not isinstance(node, Group):
        return ""
    how = "all" if node.combine is Combine.ALL else "any"
    return f"{'not ' if node.negate else ''}{how} of these:"


def _values(values: Sequence[JsonValue]) -> str:
    if not values:
        return "has no such field"
    texts = [value_text(value) if value not in ("", []) else "empty" for value in values]
    return f"has: {shortened(printable(', '.join(texts)), _VALUES_LENGTH)}"


def _flips(explanation: Explanation) -> Iterator[Told]:
    wanted = "out" if explanation.standing is Standing.IN else "in"
    for index, one in enumerate(explanation.flips):
        yield Told("  ", f"{'and' if index else f'To be {wanted}'}: {_flip(one)}")


def _flip(flip: Flip) -> str:
    return f"{quoted(condition_words(flip.condition))} would have to be {'met' if flip.should_hold else 'not met'}."
