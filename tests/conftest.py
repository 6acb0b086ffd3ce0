# SPDX-License-Identifier: Apache-2.0 OR MIT
"""What all tests share: which builds they run on.

BULKHEAD_BUILD   build folder of the board (default: build/mps2-an386)
BULKHEAD_BUILDS  all builds of that board that boot and attack tests run on, separated by colons
BULKHEAD_UNIT_BUILDS  builds of the unit tests, separated by colons
TBF_TOOL         the tool `tbf` under test (default: that of the first unit-test build)
"""

import os
import pathlib

import pytest

ROOT = pathlib.Path(__file__).resolve().parent.parent
os.environ.setdefault("BULKHEAD_BUILD", str(ROOT / "build" / "mps2-an386"))
os.environ.setdefault("BULKHEAD_BUILDS", os.environ["BULKHEAD_BUILD"])
os.environ.setdefault("BULKHEAD_UNIT_BUILDS", str(ROOT / "build" / "host"))
os.environ.setdefault(
    "TBF_TOOL", os.path.join(os.environ["BULKHEAD_UNIT_BUILDS"].split(":")[0], "bin", "tbf"))

import emulator  # noqa: E402  (reads BULKHEAD_BUILD)

MACHINE_FOLDERS = (ROOT / "tests" / "boot", ROOT / "tests" / "attack")


def pytest_generate_tests(metafunc):
    """Tests that boot a board run once for each build of it."""
    path = pathlib.Path(metafunc.module.__file__)
    if getattr(metafunc.module, "PAIRS_BUILDS_ITSELF", False):
        return
    if any(folder in path.parents for folder in MACHINE_FOLDERS):
        builds = os.environ["BULKHEAD_BUILDS"].split(":")
        if getattr(metafunc.module, "RUNS_ON_ONE_BUILD", False):
            builds = builds[:1]
        names = [os.path.basename(build) for build in builds]
        metafunc.parametrize("board_build", builds, indirect=True, ids=names)


@pytest.fixture(autouse=True)
def board_build(request):
    """The build folder that Emulator uses in this test."""
    emulator.build_folder = getattr(request, "param", os.environ["BULKHEAD_BUILD"])
    yield emulator.build_folder
    emulator.build_folder = os.environ["BULKHEAD_BUILD"]


@pytest.fixture
def root():
    """The repository."""
    return ROOT
