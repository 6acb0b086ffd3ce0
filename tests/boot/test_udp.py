# SPDX-License-Identifier: Apache-2.0 OR MIT
"""Datagrams of programs, and the neighbours, routers and liars on the link."""

import ipaddress
import random

import pytest
from board import Board
from elf_file import ElfFile
from emulator import LINE_START, Emulator
from ipv6_peer import (ALL_NODES, ANSWER, BOARD, BOARD_LINK, ECHO, ECHO_ANSWER, FRAGMENT,
                       NOBODY, PROBLEM, QUESTION, ROUTER_QUESTION, UDP, UNREACHABLE, Peer,
                       of_prefix)
from network import Network
from remote import Remote
from report import check_undisturbed

RUNS_ON = "drivers"
pytestmark = pytest.mark.needs_capsule("udp")

ECHO_PORT, SECOND_PORT, LEFT_PORT, PEER_PORT = 4000, 4001, 4002, 5000
ECHO_CHECKS, SECOND_CHECKS, LEAVE_CHECKS = 12, 14, 2
PROGRAM_COUNTER, FIRST_ARGUMENT = 32, 10  # as the debugging port numbers the registers
SEED = 1

# Functions that are given a pointer, which becomes null, on the way of one datagram and back.
PLACES = [("virtual_ethernet", "virtual_ethernet_received"),
          ("ipv6", "ipv6_frame_arrived"),
          ("virtual_ethernet", "virtual_ethernet_second_read"),
          ("udp", "udp_arrived"),
          ("ipv6", "ipv6_read"),
          ("ipv6", "ipv6_release"),
          ("ipv6", "ipv6_send"),
          ("udp", "udp_fetch"),
          ("ipv6", "ipv6_frame_transmitted"),
          ("udp", "udp_sent"),
          ("udp", "udp_command")]


def expect_echo(peer, content):
    peer.send(PEER_PORT, ECHO_PORT, content)
    assert peer.receive(PEER_PORT) == (BOARD, ECHO_PORT, content)


def test_datagrams_come_back_and_a_router_brings_an_address():
    with Network() as network, Emulator(["udp_echo"], idle="real",
                                        options=network.options()) as machine:
        peer = Peer(network)
        first = peer.next()
        assert (first.kind, first.source, first.target) == (QUESTION, NOBODY, BOARD)
        machine.expect(rf"{LINE_START}echo ready\n")
        assert f"address {BOARD.packed.hex()}" in machine.output
        peer.wait_icmp(ROUTER_QUESTION)
        for length in (0, 1, 2, 247, 248, 249, 255, 256, 257, 500, 1000, 1231, 1232):
            expect_echo(peer, bytes((length + i * 7) & 0xFF for i in range(length)))
        peer.icmp(ECHO, b"abcd" + bytes(1000), hop_limit=64)
        assert peer.wait_icmp(ECHO_ANSWER).payload[4:] == b"abcd" + bytes(1000)
        peer.router("2001:db8:1::")
        own = of_prefix("2001:db8:1::", BOARD_LINK)
        assert peer.wait_icmp(QUESTION).target == own
        # It is the board's when nobody has said that it is his.
        far = ipaddress.IPv6Address("2001:db8:2::1")
        packet = peer.insist(lambda: peer.icmp(ECHO, b"far", destination=own, source=far),
                             lambda packet: packet.kind == ECHO_ANSWER)
        assert (packet.source, packet.destination, packet.to_link) == (own, far, peer.link)
        expect_echo(peer, b"over")
        machine.expect(rf"{LINE_START}DONE udp_echo\n")
        check_undisturbed(machine, ECHO_CHECKS)


def lies(peer):
    """Packets that are wrong in one thing each."""
    content = peer.datagram(PEER_PORT, ECHO_PORT, b"lie")
    whole = peer.packet(content, destination=BOARD, protocol=UDP)
    yield from (whole[:length] for length in range(0, len(whole), 7))
    for length in (0, 1, 7, 12, 1000, 65535):
        yield peer.packet(content, destination=BOARD, protocol=UDP, length=length)
        yield peer.packet(peer.datagram(PEER_PORT, ECHO_PORT, b"lie", length=length),
                          destination=BOARD, protocol=UDP)
    for value in (0, 1, 0xFFFF):
        yield peer.packet(peer.datagram(PEER_PORT, ECHO_PORT, b"lie", value=value),
                          destination=BOARD, protocol=UDP)
    for source in (ALL_NODES, BOARD, ipaddress.IPv6Address("::1")):
        yield peer.packet(peer.datagram(PEER_PORT, ECHO_PORT, b"lie", source=source),
                          destination=BOARD, protocol=UDP, source=source)
    for offset in (0, 1, 8):
        yield peer.packet(bytes([UDP, 0, 0, offset, 0, 0, 0, 1]) + content, destination=BOARD,
                          protocol=FRAGMENT)
    for options in (b"\x01\x05", b"\x5e\x04", b"\x01\x03\0\0\0\x07"):
        yield peer.packet((bytes([UDP, 0]) + options).ljust(8, b"\0") + content,
                          destination=BOARD, protocol=0)
    yield peer.packet(bytes([UDP, 255]) + bytes(6) + content, destination=BOARD, protocol=60)
    generator = random.Random(SEED)
    for _ in range(100):
        broken = bytearray(whole)
        for _ in range(generator.randrange(1, 4)):
            # Neither the length of the link's filling nor what nobody checks.
            broken[generator.randrange(4, len(broken))] ^= generator.randrange(1, 256)
        yield bytes(broken)


def test_what_is_wrong_is_dropped_and_what_is_for_nobody_is_answered():
    with Network() as network, Emulator(["udp_echo"], idle="real",
                                        options=network.options()) as machine:
        peer = Peer(network)
        machine.expect(rf"{LINE_START}echo ready\n")
        expect_echo(peer, b"first")
        for number, packet in enumerate(lies(peer)):
            peer.put(packet)
            if number % 10 == 9:
                content = b"still %d" % number
                peer.send(PEER_PORT, ECHO_PORT, content)
                assert peer.receive(PEER_PORT)[2] == content
        for hop_limit in (0, 64, 254):
            peer.question(hop_limit=hop_limit)
        peer.question(wrong=1)
        peer.question()
        assert peer.wait_icmp(ANSWER).target == BOARD
        peer.send(PEER_PORT, LEFT_PORT, b"nobody")
        answer = peer.wait_icmp(UNREACHABLE)
        assert answer.code == 4 and answer.payload[8:].endswith(b"nobody")
        peer.put(peer.packet(bytes(20), destination=BOARD, protocol=6))
        answer = peer.wait_icmp(PROBLEM)
        assert answer.code == 1 and answer.payload[4:8] == b"\0\0\0\x06"
        peer.send(PEER_PORT, ECHO_PORT, b"option", headers=bytes([UDP, 0, 0x1E, 4, 0, 0, 0, 0]),
                  kind=0)
        assert peer.receive(PEER_PORT)[2] == b"option"
        expect_echo(peer, b"over")
        machine.expect(rf"{LINE_START}DONE udp_echo\n")
        check_undisturbed(machine, ECHO_CHECKS)


def test_programs_have_ports_of_their_own_and_leave_them_behind():
    with Network() as network, \
            Emulator(["udp_echo", "udp_leave", "udp_second"], idle="real",
                     options=network.options()) as machine:
        peer = Peer(network)
        machine.expect(r"ready\n(.*\n)*.*ready\n(.*\n)*.*ready\n")
        peer.send(PEER_PORT, LEFT_PORT, b"go")
        machine.expect(rf"{LINE_START}DONE udp_leave\n")
        silent = peer.wait(lambda packet: packet.kind == QUESTION and packet.source != NOBODY)
        assert silent.target not in peer.addresses
        # It says that it is done before it ends.
        packet = peer.insist(lambda: peer.send(PEER_PORT, LEFT_PORT, b"gone"),
                             lambda packet: packet.kind == UNREACHABLE)
        assert packet.payload[8:].endswith(b"gone")
        peer.send(PEER_PORT, SECOND_PORT, b"go")
        machine.expect(rf"{LINE_START}DONE udp_second\n")
        expect_echo(peer, b"over")
        machine.expect(rf"{LINE_START}DONE udp_echo\n")
        check_undisturbed(machine, ECHO_CHECKS + SECOND_CHECKS + LEAVE_CHECKS)


def test_capsule_that_fails_is_started_anew_and_programs_keep_their_ports(board_build, tmp_path):
    port = tmp_path / "debug"
    kernel = ElfFile(Board(board_build).kernel)
    with Network() as network, \
            Emulator(["udp_echo"], idle="real",
                     options=[*network.options(), "-gdb",
                              f"unix:{port},server=on,wait=off"]) as machine:
        peer = Peer(network)
        machine.expect(rf"{LINE_START}echo ready\n")
        for number, (capsule, function) in enumerate(PLACES):
            peer.insist_echo(PEER_PORT, ECHO_PORT, b"before %d" % number)
            remote = Remote(str(port), PROGRAM_COUNTER)
            peer.send(PEER_PORT, ECHO_PORT, b"broken %d" % number)
            remote.run_to(kernel.one(function).address, 4)
            remote.register_write(FIRST_ARGUMENT, 0)
            remote.close()
            machine.expect(rf"Capsule {capsule} failed")
            machine.expect(rf"Capsule {capsule} restarted")
        peer.insist_echo(PEER_PORT, ECHO_PORT, b"over")
        machine.expect(rf"{LINE_START}DONE udp_echo\n")
        assert machine.output.count(" failed.") == len(PLACES), machine.output
        assert "FAIL " not in machine.output
        assert machine.alive


def test_without_a_network_there_is_no_device():
    with Emulator(["udp_echo"]) as machine:
        machine.expect(rf"{LINE_START}DONE udp_echo\n")
        check_undisturbed(machine, 1)
