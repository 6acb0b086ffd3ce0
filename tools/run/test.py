# SPDX-License-Identifier: Apache-2.0 OR MIT
"""`bh test`: builds everything, then runs every test with pytest and counts."""

import os
import subprocess
import sys
import tempfile
import time

import build

CAPSULE_TEST_BOARD = "mps2-an386-capsule-test"
UNIT_PRESETS = ["host", "host-clang"]


def arguments():
    parser = build.Parser("test")
    parser.add_board()
    parser.add_argument("filter", nargs="?", default="")
    return parser.parse_args()


class Progress:
    """A pytest plugin: shows `n of m`, prints what failed, keeps only tests that match a filter."""

    def __init__(self, wanted):
        self.wanted = wanted.lower()
        self.count = 0
        self.total = 0
        self.passed = 0
        self.failed = 0

    def pytest_configure(self, config):
        config.option.verbose = 0  # asked for by assertions; its owner, the terminal, is off

    def pytest_collection_modifyitems(self, config, items):
        kept = [item for item in items if self.wanted in item.nodeid.lower()]
        items[:] = kept
        self.total = len(items)

    def pytest_collectreport(self, report):
        if report.failed:
            self.failed += 1
            print(f"FAILED {report.nodeid}\n{report.longreprtext}", flush=True)

    def pytest_runtest_logreport(self, report):
        if report.when == "call":
            self.note(report)
        elif not report.passed:
            # A test that could not start did not pass; the same holds for one that is skipped.
            self.note(report)

    def note(self, report):
        if report.when != "teardown":
            self.count += 1
        is_passed = report.passed
        self.passed += is_passed
        self.failed += not is_passed
        word = "ok" if is_passed else "FAILED"
        print(f"{self.count} of {self.total} {word} {report.nodeid} ({report.duration:.1f} s)",
              flush=True)
        if not is_passed:
            print(report.longreprtext or str(report.longrepr), flush=True)
            for title, content in report.sections:
                print(f"--- {title}\n{content}", flush=True)


def board_builds(board):
    """The board's own build first, then the other builds of the same board."""
    others = [f"{board}-clang"] if f"{board}-clang" in build.board_presets() else []
    return [board] + others


def main():
    options = arguments()
    start = time.monotonic()
    progress = Progress(options.filter)
    boards = board_builds(options.board)
    presets = list(dict.fromkeys(boards + [CAPSULE_TEST_BOARD] + UNIT_PRESETS))
    for number, preset in enumerate(presets, 1):
        print(f"build {number} of {len(presets)}: {preset}", flush=True)
        if build.build(preset):
            progress.passed += 1
        else:
            progress.failed += 1
    if progress.failed == 0:
        run(options, progress, boards)
    print(f"took {time.monotonic() - start:.0f} s")
    print(f"{progress.passed} passed, {progress.failed} failed")
    return 1 if progress.failed else 0


def run(options, progress, boards):
    import pytest  # installed by now

    os.chdir(build.ROOT)
    folders = [build.build_folder(board) for board in boards]
    os.environ["BULKHEAD_BUILD"] = folders[0]
    os.environ["BULKHEAD_BUILDS"] = ":".join(folders)
    os.environ["BULKHEAD_UNIT_BUILDS"] = ":".join(map(build.build_folder, UNIT_PRESETS))
    with tempfile.TemporaryDirectory(prefix="bulkhead-") as logs:
        os.environ["BULKHEAD_COUNT_FOLDER"] = logs
        status = pytest.main(["-p", "no:terminal"], plugins=[progress])
        if os.listdir(logs):
            check_longest_run(options, progress, logs)
    if progress.total == 0 and progress.failed == 0:
        print(f"no test matches '{options.filter}'")
        progress.failed += 1
    elif status not in (pytest.ExitCode.OK, pytest.ExitCode.TESTS_FAILED):
        print(f"pytest ended with {status!r}")
        progress.failed += 1


def check_longest_run(options, progress, logs):
    """Judges the longest stretch of kernel instructions in all runs of the emulator."""
    tool = os.path.join(build.ROOT, "tools", "bench", "longest.py")
    result = subprocess.run([sys.executable, tool, "--board", options.board, logs], check=False)
    is_short = result.returncode == 0
    progress.passed += is_short
    progress.failed += not is_short
    print(f"{'ok' if is_short else 'FAILED'} longest kernel run of all tests", flush=True)


if __name__ == "__main__":
    try:
        sys.exit(main())
    except KeyboardInterrupt:
        sys.exit(1)
