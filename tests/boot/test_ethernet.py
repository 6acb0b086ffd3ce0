# SPDX-License-Identifier: Apache-2.0 OR MIT
"""Frames of programs: what goes out and comes in, and what nobody can break on the way."""

import pytest
from emulator import LINE_START, Emulator
from network import Network
from report import check_undisturbed

RUNS_ON = "drivers"
pytestmark = pytest.mark.needs_capsule("ethernet_tap")

LENGTHS = [14, 60, 255, 256, 257, 512, 1000, 1513, 1514]
REFUSALS = 8 + 3
STREAM_KINDS = 19
STREAMS = STREAM_KINDS + 11  # that ethernet_hostile asks for
CHECKS = REFUSALS + len(LENGTHS) + 4
LAST = bytes(12) + b"\xff\xff" + bytes(46)


def pattern(number, length):
    return bytes((number * 16 + i * 7 + i // 256) & 0xFF for i in range(length))


def frame(length, seed=1):
    return bytes(12) + bytes((seed * 5 + i * 3) & 0x7F for i in range(length - 12))


def text_of(sent):
    total = 0
    for byte in sent:
        total = (total * 31 + byte) & 0xFFFFFFFF
    return f"got {len(sent)} {total:08x}\n"


def expect_sent(network):
    """The frames that ethernet_frames sends, to the last byte. Returns how many."""
    for number, length in enumerate(LENGTHS):
        assert network.receive() == pattern(number, length)
    last = pattern(len(LENGTHS) - 1, 1514)
    assert network.receive() == last[:100]
    return len(LENGTHS) + 1


def test_frames_go_out_and_come_in():
    with Network() as network, \
            Emulator(["ethernet_frames"], idle="real", options=network.options()) as machine:
        sent = expect_sent(network)
        match = machine.expect(r"sent (\d+) frames, (\d+) bytes\n")
        # The last frame lost its buffer before, or behind, its turn.
        late = int(match[1]) - sent
        assert late in (0, 1), machine.output
        assert int(match[2]) == sum(LENGTHS) + 100 + 1514 * late
        machine.expect(rf"{LINE_START}listening\n")
        frames = [frame(length, length) for length in (14, 15, 60, 256, 500, 1499, 1514)]
        for content in frames:
            network.send(content)
            machine.expect(text_of(content))
        network.send(LAST)
        machine.expect(text_of(LAST))
        match = machine.expect(r"received (\d+) frames, (\d+) bytes, dropped (\d+)\n")
        assert [int(value) for value in match.groups()] == [
            len(frames) + 1, sum(map(len, frames)) + len(LAST), 0]
        machine.expect(rf"{LINE_START}DONE ethernet_frames\n")
        check_undisturbed(machine, CHECKS)


@pytest.mark.parametrize("version", ["legacy", "current"])
def test_frames_too_long_or_too_short_are_lost_and_others_come(version):
    force = ["-global", f"virtio-mmio.force-legacy={'true' if version == 'legacy' else 'false'}"]
    with Network() as network, Emulator(["ethernet_frames"], idle="real",
                                        options=force + network.options()) as machine:
        machine.expect(rf"{LINE_START}listening\n")
        for length in (1, 13, 1515, 1518, 1600, 4000, 9000):
            network.send(bytes(length))
        network.send(frame(60))
        machine.never("got ", until=f"(?={text_of(frame(60))})")
        network.send(LAST)
        machine.expect(rf"{LINE_START}DONE ethernet_frames\n")
        check_undisturbed(machine, CHECKS)


def test_many_frames_at_once_come_in_order():
    with Network() as network, \
            Emulator(["ethernet_frames"], idle="real", options=network.options()) as machine:
        expect_sent(network)
        machine.expect(rf"{LINE_START}listening\n")
        for number in range(100):
            network.send(frame(60 + number, number))
            if number % 5 == 4:
                machine.expect(text_of(frame(60 + number, number)))
        network.send(LAST)
        machine.expect(r"received 101 frames, \d+ bytes, dropped 0\n")
        check_undisturbed(machine, CHECKS)


def test_each_program_gets_each_frame_and_a_hostile_one_harms_nobody():
    with Network() as network, Emulator(["ethernet_hostile", "ethernet_frames"], idle="real",
                                        options=network.options()) as machine:
        expect_sent(network)
        machine.expect(r"listening\n(.*\n)*frame 1\n|frame 1\n(.*\n)*listening\n")
        for asked in range(1, STREAMS + 1):
            if asked > 1:
                machine.expect(rf"{LINE_START}frame {asked}\n")
            network.send(frame(100, asked))
        machine.expect(rf"{LINE_START}DONE ethernet_hostile\n")
        network.send(LAST)
        machine.expect(rf"received {STREAMS + 1} frames, \d+ bytes, dropped 0\n")
        machine.expect(rf"{LINE_START}DONE ethernet_frames\n")
        check_undisturbed(machine, CHECKS + 1 + 2 * STREAM_KINDS + 7)


def test_without_a_network_there_is_no_device():
    with Emulator(["ethernet_frames"]) as machine:
        machine.expect(rf"{LINE_START}DONE ethernet_frames\n")
        check_undisturbed(machine, 3)
