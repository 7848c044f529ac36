"""A rule as one plain sentence, and the same sentence laid out on several lines."""

from collections.abc import Mapping

from segtui.domain.rules import Combine, Condition, Group, Node, Opaque
from segtui.domain.text import printable
from segtui.domain.wording import operator_words, value_words

_NO_NAMES: Mapping[str, str] = {}
_STEP = "  "


def phrase(tree: Group, names: Mapping[str, str] = _NO_NAMES) -> str:
    """A tree as one sentence, uncut and safe to be shown anywhere.

    Args:
        tree: Any rule.
        names: What the service's fields are called in English; a field that isn't named here stands as it is.
    """
    if not tree.children:
        return f"{_whom_an_empty_group_takes(tree).capitalize()}."
    if tree.negate:
        return f"People, but not those {_joined(tree, names)}."
    return f"People {_joined(tree, names)}."


def phrase_lines(tree: Group, width: int, names: Mapping[str, str] = _NO_NAMES) -> list[str]:
    """The sentence on one line if it fits, else one clause a line, indented by group.

    A single clause that is wider than `width` is left whole: whoever draws it wraps it.
    """
    sentence = phrase(tree, names)
    if len(sentence) <= width or not tree.children:
        return [sentence]
    head = "People, but not those" if tree.negate else "People"
    lines = [head, *_laid_out(tree, names, _STEP)]
    lines[-1] += "."
    return lines


def _laid_out(group: Group, names: Mapping[str, str], indent: str) -> list[str]:
    lines: list[str] = []
    for index, child in enumerate(group.children):
        lead_in = indent + (f"{_between(group)} " if index else "")
        if isinstance(child, Group) and child.children:
            lines.append(f"{lead_in}{'not ' if child.negate else ''}(")
            lines += _laid_out(child, names, indent + _STEP)
            lines.append(f"{indent})")
        else:
            lines.append(lead_in + _clause(child, names))
    return lines


def _joined(group: Group, names: Mapping[str, str]) -> str:
    return f" {_between(group)} ".join(_clause(child, names) for child in group.children)


def _between(group: Group) -> str:
    return "and" if group.combine is Combine.ALL else "or"


def _clause(node: Node, names: Mapping[str, str]) -> str:
    match node:
        case Condition(field=field):
            # Quotes show where an odd name ends; they also keep an empty one visible.
            name = printable(names.get(field, field))
            shown = name if name and name.strip() == name and " " not in field else f'"{name}"'
            return " ".join(part for part in ("whose", shown, operator_words(node), value_words(node.value)) if part)
        case Opaque(written):
            return f"who meet a part that segtui doesn't understand: {printable(written)}"
        case Group():
            # Brackets, because "and" and "or" in one sentence can be read in two ways.
            inner = _joined(node, names)
            if not node.children:
                return f"who are {_whom_an_empty_group_takes(node)}"
            return f"{'not ' if node.negate else ''}({inner})"


def _whom_an_empty_group_takes(group: Group) -> str:
    return "everybody" if (group.combine is Combine.ALL) is not group.negate else "nobody"
