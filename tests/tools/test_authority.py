# SPDX-License-Identifier: Apache-2.0 OR MIT
"""What capsules may use: the boards as they are built, and what differs from the policy."""

import copy
import os

import pytest

import authority
import build
from board import Board

REPORT = {"shop": {"rights": ["processes"], "services": ["driver"], "driver": "0x00007",
                   "takes_events": False, "devices": ["wire/wire"],
                   "uses": {"shop_line": "line of wire/wire"}, "settings": [],
                   "called_by": ["wire/wire (line_client)"], "dma_buffers": [64]}}


def built_boards():
    """Boards that ship, of those under test, for programs or for drivers."""
    paths = [*os.environ["BULKHEAD_BUILDS"].split(":"),
             *os.environ.get("BULKHEAD_DRIVER_BUILDS", "").split(":")]
    boards = {os.path.basename(path): Board(path) for path in paths if path and "@" not in path}
    return [pytest.param(board, id=name) for name, board in boards.items()
            if board.name in build.plain_boards()]


@pytest.mark.parametrize("board", built_boards())
def test_board_is_as_agreed(root, board):
    policy = authority.policy_read(root)
    report = authority.report_read(board.build)
    assert authority.differences(board.name, report, policy) == []


def test_policy_has_the_boards_that_ship(root):
    """In the order in which ./bh check writes them: else a file written anew differs in that."""
    assert list(authority.policy_read(root)) == build.plain_boards()


def test_policy_file_is_what_check_would_write(root):
    path = root / authority.POLICY
    assert authority.policy_text(authority.policy_read(root)) == path.read_text(encoding="utf-8")


def test_no_difference():
    assert authority.differences("island", REPORT, {"island": copy.deepcopy(REPORT)}) == []


@pytest.mark.parametrize("key, value, text", [
    ("rights", [], 'rights is ["processes"], agreed is []'),
    ("devices", ["wire/rope"], 'devices is ["wire/wire"], agreed is ["wire/rope"]'),
    ("driver", None, 'driver is "0x00007", agreed is null'),
    ("dma_buffers", [], "dma_buffers is [64], agreed is []"),
    ("pins", 3, "pins is null, agreed is 3"),
])
def test_difference_is_one_line(key, value, text):
    agreed = copy.deepcopy(REPORT)
    agreed["shop"][key] = value
    assert authority.differences("island", REPORT, {"island": agreed}) == [
        f"island: capsule shop: {text}"]


def test_capsules_of_one_side_only():
    assert authority.differences("island", REPORT, {"island": {}}) == [
        "island: capsule shop is not in the policy"]
    assert authority.differences("island", {}, {"island": REPORT}) == [
        "island: the policy has capsule shop, the board does not"]
    assert authority.differences("moon", REPORT, {"island": REPORT}) == [
        "moon: the policy has no such board"]


def test_line_for_people():
    assert authority.capsule_line("shop", REPORT["shop"]) == (
        "shop: driver 0x00007; rights processes; devices wire/wire; services driver; "
        "uses shop_line (line of wire/wire); called by wire/wire (line_client); "
        "DMA buffers 64 bytes")


def test_build_without_report(tmp_path):
    with pytest.raises(authority.AuthorityError, match="no authority report"):
        authority.report_read(tmp_path)
