# SPDX-License-Identifier: Apache-2.0 OR MIT
"""`bh new board`: what it makes builds and boots; a name that cannot be is refused in one line."""

import json
import shutil
import subprocess

import pytest

BAD_NAMES = [
    (["island"], "--like"),
    (["island", "--like", "pdp-11"], "unknown board 'pdp-11'"),
    (["island", "--like", "mps2-an386-capsule-test"], "unknown board"),
    (["mps2-an386", "--like", "mps2-an386"], "is taken"),
    (["standard", "--like", "mps2-an386"], "is taken"),
    (["virt-rv32-smepmp", "--like", "mps2-an386"], "is taken"),
    (["host", "--like", "mps2-an386"], "is taken"),
    (["island-clang", "--like", "mps2-an386"], "ends like the presets"),
    (["island-capsule-test", "--like", "mps2-an386"], "ends like the presets"),
    (["../island", "--like", "mps2-an386"], "is not lower-case"),
    (["Island", "--like", "mps2-an386"], "is not lower-case"),
    (["is land", "--like", "mps2-an386"], "is not lower-case"),
    (["", "--like", "mps2-an386"], "is not lower-case"),
    (["-", "--like", "mps2-an386"], "is not lower-case"),
]


def bh(root, *words, seconds=60):
    return subprocess.run([root / "bh", *words], cwd=root, capture_output=True, text=True,
                          stdin=subprocess.DEVNULL, timeout=seconds, check=False)


@pytest.fixture
def copy(root, tmp_path):
    """A copy of the sources, in which the tests may change what they like."""
    target = tmp_path / "copy"
    shutil.copytree(root, target, symlinks=True, ignore=shutil.ignore_patterns("build", ".git"))
    return target


@pytest.mark.parametrize("like", ["mps2-an386", "virt-rv32"])
def test_new_board_boots(copy, like):
    result = bh(copy, "new", "board", "island", "--like", like)
    assert result.returncode == 0, result.stderr
    presets = json.loads((copy / "CMakePresets.json").read_text())["configurePresets"]
    assert {"island", "island-clang"} <= {preset["name"] for preset in presets}
    limits = (copy / "tests" / "bench" / "limits.txt").read_text().splitlines()
    assert any(line.startswith("island longest_kernel_run ") for line in limits)

    result = bh(copy, "run", "--board", "island", "--timeout", "120",
                "--expect", "Bulkhead kernel .*island", "--expect", "^Hello from a program",
                seconds=600)
    assert result.returncode == 0, result.stdout + result.stderr
    assert "island" in json.loads((copy / "build" / "island" / "board.json").read_text())["board"]


def test_new_board_is_made_once(copy):
    assert bh(copy, "new", "board", "island", "--like", "mps2-an386").returncode == 0
    before = (copy / "CMakePresets.json").read_text()
    result = bh(copy, "new", "board", "island", "--like", "mps2-an386")
    assert result.returncode == 2
    assert "the name 'island' is taken" in result.stderr
    assert (copy / "CMakePresets.json").read_text() == before


@pytest.mark.parametrize("words, reason", BAD_NAMES, ids=[" ".join(case[0]) for case in BAD_NAMES])
def test_bad_name_is_refused_in_one_line(copy, words, reason):
    before = sorted(path for path in copy.rglob("*"))
    result = bh(copy, "new", "board", *words)
    assert result.returncode == 2
    assert reason in result.stderr
    assert len(result.stderr.splitlines()) == 1
    assert sorted(path for path in copy.rglob("*")) == before


@pytest.mark.parametrize("words", [[], ["chip", "island"], ["board"]])
def test_bad_usage_is_refused_in_one_line(root, words):
    result = bh(root, "new", *words)
    assert result.returncode == 2
    assert len(result.stderr.splitlines()) == 1
