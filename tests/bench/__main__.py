"""Measure, and print the table."""

import argparse
import asyncio
import os
import shutil
import sys
from collections.abc import Sequence
from pathlib import Path

# As pytest has it; `python -m` knows the checkout's own folder only.
sys.path.insert(0, str(Path(__file__).parents[1]))

from bench import many
from bench.measuring import Sample, measure
from bench.programs import Program, programs, widgets_of_the_demo
from bench.table import lines
from segtui.sandbox import TiledeskSandbox
from segtui.sandbox.serve import running

COLUMNS, ROWS = 200, 50


def main() -> None:
    """Run all programs round after round."""
    parser = argparse.ArgumentParser(prog="python -m tests.bench", description=sys.modules["bench"].__doc__)
    parser.add_argument("--rounds", type=int, default=5, help="how often each program is started (5)")
    parser.add_argument("--only", nargs="+", metavar="PROGRAM", help="measure these, and the floor")
    parser.add_argument("--many", action="store_true", help="only time the filter over many segments")
    asked = parser.parse_args()
    if asked.many:
        print(*asyncio.run(many.lines(many.MANY_SEGMENTS, many.MANY_LEADS)), sep="\n")
        return

    box = TiledeskSandbox()
    with running(box) as url:
        _compare(asked, box, url)


def _compare(asked: argparse.Namespace, box: TiledeskSandbox, url: str) -> None:
    """Measure what was asked for, and print the table."""
    widgets = asyncio.run(widgets_of_the_demo())
    wanted = [one for one in programs(widgets, box, url) if one.is_floor or not asked.only or one.name in asked.only]
    running = [one for one in wanted if shutil.which(one.command[0]) is not None]
    for one in wanted:
        if one not in running:
            print(f"{one.name} isn't measured: PATH has no program of that name.")
    load = os.getloadavg()[0]
    samples = _samples(running, asked.rounds)
    print(*lines(running, samples), sep="\n")
    print(
        f"\nMedians of {asked.rounds} interleaved runs in a terminal of {COLUMNS}x{ROWS}; times the floor were divided "
        f"round by round.\nThe floor is a Textual program with {widgets} widgets, as many as segtui's first screen; "
        f"start is until the first name can be read, "
        f"“again” of a profile that was open before.\nLoad {load:.1f} before and {os.getloadavg()[0]:.1f} after, on "
        f"{os.cpu_count()} processors: times mean little on a busy machine, bytes are the same in every run."
    )


def _samples(running: Sequence[Program], rounds: int) -> dict[str, list[Sample]]:
    """Run each program once per round, and once before, to bring bytecode and files into memory."""
    samples: dict[str, list[Sample]] = {one.name: [] for one in running}
    for number in range(rounds + 1):
        for program in running:
            print(f"\r{f'round {number} of {rounds}: {program.name}':<40}\r", end="", file=sys.stderr, flush=True)
            sample = measure(program, columns=COLUMNS, rows=ROWS)
            if number:
                samples[program.name].append(sample)
    print(" " * 40, end="\r", file=sys.stderr, flush=True)
    return samples


if __name__ == "__main__":
    main()
