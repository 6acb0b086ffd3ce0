# SPDX-License-Identifier: Apache-2.0 OR MIT
"""
The counting plugin, on machines whose instructions are known one by one (count_probe_arm.S and
count_probe_riscv.S), and the figures that tools/bench takes from its log.
"""

import collections
import json
import pathlib
import subprocess
import sys

import pytest

HERE = pathlib.Path(__file__).resolve().parent
ROOT = HERE.parents[1]
sys.path[:0] = [str(ROOT / "tools" / "count"), str(ROOT / "tools" / "bench")]

# pylint: disable=wrong-import-position
import events as ev  # noqa: E402
import plugin  # noqa: E402
from elf_file import ElfFile  # noqa: E402

SCRIPT = """
SECTIONS
{
    .text KERNEL : { *(.vectors) *(.text.start) *(.text) }
    .program PROGRAM : { *(.program) }
}
"""

# boot: from reset to the program, memory clearing left out; calls: lines of the log for them all.
Machine = collections.namedtuple(
    "Machine", "toolchain gcc emulator kernel program boot calls entry"
)
MACHINES = [
    Machine(
        toolchain="arm",
        gcc=["arm-none-eabi-gcc"],
        emulator=["qemu-system-arm", "-M", "mps2-an386"],
        kernel=0,
        program=0x40000,
        # movs, 100 rounds of 2, bl, seven more
        boot=1 + 200 + 1 + 7,
        calls=3 * 4 + 2 + 2,
        entry="svcall",
    ),
    Machine(
        toolchain="riscv",
        gcc=["riscv64-unknown-elf-gcc", "-march=rv32imac_zicsr", "-mabi=ilp32"],
        emulator=["qemu-system-riscv32", "-M", "virt", "-bios", "none"],
        kernel=0x80000000,
        program=0x80100000,
        # six in the emulator's read-only memory; li, 100 rounds of 2, jal, twelve more
        boot=6 + 1 + 200 + 1 + 12,
        calls=3 * 4 + 2 + 6,
        entry="arch_trap",
    ),
]


@pytest.fixture(scope="module", name="machine", params=MACHINES, ids=lambda m: m.toolchain)
def machine_choose(request):
    """A processor family."""
    return request.param


@pytest.fixture(scope="module", name="probe")
def probe_build(machine, tmp_path_factory):
    """A build folder with the probe as its kernel, the plugin, and the facts of the board."""
    folder = tmp_path_factory.mktemp("probe")
    script = SCRIPT.replace("KERNEL", hex(machine.kernel)).replace("PROGRAM", hex(machine.program))
    (folder / "probe.ld").write_text(script)
    subprocess.run(
        [*machine.gcc, "-nostdlib", "-Wl,--fatal-warnings", "-Wl,-z,noexecstack"]
        + ["-T", folder / "probe.ld", "-o", folder / "kernel.elf"]
        + [HERE / f"count_probe_{machine.toolchain}.S"],
        check=True,
    )
    sources = sorted((ROOT / "tools" / "count").glob("*.c"))
    subprocess.run(
        ["gcc", "-std=gnu17", "-O2", "-shared", "-fPIC", "-o", folder / "count.so", *sources],
        check=True,
    )
    facts = {
        "tools": str(folder),
        "toolchain": machine.toolchain,
        "emulator": machine.emulator,
        "apps_base": hex(machine.program),
        "apps_bytes": "0x80000",
    }
    (folder / "board.json").write_text(json.dumps(facts))
    return folder


def emulate(option, shift=6, seconds=60):
    """Runs the probe with a -plugin option."""
    folder = option.split("file=")[1].split("/count.so")[0]
    emulator = json.loads(pathlib.Path(folder, "board.json").read_text())["emulator"]
    return subprocess.run(
        ["timeout", str(seconds), *emulator, "-display", "none", "-monitor", "none"]
        + ["-serial", "null", "-kernel", f"{folder}/kernel.elf", "-plugin", option]
        + ["-icount", f"shift={shift},align=off,sleep=off"],
        capture_output=True,
        text=True,
        check=False,
        stdin=subprocess.DEVNULL,
    )


@pytest.fixture(scope="module", name="log")
def log_make(probe):
    """The event log of one run."""
    log = probe / "events.log"
    result = emulate(plugin.plugin_option(probe, log))
    assert result.returncode == 0, result.stderr
    return log


def test_log_is_complete_and_repeats_exactly_at_another_speed(machine, probe, log):
    events, is_complete = ev.log_read(log)
    assert is_complete and len(events) == 1 + machine.calls + 2
    again = probe / "again.log"
    assert emulate(plugin.plugin_option(probe, again), shift=0).returncode == 0
    assert again.read_text() == log.read_text()


def test_boot_leaves_memory_clearing_out(machine, log):
    events, _ = ev.log_read(log)
    assert ev.boot_value(events) == machine.boot
    assert events[0].excluded == 102


def test_call_counts_from_svc_to_next_program_instruction(log):
    events, _ = ev.log_read(log)
    # Devices are accessed in the middle of blocks, which must not count twice.
    assert ev.call_values(ev.visits_find(events), 7) == [6 + 44 + 12] * 3


def test_capsule_instructions_are_told_apart(log):
    events, _ = ev.log_read(log)
    visit = ev.visits_find(events)[0]
    assert visit.end.capsule - visit.cause.capsule == 12
    assert visit.end.kernel - visit.cause.kernel == 50


def test_unmarked_call_is_a_visit_without_cause(log):
    events, _ = ev.log_read(log)
    known = [visit.cause is not None for visit in ev.visits_find(events)]
    assert known[:4] == [True] * 3 + [False]


def test_sleep_ends_in_a_wake_on_riscv(machine, log):
    events, _ = ev.log_read(log)
    visits = ev.visits_find(events)
    sleeping = [visit for visit in visits if visit.cause and visit.cause.name == "8"]
    if machine.toolchain == "arm":
        assert not sleeping  # its sleep ends with an exception, which has a vector
        return
    names = [vector.name for vector in sleeping[0].vectors]
    assert names == ["trap", "work", "wake"]
    assert ev.kernel_cost(sleeping[0].vectors[-1], sleeping[0].end) == 5


def test_longest_run_ends_at_a_look_or_a_sleep_and_leaves_capsules_out(machine, probe):
    log = probe / "longest.log"
    result = emulate(plugin.plugin_option(probe, log, mode="longest"), seconds=2)
    # The marker that ends an event log does nothing here, so the time limit ends the run.
    assert result.returncode == 124, result.stderr
    length, place, count = plugin.longest_collect(probe)
    # What is before a sleep and what is behind it are shorter each, and longer together.
    assert length == 44 and count >= 1
    entry = machine.entry
    assert place.startswith(f"from {entry} > kernel_work_look to ")
    assert f"> {entry} (again)" in place or f"> {entry} (longest)" in place


@pytest.mark.parametrize(
    "bad", ["what=1", "user", "user=1", "user=5:1", "vector=x:svc", "look=", "mode=all", "log=/x/y"]
)
def test_bad_argument_is_refused(probe, bad):
    option = plugin.plugin_option(probe, probe / "bad.log") + "," + bad
    result = emulate(option)
    assert result.returncode == 1
    assert "count: bad argument " in result.stderr


def test_missing_symbol_is_refused(machine, probe, tmp_path):
    for name in ("board.json", "count.so"):
        (tmp_path / name).write_bytes((probe / name).read_bytes())
    facts = json.loads((probe / "board.json").read_text())
    facts["tools"] = str(tmp_path)
    (tmp_path / "board.json").write_text(json.dumps(facts))
    subprocess.run(
        [machine.gcc[0].replace("-gcc", "-objcopy"), "--strip-symbol=kernel_work_look"]
        + [probe / "kernel.elf", tmp_path / "kernel.elf"],
        check=True,
    )
    with pytest.raises(plugin.CountError, match="no function kernel_work_look"):
        plugin.plugin_option(tmp_path, tmp_path / "log")


A, B = 0x40100, 0x50100
# The handlers of a RISC-V kernel that take the place of those of a Cortex-M kernel.
RISCV_NAMES = {
    "systick": ["trap", "interrupt"],
    "svc": ["trap"],
    "pendsv": ["work"],
    "irq": ["wake"],
}


def image_of(address):
    """Two programs of 64 KiB."""
    return address >> 16


def event(kind, name="", address=A, kernel=0, user=0):
    """One event of a log."""
    return ev.Event(kind, name, address, kernel, 0, 0, user)


def events_of(family, events):
    """Events with the handlers' names of a family of processors."""
    named = []
    for one in events:
        is_renamed = family == "riscv" and one.kind == "vector"
        names = RISCV_NAMES[one.name] if is_renamed else [one.name]
        named += [one._replace(name=name) for name in names]
    return named


FAMILIES = pytest.mark.parametrize("family", ["arm", "riscv"])


@FAMILIES
def test_slice_switch_counts_only_ticks_after_which_another_program_runs(family):
    events = [
        event("user", address=A),
        event("vector", "systick", 0, kernel=100),
        event("user", address=A, kernel=120),
        event("vector", "systick", 0, kernel=120),
        event("vector", "pendsv", 0, kernel=140),
        event("user", address=B, kernel=250),
        event("vector", "systick", 0, kernel=250),
        event("vector", "irq", 0, kernel=260),
        event("vector", "pendsv", 0, kernel=270),
        event("user", address=A, kernel=900),
    ]
    visits = ev.visits_find(events_of(family, events))
    assert ev.slice_switch_values(visits, image_of) == [130]
    assert ev.tick_values(visits) == [20]


@FAMILIES
def test_yield_switch_counts_only_when_another_program_runs(family):
    events = [event("user", address=A)]
    for end, kernel in ((B, 100), (A, 300)):
        events += [
            event("svc", "7", A, kernel=events[-1].kernel),
            event("vector", "svc", 0, kernel=events[-1].kernel),
            event("user", address=end, kernel=kernel),
        ]
    assert ev.yield_switch_values(ev.visits_find(events_of(family, events)), 7, image_of) == [100]


@FAMILIES
def test_wake_counts_from_the_last_device_interrupt_to_the_upcall(family):
    events = [
        event("user"),
        event("svc", "8", kernel=10),
        event("vector", "svc", kernel=10),
        event("vector", "pendsv", kernel=60),
        event("vector", "irq", kernel=500),
        event("vector", "pendsv", kernel=520),
        event("user", kernel=800),
        event("mark", "11", kernel=800),
    ]
    assert ev.wake_values(ev.visits_find(events_of(family, events)), 8, 11) == [300]


@FAMILIES
def test_call_that_an_interrupt_lengthened_is_left_out(family):
    events = [
        event("user"),
        event("svc", "1", kernel=0),
        event("vector", "svc", kernel=0),
        event("vector", "irq", kernel=20),
        event("user", kernel=200),
    ]
    assert not ev.call_values(ev.visits_find(events_of(family, events)), 1)


def test_span_leaves_its_marks_out():
    events = [
        event("mark", "9", kernel=100, user=50),
        event("mark", "10", kernel=400, user=71),
    ]
    assert ev.span_values(events, 9, 10) == [(320, 20)]


def test_typical_is_the_most_common_value():
    assert ev.typical("figure", [5, 7, 7, 9], 4) == 7
    assert ev.typical("figure", [9, 5], 2) == 5
    with pytest.raises(ev.FigureError, match="figure: measured 1 times, expected 2"):
        ev.typical("figure", [5], 2)


def test_traced_run_lists_blocks_that_add_up(machine, probe):
    log = probe / "traced.log"
    result = emulate(plugin.plugin_option(probe, log, is_traced=True))
    assert result.returncode == 0, result.stderr
    events, is_complete = ev.log_read(log)
    assert is_complete
    visit = ev.visits_find(events)[0]
    every = ev.log_read_all(log)
    inside = every[every.index(visit.cause) : every.index(visit.end)]
    blocks = [entry for entry in inside if entry.kind == "block"]
    kernel = ElfFile(probe / "kernel.elf")
    functions = {kernel.place(entry.address).split("+")[0] for entry in blocks}
    assert functions == {machine.entry, "kernel_work_look", "capsule_work"}
    assert ev.kernel_cost(blocks[0], visit.end) == 50 + 12
