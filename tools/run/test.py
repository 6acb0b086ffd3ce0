# SPDX-License-Identifier: Apache-2.0 OR MIT
"""`bh test`: builds everything, then runs every test with pytest on all cores and counts."""

import os
import subprocess
import sys
import tempfile
import time

import build

UNIT_PRESETS = ["host", "host-clang"]
FUZZ_PRESET = "fuzz"
MINUTE_SECONDS = 60


def arguments():
    parser = build.Parser("test")
    parser.add_board(default=None)
    parser.add_argument("filter", nargs="?", default="")
    return parser.parse_args()


class Selection:
    """What is built and tested: all boards, or one of them."""

    def __init__(self, name):
        if name is None:
            self.boards = build.shipped_boards()
            # Of each instruction set the one with the most in it.
            self.others = list({build.board_setting(build.presets()[preset], "BOARD_ISA"): preset
                                for preset in build.second_compiler_boards()}.values())
        else:
            self.boards = [name]
            clang = f"{name}-clang"
            self.others = [clang] if clang in build.presets() else []
        self.drivers = [board for board in build.driver_boards()
                        if name is None or board == build.split_name(name)[0]]
        if name is not None and self.drivers:
            self.boards, self.others = [], []
        presets = [build.split_name(board)[0] for board in self.boards]
        # The limit of a kernel run is that of a board that ships.
        self.counted = [board for board, preset in zip(self.boards, presets)
                        if preset in build.plain_boards()]
        self.capsule_tests = [
            place for preset in dict.fromkeys(presets)
            for place in self.places_of(f"{preset}{build.CAPSULE_TEST}")]
        self.injections = [
            place for preset in dict.fromkeys([*presets, *self.drivers])
            for place in self.places_of(f"{preset}{build.INJECTION}")]
        # Some tests need the default board, whichever is tested.
        tests = [place.preset for place in [*self.capsule_tests, *self.injections]]
        self.presets = list(dict.fromkeys(
            [*presets, *self.others, *tests, *self.drivers,
             build.DEFAULT_BOARD, *UNIT_PRESETS, FUZZ_PRESET]))

    @staticmethod
    def places_of(preset):
        if preset not in build.presets():
            return []
        return [Place(preset, suffix) for suffix in ["", *build.variants(preset)]]

    def environment(self, logs):
        """What the tests learn of it; see tests/conftest.py."""
        builds = [build.board_place(board) for board in [*self.boards, *self.others]]
        return {
            "BULKHEAD_BUILD": build.build_folder(build.DEFAULT_BOARD),
            "BULKHEAD_BUILDS": ":".join(builds),
            "BULKHEAD_CAPSULE_TEST_BUILDS": ":".join(str(place) for place in self.capsule_tests),
            "BULKHEAD_INJECTION_BUILDS": ":".join(str(place) for place in self.injections),
            "BULKHEAD_DRIVER_BUILDS": ":".join(
                str(place) for preset in self.drivers for place in self.places_of(preset)),
            "BULKHEAD_UNIT_BUILDS": ":".join(map(build.build_folder, UNIT_PRESETS)),
            "BULKHEAD_COUNT_FOLDER": logs,
        }


class Place:
    """A build with a variant of its emulator."""

    def __init__(self, preset, suffix):
        self.preset = preset
        self.suffix = suffix

    def __str__(self):
        return build.build_folder(self.preset) + (f"@{self.suffix}" if self.suffix else "")


class Progress:
    """A pytest plugin: shows `n of m`, and prints what failed."""

    def __init__(self):
        self.count = 0
        self.total = 0
        self.passed = 0
        self.failed = 0
        self.failures = []  # what is said again at the end
        self.broken = set()  # modules that could not be read; every worker says so

    def pytest_xdist_node_collection_finished(self, ids):
        self.total = len(ids)

    def pytest_collectreport(self, report):
        if report.failed and report.nodeid not in self.broken:
            self.broken.add(report.nodeid)
            self.fail(report.nodeid)
            print(f"FAILED {report.nodeid}\n{report.longreprtext}", flush=True)

    def pytest_runtest_logreport(self, report):
        if report.when == "call":
            self.note(report)
        elif not report.passed:
            # A test that could not start did not pass; the same holds for one that is skipped.
            self.note(report)

    def fail(self, name):
        self.failed += 1
        self.failures.append(name)

    def note(self, report):
        if report.when != "teardown":
            self.count += 1
        is_passed = report.passed
        if is_passed:
            self.passed += 1
        else:
            self.fail(report.nodeid)
        word = "ok" if is_passed else "FAILED"
        counts = "".join(f", {value} {name}" for name, value in report.user_properties)
        print(f"{self.count} of {self.total} {word} {report.nodeid} ({report.duration:.1f} s)"
              f"{counts}", flush=True)
        if not is_passed:
            print(report.longreprtext or str(report.longrepr), flush=True)
            for title, content in report.sections:
                print(f"--- {title}\n{content}", flush=True)


def main():
    options = arguments()
    start = time.monotonic()
    selection = Selection(options.board)
    progress = Progress()
    for number, preset in enumerate(selection.presets, 1):
        print(f"build {number} of {len(selection.presets)}: {preset}", flush=True)
        begun = time.monotonic()
        if build.build(preset):
            progress.passed += 1
            print(f"ok in {time.monotonic() - begun:.0f} s", flush=True)
        else:
            progress.fail(f"build of {preset}")
    built = time.monotonic()
    if progress.failed == 0:
        run(options, progress, selection)
    for name in progress.failures:
        print(f"failed: {name}")
    print(f"took {minutes(time.monotonic() - start)}, {minutes(built - start)} of it for building")
    print(f"{progress.passed} passed, {progress.failed} failed")
    return 1 if progress.failed else 0


def minutes(seconds):
    return f"{seconds // MINUTE_SECONDS:.0f} min {seconds % MINUTE_SECONDS:.0f} s"


def run(options, progress, selection):
    import pytest  # installed by now

    os.chdir(build.ROOT)
    os.environ["BULKHEAD_FILTER"] = options.filter
    cores = len(os.sched_getaffinity(0))
    with tempfile.TemporaryDirectory(prefix="bulkhead-") as logs:
        # A board with a folder has its kernel runs counted.
        for board in selection.counted:
            os.mkdir(os.path.join(logs, board))
        os.environ.update(selection.environment(logs))
        # Guest time follows the instructions, so that tests beside each other disturb nobody.
        status = pytest.main(["-p", "no:terminal", "-p", "xdist", "-n", str(cores)],
                             plugins=[progress])
        for board in selection.counted:
            if os.listdir(os.path.join(logs, board)):
                check_longest_run(board, progress, os.path.join(logs, board))
    if progress.total == 0 and progress.failed == 0:
        progress.fail(f"no test matches '{options.filter}'")
    elif progress.count < progress.total and progress.failed == 0:
        progress.fail(f"{progress.total - progress.count} tests did not run")
    elif status not in (pytest.ExitCode.OK, pytest.ExitCode.TESTS_FAILED):
        progress.fail(f"pytest ended with {status!r}")


def check_longest_run(board, progress, logs):
    """Judges the longest stretch of kernel instructions in all runs of a board."""
    tool = os.path.join(build.ROOT, "tools", "bench", "longest.py")
    result = subprocess.run([sys.executable, tool, "--board", board, logs], check=False)
    is_short = result.returncode == 0
    name = f"longest kernel run of all tests on {board}"
    if is_short:
        progress.passed += 1
        print(f"ok {name}", flush=True)
    else:
        progress.fail(name)


if __name__ == "__main__":
    try:
        sys.exit(main())
    except KeyboardInterrupt:
        sys.exit(1)
