"""How much costly looking one rule is worth: people paste thousands of conditions, and a thread can't be stopped."""

from dataclasses import dataclass


@dataclass
class Allowance:
    """Work that may still be done for a rule.

    Args:
        left: How much, in whatever the costly thing is counted.
    """

    left: int

    def covers(self, cost: int) -> bool:
        """Spend some of it, unless there isn't enough left.

        Args:
            cost: What the next piece of work takes.
        """
        if cost > self.left:
            return False
        self.left -= cost
        return True
