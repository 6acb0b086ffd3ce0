# SPDX-License-Identifier: Apache-2.0 OR MIT
"""Where the tool `system` puts memory regions, and which do not fit the board or its unit."""

import struct

import pytest

from island import REGION, UNITS, System, domain, entries_said, system


@pytest.mark.parametrize("unit, size, base, covered", [
    ("armv7m", 0x1000, 0x21000000, 0x1000),
    ("armv7m", 1, 0x21000000, 32),
    ("armv7m", 33, 0x21000000, 64),
    ("armv7m", 257, 0x21000000, 320),
    ("armv7m", 0x3001, 0x21000000, 0x3800),
    ("armv7m", 0xFFF, 0x21000000, 0x1000),
    ("armv8m", 33, 0x80000000, 64),
    ("armv8m", 0x3001, 0x80000000, 0x3020),
    ("pmp", 5, 0x21000000, 8),
    ("pmp", 0x1001, 0x21000000, 0x2000),
])
def test_region_has_what_the_unit_covers(island, unit, size, base, covered):
    island.facts.update(unit=unit, regions=f"{base:#x} 0x400000")
    made = island.succeed(system(f'<memory_region name="m" size="{size}"/>', domain(
        inner='<map mr="m" setvar_vaddr="first" setvar_size="second"/>')))
    assert made.maps == [(base, covered, 1)]
    assert made.regions == [(base, covered, len(made.table), 0)]
    _, image = made.images()["a"]
    assert image.count(struct.pack("<I", base)) >= 1
    assert image.count(struct.pack("<Q", size)) >= 1


def test_permissions(island):
    made = island.succeed(system(
        *[f'<memory_region name="{name}" size="32"/>' for name in "mno"],
        domain(inner='<map mr="m" perms="r" setvar_vaddr="first"/>'
                     '<map mr="n" perms="rw" vaddr="0x21001000"/>'
                     '<map mr="o" perms="rx" vaddr="0x21002000"/>')))
    assert [flags for _, _, flags in made.maps] == [0, 1, 2]


def test_writable_and_executable(island):
    lines = island.refuse(system(REGION, domain(
        inner='<map mr="m" perms="rwx" setvar_vaddr="first"/>')))
    assert lines == ["Error: map for 'm' is writable and executable, which board 'island' does "
                     "not allow @ FILE:3:57"]


def test_device(island):
    made = island.succeed(system(
        '<memory_region name="m" size="0x1000" phys_addr="0x40005000"/>',
        domain(inner='<map mr="m" vaddr="0x40005000"/>')))
    assert made.maps == [(0x40005000, 0x1000, 1 | 4)]
    assert made.regions == []
    assert "device uart" in made.report


def test_device_that_reaches_all_memory_is_told(island):
    made = island.succeed(system(
        '<memory_region name="m" size="32" phys_addr="0x40007000"/>',
        domain(inner='<map mr="m" vaddr="0x40007000"/>')))
    assert "device dma, which reaches all memory" in made.report


@pytest.mark.parametrize("place", [0x40004000, 0x40005800, 0x20010000, 0x213FF800, 0])
def test_no_such_memory(island, place):
    lines = island.refuse(system(
        f'<memory_region name="m" size="0x1000" phys_addr="{place}"/>',
        domain(inner=f'<map mr="m" vaddr="{place}"/>')))
    assert len(lines) == 1 and lines[0].endswith(" @ FILE:2:1")
    assert "phys_addr" in lines[0] and "board 'island'" in lines[0]


def test_vaddr_that_is_no_memory(island):
    lines = island.refuse(system(REGION, domain(inner='<map mr="m" vaddr="0x2000000"/>')))
    assert len(lines) == 1
    assert "vaddr 0x2000000 of memory region 'm' is no free memory" in lines[0]
    assert "with setvar_vaddr the tool chooses one" in lines[0]


def test_vaddr_that_is_no_memory_with_a_symbol(island):
    made = island.succeed(system(REGION, domain(
        inner='<map mr="m" vaddr="0x2000000" setvar_vaddr="first"/>')))
    assert made.maps == [(0x21000000, 0x1000, 1)]


def test_vaddr_that_is_memory_is_taken(island):
    made = island.succeed(system(
        '<memory_region name="n" size="0x2000"/>', REGION,
        domain(inner='<map mr="m" vaddr="0x21000000"/><map mr="n" setvar_vaddr="first"/>')))
    assert made.maps == [(0x21000000, 0x1000, 1), (0x21002000, 0x2000, 1)]


def test_two_addresses_for_one_region(island):
    lines = island.refuse(system(
        REGION, domain("a", '<map mr="m" vaddr="0x21000000"/>'),
        domain("b", '<map mr="m" vaddr="0x21001000"/>')))
    assert len(lines) == 1
    assert "vaddr 0x21001000 is not where memory region 'm' lies, 0x21000000" in lines[0]


def test_place_that_the_unit_cannot_cover(island):
    lines = island.refuse(system(REGION, domain(inner='<map mr="m" vaddr="0x21000080"/>')))
    assert len(lines) == 1
    assert "cannot cover 0x1000 bytes" in lines[0] and "a multiple of 0x1000 would do" in lines[0]


def test_region_larger_than_the_memory(island):
    lines = island.refuse(system('<memory_region name="m" size="0x400001"/>', domain(
        inner='<map mr="m" setvar_vaddr="first"/>')))
    assert lines == ["Error: no free memory on board 'island' for the 0x400001 bytes of memory "
                     "region 'm' @ FILE:2:1"]


def test_region_larger_than_all_addresses(island):
    lines = island.refuse(system('<memory_region name="m" size="0x100000001"/>', domain(
        inner='<map mr="m" setvar_vaddr="first"/>')))
    assert lines == ["Error: the region is larger than the address space on element "
                     "'memory_region': FILE:2:1"]


def test_regions_do_not_overlap(island):
    made = island.succeed(system(
        *[f'<memory_region name="m{i}" size="{size}"/>'
          for i, size in enumerate([32, 0x10000, 100, 0x3000, 0x800, 7])], domain()))
    places = sorted((base, base + size) for base, size, _, _ in made.regions)
    assert all(one[1] <= other[0] for one, other in zip(places, places[1:]))


@pytest.mark.parametrize("unit", UNITS)
@pytest.mark.parametrize("is_refused", [False, True])
def test_entries_of_the_unit(island, unit, is_refused):
    entries, start, memory = UNITS[unit]
    island.facts.update(unit=unit, unit_entries=str(entries), regions=f"{start:#x} 0x400000")
    count = entries - 1 - memory + is_refused
    regions = [f'<memory_region name="m{i}" size="32"/>' for i in range(count)]
    maps = [f'<map mr="m{i}" vaddr="{start + 32 * i}"/>' for i in range(count)]
    text = system(*regions, domain(inner="".join(maps)))
    if not is_refused:
        assert (f"protection unit: {entries} of {entries} entries (image 1, memory {memory}, "
                f"maps {count})") in island.succeed(text).report
        return
    maps = "".join(f", map 'm{i}' 1" for i in range(count))
    assert island.refuse(text) == [
        f"{entries_said(entries + 1, entries, memory)}{maps} @ FILE:{count + 2}:1"]


def test_board_with_few_entries(island):
    island.facts.update(unit="pmp", unit_entries="3")
    assert "3 of 3 entries" in island.succeed(system(domain())).report
    assert island.build(system(REGION, domain(
        inner='<map mr="m" setvar_vaddr="first"/>'))).stderr.startswith(entries_said(4, 3, 2))


def test_region_that_takes_two_entries(island):
    island.facts.update(unit="pmp", unit_entries="5")
    text = system('<memory_region name="m" size="0x3000" phys_addr="0x21001000"/>',
                  REGION.replace('"m"', '"n"'),
                  domain(inner='<map mr="m" setvar_vaddr="first"/>'
                               '<map mr="n" setvar_vaddr="second"/>'))
    assert island.refuse(text) == [
        f"{entries_said(6, 5, 2)}, map 'm' 2 (1 with 0x4000 bytes at a multiple of 0x4000), "
        "map 'n' 1 @ FILE:4:1"]


def test_place_that_takes_two_entries_on_armv7m(island):
    # Two regions that meet at a multiple of 0x1000 cover what one cannot.
    made = island.succeed(system(
        '<memory_region name="m" size="0x900" phys_addr="0x21000F00"/>',
        domain(inner='<map mr="m" setvar_vaddr="first"/>')))
    assert made.maps == [(0x21000F00, 0x900, 1)]
    assert "5 of 6 entries (image 1, memory 2, maps 2)" in made.report


def test_a_fixed_region_is_rounded_only_into_what_is_free(island):
    island.facts.update(unit="pmp", unit_entries="7")
    regions = ['<memory_region name="m" size="0x3000" phys_addr="0x21000000"/>',
               '<memory_region name="n" size="0x1000" phys_addr="0x21003000"/>']
    maps = '<map mr="m" setvar_vaddr="first"/><map mr="n" setvar_vaddr="second"/>'
    alone = island.succeed(system(regions[0], domain(inner=maps[:maps.index("/>") + 2])))
    assert alone.maps == [(0x21000000, 0x4000, 1)]
    for order in (regions, regions[::-1]):
        made = island.build(system(*order, domain(inner=maps)))
        assert made.returncode == (1 if order == regions else 0), made.stderr
    assert System(island.folder / "out").maps == [(0x21000000, 0x3000, 1), (0x21003000, 0x1000, 1)]


def test_devices_do_not_share_what_the_unit_covers(island):
    lines = island.refuse(system(
        '<memory_region name="m" size="257" phys_addr="0x40005000"/>',
        '<memory_region name="n" size="32" phys_addr="0x40005120"/>',
        domain(inner='<map mr="m" setvar_vaddr="first"/><map mr="n" setvar_vaddr="second"/>')))
    assert len(lines) == 1 and "phys_addr 0x40005120 of memory region 'n'" in lines[0]


def test_region_mapped_twice(island):
    lines = island.refuse(system(REGION, domain(
        inner='<map mr="m" setvar_vaddr="first"/><map mr="m" perms="r" setvar_vaddr="second"/>')))
    assert len(lines) == 1 and "is mapped twice in protection domain 'a'" in lines[0]


def test_prefill(island):
    (island.folder / "fill.bin").write_bytes(b"content")
    made = island.succeed(system(
        '<memory_region name="m" prefill_path="fill.bin"/>', domain(
            inner='<map mr="m" setvar_vaddr="first" setvar_prefill_size="second"/>')))
    (base, size, offset, content_bytes), = made.regions
    assert (base, size, content_bytes) == (0x21000000, 32, 7)
    assert made.table[offset:] == b"content\0"


def test_prefill_larger_than_the_description(island):
    (island.folder / "fill.bin").write_bytes(b"x" * 5000)
    result = island.build(system('<memory_region name="m" prefill_path="fill.bin"/>', domain(
        inner='<map mr="m" setvar_vaddr="first"/>')))
    assert result.returncode == 1
    assert "the system description has" in result.stderr
