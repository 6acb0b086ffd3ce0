# SPDX-License-Identifier: Apache-2.0 OR MIT
"""tbf create: an executable becomes an image, or is refused with one line."""
import struct
import subprocess

import pytest
from tbf_bytes import LINKER_SCRIPT, PROGRAM, checksum


def elements_of(image):
    """Gives the elements of a header as a list of (type, value)."""
    size = struct.unpack_from("<H", image, 2)[0]
    found = []
    offset = 16
    while offset < size:
        kind, length = struct.unpack_from("<HH", image, offset)
        found.append((kind, image[offset + 4:offset + 4 + length]))
        offset += 4 + (length + 3) // 4 * 4
    assert offset == size
    return found


def symbol_entry(elf):
    return struct.unpack_from("<I", elf.read_bytes(), 24)[0]


def test_image_holds_all_elements_in_order(tool, elf, tmp_path):
    output = tmp_path / "out.tbf"
    tool.succeed("create", elf, "--name", "hëllo", "-o", output, "--version", "7",
                 "--kernel-version", "2.3", "--permission", "1:0:0x8000000000000001",
                 "--permission", "0x60001:2:7")
    image = output.read_bytes()
    size = struct.unpack_from("<H", image, 2)[0]
    assert struct.unpack_from("<H", image, 0)[0] == 2
    assert struct.unpack_from("<I", image, 4)[0] == len(image) == 512
    assert struct.unpack_from("<I", image, 8)[0] == 1
    assert struct.unpack_from("<I", image, 12)[0] == checksum(image[:size])

    elements = elements_of(image)
    assert [kind for kind, _ in elements] == [1, 9, 3, 5, 6, 8]
    values = dict(elements)
    entry, protected, ram, binary_end, version = struct.unpack("<IIIII", values[9])
    assert struct.unpack("<III", values[1]) == (entry, protected, ram)
    assert size + protected == 0x80
    assert 0x40000 + size + entry == symbol_entry(elf)
    assert entry % 2 == 1
    assert version == 7
    # Stack 512, .data 4, .bss 100, heap 1024.
    assert ram == 512 + 4 + 100 + 1024
    assert values[3] == "hëllo".encode()
    assert struct.unpack("<II", values[5]) == (0x20010000, 0x40080)
    assert values[6] == struct.pack("<HIIQIIQ", 2, 1, 0, 0x8000000000000001, 0x60001, 2, 7)
    assert struct.unpack("<HH", values[8]) == (2, 3)
    # The initial value of counter is the last thing of the load image.
    assert image[binary_end - 4:binary_end] == struct.pack("<I", 0x11223344)
    assert struct.unpack_from("<HHI", image, binary_end) == (128, 512 - binary_end - 4, 0)


def test_load_image_equals_objcopy(tool, elf, tmp_path):
    output = tmp_path / "out.tbf"
    binary = tmp_path / "out.bin"
    tool.succeed("create", elf, "--name", "x", "-o", output)
    subprocess.run(["arm-none-eabi-objcopy", "-O", "binary", elf, binary], check=True)
    expected = binary.read_bytes()
    assert output.read_bytes()[0x80:0x80 + len(expected)] == expected


def test_disabled_image_has_no_enable_flag(tool, elf, tmp_path):
    output = tmp_path / "out.tbf"
    tool.succeed("create", elf, "--name", "x", "-o", output, "--disabled")
    assert struct.unpack_from("<I", output.read_bytes(), 8)[0] == 0
    tool.succeed("show", output)


def test_protected_end_and_heap_are_taken(tool, elf, tmp_path):
    output = tmp_path / "out.tbf"
    tool.succeed("create", elf, "--name", "x", "-o", output, "--protected-end", "256",
                 "--heap", "0x801")
    values = dict(elements_of(output.read_bytes()))
    size = struct.unpack_from("<H", output.read_bytes(), 2)[0]
    entry, protected, ram, _, _ = struct.unpack("<IIIII", values[9])
    assert size + protected == 256
    assert 0x40080 - 256 + size + entry == symbol_entry(elf)
    assert ram == (512 + 4 + 100 + 0x801 + 3) // 4 * 4


@pytest.mark.parametrize("padding", [0, 384, 388, 392, 896, 70000, 200000])
def test_arm_size_is_a_power_of_two_filled_by_footers(tool, build_elf, tmp_path, padding):
    source = PROGRAM + f"const char filler[{padding} + 1] __attribute__((used)) = {{1}};"
    script = LINKER_SCRIPT.replace("64K", "1M").replace("*(.rodata*)", "KEEP(*(.rodata*))")
    output = tmp_path / "out.tbf"
    tool.succeed("create", build_elf(source=source, script=script), "--name", "x", "-o", output)
    image = output.read_bytes()
    assert len(image) >= 512 and len(image) & (len(image) - 1) == 0
    offset = struct.unpack("<IIIII", dict(elements_of(image))[9])[3]
    assert len(image) < 1024 or offset > len(image) // 2
    while len(image) - offset >= 8:
        kind, length, form = struct.unpack_from("<HHI", image, offset)
        assert (kind, form) == (128, 0)
        offset += 4 + length
    assert offset <= len(image)
    assert not any(image[offset:])
    tool.succeed("show", output)


def test_riscv_size_is_a_multiple_of_four_without_footer(tool, elf, tmp_path):
    # The machine field is all that tells the two apart for the tool.
    content = bytearray(elf.read_bytes())
    struct.pack_into("<H", content, 18, 243)
    entry = struct.unpack_from("<I", content, 24)[0]
    struct.pack_into("<I", content, 24, entry & ~1)
    riscv = tmp_path / "riscv.elf"
    riscv.write_bytes(content)
    output = tmp_path / "out.tbf"
    tool.succeed("create", riscv, "--name", "x", "-o", output)
    image = output.read_bytes()
    assert len(image) % 4 == 0 and len(image) < 512
    values = dict(elements_of(image))
    assert struct.unpack("<IIIII", values[9])[3] == len(image)

    struct.pack_into("<I", content, 24, entry | 1)
    riscv.write_bytes(content)
    tool.refuse(1, "is odd", "create", riscv, "--name", "x", "-o", output)


def test_wfr_section_becomes_a_writeable_region(tool, build_elf, tmp_path):
    source = PROGRAM + """
        __attribute__((section(".wfr.app_state"), used)) const char state[48] = {1};"""
    output = tmp_path / "out.tbf"
    tool.succeed("create", build_elf(source=source), "--name", "x", "-o", output)
    image = output.read_bytes()
    elements = elements_of(image)
    assert [kind for kind, _ in elements] == [1, 9, 3, 2, 5, 8]
    offset, length = struct.unpack("<II", dict(elements)[2])
    assert length == 48
    assert image[offset] == 1


def test_elf_header_in_the_first_segment_is_cut_off(tool, build_elf, tmp_path):
    # Linkers put the ELF header into the first segment where the address leaves room for it.
    script = """
        ENTRY(_start)
        PHDRS {{ text PT_LOAD FILEHDR PHDRS FLAGS(5); data PT_LOAD FLAGS(6); }}
        SECTIONS {{
            . = {flash:#x} - 0x80 + SIZEOF_HEADERS;
            .text {flash:#x} : {{ *(.text*) . = ALIGN(4); }} :text
            load = .;
            .data {ram:#x} : AT(load) {{ *(.data*) *(.bss*) }} :data
            /DISCARD/ : {{ *(.ARM.*) *(.comment) }}
        }}"""
    elf = build_elf(script=script)
    program_offset = struct.unpack_from("<I", elf.read_bytes(), 28)[0]
    assert struct.unpack_from("<I", elf.read_bytes(), program_offset + 4)[0] == 0
    output = tmp_path / "out.tbf"
    tool.succeed("create", elf, "--name", "x", "-o", output)
    assert struct.unpack("<II", dict(elements_of(output.read_bytes()))[5])[1] == 0x40080


def test_program_without_ram_may_run_at_any_ram(tool, build_elf, tmp_path):
    script = "SECTIONS {{ .text {flash:#x} : {{ *(.text*) }} /DISCARD/ : {{ *(*) }} }}"
    elf = build_elf(source="void _start(void) { for (;;) { } }", script=script)
    output = tmp_path / "out.tbf"
    tool.succeed("create", elf, "--name", "x", "-o", output, "-o", output)
    values = dict(elements_of(output.read_bytes()))
    assert struct.unpack("<II", values[5]) == (0xFFFFFFFF, 0x40080)
    assert struct.unpack("<IIIII", values[9])[2] == 1024


PROGRAM_HEADERS = 52
TEXT, STACK, DATA = PROGRAM_HEADERS, PROGRAM_HEADERS + 32, PROGRAM_HEADERS + 64
OFFSET, VADDR, PADDR, FILESZ, MEMSZ, FLAGS = 4, 8, 12, 16, 20, 24

# What is written where, as bytes, and the reason that the tool must give.
MALFORMED_ELF = [
    ("magic", 0, b"\x00", "not an ELF file"),
    ("64_bit", 4, b"\x02", "not a 32-bit little-endian"),
    ("big_endian", 5, b"\x02", "not a 32-bit little-endian"),
    ("relocatable", 16, b"\x01\x00", "not a fixed-address executable"),
    ("shared_object", 16, b"\x03\x00", "not a fixed-address executable"),
    ("x86", 18, b"\x03\x00", "neither for Arm nor for RISC-V"),
    ("entry_in_ram", 24, b"\x01\x00\x01\x20", "lies in no executable segment"),
    ("entry_past_text", 24, b"\x00\x10\x04\x00", "lies in no executable segment"),
    ("entry_zero", 24, b"\x00\x00\x00\x00", "lies in no executable segment"),
    ("headers_far_away", 28, b"\xff\xff\xff\xff", "program headers outside the file"),
    ("headers_near_end", 28, b"\x00\x10\x00\x00", "program headers outside the file"),
    ("header_size", 42, b"\x1f\x00", "program headers of 31 bytes"),
    ("no_headers", 44, b"\x00\x00", "no program headers"),
    ("too_many_headers", 44, b"\xff\xff", "program headers outside the file"),
    ("section_size", 46, b"\x00\x00", "section headers of 0 bytes"),
    ("sections_far_away", 32, b"\xff\xff\xff\xff", "section headers outside the file"),
    ("section_names_index", 50, b"\xfe\x00", "section names in section 254"),
    ("segment_outside_file", TEXT + OFFSET, b"\xff\xff\xff\xff", "outside the file"),
    ("segment_longer_than_file", TEXT + FILESZ, b"\xff\xff\xff\x7f", "outside the file"),
    ("segment_file_over_memory", TEXT + MEMSZ, b"\x01\x00\x00\x00", "larger in the file"),
    ("segment_wraps", STACK + MEMSZ, b"\xff\xff\xff\xff", "beyond the address space"),
    ("data_load_address_wraps", DATA + PADDR, b"\xff\xff\xff\xff", "beyond the address space"),
    ("data_loaded_over_text", DATA + PADDR, b"\x80\x00\x04\x00", "overlap"),
    ("data_far_from_text", DATA + PADDR, b"\x00\x00\x00\x90", "larger than 16777216 bytes"),
    ("data_loaded_in_place", DATA + PADDR, b"\x00\x02\x01\x20", "no load address in flash"),
    ("text_loaded_elsewhere", TEXT + PADDR, b"\x00\x00\x05\x00", "has another load address"),
    ("stack_over_data", STACK + MEMSZ, b"\x04\x02\x00\x00", "overlap"),
    ("ram_too_large", STACK + VADDR, b"\x00\x00\x00\x10", "RAM from .* is larger"),
    ("text_not_executable", TEXT + FLAGS, b"\x04\x00\x00\x00", "no executable segment"),
]


@pytest.mark.parametrize("offset, change, reason", [case[1:] for case in MALFORMED_ELF],
                         ids=[case[0] for case in MALFORMED_ELF])
def test_malformed_elf_is_refused(tool, elf, tmp_path, offset, change, reason):
    content = bytearray(elf.read_bytes())
    content[offset:offset + len(change)] = change
    broken = tmp_path / "broken.elf"
    broken.write_bytes(content)
    tool.refuse(1, reason, "create", broken, "--name", "x", "-o", tmp_path / "out.tbf")
    assert not (tmp_path / "out.tbf").exists()


def test_elf_cut_at_any_length_is_refused(tool, elf, tmp_path):
    # Without its section table, whose absence would hide all other checks, the file ends with
    # the last byte of a segment.
    content = bytearray(elf.read_bytes())
    struct.pack_into("<I", content, 32, 0)
    struct.pack_into("<HH", content, 48, 0, 0)
    segments = [struct.unpack_from("<IIIII", content, base) for base in (TEXT, DATA)]
    content = content[:max(offset + length for _, offset, _, _, length in segments)]
    whole = tmp_path / "whole.elf"
    whole.write_bytes(content)
    tool.succeed("create", whole, "--name", "x", "-o", tmp_path / "out.tbf")
    broken = tmp_path / "broken.elf"
    for length in range(len(content)):
        broken.write_bytes(content[:length])
        tool.refuse(1, "broken.elf: ", "create", broken, "--name", "x", "-o", tmp_path / "o.tbf")


def test_elf_cut_in_its_section_table_is_refused(tool, elf, tmp_path):
    content = elf.read_bytes()
    table = struct.unpack_from("<I", content, 32)[0]
    count = struct.unpack_from("<H", content, 48)[0]
    assert table + 40 * count == len(content)
    broken = tmp_path / "broken.elf"
    for length in (table - 1, table, table + 1, len(content) - 40, len(content) - 1):
        broken.write_bytes(content[:length])
        tool.refuse(1, "section headers outside", "create", broken, "--name", "x", "-o",
                    tmp_path / "o.tbf")


def test_low_program_leaves_no_room_for_the_header(tool, build_elf, tmp_path):
    low = build_elf(flash=0x40)
    tool.refuse(1, "leaves no room", "create", low, "--name", "x", "-o", tmp_path / "out.tbf")


def test_header_larger_than_protected_end_is_refused(tool, elf, tmp_path):
    output = tmp_path / "out.tbf"
    # 16 base, 16 Main, 24 Program, 12 Fixed Addresses, 8 Kernel Version: 52 remain for the name.
    tool.succeed("create", elf, "--name", "n" * 48, "-o", output)
    tool.refuse(1, "does not fit", "create", elf, "--name", "n" * 49, "-o", output)


BAD_REQUESTS = [
    (["--name", "x"], "-o is missing"),
    (["-o", "OUT"], "--name is missing"),
    (["--name", "x", "-o"], "-o needs a value"),
    (["--name", "x", "-o", "OUT", "--what"], "unknown option --what"),
    (["--name", "x", "-o", "OUT", "more"], "unexpected more"),
    (["--name", "a\nb", "-o", "OUT"], "--name takes UTF-8"),
    (["--name", b"\xff", "-o", "OUT"], "--name takes UTF-8"),
    (["--name", "x", "-o", "OUT", "--heap", "-1"], "--heap takes a 32-bit number"),
    (["--name", "x", "-o", "OUT", "--heap", "0x100000000"], "--heap takes a 32-bit number"),
    (["--name", "x", "-o", "OUT", "--heap", "1k"], "--heap takes a 32-bit number"),
    (["--name", "x", "-o", "OUT", "--heap", ""], "--heap takes a 32-bit number"),
    (["--name", "x", "-o", "OUT", "--protected-end", "130"], "a multiple of 4"),
    (["--name", "x", "-o", "OUT", "--protected-end", "0x10000"], "a multiple of 4"),
    (["--name", "x", "-o", "OUT", "--kernel-version", "2"], "takes MAJOR.MINOR"),
    (["--name", "x", "-o", "OUT", "--kernel-version", "2.65536"], "takes MAJOR.MINOR"),
    (["--name", "x", "-o", "OUT", "--permission", "1:2"], "takes DRIVER:OFFSET:MASK"),
    (["--name", "x", "-o", "OUT", "--permission", "1:67108864:1"], "takes DRIVER:OFFSET:MASK"),
    (["--name", "x", "-o", "OUT", "--permission", "1:0:1", "--permission", "0x1:0:2"], "again"),
]


@pytest.mark.parametrize("arguments, reason", BAD_REQUESTS)
def test_bad_request_is_refused(tool, elf, tmp_path, arguments, reason):
    output = tmp_path / "out.tbf"
    given = [argument if argument != "OUT" else str(output) for argument in arguments]
    result = subprocess.run([tool.path, "create", str(elf), *given], env=tool.environment,
                            stderr=subprocess.PIPE, check=False)
    lines = result.stderr.decode("utf-8", "replace").splitlines()
    assert result.returncode == 2 and len(lines) == 1, lines
    assert lines[0].startswith("tbf: create: ") and reason in lines[0], lines
    assert not output.exists()


def test_heap_up_to_the_address_space(tool, elf, tmp_path):
    output = tmp_path / "out.tbf"
    tool.refuse(1, "beyond the address space", "create", elf, "--name", "x", "-o", output,
                "--heap", "0xffffffff")


def test_missing_elf_is_refused(tool, tmp_path):
    tool.refuse(1, "cannot open", "create", tmp_path / "none.elf", "--name", "x", "-o",
                tmp_path / "out.tbf")


def test_full_disk_is_reported(tool, elf):
    tool.refuse(1, "/dev/full: cannot write: No space left", "create", elf, "--name", "x", "-o",
                "/dev/full")
