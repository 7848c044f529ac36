"""The medians, program under program."""

import statistics
from collections.abc import Iterable, Iterator, Mapping, Sequence

from bench.measuring import Sample
from bench.programs import DOWN, LETTER, Program

GOAL = 2
"""How many times the floor's start segtui's may take."""

_HEADER = ("", "start", "× floor", "processor", "× floor", "bytes", "memory", DOWN, LETTER)


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
    for one in programs:
        if one.name == "segtui":
            times = _median(s.start for s in samples[one.name]) / _median(s.start for s in floor)
            yield ""
            yield f"segtui's start takes {times:.2f} times the floor's; at most {GOAL} is the goal."


def _row(name: str, samples: Sequence[Sample], floor: Sequence[Sample]) -> tuple[str, ...]:
    start, least = _median(one.start for one in samples), _median(one.start for one in floor)
    work, least_work = _known(one.processor for one in samples), _known(one.processor for one in floor)
    memory = _known(one.memory for one in samples)
    return (
        name,
        f"{1000 * start:.0f} ms",
        f"{start / least:.2f}",
        f"{1000 * work:.0f} ms" if work else "unknown",
        f"{work / least_work:.2f}" if work and least_work else "",
        f"{_median(one.size for one in samples) / 1000:.1f} kB",
        f"{memory:.0f} MiB" if memory else "unknown",
        *(_answers(samples, deed) for deed in (DOWN, LETTER)),
    )


def _answers(samples: Sequence[Sample], deed: str) -> str:
    given = [one.answers[deed] for one in samples if deed in one.answers]
    if not given:
        return ""
    seconds, size = _median(one.seconds for one in given), _median(one.size for one in given)
    return f"{1000 * seconds:.0f} ms {size / 1000:.2f} kB"


def _median(values: Iterable[float]) -> float:
    return statistics.median(values)


def _known(values: Iterable[float | None]) -> float | None:
    known = [value for value in values if value is not None]
    return statistics.median(known) if known else None
