# SPDX-License-Identifier: Apache-2.0 OR MIT
"""`bh new capsule`: what it makes passes its checker and test and serves programs on a board."""

import shutil
import subprocess

import pytest
import text_rules

FILES = ["capsules/lamp/manifest.json", "capsules/lamp/lamp.h", "capsules/lamp/lamp.c",
         "tests/unit/lamp/test_lamp.c", "user/runtime/include/bulkhead/lamp.h"]
BAD_NAMES = [
    ("led", "the name 'led' is taken"),
    ("trap_test", "the name 'trap_test' is taken"),
    ("kernel", "the name 'kernel' is taken"),
    ("support", "the name 'support' is taken"),
    ("console", "the name 'console' is taken"),
    ("Lamp", "is not lower-case"),
    ("lamp-test", "is not lower-case"),
    ("../lamp", "is not lower-case"),
    ("lamp_", "is not lower-case"),
    ("", "is not lower-case"),
    ("l" * 25, "has more than 24 characters"),
    *((name, "the build has a target of this name") for name in "capsule test all".split()),
    *((name, "the new capsule's own code means something else by it") for name in
      "size_t count error index process command client status i is_on main light".split()),
    *((name, f"a header has '{name}'") for name in "uint8_t memcpy board".split()),
    *((name, f"trusted code has names that begin with '{name}_'") for name in
      "user cfi timer".split()),
    *((name, "C or its library means something by it") for name in
      "while asm typeof nullptr constexpr abs exit log printf unix linux errno signal".split()),
]

# A program that uses the header for programs, in place of the sample.
PROGRAM = """// SPDX-License-Identifier: Apache-2.0 OR MIT
#include <bulkhead/lamp.h>
#include <stdio.h>

int main(void)
{
    printf("lights %u\\n", (unsigned)bulkhead_lamp_light_count());
    printf("on %d\\n", (int)bulkhead_lamp_switch(1, true));
    printf("none %d\\n", (int)bulkhead_lamp_switch(7, true));
    return 0;
}
"""


def run(root, *words, seconds=900):
    return subprocess.run(words, cwd=root, capture_output=True, text=True,
                          stdin=subprocess.DEVNULL, timeout=seconds, check=False)


def copy_make(root, folder):
    target = folder / "copy"
    shutil.copytree(root, target, symlinks=True, ignore=shutil.ignore_patterns("build", ".git"))
    return target


@pytest.fixture
def copy(root, tmp_path):
    """A copy of the sources, in which the tests may change what they like."""
    return copy_make(root, tmp_path)


@pytest.fixture(scope="module")
def kept_copy(root, tmp_path_factory):
    """One for all tests that change nothing."""
    return copy_make(root, tmp_path_factory.mktemp("kept"))


def test_new_capsule_serves_programs(copy):
    result = run(copy, copy / "bh", "new", "capsule", "lamp")
    assert result.returncode == 0, result.stderr
    for path in FILES:
        assert list(text_rules.findings(path, (copy / path).read_text())) == []
    sources = [path for path in FILES if path.endswith((".c", ".h"))]
    result = run(copy, "clang-format-19", "--dry-run", "--Werror", *sources)
    assert result.returncode == 0, result.stderr

    board = copy / "boards" / "mps2-an386" / "board.cmake"
    board.write_text(board.read_text() + "list(APPEND BOARD_CAPSULES lamp)\n")
    (copy / "user" / "samples" / "hello" / "main.c").write_text(PROGRAM)
    result = run(copy, copy / "bh", "run", "--timeout", "60", "--expect", r"^lights 2\r?$",
                 "--expect", r"^on 0\r?$", "--expect", r"^none 6\r?$")
    assert result.returncode == 0, result.stdout + result.stderr
    # It was checked, and it is held to its manifest.
    assert (copy / "build" / "mps2-an386" / "checked" / "types_lamp").exists()
    manifest = copy / "capsules" / "lamp" / "manifest.json"
    manifest.write_text(manifest.read_text().replace('"deferred", ', ""))
    result = run(copy, "ninja", "-C", "build/mps2-an386", "kernel")
    assert result.returncode != 0
    assert "capsule lamp needs deferred_call_request, but its manifest lacks" in result.stdout


@pytest.mark.parametrize("preset", ["host", "host-clang"])
def test_unit_test_of_new_capsule_passes(copy, preset):
    assert run(copy, copy / "bh", "new", "capsule", "lamp").returncode == 0
    assert run(copy, "cmake", "--preset", preset).returncode == 0
    result = run(copy, "ninja", "-C", f"build/{preset}", "unit_lamp_lamp")
    assert result.returncode == 0, result.stdout
    result = run(copy, copy / "build" / preset / "unit" / "lamp" / "lamp")
    assert result.returncode == 0, result.stdout + result.stderr
    assert "6 test(s)" in result.stdout + result.stderr


def test_each_capsule_has_a_number_of_its_own(copy):
    for name in ("lamp", "torch"):
        assert run(copy, copy / "bh", "new", "capsule", name).returncode == 0
    numbers = [line for name in ("lamp", "torch")
               for line in (copy / "capsules" / name / f"{name}.h").read_text().splitlines()
               if "_DRIVER = " in line]
    assert len({line.split(" = ")[1][:7] for line in numbers}) == 2


@pytest.mark.parametrize("name, reason", BAD_NAMES, ids=[case[0] or "empty" for case in BAD_NAMES])
def test_bad_name_is_refused_in_one_line(kept_copy, name, reason):
    before = sorted(kept_copy.rglob("*"))
    result = run(kept_copy, kept_copy / "bh", "new", "capsule", name)
    assert result.returncode == 2
    assert reason in result.stderr
    assert len(result.stderr.splitlines()) == 1
    assert sorted(kept_copy.rglob("*")) == before
