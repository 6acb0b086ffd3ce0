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

UNIT_PRESETS = ["host", "host-clang"]
PORT_LINES_GOAL = 1000  # level 0
KERNEL_LINES_MAX = 8500  # levels 0 and 1
CAST_FREE = ("abi/", "lib/", "hal/", "kernel/", "chips/", "capsules/", "boards/")

# Trust levels, first match wins. Encoders of protection units are pure and count as kernel.
LEVELS = [
    (1, ("arch/armv7m/mpu_v7.", "arch/armv7m/mpu_regions.h", "arch/armv8m/mpu_v8.",
         "arch/riscv/pmp.")),
    (0, ("arch/",)),
    (1, ("kernel/", "lib/", "abi/")),
    (2, ("chips/", "hal/", "boards/")),
    (3, ("capsules/",)),
    (4, ("user/",)),
]
LEVEL_NAMES = {2: "chips and boards", 3: "capsules", 4: "user"}


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
    """In what Clang compiles for the first board of each instruction set."""
    found = set()
    for preset in build.second_compiler_boards():
        with open(os.path.join(build.build_folder(preset), "compile_commands.json"),
                  encoding="utf-8") as file:
            entries = json.load(file)
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
    presets = [preset for clang in build.second_compiler_boards()
               for preset in (clang.removesuffix("-clang"), clang)]
    boards = [build.build_folder(preset) for preset in presets]
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


def ports():
    """{instruction set: its folders of arch/} of the boards."""
    sets = dict.fromkeys(build.board_setting(board, "BOARD_ISA") for board in build.plain_boards())
    return {isa: build.setting(f"arch/{isa}/arch.cmake", "ARCH_FOLDERS").split() for isa in sets}


def check_lines(paths):
    """Levels 0 and 1 have limits, which hold for each port with the kernel."""
    counts = {path: text_rules.code_line_count(read(path)) for path in paths
              if path.endswith((".c", ".h", ".S", ".inc")) and level_of(path) is not None}

    def lines(level, starts=("",)):
        return sum(count for path, count in counts.items()
                   if level_of(path) == level and path.startswith(tuple(starts)))

    problems = []
    shared = lines(1, ("kernel/", "lib/", "abi/"))
    print(f"level 1 without ports (kernel): {shared} lines")
    for isa, folders in ports().items():
        starts = [f"arch/{folder}/" for folder in folders]
        port, encoders = lines(0, starts), lines(1, starts)
        print(f"level 0 ({isa}): {port} lines, and {encoders} of level 1; "
              f"with the kernel {port + encoders + shared}, "
              f"to be believed with all of level 2 {port + encoders + shared + lines(2)}")
        if port + encoders + shared > KERNEL_LINES_MAX:
            problems.append(f"{isa}: levels 0 and 1 have more than {KERNEL_LINES_MAX} lines")
    for level in (2, 3, 4):
        print(f"level {level} ({LEVEL_NAMES[level]}): {lines(level)} lines")
    print(f"the goal for level 0 of a port is {PORT_LINES_GOAL} lines")
    return problems


def check_stack():
    """The build compares the worst case with the stack, so it is only shown here."""
    for board in build.presets():
        if board.endswith("-clang"):
            continue
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
               for preset in [*build.presets(), *UNIT_PRESETS]]
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
