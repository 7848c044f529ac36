"""The file of connection profiles, shared between the people who edit it and the program.

Whoever reads it gets every profile that is sound and every mistake of the rest. Whoever changes it changes the lines
of one profile: all other bytes stay as people wrote them, and what would come out is read and compared before it is
written.
"""

import copy
import os
import re
from collections.abc import Collection, Mapping, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass
from pathlib import Path
from types import MappingProxyType
from typing import Any

from segtui.domain.record import record
from segtui.domain.text import printable, quoted
from segtui.store.errors import (
    InvalidProfile,
    ProfileExists,
    ProfileFileError,
    UnknownProfile,
    did_you_mean,
    sentence,
)
from segtui.store.locks import held_directory
from segtui.store.private_files import others_can_read, read_private, write_private
from segtui.store.profiles import ROOT, Profile, name_mistake
from segtui.store.toml_text import SoundPart, SyntaxMistake, read_toml, table_named_by


@record
class ProfileProblem:
    """One mistake in the profile file."""

    file: Path
    line: int
    """Counted from 1."""
    key: str
    """The key that is wrong; empty when it is the table or the line as a whole."""
    message: str
    """What is wrong, as the rest of a sentence that begins with the key."""
    profile: str | None
    """The profile that can't be used for it; None when it isn't part of one. As it stands in the file."""

    def __str__(self) -> str:
        where = ".".join(part for part in (self.profile, self.key) if part)
        return printable(sentence(f"{self.file}, line {self.line}{', ' if where else ''}{where}: {self.message}"))


@record
class ProfileBook:
    """What the profile file held when it was read. A change returns the book as it is then."""

    file: Path
    profiles: Mapping[str, Profile]
    """Those that can be used, in the order of the file."""
    problems: Sequence[ProfileProblem]
    """All mistakes, by line."""
    known_services: Collection[str] | None = None
    """The services a profile may name; None when any will do."""
    others_can_read: bool = False
    """Whether other users may read the file. No secret is in it, so it is only worth a note."""

    @classmethod
    def load(cls, file: Path, *, known_services: Collection[str] | None = None) -> "ProfileBook":
        """Read the file; one that isn't there is an empty one.

        Raises:
            FileTrouble: It can't be read at all.
        """
        sound, broken = read_toml(read_private(file) or "")
        reading = _Reading(file, known_services, {}, [])
        for mistake in broken:
            reading.note_broken(mistake)
        for part in sound:
            reading.take(part)
        unusable = {problem.profile for problem in reading.problems}
        profiles = {name: profile for name, profile in reading.profiles.items() if name not in unusable}
        problems = sorted(reading.problems, key=lambda problem: problem.line)
        return cls(file, MappingProxyType(profiles), tuple(problems), known_services, others_can_read(file))

    @property
    def is_clear(self) -> bool:
        """Whether there is exactly one profile, and no mistake in the file: nobody has to be asked which is meant."""
        return len(self.profiles) == 1 and not self.problems

    def get(self, name: str) -> Profile:
        """The profile of that name.

        Raises:
            ProfileFileError: It is there, and has mistakes.
            UnknownProfile: It isn't there.
        """
        if name in self.profiles:
            return self.profiles[name]
        mistakes = [problem for problem in self.problems if problem.profile == name]
        if mistakes:
            raise ProfileFileError(
                f"The profile {quoted(name)} can't be used until its mistakes are mended.",
                mistakes=mistakes,
                hint=f"Mend {self.file} in an editor, or use `segtui profiles edit`.",
            )
        hiding = [problem for problem in self.problems if problem.profile is None]
        raise UnknownProfile(name, self._names(), mistakes=hiding)

    def add(self, name: str, profile: Profile) -> "ProfileBook":
        """Write a new profile at the end of the file.

        Raises:
            InvalidProfile: It can't have that name.
            ProfileExists: The name is taken.
            ProfileFileError: The file has mistakes that keep it from being read as a whole.
            FileTrouble: The file can't be read or written.
        """
        from segtui.store.profile_toml import as_toml  # noqa: PLC0415 - 40 ms that reading needn't pay

        if mistake := name_mistake(name):
            raise InvalidProfile([("name", mistake)])
        with self._alone():
            text, whole = self._fresh()
            taken = _tables(whole.values)
            if name in taken:
                raise ProfileExists(
                    f"There is a profile {quoted(name)} already.",
                    hint=f"Choose another name, or change it with `segtui profiles edit {name}`.",
                )
            expected = {**whole.values, ROOT: {**taken, name: profile.table()}}
            gap = "" if not text else "\n" if text.endswith("\n") else "\n\n"
            return self._write(text + _with_line_ends_of(text, gap + as_toml(name, profile.table())), expected, 1)

    def edit(self, name: str, changes: Mapping[str, Any]) -> "ProfileBook":
        """Change some keys of a profile; what stands beside them, and their comments, stay.

        A profile with mistakes can be edited too, if none are left afterwards.

        Args:
            name: An existing profile.
            changes: New values by key, as `Profile.checked` takes them; None removes a key.

        Raises:
            UnknownProfile: There is no such profile.
            InvalidProfile: What would come out can't be a profile.
            ProfileFileError: The file has mistakes that keep it from being read as a whole, or the profile is written
                there in a way that only a person can change.
            FileTrouble: The file can't be read or written.
        """
        from segtui.store.profile_toml import edited  # noqa: PLC0415 - 40 ms that reading needn't pay

        with self._alone():
            text, whole = self._fresh()
            table = self._table(whole, name)
            profile = Profile.checked({**table, **changes}, known_services=self.known_services)
            wanted = profile.table()
            kept = {key: value for key, value in table.items() if key not in changes}
            after = kept | {key: wanted[key] for key, value in changes.items() if value is not None}
            expected = copy.deepcopy(dict(whole.values))
            expected[ROOT][name] = after
            first, last = self._extent(whole, name)
            lines = _lines(text)
            block = edited("".join(lines[first - 1 : last]), name, after)
            changed = [*lines[: first - 1], _with_line_ends_of(text, block), *lines[last:]]
            return self._write("".join(changed), expected, first)

    def remove(self, name: str) -> "ProfileBook":
        """Take a profile out of the file; comments around it stay.

        Raises:
            UnknownProfile: There is no such profile.
            ProfileFileError: As for `edit`.
            FileTrouble: The file can't be read or written.
        """
        with self._alone():
            text, whole = self._fresh()
            self._table(whole, name)
            expected = copy.deepcopy(dict(whole.values))
            del expected[ROOT][name]
            first, last = self._extent(whole, name)
            lines = _lines(text)
            before, behind = lines[: first - 1], lines[last:]
            # The empty line that set it apart goes with it.
            if before and not before[-1].strip():
                before.pop()
            elif not before and behind and not behind[0].strip():
                behind.pop(0)
            return self._write("".join([*before, *behind]), expected, first)

    def _names(self) -> list[str]:
        broken = (problem.profile for problem in self.problems if problem.profile)
        return list(dict.fromkeys((*self.profiles, *broken)))

    def _alone(self) -> AbstractContextManager[None]:
        """Let no other segtui change the file between its being read and being written."""
        return held_directory(Path(os.path.realpath(self.file)).parent)

    def _fresh(self) -> tuple[str, SoundPart]:
        """The file as it is now: somebody may have edited it since it was loaded."""
        text = read_private(self.file) or ""
        sound, broken = read_toml(text)
        if broken:
            raise ProfileFileError(
                "Nothing was changed: the profile file has mistakes that must be mended first.",
                mistakes=[_problem_of(self.file, mistake) for mistake in broken],
                hint=f"Mend {self.file} in an editor.",
            )
        return text, sound[0]

    def _table(self, whole: SoundPart, name: str) -> Mapping[str, Any]:
        tables = _tables(whole.values)
        if name not in tables:
            raise UnknownProfile(name, tables)
        table = tables[name]
        if not isinstance(table, Mapping):
            raise self._only_by_hand(whole.lines_of(ROOT, name)[0])
        return table

    def _extent(self, whole: SoundPart, name: str) -> tuple[int, int]:
        """The first and last line of a profile's table, from its header to its last key."""
        first, _ = whole.lines_of(ROOT, name)
        if table_named_by(whole.lines[first - 1]) != (ROOT, name):
            raise self._only_by_hand(first)
        ends = (whole.lines_of(ROOT, name, key)[1] for key in _tables(whole.values)[name])
        return first, max((first, *ends))

    def _write(self, text: str, expected: Mapping[str, Any], line: int) -> "ProfileBook":
        """Write a text that says what is expected, and nothing else."""
        sound, broken = read_toml(text)
        if broken or [_meaning(part.values) for part in sound] != [_meaning(expected)]:
            raise self._only_by_hand(line)
        write_private(self.file, text)
        return ProfileBook.load(self.file, known_services=self.known_services)

    def _only_by_hand(self, line: int) -> ProfileFileError:
        return ProfileFileError(
            f"Nothing was changed: the profiles in {self.file} aren't written as [profiles.NAME] tables that segtui "
            f"can change without touching others (line {line}).",
            hint="Make this change in an editor.",
        )


@dataclass(slots=True)
class _Reading:
    """A file half read: what was found in it so far."""

    file: Path
    known_services: Collection[str] | None
    profiles: dict[str, Profile]
    problems: list[ProfileProblem]

    def note_broken(self, mistake: SyntaxMistake) -> None:
        self.problems.append(_problem_of(self.file, mistake))

    def take(self, part: SoundPart) -> None:
        for key, value in part.values.items():
            if key != ROOT:
                what = f"nothing of that name belongs here{did_you_mean(key, [ROOT])}"
                self._note(part, (key,), key=key, message=what)
            elif not isinstance(value, Mapping):
                self._note(part, (key,), key=key, message="profiles are written as [profiles.NAME] tables")
            else:
                self._take_profiles(part, value)

    def _take_profiles(self, part: SoundPart, tables: Mapping[str, Any]) -> None:
        for name, table in tables.items():
            path = (ROOT, name)
            if not isinstance(table, Mapping):
                self._note(part, path, key=name, message="profiles are written as [profiles.NAME] tables")
                continue
            if mistake := name_mistake(name):
                self._note(part, path, message=mistake, profile=name)
            if name in self.profiles:
                self._note(part, path, message="this profile is there twice", profile=name)
            try:
                self.profiles[name] = Profile.checked(table, known_services=self.known_services)
            except InvalidProfile as invalid:
                for key, what in invalid.mistakes:
                    self._note(part, (*path, key), key=key, message=what, profile=name)

    def _note(
        self, part: SoundPart, path: Sequence[str], *, message: str, key: str = "", profile: str | None = None
    ) -> None:
        line, _ = part.lines_of(*path)
        problem = ProfileProblem(self.file, line, printable(key), message, profile)
        self.problems.append(problem)


def _problem_of(file: Path, mistake: SyntaxMistake) -> ProfileProblem:
    profile = mistake.table[1] if len(mistake.table) > 1 and mistake.table[0] == ROOT else None
    return ProfileProblem(file, mistake.line, mistake.key, mistake.message, profile)


def _tables(values: Mapping[str, Any]) -> Mapping[str, Any]:
    tables = values.get(ROOT, {})
    return tables if isinstance(tables, Mapping) else {}


def _lines(text: str) -> list[str]:
    """The lines with their ends; only a line feed ends one in TOML."""
    return re.findall(r"[^\n]*\n|[^\n]+", text)


def _with_line_ends_of(text: str, new: str) -> str:
    """Give new lines the ends that a file's first line has."""
    first_line, _, _ = text.partition("\n")
    return re.sub(r"(?<!\r)\n", "\r\n", new) if first_line.endswith("\r") else new


def _meaning(values: Mapping[str, Any]) -> dict[str, Any]:
    """What a file says: the same whether it has no profiles or an empty table of them."""
    return {key: value for key, value in values.items() if (key, value) != (ROOT, {})}
