# SPDX-License-Identifier: Apache-2.0 OR MIT
"""What the tool `system` builds for a board, and what does not fit one."""

import re
import struct

import pytest

from island import PROGRAM, REGION, System, domain, entries_said, system


def test_one_domain(island):
    made = island.succeed(system(domain()))
    assert [process["name"] for process in made.processes] == ["a"]
    assert made.capabilities == made.maps == made.regions == made.services == made.sought == []
    offset, image = made.images()["a"]
    assert offset % len(image) == 0 and len(image) == 512
    process = made.processes[0]
    assert (process["budget"], process["period"], process["slots"]) == (1000, 1000, 4)
    assert (process["parent"], process["reply_slots"], process["flags"]) == (0xFFFF, 1, 0)


def test_attributes_reach_the_table(island):
    made = island.succeed(system(domain(
        "p", domain("c", attributes='id="7" budget="320" period="60000000" cap_slots="0"'),
        'passive="true" cap_slots="64"')))
    parent, child = made.processes
    assert (parent["flags"], parent["slots"]) == (1, 64)
    assert (child["parent"], child["child_id"], child["budget"], child["period"],
            child["slots"]) == (0, 7, 320, 60000000, 0)
    assert made.capabilities == [(4, 0, 1, 7, 0, 0, 0)]


@pytest.mark.parametrize("attributes, said", [
    ('budget="319"', "budget (319) must be at least 320 on board 'island'"),
    ('period="60000001"', "period (60000001) must be at most 60000000 on board 'island'"),
])
def test_times_that_the_kernel_does_not_take(island, attributes, said):
    assert island.refuse(system(domain(attributes=attributes))) == [
        f"Error: {said} on element 'protection_domain': FILE:2:1"]


def test_ranks_follow_priorities(island):
    made = island.succeed(system(*[
        domain(f"p{i}", attributes=f'priority="{priority}"')
        for i, priority in enumerate([0, 254, 7, 7, 100])]))
    assert [process["rank"] for process in made.processes] == [3, 0, 2, 2, 1]


def test_more_than_32_priorities(island):
    island.facts["apps"] = "0x40000 0x100000"
    island.facts["pool"] = "0x20010000 0x200000"
    domains = [domain(f"p{i}", attributes=f'priority="{i}"') for i in range(33)]
    assert len(island.succeed(system(*domains[:32])).processes) == 32
    for path in (island.folder / "out").iterdir():
        path.unlink()
    assert island.refuse(system(*domains)) == [
        "Error: too many different priorities (33). Maximum is 32. @ FILE:1:1"]


def test_channels_become_capabilities(island):
    made = island.succeed(system(
        domain("a", attributes='priority="1"'), domain("b", attributes='priority="2"'),
        '<channel><end pd="a" id="3" pp="true"/><end pd="b" id="61"/></channel>',
        '<channel><end pd="b" id="0" notify="false"/><end pd="a" id="32"/></channel>'))
    call, notify, send, can_call, grant, watch = 1, 2, 1, 2, 4 | 8, 32
    assert made.capabilities == [
        (notify, send | watch, 1, 3, 61, 0, 1 << 61),
        (call, can_call | grant, 1, 3, 61, 0, 1 << 63 | 61),
        (notify, send | watch, 1, 32, 0, 0, 1),
        (notify, send | watch, 0, 61, 3, 0, 1 << 3)]
    assert [(process["capabilities"], process["capability_count"])
            for process in made.processes] == [(0, 3), (3, 1)]
    assert "a (3) calls and notifies b (61)" in made.report
    assert "b (0)" not in made.report.replace("a (32) notifies b (0)", "")


def test_a_caller_without_notifications_is_watched_by_its_call(island):
    made = island.succeed(system(
        domain("a", attributes='priority="1"'), domain("b", attributes='priority="2"'),
        '<channel><end pd="a" id="0" pp="true" notify="false"/><end pd="b" id="1"/></channel>'))
    assert made.capabilities[0][:2] == (1, 2 | 4 | 8 | 32)


def test_more_domains_than_the_board_has_room_for(island):
    island.facts["processes"] = "2"
    assert len(island.succeed(system(domain("a"), domain("b"))).processes) == 2
    (island.folder / "out" / "apps.bin").unlink()
    assert island.refuse(system(*[domain(name) for name in "abc"])) == [
        "Error: too many protection domains (3) for board 'island'. Maximum is 2. @ FILE:1:1"]


def test_irqs(island):
    made = island.succeed(system(domain(inner='<irq irq="2" id="40"/><irq irq="9" id="0"/>')))
    assert made.capabilities == [(3, 0, 2, 40, 0, 0, 1 << 40), (3, 0, 9, 0, 0, 0, 1)]


def test_irq_of_the_kernel(island):
    assert island.refuse(system(domain(inner='<irq irq="4" id="0"/>'))) == [
        "Error: irq 4 is none that programs may have on board 'island' @ FILE:2:57"]


# ----------------------------------------------------------------------------------------------
# Services

def test_services(island):
    made = island.succeed(system(
        domain("a", '<seek service="sum"/><seek service="clock"/>', 'priority="1"'),
        domain("b", '<offer service="clock" pd="a" id="61"/><offer service="sum" pd="a" id="0"/>'
                    '<offer service="clock" pd="c" id="3"/>', 'priority="3"'),
        domain("c", '<seek service="clock"/>', 'priority="2"'),
        domain("d", '<offer service="idle" pd="a" id="0"/>', 'priority="2"')))
    rights, call = 2 | 4 | 8, 1 << 63
    assert made.services == [("clock", 1), ("sum", 1), ("idle", 3)]
    assert made.sought == [(1, rights, 0, call), (0, rights, 0, call | 61),
                           (0, rights, 0, call | 3)]
    assert [(process["sought"], process["sought_count"]) for process in made.processes] == [
        (0, 2), (2, 0), (2, 1), (3, 0)]
    assert "  a may connect to service clock and call b (61)\n" in made.report
    assert "idle" not in made.report


@pytest.mark.parametrize("seek, offer, said", [
    ('<seek service="sum"/>', "",
     "Warning: service 'sum' is sought by protection domain 'a', to which nobody offers it: "
     "FILE:2:69"),
    ("", '<offer service="sum" pd="a" id="0"/>',
     "Warning: service 'sum' is offered to protection domain 'a', which does not seek it: "
     "FILE:3:69"),
])
def test_a_service_needs_both_sides(island, seek, offer, said):
    result = island.build(system(domain("a", seek, 'priority="1"'),
                                 domain("b", offer, 'priority="2"')))
    assert result.returncode == 0
    assert result.stderr.replace(str(island.path), "FILE").splitlines() == [said]
    assert System(island.folder / "out").sought == []


# ----------------------------------------------------------------------------------------------
# Programs

def test_symbols_are_set(island):
    made = island.succeed(system(
        REGION, domain("abc", '<setvar symbol="first" region_paddr="m"/>'
                              '<irq irq="2" id="9" setvar_id="second"/>'
                              '<irq irq="3" id="10" setvar_id="third"/>')))
    _, image = made.images()["abc"]
    place = image.find(struct.pack("<I", 0x21000000))
    assert place > 0
    assert struct.pack("<Q", 9) in image
    assert struct.pack("<3I", 10, 0, 0) in image
    assert b"abc".ljust(64, b"\0") in image


def test_numbers_of_the_file_are_set(island):
    made = island.succeed(system(domain(inner='<setvar symbol="first" value="25_000_000"/>'
                                              '<setvar symbol="second" value="0x123456789ABC"/>')))
    _, image = made.images()["a"]
    assert struct.pack("<I", 25000000) in image
    assert struct.pack("<Q", 0x123456789ABC) in image
    (island.folder / "out" / "apps.bin").unlink()
    assert island.refuse(system(domain(inner='<setvar symbol="first" value="0x100000000"/>'))) == [
        "Error: value 0x100000000 is larger than symbol 'first' @ FILE:2:57"]


@pytest.mark.parametrize("symbol, text", [
    ("nowhere", "could not patch symbol 'nowhere' in program image for PD 'a': it is not in the "
                "image; a compiler may have dropped it: declare it with IPC_PATCHED()"),
    ("hidden", "could not patch symbol 'hidden' in program image for PD 'a': it is local to a "
               "file, so a compiler may have made its value part of the code: declare it with "
               "IPC_PATCHED()"),
    ("narrow", "setvar to non-word size symbol 'narrow'"),
    ("a b", "could not patch symbol 'a b'"),
    ("x))*(", "could not patch symbol 'x))*('"),
])
def test_symbol_that_cannot_be_set(island, symbol, text):
    lines = island.refuse(system(REGION, domain(
        inner=f'<setvar symbol="{symbol}" region_paddr="m"/>')))
    assert len([line for line in lines if line.startswith("Error: ")]) == 1
    assert any(line.startswith(f"Error: {text}") for line in lines)


def test_a_symbol_in_zeroed_memory_of_a_linked_program(island):
    island.linked("a.o", 0x40080, 0x20010000)
    lines = island.refuse(system(REGION, domain(
        inner='<setvar symbol="first" region_paddr="m"/>')))
    assert any("it lies in zeroed memory" in line for line in lines)


def test_linked_program_stays_where_it_is(island):
    island.linked("a.o", 0x48080, 0x20018000)
    made = island.succeed(system(domain()))
    offset, image = made.images()["a"]
    assert offset == 0x8000
    fixed = struct.pack("<HHII", 5, 8, 0x20018000, 0x48080)
    assert fixed in image
    assert "as linked" in made.report


@pytest.mark.parametrize("flash, memory, text", [
    (0x90080, 0x20010000, "is linked for flash at 0x90080"),
    (0x40280, 0x20010000, None),
    (0x40180, 0x20010000, None),
    (0x40090, 0x20010000, "from 0x40010; a multiple of 0x"),
    (0x60, 0x20010000, "is linked for flash at 0x60, where board"),
    (0x40080, 0x20020000, "is linked for memory at 0x20020000"),
    (0x40080, 0x2001F400, "is linked for memory at 0x2001f400"),
    (0x40080, 0x20010010, "cannot cover its 0x"),
])
def test_linked_program_that_does_not_fit(island, flash, memory, text):
    island.linked("a.o", flash, memory)
    if text is None:
        assert island.succeed(system(domain()))
        return
    lines = island.refuse(system(domain()))
    assert len(lines) == 1 and text in lines[0] and "ld -r" in lines[0]


LARGE = PROGRAM.replace("uint64_t second", "const volatile uint8_t much[3000] = {1};\n"
                        "uint64_t second").replace("hidden +", "hidden + much[third[1]] +")


def test_a_linked_program_whose_image_takes_two_entries(island):
    # A header of 0x80 bytes and 3 KiB from 0x40F00 on: 0x100 bytes, and 0xC00 behind them.
    island.linked("a.o", 0x40F80, 0x20010000, LARGE)
    regions = [f'<memory_region name="m{i}" size="32"/>' for i in range(3)]
    maps = [f'<map mr="m{i}" vaddr="{0x21000000 + 32 * i}"/>' for i in range(3)]
    made = island.succeed(system(*regions[:2], domain(inner="".join(maps[:2]))))
    assert "6 of 6 entries (image 2, memory 2, maps 2)" in made.report
    offset, image = made.images()["a"]
    assert offset == 0xF00 and len(image) == 0xD00
    (island.folder / "out" / "apps.bin").unlink()
    lines = island.refuse(system(*regions, domain(inner="".join(maps))))
    assert lines == [
        entries_said(7, 6, 2).replace("image 1", "image 2 (1 as a relocatable file)") +
        ", map 'm0' 1, map 'm1' 1, map 'm2' 1 @ FILE:5:1"]


def test_two_linked_programs_at_one_place(island):
    island.linked("a.o", 0x40080, 0x20010000)
    lines = island.refuse(system(domain("a"), domain("b")))
    assert len(lines) == 1 and lines[0].endswith("FILE:3:30")


def test_programs_around_a_linked_one(island):
    island.linked("b.o", 0x40080, 0x20010000)
    made = island.succeed(system(
        domain("a"), domain("b").replace("a.o", "b.o"), domain("c")))
    assert sorted(offset for offset, _ in made.images().values()) == [0, 512, 1024]


def test_stack_size(island):
    small = island.succeed(system(domain()))
    large = island.succeed(system(domain(attributes='stack_size="0x1000"')))
    sizes = [int(re.search(r"(\d+) bytes for the program", made.report)[1])
             for made in (small, large)]
    assert sizes[1] - sizes[0] == 0x1000 - 1024
    assert island.build(system(domain(attributes='stack_size="0x10"'))).stderr.startswith(
        "Error: stack size must be between 0x100 bytes")


def test_stack_larger_than_the_memory(island):
    lines = island.refuse(system(domain(attributes='stack_size="0xFC00"')))
    assert len(lines) == 1
    assert "bytes of memory of 'a.o' on board 'island'" in lines[0]


def test_flash_is_full(island):
    island.facts["apps"] = "0x40000 0x400"
    lines = island.refuse(system(*[domain(name) for name in "abc"]))
    assert len(lines) == 1 and "no room for the 0x200 bytes of 'a.o' in the flash" in lines[0]


def test_program_that_is_not_there(island):
    lines = island.refuse(system(domain().replace("a.o", "z.o")))
    assert lines == ["Error: unable to find program image: 'z.o' on element 'program_image': "
                     "FILE:2:30"]


def test_program_that_is_no_program(island):
    (island.folder / "a.o").write_bytes(b"text")
    result = island.build(system(domain()))
    assert result.returncode == 1
    assert result.stderr.splitlines() == [
        f"system: {island.folder}/a.o: not an ELF file"]


def test_program_that_cannot_be_linked(island):
    island.program(text="void nobody(void); void _start(void); void _start(void) { nobody(); }")
    result = island.build(system(domain()))
    assert result.returncode == 1
    assert "nobody" in result.stderr
    assert result.stderr.splitlines()[-1] == f"system: {island.folder}/a.o: cannot be linked"


def test_symbols_of_another_file(island):
    text = system(REGION, domain(inner='<setvar symbol="second" region_paddr="m"/>').replace(
        'path="a.o"', 'path="a.elf" path_for_symbols="a.sym"'))
    island.linked("a.sym", 0x40080, 0x20010000)
    with_symbols = (island.folder / "a.sym").read_bytes()
    (island.folder / "a.elf").write_bytes(with_symbols.replace(b"\0second\0", b"\0unsaid\0"))
    made = island.succeed(text)
    assert struct.pack("<Q", 0x21000000) in made.images()["a"][1]


def test_symbols_of_another_file_for_a_program_to_be_linked(island):
    lines = island.refuse(system(domain().replace(
        'path="a.o"', 'path="a.o" path_for_symbols="a.o"')))
    assert len(lines) == 1 and "path_for_symbols needs a program image that is linked" in lines[0]


# ----------------------------------------------------------------------------------------------
# Facts of the board

@pytest.mark.parametrize("name, value, text", [
    ("unit", "mmu", "unknown protection unit"),
    ("unit_entries", "5", "no program has 5 entries of a unit 'armv7m'"),
    ("unit_entries", "7", "no program has 7 entries of a unit 'armv7m'"),
    ("stack", "many", "a number is missing"),
    ("stack", "", "a number is missing"),
    ("apps", "0x40000", "a number is missing"),
    ("apps", "0xFFFFFFFF 2", "the range ends beyond 32 bits"),
    ("colour", "blue", "unknown fact 'colour'"),
    ("pool", "0 0", "facts of the board are missing"),
])
def test_wrong_fact(island, name, value, text):
    island.facts[name] = value
    result = island.build(system(domain()))
    assert result.returncode == 1
    assert len(result.stderr.splitlines()) == 1 and text in result.stderr


def test_linker_that_cannot_be_run(island):
    island.linker = ["none-ld"]
    result = island.build(system(domain()))
    assert result.returncode == 1
    assert result.stderr.splitlines() == [
        "system: none-ld: cannot be run: No such file or directory"]


def test_unknown_processor(island, tbf_tool):
    island.image("a", tbf_tool, 0x48080, 0x20018000)
    island.facts["cpu"] = "abacus"
    result = island.build(system(domain().replace("a.o", "a.tbf")))
    assert result.returncode == 1
    assert result.stderr.splitlines() == ["system: island: unknown processor 'abacus'"]


@pytest.mark.parametrize("device", ["uart 0x40005000", "uart 0x40005000 0x1000 green 2",
                                    "uart 0x40005000 0x1000 plain two"])
def test_wrong_device(island, device):
    island.devices = [device]
    result = island.build(system(domain()))
    assert result.returncode == 1
    assert len(result.stderr.splitlines()) == 1
    assert f"system.txt: line {len(island.facts) + 1}: " in result.stderr
