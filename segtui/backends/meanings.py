"""How a service tells what its fields mean, for rules that come from elsewhere or go there."""

from typing import Protocol, runtime_checkable

from segtui.domain.meanings import FieldMeanings


@runtime_checkable
class TellsMeanings(Protocol):
    """For dialects whose fields mean something to other services, too."""

    meanings: FieldMeanings
