"""The medians, program under program."""

import statistics
from collections.abc import Iterable, Iterator, Mapping, Sequence

from bench.measuring import Sample
from bench.programs import DOWN, LETTER, Program

GOAL = 2
"""How many times the floor's start segtui's may take."""

_HEADER = ("", "start", "x floor", "processor", "x floor", "bytes", "memory", DOWN, LETTER)


def lines(programs: Sequence[Program], samples: Mapping[str, Sequence[Sample]]) -> Iterator[str]:
    """Tell the medians.

    Args:
        programs: All that were measured, the floor among them.
        samples: What was measured, by the program's name.
    """
    floor = next(samples[one.name] for one in programs if one.is_floor)
    rows = [_HEADER, *(_row(one.name, samples[one.name], floor) for one in programs)]
    widths = [max(map(len, column)) for column in zip(*rows, strict=True)]
    for name, *cells in rows:
        yield "  ".join((name.ljust(widths[0]), *(cell.rjust(w) for cell, w in zip(cells, widths[1:], strict=True))))
    own = next((row for row in rows if row[0] == "segtui"), None)
    if own is not None:
        work = f" ({own[4]} times in work of the processor, which a busy machine changes less)" if own[4] else ""
        yield ""
        yield f"segtui's start takes {own[2]} times the floor's{work}; at most {GOAL} is the goal."


def _row(name: str, samples: Sequence[Sample], floor: Sequence[Sample]) -> tuple[str, ...]:
    starts = [one.start for one in samples]
    work, memory = _known(one.processor for one in samples), _known(one.memory for one in samples)
    return (
        name,
        f"{1000 * _median(starts):.0f} ms",
        _times(starts, [one.start for one in floor]),
        f"{1000 * _median(work):.0f} ms" if work else "unknown",
        _times(work, _known(one.processor for one in floor)),
        f"{_median(one.size for one in samples) / 1000:.1f} kB",
        f"{_median(memory):.0f} MiB" if memory else "unknown",
        *(_answers(samples, deed) for deed in (DOWN, LETTER)),
    )


def _times(values: Sequence[float], floor: Sequence[float]) -> str:
    """How many times the floor it is: the median of the rounds, for a machine's speed drifts from one to the next."""
    return f"{_median(one / least for one, least in zip(values, floor, strict=True)):.2f}" if values else ""


def _answers(samples: Sequence[Sample], deed: str) -> str:
    given = [one.answers[deed] for one in samples if deed in one.answers]
    if not given:
        return ""
    seconds, size = _median(one.seconds for one in given), _median(one.size for one in given)
    return f"{1000 * seconds:.0f} ms {size / 1000:.2f} kB"


def _median(values: Iterable[float]) -> float:
    return statistics.median(values)


def _known(values: Iterable[float | None]) -> list[float]:
    return [value for value in values if value is not None]
