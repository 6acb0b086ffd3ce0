# SPDX-License-Identifier: Apache-2.0 OR MIT
"""`bh check`: everything about the sources that a machine can judge without running the kernel."""

import os
import pathlib
import subprocess
import sys

import build

sys.path.insert(0, os.path.join(build.ROOT, "tools", "check"))
import addresses  # noqa: E402
import authority  # noqa: E402
import cell_cost  # noqa: E402
import checker_time  # noqa: E402
import pure_files  # noqa: E402
import text_rules  # noqa: E402
import trusted_lines  # noqa: E402

UNIT_PRESETS = ["host", "host-clang"]
FUZZ_PRESET = "fuzz"


def arguments():
    parser = build.Parser("check")
    parser.add_argument("--json", metavar="FILE")
    return parser.parse_args()


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


def check_pure(paths):
    problems = [f"{path}: listed as pure, and there is no such file"
                for path in pure_files.PURE if path not in paths]
    for path in pure_files.PURE:
        if path in paths:
            problems += [f"{path}:{number}: {what}"
                         for number, what in pure_files.findings(path, read(path))]
    return problems


def check_format(paths):
    sources = [path for path in paths if path.endswith((".c", ".h"))]
    result = subprocess.run(["clang-format-19", "--dry-run", "--Werror", *sources],
                            cwd=build.ROOT, capture_output=True, text=True, check=False)
    return [line for line in result.stderr.splitlines() if ": error: " in line]


def check_addresses():
    """In what Clang compiles for the first board of each instruction set."""
    tool = os.path.join(build.ROOT, "build", "tools", "bin", "address-check")
    return addresses.check(tool, build.ROOT,
                           [build.build_folder(preset)
                            for preset in build.second_compiler_boards()])


def check_layers():
    """The compile-fail tests: wrong includes and misuse of process addresses do not compile."""
    presets = [preset for clang in build.second_compiler_boards()
               for preset in (clang.removesuffix("-clang"), clang)]
    boards = [build.build_folder(preset) for preset in presets]
    environment = dict(os.environ, BULKHEAD_BUILD=boards[0], BULKHEAD_BUILDS=":".join(boards))
    result = subprocess.run(
        [sys.executable, "-m", "pytest", "-q", "--no-header", "tests/compile_fail"],
        cwd=build.ROOT, env=environment, capture_output=True, text=True, check=False)
    folder = pathlib.Path(build.ROOT, "tests", "compile_fail")
    cases = sorted(path.stem for path in folder.glob("*.c") if not path.name.endswith(".ok.c"))
    print(f"{len(cases)} cases that must not compile: {', '.join(cases)}")
    return [] if result.returncode == 0 else result.stdout.splitlines()


def ports():
    """{instruction set: its folders of arch/} of the boards."""
    sets = dict.fromkeys(build.board_setting(board, "BOARD_ISA") for board in build.plain_boards())
    return {isa: build.setting(f"arch/{isa}/arch.cmake", "ARCH_FOLDERS").split() for isa in sets}


def check_lines(paths):
    """Levels 0 and 1 have budgets, which hold for each port with the kernel."""
    lines = trusted_lines.Lines({path: read(path) for path in paths
                                 if path.endswith(trusted_lines.SOURCES)})
    for line in trusted_lines.report(lines, ports()):
        print(line)
    try:
        budgets = trusted_lines.budgets_read(read(trusted_lines.BUDGETS))
    except ValueError as error:
        return [str(error)]
    measured = trusted_lines.measure(lines, ports())
    return (trusted_lines.budget_problems(measured, budgets) +
            trusted_lines.share_problems(lines, ports()))


def check_authority(path):
    """The capsules of boards that ship may use what was agreed. Writes the report to `path`."""
    try:
        reports = {board: authority.report_read(build.build_folder(board))
                   for board in build.plain_boards()}
        if path is not None:
            pathlib.Path(path).write_text(authority.policy_text(reports), encoding="utf-8")
        policy = authority.policy_read(build.ROOT)
    except (authority.AuthorityError, OSError) as error:
        return [str(error)]
    problems = []
    for board, report in reports.items():
        for name, facts in report.items():
            print(f"{board}: {authority.capsule_line(name, facts)}")
        problems += authority.differences(board, report, policy)
    problems += [f"{authority.POLICY}: no board {board}"
                 for board in policy if board not in reports]
    return problems


def check_cells():
    """Of the first board of each instruction set, as it ships."""
    found = []
    for clang in build.second_compiler_boards():
        folder = build.build_folder(clang.removesuffix("-clang"))
        try:
            found += cell_cost.problems(folder)
        except (cell_cost.CostError, subprocess.CalledProcessError) as error:
            found.append(str(error))
    return found


def check_checker():
    try:
        return checker_time.problems(build.ROOT, build.build_folder(build.DEFAULT_BOARD))
    except (checker_time.TimeError, subprocess.CalledProcessError, OSError) as error:
        return [str(error)]


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
    options = arguments()
    paths = repository_files()
    checks = [("licence, layout, forbidden constructs", lambda: check_text(paths)),
              ("format", lambda: check_format(paths))]
    checks += [(f"build {preset} without a warning, capsules within their symbol list",
                lambda preset=preset: [] if build.build(preset) else [f"{preset} does not build"])
               for preset in [*build.presets(), *UNIT_PRESETS, FUZZ_PRESET]]
    checks += [("files of ports that count as kernel", lambda: check_pure(paths)),
               ("where numbers become pointers, and raw addresses", check_addresses),
               ("layers", check_layers),
               ("trusted lines", lambda: check_lines(paths)),
               ("cells cost what they may", check_cells),
               ("the checker takes less than two seconds for all capsules", check_checker),
               ("what capsules may use", lambda: check_authority(options.json)),
               ("worst-case stack", check_stack)]
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
