"""A password or token on its way from where it is kept to the request that needs it."""

from dataclasses import dataclass, field


@dataclass(frozen=True)
class Secret:
    """Shows itself nowhere: not in `repr`, not in a message, not in what an error tells of its surroundings."""

    _text: str = field(repr=False)

    def reveal(self) -> str:
        """The secret itself, for the one place that sends it or hands it on."""
        return self._text
