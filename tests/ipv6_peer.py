# SPDX-License-Identifier: Apache-2.0 OR MIT
"""A neighbour of the board that speaks IPv6 over the frames of a test (network.py).

    with Network() as network, Emulator(programs, options=network.options()) as machine:
        peer = Peer(network)
        peer.send(5000, board, 4000, b"...")
        assert peer.receive(5000) == ...

It answers for its own address and those given to it while it waits for something.
"""

import ipaddress
import struct
import time

from awaited_text import WAIT_SECONDS
from network import ADDRESS

ICMP, UDP, FRAGMENT = 58, 17, 44
TYPE = 0x86DD
UNREACHABLE, PROBLEM, ECHO, ECHO_ANSWER = 1, 4, 128, 129
ROUTER_QUESTION, ROUTER, QUESTION, ANSWER = 133, 134, 135, 136
ROUTER_FLAG, SOLICITED, OVERRIDE = 0x80, 0x40, 0x20
RETRY_SECONDS = 0.3  # until what may have been lost is sent again
NEIGHBOURS = 255  # the hop limit of what comes from the link

ALL_NODES = ipaddress.IPv6Address("ff02::1")
NOBODY = ipaddress.IPv6Address("::")
BOARD_LINK = bytes.fromhex(ADDRESS.replace(":", ""))


def interface(link):
    """The second half of an address made of a device's."""
    return bytes([link[0] ^ 2]) + link[1:3] + b"\xff\xfe" + link[3:]


def of_prefix(prefix, link):
    return ipaddress.IPv6Address(ipaddress.IPv6Address(prefix).packed[:8] + interface(link))


BOARD = of_prefix("fe80::", BOARD_LINK)


def checksum(source, destination, protocol, payload):
    data = source.packed + destination.packed + struct.pack(">II", len(payload), protocol)
    data += payload + bytes(len(payload) % 2)
    total = sum(struct.unpack(f">{len(data) // 2}H", data))
    while total >> 16:
        total = (total & 0xFFFF) + (total >> 16)
    return ~total & 0xFFFF


def solicited(address):
    return ipaddress.IPv6Address(bytes.fromhex("ff0200000000000000000001ff") +
                                 address.packed[13:])


def group_link(group):
    return b"\x33\x33" + group.packed[12:]


class Packet:
    """What came out of the board; fields that it does not have are None."""

    def __init__(self, frame):
        self.to_link, self.from_link = frame[:6], frame[6:12]
        self.is_ipv6 = len(frame) >= 54 and struct.unpack(">H", frame[12:14])[0] == TYPE
        if not self.is_ipv6:
            return
        packet = frame[14:]
        length, self.protocol, self.hop_limit = struct.unpack(">HBB", packet[4:8])
        self.source = ipaddress.IPv6Address(packet[8:24])
        self.destination = ipaddress.IPv6Address(packet[24:40])
        self.payload = packet[40:]
        assert packet[0] >> 4 == 6 and length == len(self.payload), frame.hex()
        assert checksum(self.source, self.destination, self.protocol, self.payload) == 0
        self.kind = self.payload[0] if self.protocol == ICMP else None
        self.code = self.payload[1] if self.protocol == ICMP else None
        self.target = (ipaddress.IPv6Address(self.payload[8:24])
                       if self.kind in (QUESTION, ANSWER) else None)
        self.ports = struct.unpack(">HH", self.payload[:4]) if self.protocol == UDP else None


class Peer:
    def __init__(self, network, link="52:54:00:00:00:01", answers=True):
        self.network = network
        self.link = bytes.fromhex(link.replace(":", ""))
        self.address = of_prefix("fe80::", self.link)
        self.addresses = {self.address}
        self.answers = answers

    # Sending -------------------------------------------------------------------------------

    def packet(self, payload, *, destination, protocol, source=None, hop_limit=64, length=None):
        source = self.address if source is None else source
        length = len(payload) if length is None else length
        return (struct.pack(">IHBB", 6 << 28, length, protocol, hop_limit) + source.packed +
                destination.packed + payload)

    def frame(self, packet, to_link=BOARD_LINK):
        return to_link + self.link + struct.pack(">H", TYPE) + packet

    def put(self, packet, to_link=BOARD_LINK):
        self.network.send(self.frame(packet, to_link))

    def icmp(self, kind, body, *, destination=BOARD, source=None, code=0, hop_limit=NEIGHBOURS,
             to_link=None, wrong=0):
        source = self.address if source is None else source
        message = struct.pack(">BBH", kind, code, 0) + body
        value = checksum(source, destination, ICMP, message) ^ wrong
        message = message[:2] + struct.pack(">H", value) + message[4:]
        if to_link is None:
            to_link = group_link(destination) if destination.is_multicast else BOARD_LINK
        self.put(self.packet(message, destination=destination, protocol=ICMP, source=source,
                             hop_limit=hop_limit), to_link)

    def datagram(self, port, to_port, content, *, destination=BOARD, source=None, length=None,
                 value=None):
        source = self.address if source is None else source
        length = 8 + len(content) if length is None else length
        header = struct.pack(">HHH", port, to_port, length)
        if value is None:
            value = checksum(source, destination, UDP, header + b"\0\0" + content) or 0xFFFF
        return header + struct.pack(">H", value) + content

    def send(self, port, to_port, content, *, destination=BOARD, source=None, headers=b"",
             kind=UDP, **more):
        """A datagram, behind `headers`, the first of which is of `kind`."""
        payload = headers + self.datagram(port, to_port, content, destination=destination,
                                          source=source, **more)
        self.put(self.packet(payload, destination=destination, protocol=kind, source=source))

    def question(self, target=BOARD, **more):
        self.icmp(QUESTION, bytes(4) + target.packed + b"\1\1" + self.link,
                  **{"destination": solicited(target), **more})

    def answer(self, target, flags, destination=BOARD, link=None, **more):
        link = self.link if link is None else link
        self.icmp(ANSWER, struct.pack(">I", flags << 24) + target.packed + b"\2\1" + link,
                  destination=destination, **more)

    def router(self, prefix="2001:db8:1::", lifetime=1800, valid=7200, preferred=3600, **more):
        body = struct.pack(">BBHII", 64, 0, lifetime, 0, 0) + b"\1\1" + self.link
        body += struct.pack(">BBBBIII", 3, 4, 64, 0xC0, valid, preferred, 0)
        body += ipaddress.IPv6Address(prefix).packed
        self.icmp(ROUTER, body, **{"destination": ALL_NODES, **more})

    # Receiving -----------------------------------------------------------------------------

    def next(self, seconds=WAIT_SECONDS):
        """The next packet of IPv6. Questions for addresses of this peer have been answered."""
        while True:
            packet = Packet(self.network.receive(seconds))
            if not packet.is_ipv6:
                continue
            if (self.answers and packet.kind == QUESTION and packet.target in self.addresses
                    and packet.source != NOBODY):
                self.answer(packet.target, SOLICITED | OVERRIDE, packet.source)
            return packet

    def wait(self, wanted):
        while True:
            packet = self.next()
            if wanted(packet):
                return packet

    def receive(self, port):
        """(address, port, content) of the next datagram to a port."""
        packet = self.wait(lambda packet: packet.ports is not None and packet.ports[1] == port)
        assert struct.unpack(">H", packet.payload[4:6])[0] == len(packet.payload)
        return packet.source, packet.ports[0], packet.payload[8:]

    def insist(self, say, wanted):
        """Says something, again and again, until what is wanted comes; returns that."""
        end = time.monotonic() + WAIT_SECONDS
        while time.monotonic() < end:
            say()
            try:
                while not wanted(packet := self.next(RETRY_SECONDS)):
                    pass
                return packet
            except TimeoutError:
                pass
        raise AssertionError("the board does not answer any more")

    def insist_echo(self, port, to_port, content):
        """Sends a datagram until it comes back."""
        self.insist(lambda: self.send(port, to_port, content),
                    lambda packet: packet.ports == (to_port, port)
                    and packet.payload[8:] == content)

    def wait_icmp(self, kind):
        return self.wait(lambda packet: packet.kind == kind)
