# SPDX-License-Identifier: Apache-2.0 OR MIT
"""Programs of a system that come as images, which the tool `system` takes as they are."""

import struct

import pytest

from island import REGION, UNITS, domain, system


def test_image(island, tbf_tool):
    island.image("a", tbf_tool, 0x48080, 0x20018000)
    made = island.succeed(system(domain("z"), domain("a").replace("a.o", "a.tbf")))
    images = made.images()
    assert images["a"] == (0x8000, (island.folder / "a.tbf").read_bytes())
    assert images["z"][0] == 0
    assert [process["name"] for process in made.processes] == ["z", "a"]
    assert "a.tbf, as packed" in made.report


def image_resize(path, total_bytes):
    """Gives an image another size, as a tool of somebody else could."""
    data = bytearray(path.read_bytes())
    total, _, checksum = struct.unpack_from("<3I", data, 4)
    del data[total_bytes:]
    data += b"\xFF" * (total_bytes - len(data))
    struct.pack_into("<I", data, 4, total_bytes)
    struct.pack_into("<I", data, 12, checksum ^ total ^ total_bytes)
    path.write_bytes(data)


@pytest.mark.parametrize("unit, total_bytes, image", [
    ("armv7m", 512, 1), ("armv7m", 544, 2), ("armv7m", 640, 1), ("armv7m", 516, None),
    ("armv8m", 544, 1), ("armv8m", 516, None),
    ("pmp", 512, 1), ("pmp", 516, 2),
])
def test_image_of_any_size(island, tbf_tool, unit, total_bytes, image):
    entries, start, memory = UNITS[unit]
    island.facts.update(unit=unit, unit_entries=str(entries), regions=f"{start:#x} 0x400000")
    island.image("a", tbf_tool, 0x48080, 0x20018000)
    image_resize(island.folder / "a.tbf", total_bytes)
    text = system(domain("a").replace("a.o", "a.tbf"))
    if image is not None:
        assert f"(image {image}, memory {memory}, maps 0)" in island.succeed(text).report
        return
    lines = island.refuse(text)
    assert len(lines) == 1 and lines[0].startswith(
        "Error: the protection unit of board 'island' cannot cover the image of 'a.tbf', "
        f"[0x48000..{0x48000 + total_bytes:#x}); "), lines


def test_image_whose_memory_the_unit_cannot_cover(island, tbf_tool):
    island.image("a", tbf_tool, 0x48080, 0x20018010)
    lines = island.refuse(system(domain("a").replace("a.o", "a.tbf")))
    assert len(lines) == 1 and "cannot cover its 0x" in lines[0]


def test_image_of_an_archive(island, tbf_tool):
    # The first place is not on the board; the second is taken by the first program.
    places = [(0x10080, 0x20010000), (0x40080, 0x20010000), (0x44080, 0x20014000)]
    for name in "ab":
        island.archive(name, tbf_tool, places)
    made = island.succeed(system(domain("a").replace("a.o", "a.tab"),
                                 domain("b").replace("a.o", "b.tab"), domain("c")))
    assert sorted((name, offset) for name, (offset, _) in made.images().items()) == [
        ("a", 0), ("b", 0x4000), ("c", 0x200)]


@pytest.mark.parametrize("name, flash, memory, inner, said", [
    ("b", 0x48080, 0x20018000, "", "the program in 'a.tbf' has another name than the protection "
     "domain, 'a', and the kernel knows it by its own on element 'program_image': FILE:3:30"),
    ("a", 0x48080, 0x2001FC00, "", "'a.tbf' is linked for memory at 0x2001fc00, where board "
     "'island' has no room for the "),
    ("a", 0x48080, 0x20018000, '<setvar symbol="first" region_paddr="m"/>',
     "could not patch symbol 'first' in program image for PD 'a': an image has no symbols @ "
     "FILE:3:59"),
])
def test_image_that_does_not_fit(island, tbf_tool, name, flash, memory, inner, said):
    island.image(name, tbf_tool, flash, memory, "a.tbf")
    lines = island.refuse(system(REGION, domain("a", inner).replace("a.o", "a.tbf")))
    lines = [line for line in lines if not line.startswith("Warning: ")]
    assert len(lines) == 1 and lines[0].startswith(f"Error: {said}"), lines


def test_image_without_a_place_in_memory(island, tbf_tool):
    island.image("a", tbf_tool, 0x48080, 0x20018000)
    path = island.folder / "a.tbf"
    data = path.read_bytes()
    fixed = struct.pack("<HHII", 5, 8, 0x20018000, 0x48080)
    assert fixed in data
    path.write_bytes(data.replace(fixed, struct.pack("<HHII", 5, 8, 0xFFFFFFFF, 0x48080)))
    image_resize(path, len(data))
    at = 12
    checksum = struct.unpack_from("<I", path.read_bytes(), at)[0] ^ 0x20018000 ^ 0xFFFFFFFF
    path.write_bytes(path.read_bytes()[:at] + struct.pack("<I", checksum) +
                     path.read_bytes()[at + 4:])
    lines = island.refuse(system(domain("a").replace("a.o", "a.tbf")))
    assert lines == ["Error: the program in 'a.tbf' has no fixed place in memory, which other "
                     "programs of a system have on element 'program_image': FILE:2:30"]


def test_gap_that_no_padding_fits(island, tbf_tool):
    island.facts.update(unit="pmp", unit_entries="7")
    island.image("a", tbf_tool, 0x48080, 0x20018000)
    image_resize(island.folder / "a.tbf", 516)
    island.linked("b.elf", 0x48288, 0x2001C000)
    result = island.build(system(domain("a").replace("a.o", "a.tbf"),
                                 domain("b").replace("a.o", "b.elf")))
    assert result.returncode == 1
    assert result.stderr.splitlines() == [
        "system: apps.bin: no room for padding between two images, at 0x48204"]


def test_two_images_in_one_memory(island, tbf_tool):
    island.image("a", tbf_tool, 0x40080, 0x20010000)
    island.image("b", tbf_tool, 0x44080, 0x20010C00)
    lines = island.refuse(system(domain("a").replace("a.o", "a.tbf"),
                                 domain("b").replace("a.o", "b.tbf")))
    assert len(lines) == 1 and "'b.tbf' is linked for memory at 0x20010c00" in lines[0]


def test_image_in_flash_that_the_board_does_not_have(island, tbf_tool):
    island.image("a", tbf_tool, 0x90080, 0x20010000)
    result = island.build(system(domain("a").replace("a.o", "a.tbf")))
    assert result.returncode == 1
    assert len(result.stderr.splitlines()) == 1
    assert "is linked for flash 0x00090000, outside" in result.stderr


def test_image_with_another_file_for_symbols(island, tbf_tool):
    island.image("a", tbf_tool, 0x48080, 0x20018000)
    lines = island.refuse(system(domain("a").replace(
        'path="a.o"', 'path="a.tbf" path_for_symbols="a.o"')))
    assert len(lines) == 1 and "path_for_symbols needs a program image that is linked" in lines[0]


def test_archive_that_is_none(island):
    (island.folder / "a.tab").write_bytes(b"text")
    result = island.build(system(domain("a").replace("a.o", "a.tab")))
    assert result.returncode == 1
    assert len(result.stderr.splitlines()) == 1 and "a.tab" in result.stderr


def test_several_errors(island):
    lines = island.refuse(system(
        '<memory_region name="m" size="0x1000" phys_addr="0x1000"/>',
        domain(inner='<map mr="m" vaddr="0x1000"/><irq irq="4" id="1"/>'),
        domain("b").replace("a.o", "z.o")))
    assert len(lines) == 3
