# SPDX-License-Identifier: Apache-2.0 OR MIT
"""What all tests share: which builds they run on.

A build is named by its folder; FOLDER@SUFFIX is a variant of the emulator. Several are separated by
colons.

BULKHEAD_BUILD   the default build (default: build/mps2-an386)
BULKHEAD_BUILDS  builds that boot and attack tests run on (default: the default build)
BULKHEAD_CAPSULE_TEST_BUILDS  builds of test boards (default: that of the default build's board)
BULKHEAD_INJECTION_BUILDS  builds of boards whose capsules fail everywhere (default: likewise)
BULKHEAD_IPC_BUILDS  builds of boards with IPC (default: those of BULKHEAD_BUILDS, else likewise)
BULKHEAD_DRIVER_BUILDS  builds of boards for a few drivers (default: none)
BULKHEAD_UNIT_BUILDS  builds of the unit tests (default: build/host)
BULKHEAD_FILTER  only tests whose name contains this are run
TBF_TOOL         the tool `tbf` under test (default: that of the first unit-test build)

A module in tests/boot or tests/attack may say RUNS_ON:
  "builds"        (the default) every one of BULKHEAD_BUILDS
  "default"       BULKHEAD_BUILD
  "capsule_test"  BULKHEAD_CAPSULE_TEST_BUILDS
  "injection"     BULKHEAD_INJECTION_BUILDS
  "ipc"           BULKHEAD_IPC_BUILDS
  "drivers"       BULKHEAD_DRIVER_BUILDS
RUNS_ON_VARIANTS = False leaves out variants of the emulator.
PAIRS_BUILDS_ITSELF = True leaves the choice to the module. A test with a parameter `program` runs
on boards that have this program, one with the mark needs_capsule(NAME) on boards with that capsule,
one with lacks_capsule(NAME) on those without it, and one with the mark as_shipped on builds that
are compiled as boards ship: figures are about these.
"""

import os
import pathlib

import pytest

ROOT = pathlib.Path(__file__).resolve().parent.parent
os.environ.setdefault("BULKHEAD_BUILD", str(ROOT / "build" / "mps2-an386"))
os.environ.setdefault("BULKHEAD_BUILDS", os.environ["BULKHEAD_BUILD"])
os.environ.setdefault("BULKHEAD_CAPSULE_TEST_BUILDS",
                      os.environ["BULKHEAD_BUILD"].split("@")[0] + "-capsule-test")
os.environ.setdefault("BULKHEAD_INJECTION_BUILDS",
                      os.environ["BULKHEAD_BUILD"].split("@")[0] + "-injection-capsule-test")
os.environ.setdefault("BULKHEAD_IPC_BUILDS", ":".join(
    [build for build in os.environ["BULKHEAD_BUILDS"].split(":")
     if "-ipc-" in f"{build.split('@')[0]}-"] or [os.environ["BULKHEAD_BUILD"] + "-ipc"]))
os.environ.setdefault("BULKHEAD_UNIT_BUILDS", str(ROOT / "build" / "host"))
os.environ.setdefault(
    "TBF_TOOL", os.path.join(os.environ["BULKHEAD_UNIT_BUILDS"].split(":")[0], "bin", "tbf"))

import emulator  # noqa: E402  (reads BULKHEAD_BUILD)
from board import Board  # noqa: E402

MACHINE_FOLDERS = tuple(
    ROOT / "tests" / name for name in ("boot", "attack", "injection", "containment"))

LONG_FOLDERS = ("injection", "containment", "tools")


def pytest_configure(config):
    """Assertions ask for an option of the terminal's plugin, which `bh test` turns off."""
    if not hasattr(config.option, "verbose"):
        config.option.verbose = 0


def builds_for(runs_on):
    """The builds that a module with this RUNS_ON gets."""
    builds = [build for build in os.environ["BULKHEAD_BUILDS"].split(":") if build]
    if runs_on == "builds":
        return builds
    if runs_on == "default":
        return [os.environ["BULKHEAD_BUILD"]]
    if runs_on == "capsule_test":
        return [build for build in os.environ["BULKHEAD_CAPSULE_TEST_BUILDS"].split(":") if build]
    if runs_on == "injection":
        return [build for build in os.environ["BULKHEAD_INJECTION_BUILDS"].split(":") if build]
    if runs_on == "ipc":
        return os.environ["BULKHEAD_IPC_BUILDS"].split(":")
    if runs_on == "drivers":
        return [build for build in os.environ.get("BULKHEAD_DRIVER_BUILDS", "").split(":") if build]
    raise ValueError(f"RUNS_ON = {runs_on!r}")


def pytest_generate_tests(metafunc):
    """Tests that boot a board run once for each build of it."""
    path = pathlib.Path(metafunc.module.__file__)
    if getattr(metafunc.module, "PAIRS_BUILDS_ITSELF", False):
        return
    if any(folder in path.parents for folder in MACHINE_FOLDERS):
        builds = builds_for(getattr(metafunc.module, "RUNS_ON", "builds"))
        if not getattr(metafunc.module, "RUNS_ON_VARIANTS", True):
            builds = [build for build in builds if "@" not in build]
        names = [os.path.basename(build) for build in builds]
        metafunc.parametrize("board_build", builds, indirect=True, ids=names)


def is_for_its_board(item):
    """Whether there is such a board, and it has what the test is about."""
    parameters = item.callspec.params if hasattr(item, "callspec") else {}
    if "board_build" not in parameters:
        return True
    if not isinstance(parameters["board_build"], str):
        return False  # what pytest makes of an empty list of builds
    board = Board(parameters["board_build"])
    needed = [mark.args[0] for mark in item.iter_markers("needs_capsule")]
    lacking = [mark.args[0] for mark in item.iter_markers("lacks_capsule")]
    if not all(capsule in board.facts["capsules"] for capsule in needed) or \
            any(capsule in board.facts["capsules"] for capsule in lacking):
        return False
    if item.get_closest_marker("as_shipped") and not board.facts["as_shipped"]:
        return False
    return "program" not in parameters or parameters["program"] in board.programs


def pytest_collection_modifyitems(items):
    """Keeps the tests that were asked for and that the boards can run. The longest come first, so
    that in the end no core waits for one."""
    wanted = os.environ.get("BULKHEAD_FILTER", "").lower()
    items[:] = sorted((item for item in items
                       if wanted in item.nodeid.lower() and is_for_its_board(item)),
                      key=lambda item: item.path.parent.name not in LONG_FOLDERS)


@pytest.fixture(autouse=True)
def board_build(request):
    """The build folder that Emulator uses in this test."""
    emulator.build_folder = getattr(request, "param", os.environ["BULKHEAD_BUILD"])
    yield emulator.build_folder
    emulator.build_folder = os.environ["BULKHEAD_BUILD"]


@pytest.fixture(scope="session")
def root():
    """The repository."""
    return ROOT
