"""What a dialog about a lead can ask of the main screen, which opens another dialog above it."""

from collections.abc import Callable

from segtui.domain.leads import Lead
from segtui.domain.record import record


@record
class LeadOrders:
    """The questions that can be asked about any lead."""

    explain: Callable[[Lead], None]
    """Why it is in the segment that is picked, or isn't."""
    place: Callable[[Lead], None]
    """Which segments it is in."""
