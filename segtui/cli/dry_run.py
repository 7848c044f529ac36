"""What a dry run says at its end: nothing was sent, and whether the real thing would be."""

from collections.abc import Iterator

from segtui.cli.forms import Form
from segtui.cli.session import Call
from segtui.cli.tables import wrapped
from segtui.workspace.workspace import Workspace


def dry_run_form(call: Call, workspace: Workspace) -> Form:
    """Whether it is one, and why the real thing would be refused, for the result of a write as JSON."""
    is_dry = call.args.dry_run
    return {"dry_run": is_dry, "why_not": (workspace.why_not_send() or None) if is_dry else None}


def dry_run_lines(workspace: Workspace, flag: str = "") -> Iterator[str]:
    """The same for a person, where it is one.

    Args:
        workspace: Where.
        flag: What the real thing needs said beside what was said; empty for nothing.
    """
    yield "Nothing was changed: this was a dry run."
    if reason := workspace.why_not_send():
        yield from wrapped(f"Without --dry-run it would be refused: {reason}.")
    elif flag:
        yield f"Without --dry-run it needs {flag}."
