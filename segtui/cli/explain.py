"""`segtui explain`: why somebody is in a segment, or isn't."""

from collections.abc import Iterator

from segtui.cli.finding import find_segment
from segtui.cli.forms import Form, diagnostic_form, listed_segment_form, person_form, word
from segtui.cli.session import Call
from segtui.cli.tables import wrapped
from segtui.domain.explanation import Explanation, Part
from segtui.domain.explanation_words import whether
from segtui.domain.leads import Lead
from segtui.domain.rules import Group
from segtui.domain.segments import Segment
from segtui.domain.text import quoted
from segtui.domain.wording import condition_words, node_words
from segtui.workspace.errors import Unsafe
from segtui.workspace.explaining import Both, explain_both, find_lead
from segtui.workspace.explaining_words import both_words
from segtui.workspace.workspace import Workspace


async def explain(call: Call) -> int:
    """Explain one lead's standing in one segment."""
    async with call.open() as workspace:
        segment = await find_segment(workspace, call.args.segment)
        if segment.rule is None:
            raise Unsafe(f"{quoted(segment.name)} is a list of {workspace.lead_word.people} and has no rule.")
        lead = await find_lead(workspace, call.args.lead)
    both = explain_both(workspace, segment.rule, lead, segment)
    form: Form = {
        "segment": listed_segment_form(segment),
        "lead": person_form(lead),
        "meant": _form(both.meant),
        "served": _form(both.served) if both.served is not None else None,
        "differences": [diagnostic_form(one) for one in both.differs.differences],
    }
    call.output.result(form, _lines(segment, lead, both, workspace))
    return 0


def _form(explanation: Explanation) -> Form:
    return {
        "standing": word(explanation.standing),
        "rule": _part_form(explanation.whole),
        "deciding": list(explanation.deciding.path),
        "flips": [
            {"path": list(one.path), "message": condition_words(one.condition), "should_hold": one.should_hold}
            for one in explanation.flips
        ],
    }


def _part_form(part: Part) -> Form:
    form: Form = {"path": list(part.path), "standing": word(part.standing), "message": node_words(part.node)}
    if part.values is not None:
        form["values"] = list(part.values)
    if isinstance(part.node, Group):
        form["children"] = [_part_form(child) for child in part.children]
    return form


def _lines(segment: Segment, lead: Lead, both: Both, workspace: Workspace) -> Iterator[str]:
    yield from wrapped(
        f"{quoted(lead.called)} is {whether(both.meant.standing)} {quoted(segment.name)}, by what its rule says."
    )
    for told in both_words(both, lead, workspace.title, workspace.lead_word):
        yield from wrapped(told.text, told.lead_in, " " * len(told.lead_in)) or [""]
