# SPDX-License-Identifier: Apache-2.0 OR MIT
"""Names of boards: what `--board` may be, and that no board is left out of the tests."""

import json

import pytest

import build
from board import Board, BoardError


def folders(root):
    return {path.parent.name for path in (root / "boards").glob("*/board.cmake")}


def test_every_board_has_presets_for_both_compilers(root):
    for board in folders(root):
        assert board in build.presets()
        if not board.endswith(build.CAPSULE_TEST):
            assert build.presets()[f"{board}-clang"] == board


def test_every_board_ships_or_is_a_test_board(root):
    plain = build.plain_boards()
    for board in folders(root) - set(plain):
        assert board.removesuffix(build.INJECTION).removesuffix(build.CAPSULE_TEST) in plain


def test_default_board_comes_first():
    assert build.shipped_boards()[0] == build.DEFAULT_BOARD


def test_variants_are_names_of_their_own():
    assert "virt-rv32-smepmp" in build.board_names()
    assert "virt-rv32-smepmp" in build.shipped_boards()
    assert build.split_name("virt-rv32-smepmp") == ("virt-rv32", "smepmp")
    assert build.split_name("virt-rv32") == ("virt-rv32", "")
    assert build.board_place("virt-rv32-smepmp") == build.build_folder("virt-rv32") + "@smepmp"


def test_second_compiler_covers_every_instruction_set():
    sets = {build.board_setting(board, "BOARD_ISA") for board in build.plain_boards()}
    clang = {build.board_setting(build.presets()[preset], "BOARD_ISA")
             for preset in build.second_compiler_boards()}
    assert clang == sets and len(sets) >= 3
    # Those with IPC are kernels of their own.
    with_ipc = [preset for preset in build.second_compiler_boards() if "-ipc-" in preset]
    assert len(build.second_compiler_boards()) == len(sets) + len(with_ipc) == len(sets) + 3


def built(folder, **facts):
    everything = {"board": "island", "emulator": ["qemu", "-M", "sea"], "programs": ["hello"],
                  "variants": {"deep": ["-cpu", "fish"]}, **facts}
    (folder / "board.json").write_text(json.dumps(everything))
    return folder


def test_variant_adds_its_options(tmp_path):
    built(tmp_path)
    plain, deep = Board(tmp_path), Board(f"{tmp_path}@deep")
    assert (plain.name, deep.name) == ("island", "island-deep")
    assert plain.build == deep.build == str(tmp_path)
    assert "fish" not in plain.emulator_command()
    assert deep.emulator_command()[:5] == ["qemu", "-M", "sea", "-cpu", "fish"]


def test_variant_that_is_none_is_refused(tmp_path):
    with pytest.raises(BoardError, match="no variant 'high'"):
        Board(f"{built(tmp_path)}@high")


def test_folder_without_a_build_is_refused(tmp_path):
    with pytest.raises(BoardError, match="holds no built board"):
        Board(tmp_path)


def test_disk_is_made_as_the_board_wants_it_and_kept(tmp_path):
    board = Board(built(tmp_path, facts={"BOARD_DISK_SECTORS": "3"}))
    disk = tmp_path / "disk,one"
    options = board.disk_options(str(disk))
    assert disk.read_bytes() == bytes(3 * 512)
    assert options[1].startswith(f"file={tmp_path}/disk,,one,")
    disk.write_bytes(b"kept")
    assert board.disk_options(str(disk)) == options
    assert disk.read_bytes() == b"kept"


def test_flash_takes_the_place_of_a_disk(tmp_path):
    board = Board(built(tmp_path, facts={"BOARD_DISK_SECTORS": "3", "BOARD_DISK_IS_FLASH": "1"}))
    options = board.disk_options(str(tmp_path / "flash"))
    assert options[1].endswith("flash,format=raw,if=pflash,unit=1")
    assert options[3] == f"loader,file={board.kernel}"


def test_disk_that_cannot_be_is_refused(tmp_path):
    with pytest.raises(BoardError, match="has no disk"):
        Board(built(tmp_path, facts={})).disk_options(str(tmp_path / "disk"))
    with pytest.raises(BoardError, match="No such file or directory"):
        Board(built(tmp_path, facts={"BOARD_DISK_SECTORS": "3"})).disk_options("/nowhere/disk")
