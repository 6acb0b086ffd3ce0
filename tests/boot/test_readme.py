# SPDX-License-Identifier: Apache-2.0 OR MIT
"""README.md and the pages of docs/ against the tree and the running system.

Every path, function and attack they name must exist; the commands and the output that README.md
shows must be those of the system. Numbers in shown output may differ.
"""

import fnmatch
import pathlib
import re
import subprocess

import pytest
from emulator import Emulator
from screen import TEXT_BLOCK, Reader

RUNS_ON = "default"  # the pages are about the default board

ROOT = pathlib.Path(__file__).resolve().parents[2]
PAGES = [ROOT / "README.md", *sorted((ROOT / "docs").glob("*.md"))]
PAGE_IDS = [page.name for page in PAGES]

# Where a name like `kernel/port.h` may be meant to start: the include paths of the layers.
FOLDERS = ["", "kernel/include", "arch/arm/include", "user/runtime/include", "user/ipc/include",
           "user/libmicrokit/include",
           "boards/mps2", "boards/mps2_plain", "boards/mps2-an386", "boards/standard", "arch/*",
           "arch/*/include/arch", "capsules"]
SOURCE_SUFFIXES = (".c", ".h", ".S", ".py", ".cmake")
SOURCE_FOLDERS = ("abi", "arch", "boards", "capsules", "chips", "cmake", "hal", "kernel", "lib",
                  "tests", "tools", "user")

FENCE = re.compile(r"^```.*?^```$", re.MULTILINE | re.DOTALL)
SHELL_BLOCK = re.compile(r"^```sh\n(.*?)^```$", re.MULTILINE | re.DOTALL)
QUOTED = re.compile(r"`([^`\n]+)`")
LINK = re.compile(r"\]\(([^)#]+)(?:#[^)]*)?\)")
PATH = re.compile(r"[\w.*<>-]+(?:/[\w.*<>-]+)+/?|[\w-]+/|\w[\w-]*\.(?:c|h|S|cmake|ld|txt|json|md)")
FUNCTION = re.compile(r"(\w+)\(\)")
COLUMNS_MAX = 110

PROMPT = "tock$ "
FIGURE_ROW = re.compile(r"^\| .* \| `(\w+)` \| ([\d,]+) \|$", re.MULTILINE)
FIGURE_TOLERANCE = 0.10


def text_of(page):
    return page.read_text(encoding="utf-8")


def quoted_in(page):
    """What stands between backquotes in running text."""
    return QUOTED.findall(FENCE.sub("", text_of(page)))


def path_exists(path):
    """`<name>` as a part of a path stands for any name; `<path>` is an include."""
    include = re.fullmatch(r"<([\w/]+\.h)>", path)
    pattern = include[1] if include else re.sub(r"<\w+>", "*", path).rstrip("/")
    return any(any(ROOT.glob(f"{folder}/{pattern}" if folder else pattern)) for folder in FOLDERS)


@pytest.fixture(scope="module", name="sources")
def sources_read():
    """All words of all sources."""
    words = set()
    for folder in SOURCE_FOLDERS:
        for path in (ROOT / folder).rglob("*"):
            if path.suffix in SOURCE_SUFFIXES:
                words.update(re.findall(r"\w+", text_of(path)))
    return words


@pytest.mark.parametrize("page", PAGES, ids=PAGE_IDS)
def test_paths_exist(page):
    paths = [quoted for quoted in quoted_in(page)
             if PATH.fullmatch(quoted) and "..." not in quoted
             and not quoted.startswith(("build/", "./"))]
    missing = [path for path in paths if not path_exists(path)]
    assert not missing


@pytest.mark.parametrize("page", PAGES, ids=PAGE_IDS)
def test_links_lead_somewhere(page):
    links = [link for link in LINK.findall(text_of(page)) if "://" not in link]
    missing = [link for link in links if not (page.parent / link).exists()]
    assert not missing


@pytest.mark.parametrize("page", PAGES, ids=PAGE_IDS)
def test_functions_exist(page, sources):
    names = [match[1] for quoted in quoted_in(page) if (match := FUNCTION.fullmatch(quoted))]
    missing = [name for name in names if name not in sources]
    assert not missing


@pytest.mark.parametrize("page", PAGES, ids=PAGE_IDS)
def test_lines_are_not_too_long(page):
    long = [line for line in text_of(page).splitlines() if len(line) > COLUMNS_MAX]
    assert not long


def test_every_attack_has_its_argument_and_every_argument_its_attack():
    page = FENCE.sub("", text_of(ROOT / "docs" / "isolation.md"))
    named = set()
    for paragraph in re.findall(r"^\*\*Attacks\.\*\*(.*?)\n\n", page, re.MULTILINE | re.DOTALL):
        named.update(name for name in QUOTED.findall(paragraph) if re.fullmatch(r"[\w*]+", name))
    attacks = {path.stem for path in (ROOT / "tests" / "attack").rglob("*.c")}
    unknown = {name for name in named
               if not fnmatch.filter(attacks, name) and not name.startswith("user_address_")}
    assert not unknown, "docs/isolation.md names attacks that do not exist"
    unnamed = {attack for attack in attacks
               if not any(fnmatch.fnmatchcase(attack, name) for name in named)}
    assert not unnamed, "docs/isolation.md does not say which claim these attack"


def test_commands_shown_exist():
    readme = text_of(ROOT / "README.md")
    usage = subprocess.run([ROOT / "bh", "--help"], capture_output=True, text=True, check=True,
                           timeout=60).stdout
    verbs = set(re.findall(r"\./bh ([a-z]+)", readme))
    assert {"run", "test"} <= verbs
    assert all(f"\n  {verb} " in usage for verb in verbs)
    blocks = SHELL_BLOCK.findall(readme)
    assert ["./bh run", "./bh test"] in [block.splitlines() for block in blocks]
    run_usage = subprocess.run([ROOT / "bh", "run", "--help"], capture_output=True, text=True,
                               check=True, timeout=60).stdout
    options = set(re.findall(r"`\./bh run[^`]* (--[a-z]+)", readme))
    assert options and all(f"  {option} " in run_usage for option in options)


def test_figures_are_those_measured():
    """Each figure of the table is in the committed results, and close to it."""
    results = {}
    for line in text_of(ROOT / "tests" / "bench" / "results" / "mps2-an386.txt").splitlines():
        if not line.startswith("#"):
            _, name, value = line.split()
            results[name] = int(value)
    shown = {name: int(value.replace(",", ""))
             for name, value in FIGURE_ROW.findall(text_of(ROOT / "README.md"))}
    assert "command_absent" in shown
    for name, value in shown.items():
        if not name.endswith("_bytes"):
            assert abs(value - results[name]) <= FIGURE_TOLERANCE * results[name], (
                f"README.md shows {value} for {name}, ./bh bench measured {results[name]}")


def test_cost_of_take_cells_is_that_measured():
    shown = re.search(r"takes (\d+) instructions on the Cortex-M4, (\d+) on the\s+Cortex-M33 and"
                      r" (\d+) on RV32: `cell_take_put`", text_of(ROOT / "docs" / "capsules.md"))
    assert shown
    boards = ["mps2-an386-capsule-test", "mps2-an505-capsule-test", "virt-rv32-capsule-test"]
    for board, value in zip(boards, shown.groups()):
        results = text_of(ROOT / "tests" / "bench" / "results" / f"{board}.txt")
        assert f"{board} cell_take_put {value}\n" in results


def test_tour_is_what_the_system_shows():
    blocks = TEXT_BLOCK.findall(text_of(ROOT / "README.md"))
    assert len(blocks) == 4
    with Emulator(sorted(["hello", "blink", "clock", "vandal", "echo"])) as machine:
        reader = Reader(machine)
        typed = []
        for block in blocks[:3]:  # the last one: test_overrun.py
            for line in block.splitlines():
                if line.startswith(PROMPT) or line == "hello":
                    reader.go_on()
                    typed.append(line.removeprefix(PROMPT))
                    machine.send(typed[-1] + "\r")
                else:
                    reader.find(line)
            reader.go_on()
        assert len(typed) >= 4
        assert machine.alive


def test_console_commands_named_exist():
    readme = FENCE.sub("", text_of(ROOT / "README.md"))
    paragraph = re.search(r"The other commands are (.*?)\n\n", readme, re.DOTALL)[1]
    named = {name.split()[0] for name in QUOTED.findall(paragraph)}
    typed = re.findall(r"^tock\$ (\S+)", text_of(ROOT / "README.md"), re.MULTILINE)
    assert typed
    with Emulator(["hello"]) as machine:
        machine.expect(r"completion code 0\s")
        machine.send("help\r")
        shown = machine.expect(r"help\s+Valid commands are: (.*)\n")[1].split()
    assert named | set(typed) == set(shown)
