"""What the help says of the three panes: of what this service's segments are, and of what a pane shows just now.

Leads are spoken of in the service's own word.
"""

from textual.dom import DOMNode

from segtui.domain.search_forms import FORMS
from segtui.domain.segments import SegmentKind
from segtui.ui.browse.lead_pane import LeadPane
from segtui.ui.browse.rule_pane import RulePane
from segtui.ui.browse.segment_list import SegmentList
from segtui.workspace.editing import Editing
from segtui.workspace.member_reasons import has_rules, takes_people
from segtui.workspace.uncertain import takes_word
from segtui.workspace.workspace import Workspace

_COLUMNS = (
    "Left and right move to a column: s sorts by it, v shows its cell in full, - hides it, < and > move it, and o "
    "lists all columns."
)
_SEGMENTS = (
    "The segments of this profile, the latest change first. ● marks what isn't saved, ✗ what you have edited and {gone}"
)
_MARKS = (
    "; ? what was sent and may not have arrived, · what is kept here and isn't sent, ! what was refused when it was "
    "sent last, or can't be read"
)
_ORDER = (
    f". A size that isn't known yet comes when the segment is looked at. {_COLUMNS} What isn't made yet stays on top, "
    "what isn't known comes last. The filter takes words of a name"
)
_INSIDE = (
    f", and looks inside of rules too: {FORMS} (a minus leaves out, = wants all of it, same: shows rules that others "
    "have too)"
)

_RULE = (
    "The rule as you mean it, one condition a line, and at the right {word.how_many} each selects alone. Below a "
    "line stands what there is to say of it: ⚠ the service does something else, ✗ it can't be sent like this, · "
    "good to know. Where a line begins with f, that key mends it. n turns a line round, m mutes it for a try: it "
    "doesn't count then, and is never saved. g puts a line into a group or dissolves one, o changes between all "
    "and any, J and K move lines, into groups and out of them. The sentence at the end says the whole rule; t "
    "shows it as one line of text to change, copy or paste, and E opens that in your own editor. u "
    "lists the segments that use this line's field."
)
_LIST = "What is known of this list of {word.people}: its name, what kind of list it is, "
_OF_KEPT_LIST = (
    "how it was sent last as far as segtui knows, and what isn't saved of it. Enter changes the name. Who is on it "
    "stands in pane 3."
)
_OF_REMOTE_LIST = "and who was added from here or taken out. Enter changes the name."
_NO_RULE = " There is no rule, so keys that change one can't be used."

_BY_SERVICE = "The {word.people} {word.whom} the service selects by the rule."
_BY_SELECTION = "The {word.people} {word.whom} the rule selects, which is found out here: the service knows no rules."
_ON_LIST = "The {word.people} {word.who} are on the list, as the service tells it."
_LEADS = (
    " The title says {word.how_many}, how sure that is, "
    f"and who counted. Enter shows one whole. {_COLUMNS} Sorting takes what is loaded; the frame says below how much "
    "that is. What is empty comes last in both directions. w says in which segments {word.somebody} is."
)
_WHY = " x says why {word.somebody} is in, by the rule as it is now."
_APART = " M lists {word.those} {word.whom} the rule means and the service doesn't select, and the other way round."
_PICKING = (
    " Space picks {word.somebody}, d leaves {word.somebody} out, and the same key takes that back. P adds those who "
    "are picked to lists of the service; where nobody is picked, everybody who is shown and not left out. I adds "
    "{word.those} of a file. W puts {word.somebody} into just the lists that you mark, and out of all others."
)
_KEPT_LIST = (
    "Who is on the list as you want it. Nothing is sent before you save, and then the whole list is. Above stands "
    "what is wrong with it. a adds somebody, enter changes who is under the cursor, d takes them out, I takes "
    "people of a file; ctrl+z takes that back. m moves them to another list, w says in which segments they are. "
    f"{_COLUMNS}"
)
_REMOTE_LIST = (
    "The service doesn't tell who is on a list, so nobody is shown. The title says {word.how_many} are on it, and pane "
    "2 who was added from here. I adds {word.those} of a file; a selection shows {word.several} to pick from."
)


def pane_help(part: DOMNode, workspace: Workspace, editing: Editing | None) -> str:
    """What the help says of a part of the main screen; empty for what isn't a pane.

    Args:
        part: The part.
        workspace: The open profile.
        editing: What is under edit.
    """
    match part:
        case SegmentList():
            text = _segments_help(workspace)
        case RulePane():
            text = _rule_help(workspace, editing)
        case LeadPane():
            text = _leads_help(part, workspace, editing)
        case _:
            text = ""
    return text.format(word=workspace.lead_word)


def _segments_help(workspace: Workspace) -> str:
    is_kept_here = takes_word(workspace)
    first = _SEGMENTS.format(gone="is no longer kept here" if is_kept_here else "the service no longer lists")
    return f"{first}{_MARKS if is_kept_here else ''}{_ORDER}{_INSIDE if has_rules(workspace) else ''}."


def _rule_help(workspace: Workspace, editing: Editing | None) -> str:
    if editing is None or not editing.is_list:
        return _RULE
    more = _OF_REMOTE_LIST if editing.draft.kind is SegmentKind.REMOTE_LIST else _OF_KEPT_LIST
    return f"{_LIST}{more}{_NO_RULE if has_rules(workspace) else ''}"


def _leads_help(pane: LeadPane, workspace: Workspace, editing: Editing | None) -> str:
    picking = _PICKING if takes_people(workspace) else ""
    if editing is not None and editing.is_list:
        if editing.draft.kind is not SegmentKind.REMOTE_LIST:
            return _KEPT_LIST
        return _REMOTE_LIST if pane.feed is None else f"{_ON_LIST}{_LEADS}{picking}"
    return f"{_BY_SELECTION}{_LEADS}{_WHY}{picking}" if picking else f"{_BY_SERVICE}{_LEADS}{_WHY}{_APART}"
