# SPDX-License-Identifier: Apache-2.0 OR MIT
"""The stack depth tool on a program that is optimised when it is linked, and its refusals."""

import pathlib
import subprocess
import sys

import pytest

TOOL = pathlib.Path(__file__).resolve().parents[3] / "tools" / "stack_depth" / "stack_depth.py"

HEADER = """
typedef int step_fn(void);
extern step_fn *const table[2];
int once(void);
int through(step_fn *step);
int small(void);
int large(void);
void use(volatile char *bytes);
"""
SOURCES = {
    # once() is called at one place, so the link inlines it, and its call through a pointer with it.
    "one.c": """
#include "all.h"
extern volatile int choice;
void handler(void);
void handler(void) { choice = once() + THROUGH; }
void _start(void) { handler(); }
""",
    "two.c": """
#include "all.h"
volatile int choice;
step_fn *const table[2] = {small, large};
int once(void) { return table[choice & 1](); }
ATTRIBUTE int through(step_fn *step) { return step() + choice; }
""",
    "three.c": """
#include "all.h"
__attribute__((noipa)) void use(volatile char *bytes) { bytes[0] = 1; }
int small(void) { volatile char bytes[8]; use(bytes); return bytes[0]; }
int large(void) { volatile char bytes[128]; use(bytes); return bytes[0]; }
""",
}
# The compilers of the boards' processor families, with what they are told to make.
COMPILERS = {
    "arm": ["arm-none-eabi-gcc", "-mthumb", "-mcpu=cortex-m4"],
    "riscv": ["riscv64-unknown-elf-gcc", "-march=rv32imac", "-mabi=ilp32", "-mcmodel=medany"],
}
OPTIONS = ["-Os", "-g", "-ffreestanding", "-w", "-ffunction-sections", "-fdata-sections"]
OPTIONS += ["-fcallgraph-info=su"]
TABLE = "!table steps = table\n!indirect two.c:once -> @steps\n"
LEVEL = "!level base 0: handler\n!chain kernel: base\n"


@pytest.fixture(name="build", params=COMPILERS)
def build_of_family(request, tmp_path):
    """build() with the compiler of each processor family."""
    compiler = COMPILERS[request.param] + OPTIONS
    return lambda *arguments: build_with(compiler, tmp_path, *arguments)


def build_with(compiler, folder, attribute="", through="0"):
    """Compiles the sources as they are and optimised as one; the link is kernel.elf."""
    (folder / "all.h").write_text(HEADER)
    for name, text in SOURCES.items():
        (folder / name).write_text(text)
        flags = [f"-DATTRIBUTE={attribute}", f"-DTHROUGH={through}", "-c", name]
        plain = [*compiler, *flags, "-o", name.replace(".c", ".o")]
        linked = [*compiler, *flags, "-flto", "-o", name.replace(".c", ".lto.o")]
        for command in (plain, linked):
            subprocess.run(command, cwd=folder, check=True)
    objects = [name.replace(".c", ".lto.o") for name in SOURCES]
    subprocess.run(
        [*compiler, "-flto", "-flto-partition=one", "-save-temps", "-nostdlib"]
        + ["-Wl,--gc-sections,-u,handler,--no-warn-rwx-segments", *objects, "-o", "kernel.elf"],
        cwd=folder,
        check=True,
    )


def run(folder, edges):
    """Runs the tool."""
    (folder / "edges.txt").write_text(edges)
    command = [sys.executable, str(TOOL), "--limit", "1000", "--verbose", "--edges", "edges.txt"]
    command += ["--linked", "kernel.elf.ltrans0.ltrans.ci", "--objects"]
    command += [name.replace(".c", ".ci") for name in SOURCES]
    return subprocess.run(command, cwd=folder, capture_output=True, text=True, check=False)


def refusal(result):
    """The one line with which the tool refused."""
    assert result.returncode == 1, result.stdout
    lines = result.stderr.splitlines()
    assert len(lines) == 1 and lines[0].startswith("stack_depth: "), result.stderr
    return lines[0]


def lines_drop(path, part):
    """Removes the lines with some text from a file; there must be one."""
    lines = path.read_text().splitlines(keepends=True)
    kept = [line for line in lines if part not in line]
    assert len(kept) < len(lines)
    path.write_text("".join(kept))


def test_call_through_a_pointer_is_found_where_it_was_inlined(build, tmp_path):
    build()
    result = run(tmp_path, TABLE + LEVEL)
    assert result.returncode == 0, result.stderr
    assert "large" in result.stdout and "once" not in result.stdout
    assert int(result.stdout.split()[2]) >= 128


def test_refuses_a_target_that_the_list_forgets(build, tmp_path):
    build()
    assert "large is taken" in refusal(run(tmp_path, "!indirect two.c:once -> small\n" + LEVEL))


def test_refuses_a_name_that_no_source_has(build, tmp_path):
    build()
    assert "no function gone" in refusal(run(tmp_path, "!indirect gone -> gone\n" + TABLE + LEVEL))


def test_refuses_a_call_that_the_object_makes_and_the_graph_lacks(build, tmp_path):
    build()
    lines_drop(tmp_path / "kernel.elf.ltrans0.ltrans.ci", 'targetname: "use"')
    assert "which no edge says" in refusal(run(tmp_path, TABLE + LEVEL))


def test_refuses_a_call_whose_place_the_source_does_not_have(build, tmp_path):
    build()
    path = tmp_path / "kernel.elf.ltrans0.ltrans.ci"
    path.write_text(path.read_text().replace("two.c:5:", "two.c:99:"))
    assert "not so in the source" in refusal(run(tmp_path, TABLE + LEVEL))


def test_follows_what_is_passed_to_a_function_that_stays(build, tmp_path):
    build("__attribute__((noipa))", "through(large)")
    edges = TABLE + "!through through\n!passed one.c -> large\n" + LEVEL
    result = run(tmp_path, edges)
    assert result.returncode == 0, result.stderr
    assert int(result.stdout.split()[2]) >= 128


def test_refuses_a_passing_function_that_was_inlined(build, tmp_path):
    build("", "through(table[choice & 1])")
    edges = TABLE + "!through through\n!passed one.c -> @steps\n" + LEVEL
    assert "was inlined into" in refusal(run(tmp_path, edges))


def test_refuses_added_calls(build, tmp_path):
    build()
    assert "added calls" in refusal(run(tmp_path, TABLE + "once -> small\n" + LEVEL))
