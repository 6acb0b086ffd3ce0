# SPDX-License-Identifier: Apache-2.0 OR MIT
"""`bh check`: everything about the sources that a machine can judge without running the kernel."""

import json
import os
import pathlib
import subprocess
import sys

import build

sys.path.insert(0, os.path.join(build.ROOT, "tools", "check"))
import pointer_casts  # noqa: E402
import text_rules  # noqa: E402

BOARD = "mps2-an386"
BUILDS = [BOARD, f"{BOARD}-clang", f"{BOARD}-capsule-test", "host", "host-clang"]
PORTS = ("arch/arm/", "arch/armv7m/")  # of the default board
PORT_LINES_GOAL = 1000  # level 0
KERNEL_LINES_MAX = 8500  # levels 0 and 1
CAST_FREE = ("abi/", "lib/", "hal/", "kernel/", "chips/", "capsules/", "boards/")

# Trust levels, first match wins. Encoders of protection units are pure and count as kernel.
LEVELS = [
    (1, ("arch/armv7m/mpu_v7.", "arch/armv7m/mpu_regions.h")),
    (0, PORTS),
    (1, ("kernel/", "lib/", "abi/")),
    (2, ("chips/", "hal/", "boards/")),
    (3, ("capsules/",)),
    (4, ("user/",)),
]


def arguments():
    build.Parser("check").parse_args()


def repository_files():
    text = subprocess.run(
        ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"],
        cwd=build.ROOT, check=True, capture_output=True, text=True).stdout
    return sorted(path for path in text.split("\0")
                  if path and os.path.isfile(os.path.join(build.ROOT, path)))


def read(path):
    return pathlib.Path(build.ROOT, path).read_text(encoding="utf-8")


def check_text(paths):
    problems = []
    for path in paths:
        try:
            text = read(path)
        except UnicodeDecodeError:
            problems.append(f"{path}: not text")
            continue
        problems += [f"{path}:{number}: {what}" for number, what in text_rules.findings(path, text)]
    return problems


def check_format(paths):
    sources = [path for path in paths if path.endswith((".c", ".h"))]
    result = subprocess.run(["clang-format-19", "--dry-run", "--Werror", *sources],
                            cwd=build.ROOT, capture_output=True, text=True, check=False)
    return [line for line in result.stderr.splitlines() if ": error: " in line]


def check_casts():
    with open(os.path.join(build.build_folder(f"{BOARD}-clang"), "compile_commands.json"),
              encoding="utf-8") as file:
        entries = json.load(file)
    found = set()
    for entry in entries:
        path = os.path.relpath(entry["file"], build.ROOT)
        if path.startswith(CAST_FREE) and path.endswith(".c"):
            for place, line in pointer_casts.casts(entry):
                source = os.path.relpath(os.path.realpath(place), build.ROOT)
                if source.startswith(CAST_FREE):
                    found.add(f"{source}:{line}: a cast from integer to pointer outside arch/")
    return sorted(found)


def check_layers():
    """The compile-fail tests: wrong includes and misuse of process addresses do not compile."""
    boards = [build.build_folder(BOARD), build.build_folder(f"{BOARD}-clang")]
    environment = dict(os.environ, BULKHEAD_BUILD=boards[0], BULKHEAD_BUILDS=":".join(boards))
    result = subprocess.run(
        [sys.executable, "-m", "pytest", "-q", "--no-header", "tests/compile_fail"],
        cwd=build.ROOT, env=environment, capture_output=True, text=True, check=False)
    return [] if result.returncode == 0 else result.stdout.splitlines()


def level_of(path):
    for level, starts in LEVELS:
        if path.startswith(starts):
            return level
    return None


def check_lines(paths):
    lines = dict.fromkeys((level for level, _ in LEVELS), 0)
    for path in paths:
        level = level_of(path)
        if level is not None and path.endswith((".c", ".h", ".S")):
            lines[level] += text_rules.code_line_count(read(path))
    names = ["arch", "kernel", "chips and boards", "capsules", "user"]
    for level, name in enumerate(names):
        print(f"level {level} ({name}): {lines[level]} lines")
    print(f"to be believed (levels 0 to 2): {lines[0] + lines[1] + lines[2]} lines")
    print(f"the goal for level 0 is {PORT_LINES_GOAL} lines")
    if lines[0] + lines[1] > KERNEL_LINES_MAX:
        return [f"levels 0 and 1 have more than {KERNEL_LINES_MAX} lines"]
    return []


def check_stack():
    """The build compares the worst case with the stack, so it is only shown here."""
    for board in (BOARD, f"{BOARD}-capsule-test"):
        path = os.path.join(build.build_folder(board), "stack_depth.txt")
        if not os.path.isfile(path):
            return [f"{board}: no worst-case stack was computed"]
        text = pathlib.Path(path).read_text(encoding="utf-8")
        for line in text.splitlines():
            print(f"{board}: {line}")
    return []


def main():
    arguments()
    paths = repository_files()
    checks = [("licence, layout, forbidden constructs", lambda: check_text(paths)),
              ("format", lambda: check_format(paths))]
    checks += [(f"build {preset} without a warning, capsules within their symbol list",
                lambda preset=preset: [] if build.build(preset) else [f"{preset} does not build"])
               for preset in BUILDS]
    checks += [("casts from integer to pointer", check_casts), ("layers", check_layers),
               ("lines of code", lambda: check_lines(paths)), ("worst-case stack", check_stack)]
    failed = 0
    for number, (name, check) in enumerate(checks, 1):
        print(f"{number} of {len(checks)}: {name}", flush=True)
        problems = check()
        for problem in problems:
            print(f"    {problem}")
        failed += bool(problems)
    print(f"{len(checks) - failed} checks passed, {failed} failed")
    return 1 if failed else 0


if __name__ == "__main__":
    try:
        sys.exit(main())
    except KeyboardInterrupt:
        sys.exit(1)
