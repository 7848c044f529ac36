"""Measure, and print the table."""

import argparse
import asyncio
import os
import shutil
import sys
from pathlib import Path

# As pytest has it; `python -m` knows the checkout's own folder only.
sys.path.insert(0, str(Path(__file__).parents[1]))

from bench.measuring import Sample, measure
from bench.programs import programs, widgets_of_the_demo
from bench.table import lines

COLUMNS, ROWS = 200, 50


def main() -> None:
    """Run all programs round after round."""
    parser = argparse.ArgumentParser(prog="python -m tests.bench", description=sys.modules["bench"].__doc__)
    parser.add_argument("--rounds", type=int, default=7, help="how often each program is started (7)")
    parser.add_argument("--only", nargs="+", metavar="PROGRAM", help="measure these, and the floor")
    asked = parser.parse_args()

    widgets = asyncio.run(widgets_of_the_demo())
    load = os.getloadavg()[0]
    samples: dict[str, list[Sample]] = {}
    chosen = [one for one in programs(widgets) if one.is_floor or not asked.only or one.name in asked.only]
    for program in chosen:
        if shutil.which(program.command[0]) is None:
            print(f"{program.name} isn't measured: it isn't installed where PATH looks for it.")
            continue
        samples[program.name] = []
    running = [one for one in chosen if one.name in samples]
    for number in range(asked.rounds + 1):
        for program in running:
            say = f"round {number} of {asked.rounds}: {program.name}" if number else f"warming up: {program.name}"
            print(f"\r{say:<40}", end="", file=sys.stderr, flush=True)
            sample = measure(program, columns=COLUMNS, rows=ROWS)
            if number:  # the first round brings bytecode and files into memory
                samples[program.name].append(sample)
    print("\r" + " " * 40 + "\r", end="", file=sys.stderr, flush=True)
    print(*lines(running, samples), sep="\n")
    print(
        f"\nMedians of {asked.rounds} interleaved runs in a terminal of {COLUMNS}x{ROWS}; the floor is a Textual "
        f"program with {widgets} widgets, as many as segtui's first screen.\n"
        f"The machine's load was {load:.1f} before and {os.getloadavg()[0]:.1f} after, of {os.cpu_count()} processors; "
        "times mean little above 1.5, bytes are the same in every run."
    )


if __name__ == "__main__":
    main()
