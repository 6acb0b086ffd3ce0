# SPDX-License-Identifier: Apache-2.0 OR MIT
"""Lines by trust level, and their budgets."""

import pytest

import check
import trusted_lines

TEXTS = {
    "arch/pdp11/entry.S": "one\n\n// remark\ntwo\n",
    "arch/pdp11/more.c": "one\n",
    "arch/riscv/pmp.c": "one\ntwo\nthree\n",
    "arch/riscv_ipc/entry.S": "one\ntwo\n",
    "arch/host/port.c": "one\n",
    "kernel/ipc/send.c": "one\ntwo\nthree\n",
    "kernel/a.c": "/* remark\n over lines */\none\n",
    "lib/b.h": "one\n",
    "chips/c.c": "one\n",
    "capsules/d/d.c": "one\ntwo\n",
    "capsules/d/manifest.json": "one\n",
    "tools/e.c": "one\n",
}
PORTS = {"pdp11": ["pdp11"], "riscv32": ["riscv"]}


def test_levels():
    lines = trusted_lines.Lines(TEXTS)
    assert [lines.of(level) for level in range(5)] == [5, 8, 1, 2, 0]
    assert lines.ports(PORTS) == {"pdp11": (3, 5, 0, 3), "riscv32": (0, 5, 2, 5)}
    assert lines.share_percent(5) == pytest.approx(62.5)


def test_share():
    """Three lines that must be right beside six others are a third, four are too many."""
    texts = {"arch/pdp11/a.c": "one\n" * 3, "capsules/b/b.c": "one\n" * 6}
    find = trusted_lines.share_problems
    assert find(trusted_lines.Lines(texts), {"pdp11": ["pdp11"]}) == []
    texts["lib/c.c"] = "one\n"
    assert find(trusted_lines.Lines(texts), {"pdp11": ["pdp11"]}) == [
        "pdp11: levels 0 and 1 are 40.0 % of the kernel's side, not under 35 %"]


def test_budgets_are_read():
    text = "# remark\npdp11 level_0 3\nriscv32 level_0 7 # behind\n"
    assert trusted_lines.budgets_read(text) == {("pdp11", "level_0"): 3, ("riscv32", "level_0"): 7}


@pytest.mark.parametrize("text", ["pdp11 3\n", "pdp11 level_0 three\n",
                                  "pdp11 level_0 3\npdp11 level_0 3\n"])
def test_bad_budget(text):
    with pytest.raises(ValueError, match="lines.txt"):
        trusted_lines.budgets_read(text)


def test_budget_problems():
    measured = {("a", "level_0"): 100, ("b", "level_0"): 100}
    find = trusted_lines.budget_problems
    assert find(measured, {("a", "level_0"): 100, ("b", "level_0"): 100}) == []
    assert find(measured, {("a", "level_0"): 99, ("b", "level_0"): 100}) == [
        "a: level_0: 100 lines exceed the budget of 99"]
    assert find(measured, {("a", "level_0"): 100}) == [
        "tools/check/lines.txt: no line 'b level_0 100'"]
    assert find({}, {("a", "level_0"): 1}) == [
        "tools/check/lines.txt: a level_0: there is no such thing"]
    assert find(measured, {("a", "level_0"): 101, ("b", "level_0"): 100}) == [
        "tools/check/lines.txt: a level_0: lower the budget of 101 to 100"]


def test_budgets_hold(root):
    """The sources as they are, so that tests see what the check sees."""
    paths = [path for folder in ("abi", "arch", "boards", "capsules", "chips", "hal", "kernel",
                                 "lib", "user") for path in (root / folder).rglob("*")
             if path.suffix in trusted_lines.SOURCES]
    lines = trusted_lines.Lines({str(path.relative_to(root)): path.read_text(encoding="utf-8")
                                 for path in paths})
    budgets = trusted_lines.budgets_read((root / trusted_lines.BUDGETS).read_text(encoding="utf-8"))
    problems = trusted_lines.budget_problems(
        trusted_lines.measure(lines, check.ports()), budgets)
    assert problems + trusted_lines.share_problems(lines, check.ports()) == []
