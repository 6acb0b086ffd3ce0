# SPDX-License-Identifier: Apache-2.0 OR MIT
"""Decides for a board who is connected to whom.

A use without a count gets the one offer of its contract that has no place. Where there are several,
or where the offer has a place, the board chooses: SYMBOL=PROVIDER or SYMBOL=PROVIDER[PLACE], with a
capsule or CHIP/DEVICE as provider, or SYMBOL=none for a device that is not there. A use with a
count gets every offer that has a place in it; SYMBOL[PLACE]=PROVIDER puts another one there.

What a client offers (CONTRACT_client) has one caller: it believes what it is told. With two, the
board chooses both.
"""

import dataclasses
import re

from manifest import ManifestError, Offer, Part, Use

CHOICE = re.compile(r"(\w+)(?:\[(\w+)\])?=([\w/]+)(?:\[(\w+)\])?")
ABSENT = "none"
CLIENT = "_client"


@dataclasses.dataclass(frozen=True)
class Connection:
    """One structure of a use, and what fills it; without a provider it is that of no device."""
    user: Part
    use: Use
    place: str | None
    provider: Part | None
    offer: Offer | None
    is_chosen: bool = False  # by the board


class Wiring:
    """All connections of a board."""

    def __init__(self, board, parts, choices):
        self.board = board
        self.parts = parts
        self.choices = {}
        for text in choices:
            match = CHOICE.fullmatch(text)
            if match is None:
                self.fail(f"BOARD_WIRING: '{text}' is not SYMBOL=PROVIDER")
            if (match[1], match[2]) in self.choices:
                self.fail(f"BOARD_WIRING: two choices for {placed(match[1], match[2])}")
            self.choices[match[1], match[2]] = (match[3], match[4])
        self.connections = []
        self.unfilled = []  # uses of devices that may turn out to be idle
        for part in parts:
            for use in part.uses:
                if use.count is None:
                    self.connect_one(part, use)
                else:
                    self.connect_all(part, use)
        for symbol, place in self.choices:
            self.fail(f"BOARD_WIRING: nobody uses {placed(symbol, place)}")
        for part, use, problem in self.unfilled:
            if any(connection.provider is part for connection in self.connections):
                self.fail(problem)
            self.connections.append(Connection(part, use, None, None, None))
        self.clients_check()

    def fail(self, text):
        raise ManifestError(f"board {self.board}: {text}")

    def offers(self, contract):
        return [(part, offer) for part in self.parts for offer in part.offers
                if offer.contract == contract]

    def chosen(self, symbol, use, choice):
        """(provider, offer) of a choice of the board's."""
        name, place = choice
        found = [(part, offer) for part, offer in self.offers(use.contract)
                 if part.name == name and (place is None or offer.place == place)]
        if len(found) != 1:
            how = "does not offer" if not found else "offers more than one"
            self.fail(f"{symbol}={placed(name, place)}: {name} {how} {use.contract}")
        return found[0]

    def clients_check(self):
        """Nobody names itself a caller of another one's client."""
        for connection in self.connections:
            if connection.offer is None or not connection.offer.contract.endswith(CLIENT):
                continue
            others = [other for other in self.connections if other.offer is connection.offer
                      and other.user is not connection.user]
            if others and not connection.is_chosen:
                uses = " and ".join(sorted({f"{connection.use.symbol} of {connection.user.name}",
                                            f"{others[0].use.symbol} of {others[0].user.name}"}))
                self.fail(f"{uses} would both call {connection.offer.contract} of "
                          f"{connection.provider.name}; choose in BOARD_WIRING")

    def connect_one(self, part, use):
        choice = self.choices.pop((use.symbol, None), None)
        if choice == (ABSENT, None):
            self.connections.append(Connection(part, use, None, None, None))
            return
        if choice is not None:
            found = [self.chosen(use.symbol, use, choice)]
        else:
            found = [(provider, offer) for provider, offer in self.offers(use.contract)
                     if offer.place is None and provider is not part]
        if len(found) == 1:
            self.connections.append(
                Connection(part, use, None, *found[0], is_chosen=choice is not None))
            return
        kind = "capsule" if part.is_capsule else "device"
        if found:
            names = " and ".join(provider.name for provider, _ in found)
            problem = (f"{names} both offer {use.contract} for {use.symbol} of {kind} {part.name}; "
                       f"choose one in BOARD_WIRING")
        else:
            problem = (f"{kind} {part.name} uses {use.symbol} ({use.contract}), "
                       f"which nobody offers")
        if part.is_capsule:
            self.fail(problem)
        self.unfilled.append((part, use, problem))

    def connect_all(self, part, use):
        """Fills an array, each place at most once."""
        filled = {}
        for symbol, place in [key for key in self.choices if key[0] == use.symbol and key[1]]:
            choice = self.choices.pop((symbol, place))
            filled[place] = self.chosen(placed(symbol, place), use, choice)
        chosen = set(filled)
        placed_by_board = [offer for _, offer in filled.values()]
        for provider, offer in self.offers(use.contract):
            if (offer.place is None or offer.place in chosen or provider is part
                    or any(offer is other for other in placed_by_board)):
                continue
            if offer.place in filled:
                self.fail(f"{filled[offer.place][0].name} and {provider.name} both offer "
                          f"{placed(use.contract, offer.place)}")
            filled[offer.place] = (provider, offer)
        if not filled:
            self.fail(f"capsule {part.name} uses {use.symbol} ({use.contract}), "
                      f"which nobody offers")
        self.connections += [Connection(part, use, place, *filled[place],
                                        is_chosen=place in chosen) for place in filled]

    def of_use(self, part, use):
        return [connection for connection in self.connections
                if connection.user is part and connection.use is use]


def placed(name, place):
    return name if place is None else f"{name}[{place}]"
