# SPDX-License-Identifier: Apache-2.0 OR MIT
"""tbf show: every field is printed, every violated rule is named."""
import re
import struct

import pytest
from tbf_bytes import element, fixed, image, main_element, program


def footer(form, data, kind=128, length=None):
    stored = 4 + len(data) if length is None else length
    return struct.pack("<HHI", kind, stored, form) + data


def with_footers(footers, total=1024):
    """A program whose binary ends at 512, then the footers."""
    return image(program(end=512), total=total,
                 body=bytes(512 - 16 - len(program())) + footers)


VALID = {
    "program": image(),
    "program_and_main": image(main_element(ram=1) + program(ram=2)),
    "main_only_as_published_in_2021": image(main_element(entry=41)),
    "unknown_element": image(program() + element(0x7777, b"abc")),
    "obsolete_pic_option": image(program() + element(4, bytes(40))),
    "disabled": image(flags=0),
    "sticky": image(flags=3),
    "empty_name": image(program() + element(3, b"")),
    "name_with_longest_sequences": image(program() + element(3, "é€\U0010ffff".encode())),
    "fixed_at_zero_ram": image(program() + fixed(ram=0)),
    "fixed_flash_without_room_to_spare": image(program() + fixed(flash=16 + 24 + 12)),
    "fixed_flash_up_to_the_end": image(program() + fixed(flash=0x100000000 - 512 + 52)),
    "fixed_ram_up_to_the_end": image(program(ram=16) + fixed(ram=0xFFFFFFF0)),
    "permissions": image(program() + element(6, struct.pack("<HIIQ", 1, 1, 0, 3))),
    "no_permissions": image(program() + element(6, struct.pack("<H", 0))),
    "storage": image(program() + element(7, struct.pack("<IHIIHI", 1, 2, 5, 6, 1, 7))),
    "short_id": image(program() + element(10, struct.pack("<I", 9))),
    "region": image(program() + element(2, struct.pack("<IIII", 60, 452, 64, 4))),
    "entry_at_the_last_byte": image(program(entry=511 - 40)),
    "binary_end_at_the_header": image(program(end=40)),
    "padding": image(b"", total=16, flags=0),
    "chain": image() + image(b"", total=64, flags=0) + image(),
    "erased_flash_follows": image() + b"\xff" * 77,
    "reserved_footer": with_footers(footer(0, bytes(504))),
    "sha_footers": with_footers(footer(3, bytes(32)) + footer(4, bytes(48)) + footer(5, bytes(64))),
    "longer_footer": with_footers(footer(3, bytes(36))),
    "unknown_footer": with_footers(footer(0x55, bytes(36))),
    "zeros_instead_of_footers": with_footers(b""),
}


@pytest.mark.parametrize("content", VALID.values(), ids=VALID.keys())
def test_valid_image_is_accepted(tool, tmp_path, content):
    path = tmp_path / "x.tbf"
    path.write_bytes(content)
    assert "object at offset 0x0" in tool.succeed("show", path)


INVALID = {
    "empty": (b"", "0 bytes are too short"),
    "short": (image()[:15], "15 bytes are too short"),
    "version": (image(version=1), "version 1 instead of 2"),
    "erased": (b"\xff" * 32, "version 65535 instead of 2"),
    "checksum": (image(fix=False), "checksum 0x[0-9a-f]{8} instead of 0x[0-9a-f]{8}"),
    "header_too_small": (image(header_size=15), "header size 15 is less than 16"),
    "header_no_multiple": (image(program() + b"\0\0", header_size=42), "no multiple of 4"),
    "header_over_total": (image(header_size=600), "header size 600 exceeds total size 512"),
    "total_zero": (image(total=0), "exceeds total size 0"),
    "total_over_file": (image()[:500], "total size 512 exceeds the 500 bytes"),
    "total_huge": (image(total=0xFFFFFFFF), "exceeds the 40 bytes"),
    "flags": (image(flags=5), "unknown flags 0x4"),
    "nothing_but_a_name": (image(element(3, b"x")), "neither a Main nor a Program"),
    "element_head_cut": (image(program() + b"\x03\0", header_size=42), "at offset 40 crosses"),
    "element_value_cut": (image(program() + element(3, b"abc", length=9)), "type 3 at offset 40"),
    "element_padding_cut": (image(program() + element(3, b"abcd", length=5)), "crosses the header"),
    "main_length": (image(program() + element(1, bytes(8))), "Main element has length 8"),
    "program_length": (image(main_element() + element(9, bytes(16))), "Program element has length"),
    "fixed_length": (image(program() + element(5, bytes(12))), "Fixed Addresses element has"),
    "kernel_length": (image(program() + element(8, bytes(2))), "Kernel Version element has"),
    "short_id_length": (image(program() + element(10, bytes(8))), "ShortId element has length 8"),
    "region_length": (image(program() + element(2, bytes(12))), "no multiple of 8"),
    "region_in_header": (image(program() + element(2, struct.pack("<II", 51, 4))), "region at"),
    "region_outside": (image(program() + element(2, struct.pack("<II", 52, 461))), "region at"),
    "region_wraps": (image(program() + element(2, struct.pack("<II", 64, 0xFFFFFFFF))),
                     "region at"),
    "name_not_utf8": (image(program() + element(3, b"a\xc0\x80")), "not UTF-8"),
    "name_surrogate": (image(program() + element(3, b"\xed\xa0\x80")), "not UTF-8"),
    "name_cut": (image(program() + element(3, b"\xe2\x82")), "not UTF-8"),
    "name_beyond_unicode": (image(program() + element(3, b"\xf4\x90\x80\x80")), "not UTF-8"),
    "permissions_empty": (image(program() + element(6, b"")), "Permissions element has no count"),
    "permissions_count": (image(program() + element(6, struct.pack("<HIIQ", 2, 1, 0, 3))),
                          "does not hold 2 entries"),
    "permissions_surplus": (image(program() + element(6, struct.pack("<HIIQ", 0, 1, 0, 3))),
                            "does not hold 0 entries"),
    "storage_empty": (image(program() + element(7, b"")), "no write id"),
    "storage_no_read_count": (image(program() + element(7, bytes(4))), "no count of read ids"),
    "storage_no_modify_count": (image(program() + element(7, bytes(6))), "no count of modify ids"),
    "storage_read_list": (image(program() + element(7, struct.pack("<IHI", 1, 2, 5))),
                          "does not hold 2 read ids"),
    "storage_too_many": (image(program() + element(7, struct.pack("<IH9IH", 1, 9, *range(9), 0))),
                         "9 read ids, more than 8"),
    "storage_surplus": (image(program() + element(7, bytes(12))), "4 bytes too many"),
    "binary_end_outside": (image(program(end=513)), "binary end 513 exceeds total size 512"),
    "binary_end_in_header": (image(program(end=39)), "exceed binary end 39"),
    "protected_over_binary": (image(program(protected=473)), "exceed binary end"),
    "protected_wraps": (image(program(protected=0xFFFFFFFF)), "exceed binary end"),
    "entry_outside": (image(program(entry=512 - 40)), "entry at offset 512 lies outside"),
    "entry_wraps": (image(program(entry=0xFFFFFFFF)), "entry at offset 4294967335 lies outside"),
    "flash_too_low": (image(program() + fixed(flash=51)), "leaves no room for 52 bytes"),
    "flash_too_high": (image(program() + fixed(flash=0x100000001 - 512 + 52)),
                       "ends beyond the address space"),
    "ram_too_high": (image(program(ram=17) + fixed(ram=0xFFFFFFF0)), "fixed RAM address"),
    "footer_too_short": (with_footers(footer(3, bytes(28))), "28 bytes of data instead of 32"),
    "footer_outside": (with_footers(footer(3, bytes(32), length=509)), "impossible length 509"),
    "footer_without_format": (with_footers(footer(3, b"", length=3)), "impossible length 3"),
    "rubbish_follows": (image() + b"rubbish" * 3, "version 30066 instead of 2"),
    "few_bytes_follow": (image() + b"abc", "3 bytes are too short"),
}


@pytest.mark.parametrize("content, reason", INVALID.values(), ids=INVALID.keys())
def test_violated_rule_is_named(tool, tmp_path, content, reason):
    path = tmp_path / "x.tbf"
    path.write_bytes(content)
    result = tool.run("show", path)
    assert result.returncode == 1
    assert any(re.search(reason, line) for line in result.stderr.splitlines()), result.stderr


SINGLE_RULE = [name for name in INVALID
               if not re.match("header|total|element|main|program_l|protected", name)]


@pytest.mark.parametrize("name", SINGLE_RULE)
def test_one_violation_gives_one_line(tool, tmp_path, name):
    content, reason = INVALID[name]
    path = tmp_path / "x.tbf"
    path.write_bytes(content)
    tool.refuse(1, reason, "show", path)


def test_all_violations_are_named(tool, tmp_path):
    path = tmp_path / "x.tbf"
    path.write_bytes(image(program(entry=600, end=600) + element(3, b"\xff") + element(8, b""),
                           flags=9, fix=False))
    result = tool.run("show", path)
    assert result.returncode == 1
    assert len(result.stderr.splitlines()) == 6
    assert "minimum RAM 1024" in result.stdout


def test_all_fields_are_printed(tool, tmp_path):
    path = tmp_path / "x.tbf"
    elements = (main_element(entry=0x21, ram=1) + program(entry=0x21, protected=20, ram=8192,
                                                          version=77)
                + element(3, b"na\\me\x1b[2J") + element(2, struct.pack("<II", 256, 128))
                + fixed(0x20010000, 0x40100)
                + element(6, struct.pack("<HIIQ", 1, 0x60001, 4, 0xF0))
                + element(7, struct.pack("<IHIHI", 3, 1, 44, 1, 55))
                + element(8, struct.pack("<HH", 2, 1)) + element(10, struct.pack("<I", 0xABCD)))
    path.write_bytes(image(elements, flags=3))
    output = tool.succeed("show", path)
    for text in ("version 77", "entry offset 33", "protected size 20", "minimum RAM 8192",
                 '"na\\x5cme\\x1b[2J"', "offset 0x100, 128 bytes", "RAM 0x20010000",
                 "flash 0x00040100", "driver 0x60001, offset 4, commands 0x00000000000000f0",
                 "write id 3, read 44, modify 55", "2.1", "0x0000abcd", "enabled sticky"):
        assert text in output, (text, output)
    assert "\x1b" not in output


def test_program_wins_over_main(tool, tmp_path):
    path = tmp_path / "x.tbf"
    # The entry of Main lies outside; that of Program, which counts, does not.
    path.write_bytes(image(program(entry=8) + main_element(entry=9999)))
    tool.succeed("show", path)
    path.write_bytes(image(main_element(entry=9999) + program(entry=8)))
    tool.succeed("show", path)
    path.write_bytes(image(main_element(entry=8) + program(entry=9999)))
    tool.refuse(1, "entry at offset", "show", path)


def test_image_cut_at_any_length_is_refused(tool, tbf, tmp_path):
    content = tbf.read_bytes()
    paths = []
    for length in range(len(content)):
        paths.append(tmp_path / f"{length}.tbf")
        paths[-1].write_bytes(content[:length])
    result = tool.run("show", *paths)
    assert result.returncode == 1
    refused = {line.split(": ")[1] for line in result.stderr.splitlines()}
    assert refused == {str(path) for path in paths}


def test_any_changed_header_byte_is_refused(tool, tbf, tmp_path):
    content = tbf.read_bytes()
    size = struct.unpack_from("<H", content, 2)[0]
    paths = []
    for offset in range(size):
        changed = bytearray(content)
        changed[offset] ^= 0x10
        paths.append(tmp_path / f"{offset}.tbf")
        paths[-1].write_bytes(changed)
    result = tool.run("show", *paths)
    refused = {line.split(": ")[1] for line in result.stderr.splitlines()}
    assert refused == {str(path) for path in paths}


def test_missing_file_and_folder_are_reported(tool, tmp_path):
    tool.refuse(1, "cannot open", "show", tmp_path / "none.tbf")
    tool.refuse(1, "cannot read", "show", tmp_path)
    tool.refuse(2, "FILE is missing", "show")


def test_padding_object_is_as_long_as_asked(tool, tmp_path):
    path = tmp_path / "pad.tbf"
    for length in (16, 17, 4096):
        tool.succeed("pad", "--bytes", length, "-o", path)
        content = path.read_bytes()
        assert content == image(b"", total=16, flags=0)[:4] + struct.pack(
            "<III", length, 0, 0x00100002 ^ length) + b"\xff" * (length - 16)
        assert "(padding)" in tool.succeed("show", path)
    tool.refuse(2, "--bytes takes 16 to", "pad", "--bytes", 15, "-o", path)
    tool.refuse(2, "--bytes is missing", "pad", "-o", path)


def test_every_command_has_help(tool):
    for command in ("create", "tab", "untab", "list", "show", "pad", "pack"):
        assert tool.succeed(command, "--help").startswith(f"Usage: tbf {command} ")
        assert f"  {command} " in tool.succeed("--help")
        tool.refuse(2, "unknown option --wrong", command, "--wrong")
        tool.refuse(2, "unknown option -q", command, "-q")
    tool.refuse(2, "no such command", "frobnicate")
    tool.refuse(2, "is missing", )


def test_unknown_letter_in_a_bundle_is_named(tool):
    tool.refuse(2, "unknown option -q;", "pack", "-qo", "x")
    tool.refuse(2, "unknown option --raw=1;", "pack", "--raw=1")
