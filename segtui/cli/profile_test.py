"""`segtui profiles test`: sign in, and say what the service says about us."""

from collections.abc import Iterator

from segtui.cli.asking import ask_unseen, somebody_is_there
from segtui.cli.forms import Form
from segtui.cli.session import Call, Usage
from segtui.cli.tables import pairs, table
from segtui.domain.errors import SegtuiError
from segtui.domain.text import printable
from segtui.store.profiles import Profile


async def test(call: Call) -> int:
    """Try a profile out.

    When its project is the trouble, who we are and which projects there are is told all the same.
    """
    if call.args.name is not None and call.profile_name is not None:
        raise Usage("The profile is named twice.", hint="Say it once: segtui profiles test NAME")
    name, profile = call.session.chosen(call.args.name or call.profile_name)
    trial = _Trial(call, name)
    try:
        form = await trial.greeting(profile)
    except SegtuiError:
        rest = await trial.greeting_without_project(profile)
        if rest is not None:
            call.output.result(rest, _lines(rest))
        raise
    call.output.result(form, _lines(form))
    return 0


class _Trial:
    """Asks a service who we are, and a person for the secret at most once."""

    def __init__(self, call: Call, name: str) -> None:
        self._call = call
        self._name = name
        self._answer: str | None = None

    async def greeting(self, profile: Profile) -> Form:
        """What the service says about us."""
        ask = self._ask if somebody_is_there() else None
        workspace = self._call.session.open_profile(self._name, profile, ask)
        try:
            greeting = await workspace.check()
        finally:
            await workspace.close()
        current = greeting.project.id if greeting.project else None
        projects = [
            {"id": one.id, "name": one.name, "role": one.role, "current": one.id == current}
            for one in greeting.projects
        ]
        return {
            "profile": self._name,
            "service": profile.service,
            "who": greeting.who,
            "role": greeting.role,
            "project": next(({**one} for one in projects if one["current"]), None),
            "projects": projects,
            "segment_count": greeting.segment_count,
        }

    async def greeting_without_project(self, profile: Profile) -> Form | None:
        """The same with no project chosen; None when something else than the project is the trouble."""
        if profile.project is None:
            return None
        try:
            return await self.greeting(profile.model_copy(update={"project": None}))
        except SegtuiError:
            return None

    async def _ask(self, question: str) -> str:
        if self._answer is None:
            self._answer = await ask_unseen(question)
        return self._answer


def _lines(form: Form) -> Iterator[str]:
    yield f"{form['profile']}: signed in to {form['service']}."
    count = form["segment_count"]
    project = form["project"]
    yield from pairs(
        [
            ("who", form["who"]),
            ("project", f"{project['name']} ({project['id']})" if project else ""),
            ("role", form["role"]),
            ("segments", "" if count is None else f"{count:,}"),
        ]
    )
    if not form["projects"]:
        yield "The service lists no projects for this account."
        return
    yield "Projects to choose from (* is the profile's):"
    marked = (["*" if one["current"] else "", one["id"], one["role"], one["name"]] for one in form["projects"])
    yield from (printable(line) for line in table(("", "ID", "ROLE", "NAME"), marked))
