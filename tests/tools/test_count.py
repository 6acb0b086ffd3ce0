# SPDX-License-Identifier: Apache-2.0 OR MIT
"""
The counting plugin, on a machine whose instructions are known one by one (count_probe.S), and the
figures that tools/bench takes from its log.
"""

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
    .vectors 0 : { *(.vectors) }
    .text : { *(.text) }
    .program 0x40000 : { *(.program) }
}
"""


@pytest.fixture(scope="module", name="probe")
def probe_build(tmp_path_factory):
    """A build folder with the probe as its kernel, the plugin, and the facts of the board."""
    folder = tmp_path_factory.mktemp("probe")
    (folder / "probe.ld").write_text(SCRIPT)
    subprocess.run(
        ["arm-none-eabi-gcc", "-nostdlib", "-Wl,--fatal-warnings", "-T", folder / "probe.ld"]
        + ["-o", folder / "kernel.elf", HERE / "count_probe.S"],
        check=True,
    )
    sources = sorted((ROOT / "tools" / "count").glob("*.c"))
    subprocess.run(
        ["gcc", "-std=gnu17", "-O2", "-shared", "-fPIC", "-o", folder / "count.so", *sources],
        check=True,
    )
    facts = {"tools": str(folder), "apps_base": "0x40000", "apps_bytes": "0x3C0000"}
    (folder / "board.json").write_text(json.dumps(facts))
    return folder


def emulate(option, shift=6, seconds=60):
    """Runs the probe with a -plugin option."""
    kernel = option.split("file=")[1].split("/count.so")[0] + "/kernel.elf"
    return subprocess.run(
        ["timeout", str(seconds), "qemu-system-arm", "-M", "mps2-an386", "-display", "none"]
        + ["-monitor", "none", "-serial", "null", "-kernel", kernel, "-plugin", option]
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


def test_log_is_complete_and_repeats_exactly_at_another_speed(probe, log):
    events, is_complete = ev.log_read(log)
    assert is_complete and len(events) == 1 + 3 * 4 + 2 + 2
    again = probe / "again.log"
    assert emulate(plugin.plugin_option(probe, again), shift=0).returncode == 0
    assert again.read_text() == log.read_text()


def test_boot_leaves_memory_clearing_out(log):
    events, _ = ev.log_read(log)
    # movs, 100 rounds of 2, bl, seven more; 102 of memory clearing aside.
    assert ev.boot_value(events) == 1 + 200 + 1 + 7
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
    assert [visit.cause is not None for visit in ev.visits_find(events)] == [True] * 3 + [False]


def test_longest_run_ends_at_a_look_and_leaves_capsules_out(probe):
    log = probe / "longest.log"
    result = emulate(plugin.plugin_option(probe, log, mode="longest"), seconds=2)
    # The marker that ends an event log does nothing here, so the time limit ends the run.
    assert result.returncode == 124, result.stderr
    length, place, count = plugin.longest_collect(probe)
    assert length == 44 and count >= 1
    assert place.startswith("from svcall > kernel_work_look to kernel_work_look > svcall")


@pytest.mark.parametrize(
    "bad", ["what=1", "user", "user=1", "user=5:1", "vector=x:svc", "look=", "mode=all", "log=/x/y"]
)
def test_bad_argument_is_refused(probe, bad):
    option = plugin.plugin_option(probe, probe / "bad.log") + "," + bad
    result = emulate(option)
    assert result.returncode == 1
    assert "count: bad argument " in result.stderr


def test_missing_symbol_is_refused(probe, tmp_path):
    for name in ("board.json", "count.so"):
        (tmp_path / name).write_bytes((probe / name).read_bytes())
    facts = json.loads((probe / "board.json").read_text())
    facts["tools"] = str(tmp_path)
    (tmp_path / "board.json").write_text(json.dumps(facts))
    subprocess.run(
        ["arm-none-eabi-objcopy", "--strip-symbol=kernel_work_look"]
        + [probe / "kernel.elf", tmp_path / "kernel.elf"],
        check=True,
    )
    with pytest.raises(plugin.CountError, match="no function kernel_work_look"):
        plugin.plugin_option(tmp_path, tmp_path / "log")


A, B = 0x40100, 0x50100


def image_of(address):
    """Two programs of 64 KiB."""
    return address >> 16


def event(kind, name="", address=A, kernel=0, user=0):
    """One event of a log."""
    return ev.Event(kind, name, address, kernel, 0, 0, user)


def test_slice_switch_counts_only_ticks_after_which_another_program_runs():
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
    visits = ev.visits_find(events)
    assert ev.slice_switch_values(visits, image_of) == [130]
    assert ev.tick_values(visits) == [20]


def test_yield_switch_counts_only_when_another_program_runs():
    events = [event("user", address=A)]
    for end, kernel in ((B, 100), (A, 300)):
        events += [
            event("svc", "7", A, kernel=events[-1].kernel),
            event("vector", "svc", 0, kernel=events[-1].kernel),
            event("user", address=end, kernel=kernel),
        ]
    assert ev.yield_switch_values(ev.visits_find(events), 7, image_of) == [100]


def test_wake_counts_from_the_last_device_interrupt_to_the_upcall():
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
    assert ev.wake_values(ev.visits_find(events), 8, 11) == [300]


def test_call_that_an_interrupt_lengthened_is_left_out():
    events = [
        event("user"),
        event("svc", "1", kernel=0),
        event("vector", "svc", kernel=0),
        event("vector", "irq", kernel=20),
        event("user", kernel=200),
    ]
    assert not ev.call_values(ev.visits_find(events), 1)


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


def test_traced_run_lists_blocks_that_add_up(probe):
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
    assert functions == {"svcall", "kernel_work_look", "capsule_work"}
    assert ev.kernel_cost(blocks[0], visit.end) == 50 + 12
