# SPDX-License-Identifier: Apache-2.0 OR MIT
"""tbf pack: images lie where the board and their headers want them, in an unbroken chain."""
import io
import struct
import tarfile

import pytest
from tbf_bytes import element, fixed, image, main_element, objects, program

FLASH, FLASH_BYTES = 0x40000, 0x40000
RAM, RAM_BYTES = 0x20010000, 0x10000
NAMED = 3


def app(name="app", total=512, flash=None, ram=None, minimum_ram=1024, **more):
    """A program; `flash` is the address of the object itself, not of the application."""
    elements = program(ram=minimum_ram, end=total) + element(NAMED, name.encode())
    if flash is not None or ram is not None:
        application = 0xFFFFFFFF if flash is None else flash + 16 + len(elements) + 12
        elements += fixed(0xFFFFFFFF if ram is None else ram, application)
    return image(elements, total=total, **more)


class Board:
    def __init__(self, tool, folder):
        self.tool = tool
        self.folder = folder
        self.output = folder / "out.bin"
        self.count = 0

    def file(self, content, suffix=".tbf"):
        self.count += 1
        path = self.folder / f"{self.count}{suffix}"
        path.write_bytes(content)
        return path

    def tab(self, **variants):
        """A TAB; the keyword names the file, with _ for - and __ for a dot."""
        stream = io.BytesIO()
        with tarfile.open(fileobj=stream, mode="w", format=tarfile.GNU_FORMAT) as tar:
            entries = {"metadata.toml": b'tab-version = 1\nname = "x"\n'}
            for name, content in variants.items():
                entries[name.replace("__", ".").replace("_", "-") + ".tbf"] = content
            for name, content in entries.items():
                info = tarfile.TarInfo(name)
                info.size = len(content)
                tar.addfile(info, io.BytesIO(content))
        return self.file(stream.getvalue(), ".tab")

    def arguments(self, files, architecture, flash, ram):
        return ["pack", "-o", self.output, "--arch", architecture, "--flash", flash, "--ram", ram,
                "--verbose", *files]

    def pack(self, *files, architecture="cortex-m4", flash=f"{FLASH:#x}:{FLASH_BYTES:#x}",
             ram=f"{RAM:#x}:{RAM_BYTES:#x}"):
        """Packs, and gives the lines of --verbose as tuples and the flash content."""
        stdout = self.tool.succeed(*self.arguments(files, architecture, flash, ram))
        lines = []
        for line in stdout.splitlines():
            name, base, length = line.split(" ")
            lines.append((name, int(base, 16), int(length)))
        return lines, self.output.read_bytes()

    def refuse(self, exit_code, reason, *files, architecture="cortex-m4",
               flash=f"{FLASH:#x}:{FLASH_BYTES:#x}", ram=f"{RAM:#x}:{RAM_BYTES:#x}"):
        line = self.tool.refuse(exit_code, reason,
                                *self.arguments(files, architecture, flash, ram))
        assert not self.output.exists()
        return line


@pytest.fixture
def board(tool, tmp_path):
    return Board(tool, tmp_path)


def test_images_for_any_place_follow_each_other_at_multiples_of_their_size(board):
    contents = [app("a", 512), app("b", 2048), app("c", 512), app("d", 1024)]
    lines, flash = board.pack(*[board.file(content) for content in contents])
    assert lines == [("a", 0x40000, 512), ("b", 0x40800, 2048), ("c", 0x41000, 512),
                     ("d", 0x41400, 1024)]
    assert [(offset, total) for offset, _, total in objects(flash)] == [
        (0, 512), (0x200, 0x600), (0x800, 2048), (0x1000, 512), (0x1200, 512), (0x1400, 1024)]
    for (_, base, length), content in zip(lines, contents):
        assert flash[base - FLASH:base - FLASH + length] == content
    assert flash[0x210:0x800] == b"\xff" * 0x5F0


def test_size_that_is_no_power_of_two_is_aligned_to_the_next_one_on_arm(board):
    lines, flash = board.pack(board.file(app("a", 512)), board.file(app("b", 1540)))
    assert lines == [("a", 0x40000, 512), ("b", 0x40800, 1540)]
    objects(flash)


def test_riscv_images_follow_each_other_at_multiples_of_four(board):
    lines, flash = board.pack(board.file(app("a", 516)), board.file(app("b", 1540)),
                              architecture="rv32imac")
    assert lines == [("a", 0x40000, 516), ("b", 0x40204, 1540)]
    assert [total for _, _, total in objects(flash)] == [516, 1540]


def test_fixed_images_lie_at_their_address_with_padding_before_them(board):
    lines, flash = board.pack(board.file(app("a", flash=0x50000, ram=RAM)),
                              board.file(app("b", flash=0x60000, ram=RAM + 0x4000)))
    assert lines == [("a", 0x50000, 512), ("b", 0x60000, 512)]
    assert [(offset, size, total) for offset, size, total in objects(flash) if size == 16] == [
        (0, 16, 0x10000), (0x10200, 16, 0xFE00)]


def test_fixed_images_may_come_in_any_order(board):
    lines, flash = board.pack(board.file(app("b", flash=0x50000)),
                              board.file(app("a", flash=0x40000)), board.file(app("c")))
    assert lines == [("b", 0x50000, 512), ("a", 0x40000, 512), ("c", 0x50200, 512)]
    assert [total for _, _, total in objects(flash)] == [512, 0xFE00, 512, 512]


def test_image_made_by_create_is_packed_at_its_slot(board, tbf):
    lines, flash = board.pack(tbf)
    assert lines == [("sample", 0x40000, 512)]
    assert flash == tbf.read_bytes()


def test_flash_base_need_not_be_aligned(board):
    lines, flash = board.pack(board.file(app("a", 1024)), flash="0x40210:0x10000")
    assert lines == [("a", 0x40400, 1024)]
    assert objects(flash)[0][2] == 0x1F0


@pytest.mark.parametrize("gap, is_free", [(0, True), (4, False), (12, False), (16, True)])
def test_gap_too_small_for_padding_is_no_place_for_a_fixed_image(board, gap, is_free):
    files = board.file(app("a", flash=0x40000)), board.file(app("b", flash=0x40200 + gap))
    if is_free:
        lines, flash = board.pack(*files)
        assert lines[1] == ("b", 0x40200 + gap, 512)
        objects(flash)
    else:
        board.refuse(2, "0x0004020.*taken", *files)


def test_gap_too_small_for_padding_moves_a_free_image_on(board):
    # 508 bytes leave 4 to the next multiple of 512; on RISC-V 510 leave 2 to that of 4.
    lines, flash = board.pack(board.file(app("a", 508)), board.file(app("b", 512)))
    assert lines[1] == ("b", 0x40400, 512)
    objects(flash)
    lines, flash = board.pack(board.file(app("a", 510)), board.file(app("b", 512)),
                              architecture="rv32imac")
    assert lines[1] == ("b", 0x40210, 512)
    objects(flash)


def test_fixed_image_outside_the_flash_or_on_another_is_refused(board):
    below = board.file(app("x", flash=0x3FE00))
    board.refuse(2, "outside 0x00040000 to 0x00080000", below)
    board.refuse(2, "outside", board.file(app("x", flash=0x80000)))
    board.refuse(2, "outside", board.file(app("x", flash=0x7FE04)))
    board.refuse(2, "taken", board.file(app("a")), board.file(app("x", flash=0x40000)))
    board.refuse(2, "taken", board.file(app("a")), board.file(app("x", flash=0x401FC)))
    assert board.pack(board.file(app("x", flash=0x7FE00)))[0] == [("x", 0x7FE00, 512)]


def test_full_flash_is_refused(board):
    files = [board.file(app("a")), board.file(app("b"))]
    assert len(board.pack(*files, flash="0x40000:1024")[0]) == 2
    board.output.unlink()
    board.refuse(2, "no room for 512 bytes after 0x00040200", *files, flash="0x40000:1023")
    board.refuse(2, "no room", board.file(app("c", fix=False)), flash="0x40000:511")


@pytest.mark.parametrize("content", [
    app(fix=False), app(version=1), b"", b"\x02", b"\xff" * 512, b"garbage" * 100,
    app(total=0xFFFFFFFF), app(total=0)[:64], app(total=8)[:64],
], ids=["checksum", "version", "empty", "one_byte", "erased", "garbage", "total_huge", "total_zero",
        "total_small"])
def test_invalid_image_is_packed_for_the_kernel_to_refuse(board, content):
    path = board.file(content)
    lines, flash = board.pack(path)
    assert flash == content
    assert lines[0][1:] == (0x40000, len(content))


def test_invalid_image_keeps_its_neighbours_in_the_chain(board):
    # Both the whole and the cut file take their total size, so the walk reaches the last image.
    whole = app("bad", 1024, fix=False)
    lines, flash = board.pack(board.file(app("a", 1024)), board.file(whole),
                              board.file(whole[:100]), board.file(app("b", 1024)))
    assert [base for _, base, _ in lines] == [0x40000, 0x40400, 0x40800, 0x40C00]
    assert flash[0x400:0x800] == whole
    assert flash[0x800:0xC00] == whole[:100] + b"\xff" * 924


def test_empty_file_takes_no_place(board):
    lines, flash = board.pack(board.file(b""), board.file(app("a")), board.file(app("b")))
    assert [base for _, base, _ in lines] == [0x40000, 0x40000, 0x40200]
    assert [total for _, _, total in objects(flash)] == [512, 512]


def test_invalid_image_with_a_free_fixed_address_lies_there(board):
    lines, flash = board.pack(board.file(app("bad", flash=0x50000, fix=False)))
    assert lines == [("bad", 0x50000, 512)]
    lines, flash = board.pack(board.file(app("bad", flash=0x90000, fix=False)))
    assert lines == [("bad", 0x40000, 512)]


def test_raw_files_are_appended_untouched(board):
    contents = [b"\0" * 5, app(flash=0x50000), b"rubbish"]
    files = [board.file(content, ".any") for content in contents]
    board.tool.succeed("pack", "-o", board.output, "--flash", "0x40000:0x10000", "--raw", *files)
    assert board.output.read_bytes() == b"".join(contents)
    board.tool.refuse(2, "no room", "pack", "-o", board.output, "--flash", "0x40000:0x200", "--raw",
                      *files)


CHAINS = [
    ("cortex-m0", ["cortex_m0"]),
    ("cortex-m3", ["cortex_m3", "cortex_m0"]),
    ("cortex-m4", ["cortex_m4", "cortex_m3", "cortex_m0"]),
    ("cortex-m7", ["cortex_m7", "cortex_m4", "cortex_m3", "cortex_m0"]),
    ("cortex-m33", ["cortex_m33", "cortex_m4", "cortex_m3", "cortex_m0"]),
    ("rv32imac", ["rv32imac", "rv32imc", "rv32i"]),
]


@pytest.mark.parametrize("architecture, chain", CHAINS, ids=[name for name, _ in CHAINS])
def test_tab_falls_back_to_the_nearest_architecture(board, architecture, chain):
    every = ["cortex_m0", "cortex_m3", "cortex_m4", "cortex_m7", "cortex_m33", "rv32imac",
             "rv32imc", "rv32i", "x86"]
    for index, expected in enumerate(chain):
        held = [name for name in every if name not in chain[:index]]
        lines, _ = board.pack(board.tab(**{name: app(name) for name in held}),
                              architecture=architecture)
        assert lines == [(expected, 0x40000, 512)]
        board.output.unlink()
    held = [name for name in every if name not in chain]
    line = board.refuse(2, "no image for " + architecture,
                        board.tab(**{name: app(name) for name in held}), architecture=architecture)
    assert line.endswith("it holds: " + ", ".join(name.replace("_", "-") for name in held))


def test_tab_variants_are_chosen_by_address(board):
    variants = {
        "rv32imac__1": app("outside_flash", flash=0x20040000, ram=RAM),
        "rv32imac__2": app("outside_ram", flash=0x40000, ram=0x80002800),
        "rv32imac__3": app("ram_too_small", flash=0x41000, ram=RAM + RAM_BYTES - 1020),
        "rv32imac__4": app("third", flash=0x60000, ram=RAM + 0x8000),
        "rv32imac__5": app("first", flash=0x44000, ram=RAM + RAM_BYTES - 1024),
        "rv32imac__6": app("same_ram", flash=0x48000, ram=RAM + RAM_BYTES - 1024),
        "rv32imac__7": app("second", flash=0x50000, ram=RAM + 0x4000),
    }
    tab = board.tab(**variants)
    lines, flash = board.pack(tab, tab, tab, architecture="rv32imac")
    assert [(name, base) for name, base, _ in lines] == [
        ("first", 0x44000), ("second", 0x50000), ("third", 0x60000)]
    objects(flash)
    board.output.unlink()
    board.refuse(2, "no image for rv32imac fits flash 0x00060200", tab, tab, tab, tab,
                 architecture="rv32imac")


def test_tab_variant_for_any_place_goes_to_the_next_free_one(board):
    tab = board.tab(cortex_m4=app("any", 2048))
    lines, flash = board.pack(board.file(app("a", flash=0x40000)), tab, tab)
    assert [(name, base) for name, base, _ in lines] == [
        ("a", 0x40000), ("any", 0x40800), ("any", 0x41000)]
    objects(flash)


def test_ram_of_a_given_tbf_is_taken_for_tabs(board):
    tab = board.tab(cortex_m4__1=app("taken", flash=0x50000, ram=RAM + 512),
                    cortex_m4__2=app("free", flash=0x58000, ram=RAM + 1024))
    lines, _ = board.pack(board.file(app("a", flash=0x40000, ram=RAM)), tab)
    assert [name for name, _, _ in lines] == ["a", "free"]


def test_invalid_tab_variants_are_not_chosen(board):
    lines, _ = board.pack(board.tab(cortex_m4=app("bad", fix=False), cortex_m3=app("good")))
    assert lines == [("good", 0x40000, 512)]
    board.output.unlink()
    board.refuse(2, "it holds: cortex-m4", board.tab(cortex_m4=app("bad", fix=False)))
    board.refuse(2, "it holds: cortex-m4 .invalid.", board.tab(cortex_m4=b"rubbish"))


def test_published_tab_with_main_only_is_packed(board):
    old = image(main_element(entry=41, ram=4612) + element(NAMED, b"c_hello")
                + element(8, struct.pack("<HH", 2, 0)), total=2048)
    lines, flash = board.pack(board.tab(cortex_m0=old, cortex_m3=old, cortex_m4=old))
    assert lines == [("c_hello", 0x40000, 2048)]
    assert flash == old


def test_broken_tab_is_refused_by_pack(board):
    board.refuse(1, "truncated", board.file(b"", ".tab"))
    board.refuse(1, "right checksum", board.file(b"x" * 1024, ".tab"))


def test_names_are_one_word_without_control_characters(board):
    lines, _ = board.pack(board.file(app("two words\x1b")), board.file(app("")))
    assert [name for name, _, _ in lines] == ["two_words\\x1b", "-"]


def test_bad_requests_are_refused(board):
    path = board.file(app())
    good = ["-o", board.output, "--arch", "cortex-m4", "--flash", "0:0x10000", "--ram", "0:16",
            path]
    board.tool.succeed("pack", *good)
    board.output.unlink()
    for name, option in (("-o", 0), ("--arch", 2), ("--flash", 4), ("--ram", 6)):
        board.tool.refuse(2, name + " is missing", "pack", *good[:option], *good[option + 2:])
    board.tool.refuse(2, "FILE is missing", "pack", *good[:-1])
    board.refuse(2, "unknown architecture cortex-m5", path, architecture="cortex-m5")
    for value in ("0x40000", "0x40000:", ":16", "0x40000:0", "1:0x100000000", "0x1g:1", "-1:1",
                  "0x100000000:1", "1:2:3"):
        board.refuse(2, "--flash takes BASE:BYTES", path, flash=value)
        board.refuse(2, "--ram takes BASE:BYTES", path, ram=value)
    board.refuse(2, "--flash of more than", path, flash="0:0xffffffff")
    board.refuse(2, "neither a .tbf nor a .tab", board.file(app(), ".bin"))
    board.refuse(1, "cannot open", board.folder / "none.tbf")
