"""A rule as one plain sentence, and the same sentence laid out on several lines.

Two rules that select different people never read alike: what is joined, and how far it goes, can be read in one way
only. Where a sentence would need brackets for that, the lines say it better.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace

from segtui.domain.clauses import Clause, asks_for_presence, clause_of, is_plain_opposite, passes_over_missing
from segtui.domain.evaluation import Semantics
from segtui.domain.lead_word import LeadWord
from segtui.domain.rules import Combine, Condition, Group, Node, Opaque
from segtui.domain.spoken import Names
from segtui.domain.text import printable

_NO_NAMES: Mapping[str, str] = {}
_MONGO = Semantics()
_STEP = "  "
_PAIR = 2

_TOGETHER = {
    (Combine.ALL, False): "all of these",
    (Combine.ANY, False): "at least one of these",
    (Combine.ALL, True): "not all of these",
    (Combine.ANY, True): "none of these",
}


def phrase(tree: Group, names: Mapping[str, str] = _NO_NAMES, semantics: Semantics = _MONGO, *, word: LeadWord) -> str:
    """A tree as one sentence, uncut and safe to be shown anywhere.

    Args:
        tree: Any rule.
        names: What the service's fields are called in English; a field that isn't named here stands as it is.
        semantics: What the service makes of leads that don't have a field; the sentence says so.
        word: What the service calls its leads.
    """
    writer = _Writer(names, semantics, word)
    return writer.sentence(_simple(tree, semantics))


def phrase_lines(
    tree: Group,
    width: int,
    names: Mapping[str, str] = _NO_NAMES,
    semantics: Semantics = _MONGO,
    *,
    word: LeadWord,
) -> list[str]:
    """The sentence on one line if it fits and needs no brackets, else one clause a line, indented by group.

    A single clause that is wider than `width` is left whole: whoever draws it wraps it.
    """
    writer = _Writer(names, semantics, word)
    simple = _simple(tree, semantics)
    sentence = writer.sentence(simple)
    if not isinstance(simple, Group) or (len(simple.children) <= 1 and not _groups(simple.children)):
        return [sentence]
    if len(sentence) <= width and not writer.has_brackets:
        return [sentence]
    return writer.lines(simple)


def _simple(node: Node, semantics: Semantics) -> Node:
    """The same without groups that change nothing: of one, and "all" in "all"."""
    if not isinstance(node, Group):
        return node
    children: list[Node] = []
    for child in node.children:
        simple = _simple(child, semantics)
        same = isinstance(simple, Group) and simple.combine is node.combine and not simple.negate
        children += simple.children if isinstance(simple, Group) and same else (simple,)
    if len(children) != 1:
        return replace(node, children=tuple(children))
    only = children[0]
    if not node.negate:
        return only
    if isinstance(only, Group) or (isinstance(only, Condition) and is_plain_opposite(only, semantics)):
        return replace(only, negate=not only.negate)
    return Group(Combine.ANY, (only,), negate=True)


def _groups(nodes: Sequence[Node]) -> list[Group]:
    """The groups among some nodes that need words to hold them together."""
    return [node for node in nodes if isinstance(node, Group) and node.children]


def _whom_an_empty_group_takes(group: Group, word: LeadWord) -> str:
    return word.everybody if (group.combine is Combine.ALL) is not group.negate else word.nobody


class _Writer:
    """Writes sentences about the fields of one service."""

    def __init__(self, names: Mapping[str, str], semantics: Semantics, word: LeadWord) -> None:
        self._names = Names(names)
        self._semantics = semantics
        self._word = word
        self._is_singular = bool(word.mass)
        """Whether a sentence about all of them has its verbs in the singular: "feedback that has a rating"."""
        self.has_brackets = False

    def sentence(self, node: Node) -> str:
        """The whole sentence, of a tree made simple."""
        said = self._said(node)
        note = self._note(node)
        return f"{said} ({note})." if note else f"{said}."

    def _said(self, node: Node) -> str:
        word = self._word
        people = word.people.capitalize()
        if not isinstance(node, Group):
            return f"{people} {self._text(self._leaf(node), singular=self._is_singular, alone=True)}"
        if not node.children:
            return _whom_an_empty_group_takes(node, word).capitalize()
        if node.negate:
            return f"{word.everybody.capitalize()}, except {word.those} {self._joined(node)}"
        shut_out = [child for child in node.children if node.combine is Combine.ALL and self._shuts_out(child)]
        rest = [child for child in node.children if not any(child is one for one in shut_out)]
        if not shut_out:
            return f"{people} {self._joined(node, singular=self._is_singular)}"
        none = ", and ".join(f"{word.none} {self._turned_round(child)}" for child in shut_out)
        if not rest:
            return f"{word.everybody.capitalize()}, but {none}"
        return f"{people} {self._joined(replace(node, children=tuple(rest)), singular=self._is_singular)}; {none}"

    def _shuts_out(self, node: Node) -> bool:
        """Whether a part says just whom it doesn't take."""
        if isinstance(node, Condition):
            return node.negate and not asks_for_presence(node) and is_plain_opposite(node, self._semantics)
        return isinstance(node, Group) and node.negate and bool(node.children)

    def _turned_round(self, node: Node) -> str:
        """Whom a part doesn't take, with a verb in the singular."""
        if isinstance(node, Condition):
            return self._text(self._leaf(replace(node, negate=False)), singular=True)
        return self._joined(node, singular=True) if isinstance(node, Group) else ""

    def _joined(self, group: Group, *, singular: bool = False) -> str:
        """The children of a group, without regard to its own "not"; groups among them come last."""
        leaves = [self._leaf(child) for child in group.children if not _groups((child,))]
        groups = _groups(group.children)
        texts = [self._text(leaf, singular=singular) for leaf in leaves]
        if not groups:
            return _in_a_row(texts, "and" if group.combine is Combine.ALL else "or")
        if group.combine is Combine.ALL and len(groups) == 1 and self._is_flat(groups[0]):
            return _in_a_row([*texts, self._either(groups[0], singular=singular)], "and")
        if group.combine is Combine.ANY and all(self._is_flat(one) and len(one.children) == _PAIR for one in groups):
            return f"either {', or '.join([*texts, *(self._both(one, singular=singular) for one in groups)])}"
        texts += [self._in_brackets(one, singular=singular) for one in groups]
        return _in_a_row(texts, "and" if group.combine is Combine.ALL else "or")

    def _is_flat(self, group: Group) -> bool:
        return not group.negate and not _groups(group.children)

    def _either(self, group: Group, *, singular: bool) -> str:
        leaves = [self._leaf(child) for child in group.children]
        share_who = all(leaf.who for leaf in leaves)
        texts = [self._text(leaf, singular=singular, after_who=share_who) for leaf in leaves]
        return f"{self._who if share_who else ''}either {', or '.join(texts)}"

    def _both(self, group: Group, *, singular: bool) -> str:
        leaves = [self._leaf(child) for child in group.children]
        share_who = all(leaf.who for leaf in leaves)
        texts = [self._text(leaf, singular=singular, after_who=share_who) for leaf in leaves]
        return f"{self._who if share_who else ''}both {' and '.join(texts)}"

    def _in_brackets(self, group: Group, *, singular: bool) -> str:
        self.has_brackets = True
        if group.negate:
            return f"{self._who}{'is' if singular else 'are'} not among {self._word.those} ({self._joined(group)})"
        return f"({self._joined(group, singular=singular)})"

    @property
    def _who(self) -> str:
        return f"{self._word.who} "

    def _text(self, leaf: Clause, *, singular: bool = False, after_who: bool = False, alone: bool = False) -> str:
        return leaf.text(self._word, singular=singular, after_who=after_who, alone=alone)

    def _leaf(self, node: Node) -> Clause:
        match node:
            case Condition():
                return clause_of(node, self._names, self._semantics)
            case Opaque(written):
                part = f"a part that segtui doesn't understand: {printable(written)}"
                return Clause(f"meet {part}", who=True, of_one=f"meets {part}")
            case Group():
                return Clause(f"may be {_whom_an_empty_group_takes(node, self._word)}", who=True)

    def lines(self, tree: Group) -> list[str]:
        """One clause a line, in the rule's own order."""
        together = _TOGETHER[tree.combine, tree.negate]
        meet, do = ("meets", "does") if self._is_singular else ("meet", "do")
        meet = together.replace("not", f"{do} not meet") if "not " in together else f"{meet} {together}"
        head = f"{self._word.people.capitalize()} {self._who}{meet}:"
        note = self._note(tree)
        return [head, *self._listed(tree, ""), *([f"({note[0].upper()}{note[1:]}.)"] if note else [])]

    def _listed(self, group: Group, indent: str) -> Iterator[str]:
        for child in group.children:
            if isinstance(child, Group) and child.children:
                yield f"{indent}- {_TOGETHER[child.combine, child.negate]}:"
                yield from self._listed(child, indent + _STEP)
            else:
                yield f"{indent}- {self._text(self._leaf(child), singular=self._is_singular, alone=True)}"

    def _note(self, tree: Node) -> str:
        """What becomes of leads without the fields that are to be less than something."""
        found = list(self._passed_over(tree, sure=True))
        fields = dict.fromkeys(self._names.noun(condition.field) for condition, _ in found)
        if not fields:
            return ""
        without = f"{self._word.people} without {_in_a_row(list(fields), 'or')}"
        if all(sure for _, sure in found):
            return f"{without} {'is' if self._is_singular else 'are'} left out"
        return f"{without} never {'counts' if self._is_singular else 'count'} as below or before"

    def _passed_over(self, node: Node, *, sure: bool) -> Iterator[tuple[Condition, bool]]:
        """Conditions that aren't turned round by a "not" above them, and whether every lead must meet them."""
        if isinstance(node, Condition) and passes_over_missing(node, self._semantics):
            yield node, sure
        if isinstance(node, Group) and not node.negate:
            for child in node.children:
                yield from self._passed_over(child, sure=sure and node.combine is Combine.ALL)


def _in_a_row(texts: Sequence[str], word: str) -> str:
    if len(texts) <= _PAIR:
        return f" {word} ".join(texts)
    return f"{', '.join(texts[:-1])}, {word} {texts[-1]}"
