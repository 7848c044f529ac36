"""`segtui profiles test`: sign in, and say what the service says about us."""

from collections.abc import Iterator

from segtui.cli.asking import ask_unseen, somebody_is_there
from segtui.cli.forms import Form
from segtui.cli.session import Call, Usage
from segtui.cli.tables import pairs, table
from segtui.domain.text import printable
from segtui.store.profiles import Profile
from segtui.workspace.profiles import Trial, project_word


async def test(call: Call) -> int:
    """Try a profile out.

    When its project is the trouble, who we are and which projects there are is told all the same.
    """
    if call.args.name is not None and call.profile_name is not None:
        raise Usage("The profile is named twice.", hint="Say it once: segtui profiles test NAME")
    name, profile = call.session.chosen(call.args.name or call.profile_name)
    trial = await call.session.shelf().try_out(name, profile, ask_unseen if somebody_is_there() else None)
    if (form := _form(name, profile, trial)) is not None:
        call.output.result(form, _lines(form, project_word(profile)))
    if trial.error is not None:
        raise trial.error
    return 0


def _form(name: str, profile: Profile, trial: Trial) -> Form | None:
    greeting = trial.greeting
    if greeting is None:
        return None
    current = greeting.project.id if greeting.project else None
    projects = [
        {"id": one.id, "name": one.name, "role": one.role, "current": one.id == current} for one in greeting.projects
    ]
    return {
        "profile": name,
        "service": profile.service,
        "who": greeting.who,
        "role": greeting.role,
        "project": next(({**one} for one in projects if one["current"]), None),
        "projects": projects,
        "segment_count": greeting.segment_count,
        "untried": greeting.untried or None,
    }


def _lines(form: Form, word: tuple[str, str] | None) -> Iterator[str]:
    signed_in = f"signed in to {form['service']}."
    yield f"{form['profile']}: {form['untried'] or signed_in}"
    count = form["segment_count"]
    project = form["project"]
    yield from pairs(
        [
            ("who", form["who"]),
            (word[0] if word else "", f"{project['name']} ({project['id']})" if project else ""),
            ("role", form["role"]),
            ("segments", "" if count is None else f"{count:,}"),
        ]
    )
    if word is None:
        return
    if not form["projects"]:
        yield f"The service lists no {word[1]} for this account."
        return
    mark = " (* is the profile's)" if any(one["current"] for one in form["projects"]) else ""
    yield f"{word[1].capitalize()} to choose from{mark}:"
    marked = (["*" if one["current"] else "", one["id"], one["role"], one["name"]] for one in form["projects"])
    yield from (printable(line) for line in table(("", "ID", "ROLE", "NAME"), marked))
