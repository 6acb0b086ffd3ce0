# SPDX-License-Identifier: Apache-2.0 OR MIT
"""Reads the manifests of capsules and chips, and refuses what they must not say.

docs/capsules.md describes the form. A mistake is a ManifestError: one line that names the file.
"""

import dataclasses
import json
import pathlib
import re

RIGHTS = ("processes", "machine")
SERVICES = ("driver", "timer", "deferred", "buffers")  # what a capsule may use for what it is
ENTRY_POINTS = ("init", "deferred", "timer", "process_ended", "on_restart")
CAPSULE_KEYS = {"licence", "name", "rights", "entry_points", "takes_events", "driver", "uses",
                "settings", "offers", "buffers", "parts"}
BUFFERS_MAX = 254  # of a driver: a lease numbers them in 8 bits, from 1 on
DRIVER_KEYS = {"number", "upcalls", "read_only_buffers", "read_write_buffers", "grant_bytes",
               "kept_bytes"}
BUFFER_KEYS = {"count", "bytes"}
CHIP_KEYS = {"licence", "name", "devices"}
DEVICE_KEYS = {"uses", "offers"}

IDENTIFIER = re.compile(r"[A-Za-z_]\w*", re.ASCII)
CAPSULE_NAME = re.compile(r"[a-z]\w*", re.ASCII)  # what begins with _ is the compiler's
# CONTRACT or CONTRACT[PLACE]
PLACED = re.compile(r"([a-z]\w*)(?:\[(\w+)\])?", re.ASCII)


class ManifestError(Exception):
    """What is wrong, in one line."""


@dataclasses.dataclass(frozen=True)
class Use:
    """A constant structure (or an array of them) that the owner reads and the board fills in."""
    symbol: str
    contract: str
    count: str | None  # of an array: the constant that says how many


@dataclasses.dataclass(frozen=True)
class Offer:
    """Functions and constants that make up one structure of a contract."""
    contract: str
    place: str | None  # in an array of the user's, or a name where there are several offers
    members: dict


@dataclasses.dataclass(frozen=True)
class Driver:
    number: str
    upcalls: int
    read_only_buffers: int
    read_write_buffers: int
    grant_bytes: str | None
    kept_bytes: str | None


@dataclasses.dataclass(frozen=True)
class Part:
    """A capsule, or a device of a chip: what can be connected."""
    name: str  # capsule, or chip/device
    path: pathlib.Path  # of the manifest
    header: str  # as sources of boards include it
    sources: str  # key of its calls in a stack edges file: a folder or a file
    is_capsule: bool
    is_trusted: bool = False
    rights: tuple = ()
    entry_points: tuple = ()
    takes_events: bool = False
    driver: Driver | None = None
    uses: tuple = ()
    settings: tuple = ()
    offers: tuple = ()
    buffer_count: int = 0
    buffer_bytes: int = 0

    def functions(self):
        """The entry points that the kernel calls."""
        return [*self.entry_points, *(["command"] if self.driver else [])]

    def services(self):
        """Headings of the list of gates that are open to a capsule beside those of its rights."""
        is_open = {"driver": self.driver is not None, "timer": "timer" in self.entry_points,
                   "deferred": "deferred" in self.entry_points, "buffers": self.buffer_count > 0}
        return [name for name in SERVICES if is_open[name]]


class Reader:
    """Takes values out of one manifest; `path` is what messages name."""

    def __init__(self, path):
        self.path = path

    def fail(self, text):
        raise ManifestError(f"{self.path}: {text}")

    def load(self, root):
        def no_duplicates(pairs):
            keys = [key for key, _ in pairs]
            for key in keys:
                if keys.count(key) > 1:
                    self.fail(f"'{key}' twice")
            return dict(pairs)
        try:
            text = (root / self.path).read_text(encoding="utf-8")
            value = json.loads(text, object_pairs_hook=no_duplicates)
        except OSError:
            self.fail("there is no such manifest")
        except (ValueError, RecursionError) as error:  # also numbers too long, lists too deep
            self.fail(f"not JSON: {error}")
        return value

    def keys(self, value, known, needed, where=""):
        if not isinstance(value, dict):
            self.fail(f"{where or 'the manifest'} is not an object")
        for key in value:
            if key not in known:
                self.fail(f"unknown key {key!r}{where and f' in {where}'}")
        for key in needed:
            if key not in value:
                self.fail(f"no '{key}'{where and f' in {where}'}")

    def words(self, value, key, known=None):
        """A list of different identifiers, perhaps of known ones."""
        if not isinstance(value, list):
            self.fail(f"'{key}' is not a list")
        for word in value:
            if not isinstance(word, str) or not IDENTIFIER.fullmatch(word):
                self.fail(f"'{key}' has {word!r}, which is not a name")
            if known is not None and word not in known:
                self.fail(f"unknown {key.rstrip('s').replace('_', ' ')} '{word}' "
                          f"(known: {', '.join(known)})")
            if value.count(word) > 1:
                self.fail(f"'{key}' has '{word}' twice")
        return tuple(value)

    def number(self, value, key, most, least=0):
        if isinstance(value, bool) or not isinstance(value, int) or not least <= value <= most:
            self.fail(f"'{key}' is not a number from {least} to {most}")
        return value

    def name(self, value, key):
        if not isinstance(value, str) or not IDENTIFIER.fullmatch(value):
            self.fail(f"'{key}' is not a name")
        return value

    def uses(self, value, owner):
        if not isinstance(value, dict):
            self.fail("'uses' is not an object")
        found = []
        for symbol, text in value.items():
            match = PLACED.fullmatch(text) if isinstance(text, str) else None
            if match is None:
                self.fail(f"'uses' of {symbol} is not CONTRACT or CONTRACT[COUNT]")
            if not symbol.startswith(f"{owner}_") or not IDENTIFIER.fullmatch(symbol):
                self.fail(f"{symbol!r} in 'uses' does not begin with {owner}_")
            found.append(Use(symbol, match[1], match[2]))
        return tuple(found)

    def offers(self, value, owner):
        if not isinstance(value, dict):
            self.fail("'offers' is not an object")
        found = []
        for text, members in value.items():
            match = PLACED.fullmatch(text)
            if match is None:
                self.fail(f"{text!r} in 'offers' is not CONTRACT or CONTRACT[PLACE]")
            if not isinstance(members, dict) or not members:
                self.fail(f"'{text}' in 'offers' is not an object of members")
            for member, name in members.items():
                if name is None:
                    continue
                if not isinstance(name, str) or not IDENTIFIER.fullmatch(name):
                    self.fail(f"'{member}' of '{text}' in 'offers' is neither a name nor null")
                if not name.lower().startswith(f"{owner}_"):
                    self.fail(f"'{name}' in 'offers' does not begin with {owner}_")
            found.append(Offer(match[1], match[2], members))
        return tuple(found)


def driver_read(reader, value, owner):
    if value is None:
        return None
    reader.keys(value, DRIVER_KEYS, ["number"], "'driver'")
    counts = [reader.number(value.get(key, 0), key, 255)
              for key in ("upcalls", "read_only_buffers", "read_write_buffers")]
    if counts[1] + counts[2] > BUFFERS_MAX:
        reader.fail(f"more than {BUFFERS_MAX} buffers")
    if "kept_bytes" in value and "grant_bytes" not in value:
        reader.fail("'kept_bytes' of no 'grant_bytes'")
    # The constant that tools/capsule-check compares the grant's type with.
    constant = f"{owner.upper()}_GRANT_BYTES"
    if value.get("grant_bytes", constant) != constant:
        reader.fail(f"'grant_bytes' is not {constant}")
    return Driver(reader.name(value["number"], "number"), *counts,
                  *(reader.name(value[key], key) if key in value else None
                    for key in ("grant_bytes", "kept_bytes")))


def capsule_read(root, path, name, header, sources, is_trusted=False):
    """The capsule of a manifest; `name` is that of its folder."""
    reader = Reader(path)
    value = reader.load(root)
    reader.keys(value, CAPSULE_KEYS, ["name"])
    if value["name"] != name:
        reader.fail(f"the name is not '{name}'")
    if not CAPSULE_NAME.fullmatch(name):
        reader.fail(f"'{name}' is no name of a capsule")
    if not isinstance(value.get("takes_events", False), bool):
        reader.fail("'takes_events' is not true or false")
    buffers = value.get("buffers", {"count": 0, "bytes": 0})
    reader.keys(buffers, BUFFER_KEYS, sorted(BUFFER_KEYS), "'buffers'")
    least = 1 if "buffers" in value else 0
    part = Part(
        name, path, header, sources, is_capsule=True, is_trusted=is_trusted,
        rights=reader.words(value.get("rights", []), "rights", RIGHTS),
        entry_points=reader.words(value.get("entry_points", []), "entry_points", ENTRY_POINTS),
        takes_events=value.get("takes_events", False),
        driver=driver_read(reader, value.get("driver"), name),
        uses=reader.uses(value.get("uses", {}), name),
        settings=reader.words(value.get("settings", []), "settings"),
        offers=reader.offers(value.get("offers", {}), name),
        buffer_count=reader.number(buffers["count"], "count", 16, least),
        buffer_bytes=reader.number(buffers["bytes"], "bytes", 65536, least))
    for symbol in part.settings:
        if not symbol.startswith(f"{name}_"):
            reader.fail(f"'{symbol}' in 'settings' does not begin with {name}_")
    if part.takes_events and not {"deferred"} <= set(part.entry_points):
        reader.fail("takes events, but has no entry point 'deferred'")
    if part.takes_events and "processes" not in part.rights:
        reader.fail("takes events, but has no right 'processes'")
    if "on_restart" in part.entry_points and part.driver is None:
        reader.fail("has the entry point 'on_restart', but no driver")
    return part


def chip_read(root, path, name):
    """The devices of a chip's manifest. Each is one source of the chip's folder."""
    reader = Reader(path)
    value = reader.load(root)
    reader.keys(value, CHIP_KEYS, ["name", "devices"])
    if value["name"] != name:
        reader.fail(f"the name is not '{name}'")
    if not isinstance(value["devices"], dict):
        reader.fail("'devices' is not an object")
    found = []
    for device, facts in value["devices"].items():
        reader.keys(facts, DEVICE_KEYS, [], f"'{device}'")
        for suffix in (".c", ".h"):
            if not (root / path.parent / f"{device}{suffix}").is_file():
                reader.fail(f"device '{device}' has no {device}{suffix}")
        found.append(Part(
            f"{name}/{device}", path, f"chips/{name}/{device}.h", f"{name}/{device}.c",
            is_capsule=False, uses=reader.uses(facts.get("uses", {}), name),
            offers=reader.offers(facts.get("offers", {}), name)))
    return found
