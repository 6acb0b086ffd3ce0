# SPDX-License-Identifier: Apache-2.0 OR MIT
"""
Attaches the counting plugin to an emulator, and reads its logs.

plugin_option() makes the value of QEMU's -plugin option for a kernel: it finds in the kernel's ELF
file which addresses are handlers, capsules, looks at the work flags and so on. tests/emulator.py
uses it with mode="longest" on every run of the test suite; longest_collect() then finds the longest
kernel run of them all.
"""

import functools
import json
import pathlib
import struct

from elf_file import ElfFile

VECTOR_RESET = 1
VECTOR_NAMES = {
    2: "nmi",
    3: "fault",
    4: "fault",
    5: "fault",
    6: "fault",
    7: "fault",
    11: "svc",
    12: "debug",
    14: "pendsv",
    15: "systick",
}

# Where a RISC-V kernel is entered: every trap; what only traps of a program that are no calls
# reach; what only traps of the kernel itself reach; kernel work, as PendSV.
RISCV_RESET = "arch_start"
RISCV_VECTORS = {
    "arch_trap": "trap",
    "arch_trap_from_process": "interrupt",
    "arch_trap_in_kernel": "nested",
    "arch_work": "work",
}


class CountError(Exception):
    """Counting is not possible; the text says why."""


def vectors_read(kernel, toolchain):
    """(reset handler, {handler: name}) of a kernel."""
    if toolchain == "riscv":
        vectors = {kernel.one(symbol).address: name for symbol, name in RISCV_VECTORS.items()}
        return kernel.one(RISCV_RESET).address, vectors
    return vector_table_read(kernel)


def vector_table_read(kernel):
    """
    (reset handler, {handler: name}) from the vector table `arch_vectors` of a Cortex-M kernel. A
    handler that serves several vectors has the name of the first.
    """
    table = kernel.one("arch_vectors")
    count = table.size_bytes // 4
    words = struct.unpack(f"<{count}I", kernel.read(table.address, count * 4))
    vectors = {}
    for index, word in enumerate(words):
        if index > VECTOR_RESET and word != 0:
            vectors.setdefault(word & ~1, VECTOR_NAMES.get(index, "irq"))
    return words[VECTOR_RESET] & ~1, vectors


def range_of_symbols(kernel, start, end):
    """START:END of two symbols that the linker script defines."""
    return f"{kernel.one(start).address:#x}:{kernel.one(end).address:#x}"


def plugin_arguments(kernel, board):
    """The plugin's arguments for a kernel, without log and mode."""
    apps_base = int(board["apps_base"], 0)
    apps_end = apps_base + int(board["apps_bytes"], 0)
    arguments = [f"user={apps_base:#x}:{apps_end:#x}"]
    capsule = range_of_symbols(kernel, "capsule_text_start", "capsule_text_end")
    arguments.append(f"capsule={capsule}")

    reset, vectors = vectors_read(kernel, board["toolchain"])
    arguments.append(f"reset={reset:#x}")
    arguments += [f"vector={address:#x}:{name}" for address, name in sorted(vectors.items())]

    clears = kernel.find("memory_clear")
    looks = kernel.find("kernel_work_look")
    panics = kernel.find("port_panic") + kernel.find("kernel_panic")
    for name, found in (("memory_clear", clears), ("kernel_work_look", looks), ("panic", panics)):
        if not found:
            raise CountError(f"{kernel.path}: no function {name}")
    for clear in clears:
        arguments.append(f"exclude={clear.address:#x}:{clear.address + clear.size_bytes:#x}")
    arguments += [f"look={look.address:#x}" for look in looks]
    arguments += [f"panic={panic.address:#x}" for panic in panics]
    return arguments


def board_read(build):
    """What the build folder says about its board. FOLDER@VARIANT is a variant's emulator."""
    build = str(build).partition("@")[0]
    path = pathlib.Path(build) / "board.json"
    if not path.is_file():
        raise CountError(f"{path} is missing: build the board first")
    return json.loads(path.read_text(encoding="utf-8"))


@functools.lru_cache(maxsize=None)
def kernel_arguments(kernel_path, _written, build):
    """plugin_arguments() of a kernel, as long as its file stays as it was written."""
    return tuple(plugin_arguments(ElfFile(kernel_path), board_read(build)))


def plugin_option(build, log, mode="events", kernel_path=None, is_traced=False):
    """
    The value for QEMU's option -plugin.

    build: folder of the board's build. log: file that the plugin writes; beside it, log.kernel
    names the kernel, for longest_collect(). kernel_path: another kernel than the folder's.
    is_traced: log every block, too.
    """
    board = board_read(build)
    build = str(build).partition("@")[0]
    library = pathlib.Path(board["tools"]) / "count.so"
    if not library.is_file():
        raise CountError(f"{library} is missing: build the tools first")
    kernel_path = pathlib.Path(kernel_path or pathlib.Path(build) / "kernel.elf").resolve()
    if "," in str(log) or "," in str(library):
        raise CountError("a path that QEMU is to read must not hold a comma")
    written = kernel_path.stat().st_mtime_ns if kernel_path.is_file() else 0
    arguments = [*kernel_arguments(kernel_path, written, pathlib.Path(build))]
    arguments += ["trace=on"] if is_traced else []
    pathlib.Path(f"{log}.kernel").write_text(f"{kernel_path}\n", encoding="utf-8")
    return ",".join([f"file={library}", f"log={log}", f"mode={mode}"] + arguments)


def longest_read(log):
    """(instructions, blocks before start, blocks before end) of the longest run, or None."""
    longest = None
    for line in pathlib.Path(log).read_text(encoding="utf-8").splitlines():
        words = line.split()
        if words and words[0] == "longest" and len(words) == 4:
            trails = [[int(block, 16) for block in word.split(",")] for word in words[2:]]
            longest = (int(words[1]), *trails)
    return longest


def functions_of(kernel, blocks):
    """The functions that a list of blocks went through, the latest last."""
    names = []
    for block in reversed(blocks):
        name = kernel.place(block).split("+")[0] if block else ""
        if name and (not names or names[-1] != name):
            names.append(name)
    return " > ".join(names)


def longest_describe(log, longest):
    """Where a longest run was, for people."""
    kernel_path = pathlib.Path(f"{log}.kernel").read_text(encoding="utf-8").strip()
    kernel = ElfFile(kernel_path)
    return f"from {functions_of(kernel, longest[1])} to {functions_of(kernel, longest[2])}"


def longest_collect(folder):
    """
    The longest kernel run of all logs (*.log) in a folder: (instructions, description, logs).
    """
    logs = sorted(pathlib.Path(folder).glob("*.log"))
    best = None
    for log in logs:
        longest = longest_read(log)
        if longest and (best is None or longest[0] > best[0][0]):
            best = (longest, log)
    if best is None:
        raise CountError(f"{folder}: no log with a kernel run")
    return best[0][0], f"{longest_describe(best[1], best[0])} ({best[1].stem})", len(logs)
