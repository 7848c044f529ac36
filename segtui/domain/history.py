"""Undo and redo, for anything that changes by being replaced."""

from typing import Generic, TypeVar

from segtui.domain.record import record

T = TypeVar("T")


@record
class History(Generic[T]):
    """The present value between what it was and what was undone. There is no limit to either."""

    present: T
    past: tuple[T, ...] = ()
    """Earlier values, the latest last."""
    future: tuple[T, ...] = ()
    """Undone values, the next to redo last."""

    def changed_to(self, present: T) -> "History[T]":
        """A new present; what was undone can't be redone any more. The same value again changes nothing."""
        return self if present == self.present else History(present, (*self.past, self.present))

    def undone(self) -> "History[T]":
        """One step back, or itself when there is none."""
        if not self.past:
            return self
        return History(self.past[-1], self.past[:-1], (*self.future, self.present))

    def redone(self) -> "History[T]":
        """One step forward again, or itself when there is none."""
        if not self.future:
            return self
        return History(self.future[-1], (*self.past, self.present), self.future[:-1])
