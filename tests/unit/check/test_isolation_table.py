# SPDX-License-Identifier: Apache-2.0 OR MIT
"""The table of other kernels' mistakes in docs/isolation.md names the tests that there are."""

import pathlib
import re

ROOT = pathlib.Path(__file__).resolve().parents[3]
ROW = re.compile(r"^\| (\d\d) \|[^|]*\| (\w+) \| `(\w+)` \|$", re.MULTILINE)
LISTED = re.compile(r"(?:KERNEL_TEST|cmocka_unit_test)\((isolation_bug_\d\d_\w+)\)")
MISTAKES = 21


def named():
    """Where and name of each test in the table."""
    page = (ROOT / "docs" / "isolation.md").read_text()
    return {(where, f"isolation_bug_{number}_{name}") for number, where, name in ROW.findall(page)}


def present():
    """Where and name of each test that runs."""
    found = set()
    for source in (ROOT / "tests" / "unit").glob("*/test_*.c"):
        found.update((source.parent.name, name) for name in LISTED.findall(source.read_text()))
    for source in (ROOT / "tests" / "attack").glob("isolation_bug_*.c"):
        found.add(("attack", source.stem))
    return found


def test_every_test_has_its_row_and_every_row_its_test():
    assert named() == present()


def test_every_mistake_has_a_test():
    numbers = {int(name.split("_")[2]) for _, name in named()}
    assert numbers == set(range(1, MISTAKES + 1))
