#!/usr/bin/python3
# SPDX-License-Identifier: Apache-2.0 OR MIT
"""
Finds the longest kernel run of a whole test run and compares it with its limit.

While the tests run with BULKHEAD_COUNT_FOLDER set, every emulator writes a log there (see
tests/emulator.py and tools/count/plugin.py). Prints `BOARD longest_kernel_run_tests COUNT` and
where the run was. Exit status: 0 all is well, 1 too long or no logs, 2 bad usage.
"""

import argparse
import pathlib
import sys

ROOT = pathlib.Path(__file__).resolve().parents[2]
sys.path.insert(0, str(ROOT / "tools" / "count"))

# pylint: disable=wrong-import-position
from elf_file import ElfError  # noqa: E402
from limits import limits_read  # noqa: E402
from plugin import CountError, longest_collect  # noqa: E402


def main():
    """Command line."""
    parser = argparse.ArgumentParser(description="the longest kernel run of a test run")
    parser.add_argument("--board", required=True)
    parser.add_argument("folder", type=pathlib.Path, help="where the emulators wrote their logs")
    arguments = parser.parse_args()
    try:
        count, place, logs = longest_collect(arguments.folder)
        limit = limits_read(arguments.board)["longest_kernel_run"]
    except (CountError, ElfError, OSError) as error:
        print(f"longest: {error}", file=sys.stderr)
        return 1
    except KeyError:
        print(f"longest: board {arguments.board} has no limit", file=sys.stderr)
        return 1
    print(f"{arguments.board} longest_kernel_run_tests {count}")
    print(f"# of {logs} emulator runs: {place}")
    if count > limit:
        print(f"longest: {count} instructions exceed the limit {limit}", file=sys.stderr)
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
