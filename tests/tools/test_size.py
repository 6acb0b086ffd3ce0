# SPDX-License-Identifier: Apache-2.0 OR MIT
"""The size tool, on a small kernel whose parts have known sizes."""

import json
import pathlib
import subprocess
import sys

import pytest

ROOT = pathlib.Path(__file__).resolve().parents[2]
TOOL = ROOT / "tools" / "size" / "size.py"

KERNEL = """
struct process { int words[PROCESS_WORDS]; };
struct process_slot { int words[3]; };
struct process *process_current;
struct process_slot slots[4];
const int table[100] = {1};
int initial[10] = {1};
int zeroed[30];
int kernel_start(void);
int kernel_start(void)
{
    return table[initial[0]] + zeroed[1] + (int)&process_current + (int)slots;
}
"""
CAPSULE = """
static const int numbers[NUMBERS] = {1};
int NAME(int index);
int NAME(int index) { return numbers[index]; }
"""
SCRIPT = """
SECTIONS
{
    .text 0 : { *(.text .text.*) *(.rodata .rodata.*) }
    .capsule_text : { *(.capsule.*) }
    .stack 0x20000000 (NOLOAD) : { . += 512; }
    .data : AT(LOADADDR(.capsule_text) + SIZEOF(.capsule_text)) { *(.data .data.*) }
    .bss : { *(.bss .bss.*) }
}
ENTRY(kernel_start)
EXTERN(one_entry two_entry)
"""
MACHINES = {
    "arm-none-eabi-": ["-mthumb", "-mcpu=cortex-m4"],
    "riscv64-unknown-elf-": ["-march=rv32imac", "-mabi=ilp32", "-msmall-data-limit=0"],
}
LINKER = {"arm-none-eabi-": [], "riscv64-unknown-elf-": ["-m", "elf32lriscv"]}
OPTIONS = ["-Os", "-g", "-ffreestanding", "-w", "-ffunction-sections", "-fdata-sections"]
OPTIONS += ["-fno-common"]
ARM = "arm-none-eabi-"


def compile_to(folder, prefix, path, source, *definitions):
    """Compiles a source to where CMake would put the object."""
    target = folder / "CMakeFiles" / path
    target.parent.mkdir(parents=True)
    (folder / "source.c").write_text(source)
    command = [f"{prefix}gcc", *MACHINES[prefix], *OPTIONS]
    command += [f"-D{definition}" for definition in definitions]
    subprocess.run(command + ["-c", "source.c", "-o", target], cwd=folder, check=True)
    return target


def kernel_build(folder, process_words=100, prefix=ARM):
    """A build folder with a kernel of two capsules."""
    kernel = compile_to(
        folder, prefix, "layer_kernel.dir/kernel/a.c.obj", KERNEL, f"PROCESS_WORDS={process_words}"
    )
    capsules = [
        compile_to(
            folder,
            prefix,
            f"capsule_{name}.dir/capsules/{name}/{name}.c.obj",
            CAPSULE,
            f"NAME={name}_entry",
            f"NUMBERS={numbers}",
        )
        for name, numbers in (("one", 50), ("two", 150))
    ]
    linker = [f"{prefix}ld", *LINKER[prefix]]
    subprocess.run([*linker, "-r", "-o", "joined.o", *capsules], cwd=folder, check=True)
    subprocess.run(
        [f"{prefix}objcopy", "--prefix-alloc-sections=.capsule", "joined.o", "capsules.o"],
        cwd=folder,
        check=True,
    )
    (folder / "kernel.ld").write_text(SCRIPT)
    subprocess.run(
        [*linker, "-T", "kernel.ld", "--gc-sections", "-Map=kernel.map"]
        + ["-o", "kernel.elf", kernel, "capsules.o"],
        cwd=folder,
        check=True,
    )
    facts = {
        "binutils_prefix": prefix,
        "facts": {"BOARD_RAM_BASE": "0x20000000", "BOARD_RAM_BYTES": "0x10000"},
    }
    (folder / "board.json").write_text(json.dumps(facts))
    return folder


def run(folder, board="mps2-an386"):
    """Runs the tool."""
    return subprocess.run(
        [sys.executable, str(TOOL), "--board", board, "--build", str(folder)],
        capture_output=True,
        text=True,
        check=False,
    )


def numbers_of(result, name):
    """The numbers of the line that begins with a name."""
    for line in result.stdout.splitlines():
        if line.startswith(name + " "):
            return [int(word) for word in line[len(name) :].split()]
    raise AssertionError(f"no line {name} in:\n{result.stdout}{result.stderr}")


@pytest.mark.parametrize("prefix", MACHINES)
def test_figures_and_folders_of_a_known_kernel(tmp_path, prefix):
    result = run(kernel_build(tmp_path, prefix=prefix))
    assert result.returncode == 0, result.stderr
    elf_bytes = subprocess.run(
        [f"{prefix}size", "-A", tmp_path / "kernel.elf"],
        capture_output=True,
        text=True,
        check=True,
    ).stdout
    sizes = {line.split()[0]: int(line.split()[1]) for line in elf_bytes.splitlines()[2:-2] if line}
    flash = sizes[".text"] + sizes[".capsule_text"] + sizes[".data"]
    assert numbers_of(result, "mps2-an386 flash_bytes") == [flash]
    assert numbers_of(result, "mps2-an386 ram_fixed_bytes") == [512 + 40 + 120 + 4 + 48]
    assert numbers_of(result, "mps2-an386 ram_process_inside_bytes") == [400]
    assert numbers_of(result, "mps2-an386 ram_process_outside_bytes") == [12]

    kernel_flash, kernel_ram = numbers_of(result, "kernel")
    assert kernel_flash == sizes[".text"] + 40 and kernel_ram == 40 + 120 + 4 + 48
    one_flash, _ = numbers_of(result, "capsules/one")
    two_flash, _ = numbers_of(result, "capsules/two")
    assert two_flash - one_flash == 400 and one_flash + two_flash == sizes[".capsule_text"]
    assert numbers_of(result, "stack, guard, gaps") == [0, 512]
    assert numbers_of(result, "together") == [flash, 512 + 212]


def test_process_record_above_its_limit_fails(tmp_path):
    result = run(kernel_build(tmp_path, process_words=129))
    assert result.returncode == 1
    assert result.stderr == "size: ram_process_inside_bytes: 516 exceeds the limit 512\n"


def test_board_without_limits_is_only_measured(tmp_path):
    assert run(kernel_build(tmp_path, process_words=129), board="other").returncode == 0


@pytest.mark.parametrize("missing", ["kernel.elf", "kernel.map", "board.json"])
def test_missing_file_is_one_line_of_error(tmp_path, missing):
    kernel_build(tmp_path)
    (tmp_path / missing).unlink()
    result = run(tmp_path)
    assert result.returncode == 1
    assert len(result.stderr.splitlines()) == 1 and missing in result.stderr


@pytest.mark.parametrize("length", [0, 4, 40, 52, 200, 1000])
def test_truncated_kernel_is_one_line_of_error(tmp_path, length):
    kernel_build(tmp_path)
    path = tmp_path / "kernel.elf"
    path.write_bytes(path.read_bytes()[:length])
    result = run(tmp_path)
    assert result.returncode == 1
    assert len(result.stderr.splitlines()) == 1 and result.stderr.startswith("size: ")
