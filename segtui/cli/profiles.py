"""`segtui profiles add`, `edit`, `list` and `remove`: the profile file, and the secrets kept for it."""

from collections.abc import Iterator, Mapping
from typing import Any

from segtui.cli.asking import ask_unseen, somebody_is_there
from segtui.cli.forms import Form
from segtui.cli.session import Call, Usage
from segtui.cli.tables import pairs, table, wrapped
from segtui.store.profile_book import ProfileBook
from segtui.store.profiles import Profile
from segtui.workspace.workspace import Ask

_SETTINGS = (
    "service",
    "base_url",
    "project",
    "auth",
    "email",
    "secret",
    "environment",
    "accent",
    "read_only",
    "options",
)
"""The keys of a profile, which are the names of the options too."""


async def add(call: Call) -> int:
    """Make a profile, and keep its secret in the keyring if it says so."""
    name = call.args.name
    given = {key: value for key, value in _given(call).items() if value is not None}
    book = await call.session.shelf().add(name, given, _ask())
    profile = book.get(name)
    if profile.secret.kind == "keyring":
        _warn_when_nobody_was_asked(call, name)
    call.output.result(_form(name, profile), _lines(f"The profile {name} is made.", name, profile, book))
    return 0


async def edit(call: Call) -> int:
    """Change some settings of a profile."""
    name, changes = call.args.name, _given(call)
    if not changes:
        raise Usage("Nothing is to be changed.", hint="Say what, such as --project ID or --no-read-only.")
    book = await call.session.shelf().change(name, changes, _ask())
    profile = book.get(name)
    if "secret" in changes and profile.secret.kind == "keyring":
        _warn_when_nobody_was_asked(call, name)
    if changes.get("read_only") is False:
        call.output.warned(f"{name} is not read-only any more: from now on changes can be saved with it.")
    call.output.result(_form(name, profile), _lines(f"The profile {name} is changed.", name, profile, book))
    return 0


async def remove(call: Call) -> int:
    """Take a profile out of the file, and forget its secret."""
    name = call.args.name
    is_forgotten = await call.session.shelf().remove(name)
    told = f"The profile {name} is removed{', and its secret is forgotten' if is_forgotten else ''}."
    call.output.result({"removed": name, "secret_forgotten": is_forgotten}, [told])
    return 0


def show(call: Call) -> int:
    """List the profiles, and what is wrong with the others."""
    book = call.session.book()
    form = {
        "file": str(book.file),
        "profiles": [_table(name, profile) for name, profile in book.profiles.items()],
        "problems": [
            {"line": one.line, "profile": one.profile, "key": one.key, "message": one.message} for one in book.problems
        ],
    }
    call.output.result(form, _list_lines(book))
    return 0


def _list_lines(book: ProfileBook) -> Iterator[str]:
    if book.profiles:
        rows = [
            (
                name,
                profile.service,
                profile.environment or "-",
                "read-only" if profile.read_only else "may write",
                profile.base_url,
            )
            for name, profile in book.profiles.items()
        ]
        yield from table(("NAME", "SERVICE", "ENVIRONMENT", "ACCESS", "ADDRESS"), rows)
    else:
        yield f"There are no profiles in {book.file}."
        yield "Make one: segtui profiles add --help"
    for problem in book.problems:
        yield from wrapped(f"mistake: {problem}", "", "  ")
    if book.others_can_read:
        yield from wrapped(f"note: other users can read {book.file}; there is no secret in it.", "", "  ")


def _given(call: Call) -> dict[str, Any]:
    """The settings that were named; an empty one is to be taken away."""
    given = {key: getattr(call.args, key) for key in _SETTINGS}
    return {key: None if value == "" else value for key, value in given.items() if value is not None}


def _ask() -> Ask | None:
    return ask_unseen if somebody_is_there() else None


def _warn_when_nobody_was_asked(call: Call, name: str) -> None:
    if not somebody_is_there():
        call.output.warned(f"nobody can be asked for the secret here; keep it with: keyring set segtui {name}")


def _table(name: str, profile: Profile) -> Mapping[str, str | bool]:
    return {"name": name, **profile.table()}


def _form(name: str, profile: Profile) -> Form:
    return {"profile": _table(name, profile)}


def _lines(says: str, name: str, profile: Profile, book: ProfileBook) -> Iterator[str]:
    yield says
    yield from pairs((key.replace("_", " "), _shown(value)) for key, value in profile.table().items())
    yield f"It stands in {book.file}. Try it: segtui profiles test {name}"


def _shown(value: str | bool) -> str:  # noqa: FBT001 - one of a profile's values
    return ("yes" if value else "no") if isinstance(value, bool) else value
