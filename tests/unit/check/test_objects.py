# SPDX-License-Identifier: Apache-2.0 OR MIT
"""The checks on what was compiled: capsules' symbols, the kernel's sections."""

import json
import pathlib
import subprocess
import sys

import pytest

ROOT = pathlib.Path(__file__).resolve().parents[3]
FLAGS = ["-mcpu=cortex-m4", "-mthumb", "-ffreestanding", "-ffunction-sections", "-Os"]
HELPERS = "void helper(void);\nvoid helper(void) { }\n"


def compile_c(folder, name, text):
    source = folder / f"{name}.c"
    source.write_text(text, encoding="utf-8")
    subprocess.run(["arm-none-eabi-gcc", *FLAGS, "-c", "-o", folder / f"{name}.o", source],
                   check=True)
    return str(folder / f"{name}.o")


def join(folder, capsules):
    """Joins capsules given as {name: C text}; returns the result and the symbols by kind."""
    (folder / "list.txt").write_text("[all]\ngate # of the kernel\n", encoding="utf-8")
    facts = {name: {"rights": [], "services": [], "entry_points": [], "wired": [f"{name}_wire"],
                    "offered": []} for name in capsules}
    (folder / "capsules.json").write_text(json.dumps(facts), encoding="utf-8")
    (folder / "kernel.ld").write_text("memory_start = 0x1000;\n", encoding="utf-8")
    helper = compile_c(folder, "helpers", HELPERS)
    libgcc = subprocess.run(["arm-none-eabi-gcc", *FLAGS, "-print-libgcc-file-name"], check=True,
                            capture_output=True, text=True).stdout.strip()
    command = [sys.executable, ROOT / "tools" / "capsules" / "join.py", "--libgcc", libgcc,
               "--list", folder / "list.txt", "--manifests", folder / "capsules.json",
               "--script", folder / "kernel.ld", "--output", folder / "capsules.o"]
    for tool in ("ld", "nm", "objcopy"):
        command += [f"--{tool}", f"arm-none-eabi-{tool}"]
    command += ["--ld-flags=--no-enum-size-warning"]
    wires = "".join(f"const int {name}_wire = 3;\n" for name in capsules)
    command += ["--helper", helper, "--board", compile_c(folder, "board", wires),
                "--below", compile_c(folder, "below", "")]
    for name, text in capsules.items():
        command += ["--capsule", name, compile_c(folder, name, text)]
    return subprocess.run(command, capture_output=True, text=True, check=False)


def symbols(path):
    text = subprocess.run(["arm-none-eabi-nm", path], check=True, capture_output=True,
                          text=True).stdout
    return {line.split()[-1]: line.split()[-2] for line in text.splitlines()}


def test_capsule_may_use_gates_helpers_and_its_wiring(tmp_path):
    result = join(tmp_path, {"one": "void gate(void);\nvoid helper(void);\n"
                                    "extern const int one_wire;\n"
                                    "int one_run(void) { gate(); helper(); return one_wire; }\n"})
    assert result.returncode == 0, result.stderr
    found = symbols(tmp_path / "capsules.o")
    assert found["one_run"] == "T"
    assert found["gate"] == "U"
    assert found["helper"] == "t", "the helper must be private"


def test_capsule_sections_are_apart(tmp_path):
    join(tmp_path, {"one": "int one_state = 3;\nvoid one_run(void) { one_state++; }\n"})
    text = subprocess.run(["arm-none-eabi-readelf", "-SW", tmp_path / "capsules.o"], check=True,
                          capture_output=True, text=True).stdout
    assert " .capsule.text.one_run " in text
    assert " .text.one_run " not in text


@pytest.mark.parametrize("capsules, stranger", [
    ({"one": "void kernel_secret(void);\nvoid one_run(void) { kernel_secret(); }\n"},
     "capsule one must not link against kernel_secret"),
    ({"one": "void two_run(void);\nvoid one_run(void) { two_run(); }\n",
      "two": "void two_run(void) { }\n"},
     "capsule one must not link against two_run"),
    ({"one": "void __nowhere(void);\nvoid one_run(void) { __nowhere(); }\n"},
     "capsules need __nowhere"),
])
def test_stranger_is_named(tmp_path, capsules, stranger):
    result = join(tmp_path, capsules)
    assert result.returncode == 1
    assert stranger in result.stderr
    assert not (tmp_path / "capsules.o").exists()


@pytest.mark.parametrize("script, status", [
    ("SECTIONS { \n .text : { *(.text .text.*) }\n }", 0),
    ("SECTIONS { \n .text : { *(.text) }\n }", 1),
])
def test_section_that_no_script_places_is_found(tmp_path, script, status):
    code = compile_c(tmp_path, "code", "void lost(void) { }\n")
    (tmp_path / "code.ld").write_text(script, encoding="utf-8")
    subprocess.run(["arm-none-eabi-ld", "-e", "0", "-T", tmp_path / "code.ld", "-o",
                    tmp_path / "code.elf", code], check=True)
    result = subprocess.run(
        [sys.executable, ROOT / "tools" / "check" / "kernel_sections.py", "--readelf",
         "arm-none-eabi-readelf", "--script", tmp_path / "code.ld", tmp_path / "code.elf"],
        capture_output=True, text=True, check=False)
    assert result.returncode == status, result.stderr
    assert (".text.lost" in result.stderr) == (status == 1)
