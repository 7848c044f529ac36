"""A live service under the suite: where it is, and what keeps a test from touching what isn't its own.

Everything that a test makes is called `segtui-conformance-` and a number of its own, and is removed when the test ends,
however it ends. Writes to anything else are refused here, before the backend hears of them.
"""

import secrets
from collections.abc import Mapping
from functools import wraps
from typing import Any

import pytest
from pydantic import SecretStr

from segtui.backends.base import Ability, Backend, ChangesSegments, Connection
from segtui.backends.errors import ServiceError
from segtui.domain.segments import Segment, SegmentDraft, SegmentState
from support.conformance.bench import Bench
from support.conformance.stage import Stage, all_segments, is_missing

PREFIX = "segtui-conformance-"
"""What the name of every segment that the suite makes on a live service begins with."""


def variables(bench: Bench) -> Mapping[str, str]:
    """The environment variables that say where a live service is: what each fills in `Connection`."""
    return {f"SEGTUI_LIVE_{bench.service.upper()}_{word}": part for word, part in bench.live.variables.items()}


def missing(bench: Bench, environment: Mapping[str, str]) -> list[str]:
    """The variables of a live service that aren't set, or empty."""
    return [variable for variable in variables(bench) if not environment.get(variable)]


def live_connection(bench: Bench, environment: Mapping[str, str]) -> Connection | None:
    """How the environment says that a live service is reached; None when it doesn't, or not all of it."""
    if missing(bench, environment):
        return None
    said: dict[str, Any] = {part: environment[variable] for variable, part in variables(bench).items()}
    said["secret"] = SecretStr(said["secret"])
    return Connection(auth=bench.live.auth, read_only=False, **said)


class LiveStage(Stage):
    """A live service.

    Args:
        bench: What is known of the service.
        connection: How it is reached.
    """

    def __init__(self, bench: Bench, connection: Connection) -> None:
        super().__init__(bench, connection)
        if Ability.DELETE in bench.lacks:
            pytest.skip(f"{self.service.title} couldn't remove what a test would make there.")
        self._prefix = f"{PREFIX}{secrets.token_hex(4)} "
        self._made: set[str] = set()

    def backend(self, **settings: Any) -> Backend:
        """As for any stage, with a guard before each write."""
        backend = super().backend(**settings)
        self._guard(backend)
        return backend

    def name(self, text: str) -> str:
        """The name of a segment that this test may make."""
        return f"{self._prefix}{text}"

    async def close(self) -> None:
        """Remove what the test has made, and hang up.

        Raises:
            AssertionError: Something couldn't be removed.
        """
        backend = self.backend()
        try:
            left = await self._not_removed(backend)
        finally:
            await super().close()
        assert not left, f"not removed from the live service: {'; '.join(left)}"

    def _guard(self, backend: Backend) -> None:
        """Let a backend write nothing but this test's own. It stays what it is, so it still fits its protocols."""
        create = backend.create

        @wraps(create)
        async def create_own(draft: SegmentDraft, like: Segment | None = None) -> Segment:
            self._check_name(draft)
            made = await create(draft, like)
            self._made.add(made.id)
            return made

        guarded: dict[str, Any] = {"create": create_own}
        if isinstance(backend, ChangesSegments):
            update, delete = backend.update, backend.delete

            @wraps(update)
            async def update_own(stored: Segment, draft: SegmentDraft) -> Segment:
                self._check_id(stored.id)
                self._check_name(draft)
                return await update(stored, draft)

            @wraps(delete)
            async def delete_own(segment_id: str) -> None:
                self._check_id(segment_id)
                await delete(segment_id)

            guarded |= {"update": update_own, "delete": delete_own}
        for name, guard in guarded.items():
            setattr(backend, name, guard)

    def _check_name(self, draft: SegmentDraft) -> None:
        assert draft.name.startswith(self._prefix), "a test may only give names of its own"

    def _check_id(self, segment_id: str) -> None:
        assert segment_id in self._made, "a test may only change segments of its own"

    async def _not_removed(self, backend: Backend) -> list[str]:
        """Remove what was made, also what came into being without an answer. What couldn't be removed is said."""
        left = [reason for one in self._made if (reason := await self._reason_against_removing(backend, one))]
        try:
            listed, _ = await all_segments(backend)
        except ServiceError as error:
            return [*left, f"the list couldn't be read ({error.message})"]
        unknown = {one.id for one in listed if one.name.startswith(self._prefix)} - self._made
        self._made |= unknown
        return left + [reason for one in unknown if (reason := await self._reason_against_removing(backend, one))]

    async def _reason_against_removing(self, backend: Backend, segment_id: str) -> str:
        """Remove a segment, if it is still there, and say what kept it there."""
        assert isinstance(backend, ChangesSegments)
        try:
            stored = await backend.segment(segment_id)
            if stored.state is not SegmentState.DELETED:
                await backend.delete(segment_id)
        except ServiceError as error:
            return "" if is_missing(error) else f"{segment_id} ({error.message})"
        return ""
