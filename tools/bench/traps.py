#!/usr/bin/python3
# SPDX-License-Identifier: Apache-2.0 OR MIT
"""
What the traps in capsules cost: `BOARD NAME WITH WITHOUT PERCENT` for the flash of the kernel and
for each figure whose path leads through a capsule.

    tools/bench/traps.py [--board BOARD]

Builds the board a second time, into <build>-without-traps, with BULKHEAD_WITH_CAPSULE_TRAPS off,
which nothing else uses, and counts both builds as `bh bench` does. Both must have been built of one
tree: run `bh bench --board BOARD` before.

Exit status: 0 all is well, 1 the traps cost more than they may or something failed, 2 bad usage.
"""

import argparse
import pathlib
import subprocess
import sys
import tempfile

ROOT = pathlib.Path(__file__).resolve().parents[2]
sys.path[:0] = [str(ROOT / "tools" / "bench"), str(ROOT / "tools" / "size"),
                str(ROOT / "tools" / "count"), str(ROOT / "tools" / "run")]

# pylint: disable=wrong-import-position
import bench  # noqa: E402
from board import BoardError  # noqa: E402
from elf_file import ElfError, ElfFile  # noqa: E402

INSTRUCTIONS_PERCENT_MAX = 3
FLASH_PERCENT_MAX = 6
FLASH_SECTIONS = (".text", ".capsule_text", ".rodata", ".exception_table", ".data")


def run(*command):
    result = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    if result.returncode != 0:
        raise bench.CountError(f"{' '.join(command)}: {(result.stderr or result.stdout)[-400:]}")


def build_without(preset):
    """The build folder of the same board without traps."""
    folder = ROOT / "build" / f"{preset}-without-traps"
    run("cmake", "--preset", preset, "-B", str(folder), "-DBULKHEAD_WITH_CAPSULE_TRAPS=OFF")
    run("ninja", "-C", str(folder), "kernel", "bench")
    return folder


def flash_bytes(build):
    elf = ElfFile(build / "kernel.elf")
    return sum(section.size_bytes for section in elf.sections if section.name in FLASH_SECTIONS)


def figures_of(preset, build):
    with tempfile.TemporaryDirectory() as folder:
        figures, _ = bench.measure(preset, build, pathlib.Path(folder))
    of_capsules = {name: figures[name] for name in bench.CAPSULE_RUNS}
    return {"flash_bytes": flash_bytes(build)} | of_capsules


def main():
    parser = argparse.ArgumentParser(description="what the traps in capsules cost")
    parser.add_argument("--board", default="mps2-an386", help="a preset that ships")
    board = parser.parse_args().board
    try:
        with_traps = figures_of(board, ROOT / "build" / board)
        without = figures_of(board, build_without(board))
    except (BoardError, bench.CountError, ElfError, OSError) as error:
        print(f"traps: {error}", file=sys.stderr)
        return 1
    is_good = True
    for name, count in with_traps.items():
        percent = (count - without[name]) * 100 / without[name]
        limit = FLASH_PERCENT_MAX if name == "flash_bytes" else INSTRUCTIONS_PERCENT_MAX
        print(f"{board} {name} {count} {without[name]} {percent:.1f}")
        if percent > limit:
            print(f"traps: {name}: {percent:.1f} % exceeds {limit} %", file=sys.stderr)
            is_good = False
    return 0 if is_good else 1


if __name__ == "__main__":
    sys.exit(main())
