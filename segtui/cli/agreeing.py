"""What is to be changed is agreed to: by a flag, or by somebody at the terminal who is asked."""

import shlex

from segtui.cli.asking import ask_line, somebody_is_there
from segtui.cli.session import Call
from segtui.workspace.confirming import CHANGE, EVERYBODY, NEVER, NOBODY, TEXT
from segtui.workspace.errors import ConfirmationMissing, Unsafe
from segtui.workspace.plans import Plan, Write

_FLAGS = {
    EVERYBODY: "--confirm-everybody",
    NEVER: "--confirm-never-answered",
    NOBODY: "--confirm-nobody",
    CHANGE: "--confirm-change",
    TEXT: "--confirm-text",
}


class NotAgreed(Unsafe):
    """Somebody was asked and didn't say yes."""

    code = "not-agreed"


def says_yes(question: str) -> bool:
    """Ask somebody who is there; anything but a yes is a no."""
    return ask_line(f"{question} [y/N]").lower() in {"y", "yes"}


def agree(call: Call, question: str, hint: str = "Say --yes.") -> None:
    """Make sure that a change is meant for which a plain yes is enough.

    Args:
        call: With --yes, where it was said.
        question: What to ask without it.
        hint: What to do where nobody can be asked.

    Raises:
        ConfirmationMissing: Without --yes, and nobody can be asked.
        NotAgreed: Somebody was asked and didn't agree.
    """
    if call.args.yes:
        return
    if not somebody_is_there():
        raise _no_yes(hint)
    if not says_yes(question):
        raise NotAgreed("Nothing was changed.")


def agreement(call: Call, plan: Plan) -> str:
    """Make sure that the plan is meant, by the flags or by asking.

    Returns:
        The word that the plan wants typed; anything where a plain yes is enough.

    Raises:
        ConfirmationMissing: A flag is missing, and nobody can be asked.
        NotAgreed: Somebody was asked and didn't agree.
    """
    word = plan.confirmation.word if plan.confirmation else ""
    is_granted = _is_granted(call, plan.write, word)
    if is_granted and call.args.yes:
        return word
    if not somebody_is_there():
        raise _missing(plan, missing_flag(call, plan))
    if not is_granted:
        typed = ask_line(f"To go on, type the word {word}:")
        agreed = typed.lower() == word
    else:
        typed = word
        agreed = says_yes("Save this?")
    if not agreed:
        raise NotAgreed("Nothing was changed.")
    return typed


def missing_flag(call: Call, plan: Plan) -> str:
    """The flag that stands for the word that the plan wants typed, if it wasn't said; a deletion has none but --yes."""
    word = plan.confirmation.word if plan.confirmation else ""
    if plan.write is Write.DELETE or _is_granted(call, plan.write, word):
        return ""
    return _FLAGS.get(word, f"--confirm {shlex.quote(word)}")


def _is_granted(call: Call, write: Write, word: str) -> bool:
    args = call.args
    granted = {
        "": True,
        EVERYBODY: args.confirm_everybody,
        NEVER: args.confirm_never_answered,
        NOBODY: args.confirm_nobody,
        CHANGE: args.confirm_change,
        TEXT: args.confirm_text,
    }
    return bool(granted.get(word, args.yes if write is Write.DELETE else word == args.confirm))


def _missing(plan: Plan, flag: str) -> ConfirmationMissing:
    if flag and plan.confirmation:
        return ConfirmationMissing(
            f"Nothing was changed. {plan.confirmation.reason}", hint=f"If that is meant, add {flag}."
        )
    return _no_yes("Look at the difference with --dry-run, then say --yes.")


def _no_yes(hint: str) -> ConfirmationMissing:
    return ConfirmationMissing(
        "Nothing was changed: a change needs a yes, and there is no terminal to ask on.", hint=hint
    )
