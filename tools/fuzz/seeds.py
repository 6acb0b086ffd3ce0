#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0 OR MIT
"""Makes inputs of fuzz targets from text that people can read: tests/fuzz/seeds/TARGET/*.txt.

Each line is a word with arguments, # begins a remark. Numbers are as in C, text is in quotes.

system_calls     `unit N`, then operations: OPERATION CHOICE NUMBER VALUE VALUE MORE, all but the
                 first may be left out. Names are those of tests/fuzz/operations.h, a value is
                 BASE, BASE+N or BASE-N, or a number.
user_access      the same with FUNCTION DISTURBANCE NUMBER VALUE VALUE LENGTH
ipc_calls        the same with names of IPC_OPERATIONS
process_console  HAPPENING NUMBER, HAPPENING "text", or type "text"
images           `unit N`, then objects, see below
system_files     made of tests/system/cases/*.txt, whose form tests/system/test_check.py says
tabs             `file NAME "text"` and `object NAME` with an object behind it make an archive;
                 objects alone are what the tool would find in flash

An object: `image KEY=N...` (total, version, flags), and then its elements: `main`, `program`,
`name "text"`, `kernel MAJOR MINOR`, `fixed RAM FLASH`, `regions N...`, `permissions N...` (words
of each), `raw TYPE N...` (bytes), `body "text"`.
"""

import io
import pathlib
import re
import shlex
import struct
import sys
import tarfile

LANGUAGE = pathlib.Path("tests", "fuzz", "operations.h")
RECORD_BYTES = 8


class SeedError(Exception):
    """A line that says nothing."""


def names_read(text, macro):
    """The names in one of the lists of operations.h, in order."""
    found = re.search(rf"^#define {macro}\(X\)((?:.*\\\n)*.*\n)", text, re.MULTILINE)
    if found is None:
        raise SeedError(f"no list {macro}")
    return re.findall(r"X\((\w+)", re.sub(r"/\*.*?\*/", "", found[1]))


def lines_of(text):
    for number, line in enumerate(text.splitlines(), 1):
        lexer = shlex.shlex(line, posix=False, punctuation_chars=False)
        lexer.whitespace_split = True
        words = list(lexer)
        if words:
            yield number, words


def number_of(word):
    try:
        return int(word, 0)
    except ValueError:
        raise SeedError(f"'{word}' is no number") from None


def text_of(word):
    """Bytes of text in quotes, with escapes as in C."""
    if len(word) < 2 or word[0] != '"' or word[-1] != '"':
        raise SeedError(f"{word} is no text in quotes")
    return word[1:-1].encode().decode("unicode_escape").encode("latin-1")


# ----------------------------------------------------------------------------------------------
# system_calls

class Operations:
    def __init__(self, language, names="OPERATIONS"):
        self.operations = names_read(language, names)
        self.bases = names_read(language, "BASES")
        self.choices = [names_read(language, macro) for macro in ("DRIVERS", "TYPED")]

    def value(self, word):
        match = re.fullmatch(r"([A-Z_]+)([+-]\d+)?", word)
        if match is None:
            return bytes([0, number_of(word) & 0xFF])
        if match[1] not in self.bases:
            raise SeedError(f"no base {match[1]}")
        return bytes([self.bases.index(match[1]), int(match[2] or 0) & 0xFF])

    def choice(self, word):
        for names in self.choices:
            if word in names:
                return names.index(word)
        return number_of(word) & 0xFF

    def record(self, words):
        if words[0] not in self.operations:
            raise SeedError(f"no operation {words[0]}")
        head = [self.operations.index(words[0])]
        if words[0] == "TYPE":
            return (bytes(head) + text_of(words[1])[:6]).ljust(RECORD_BYTES, b"\0")
        rest = words[1:] + ["0"] * (5 - len(words[1:]))
        return bytes([*head, self.choice(rest[0]), number_of(rest[1]) & 0xFF,
                      *self.value(rest[2]), *self.value(rest[3]), number_of(rest[4]) & 0xFF])

    def seed(self, lines):
        unit, records = 0, b""
        for words in lines:
            if words[0] == "unit":
                unit = number_of(words[1])
            else:
                records += self.record(words)
        return bytes([unit]) + records


# ----------------------------------------------------------------------------------------------
# images, tabs

def element(kind, value):
    return struct.pack("<HH", kind, len(value)) + value + bytes(-len(value) % 4)


class Image:
    def __init__(self, words):
        fields = dict(word.split("=") for word in words)
        self.facts = {"total": 512, "version": 2, "flags": 1}
        for key, value in fields.items():
            if key not in self.facts:
                raise SeedError(f"an image has no {key}")
            self.facts[key] = number_of(value)
        self.elements = b""
        self.body = b""

    def add(self, words):
        def pack(*words):
            return struct.pack(f"<{len(words)}I", *map(number_of, words))
        kind, rest = words[0], words[1:]
        made = {
            "main": lambda: element(1, pack(*rest)),
            "regions": lambda: element(2, pack(*rest)),
            "name": lambda: element(3, text_of(rest[0])),
            "fixed": lambda: element(5, pack(*rest)),
            "permissions": lambda: element(6, struct.pack("<H", len(rest) // 4) + pack(*rest)),
            "kernel": lambda: element(8, struct.pack("<HH", *map(number_of, rest))),
            "program": lambda: element(9, pack(*rest)),
            "raw": lambda: element(number_of(rest[0]), bytes(map(number_of, rest[1:]))),
        }
        if kind == "body":
            self.body += text_of(rest[0])
        elif kind in made:
            self.elements += made[kind]()
        else:
            raise SeedError(f"an image has no {kind}")

    def content(self):
        header = bytearray(struct.pack(
            "<HHIII", self.facts["version"], 16 + len(self.elements), self.facts["total"],
            self.facts["flags"], 0) + self.elements)
        total = 0
        for offset in range(0, len(header), 4):
            total ^= struct.unpack_from("<I", header, offset)[0]
        struct.pack_into("<I", header, 12, total)
        return (bytes(header) + self.body).ljust(min(self.facts["total"], 4096), b"\xFF")


def objects(lines):
    """Yields (name of the file, content) of each object, and of each other file."""
    name, image = None, None
    for words in lines:
        if words[0] in ("image", "object", "file") and image is not None:
            yield name, image.content()
            name, image = None, None
        if words[0] == "object":
            name = words[1]
        elif words[0] == "image":
            image = Image(words[1:])
        elif words[0] == "file":
            yield words[1], text_of(words[2])
        elif image is None:
            raise SeedError(f"'{words[0]}' stands in no image")
        else:
            image.add(words)
    if image is not None:
        yield name, image.content()


def image_seed(lines):
    unit = number_of(lines[0][1]) if lines[0][0] == "unit" else 0
    rest = lines[1:] if lines[0][0] == "unit" else lines
    return bytes([unit]) + b"".join(content for _, content in objects(rest))


def tab_seed(lines):
    found = list(objects(lines))
    if all(name is None for name, _ in found):
        return b"\1" + b"".join(content for _, content in found)
    stream = io.BytesIO()
    with tarfile.open(fileobj=stream, mode="w", format=tarfile.USTAR_FORMAT) as tar:
        for name, content in found:
            info = tarfile.TarInfo(name)
            info.size = len(content)
            tar.addfile(info, io.BytesIO(content))
    # Python fills a tape's block; two blocks of zeros end an archive.
    return b"\0" + stream.getvalue().rstrip(b"\0").ljust(512, b"\0") + bytes(1536)


# ----------------------------------------------------------------------------------------------
# process_console

class Happenings:
    FIRST = 0xF8

    def __init__(self, language):
        self.names = names_read(language, "HAPPENINGS")

    def seed(self, lines):
        made = b""
        for words in lines:
            if words[0] == "type":
                made += text_of(words[1])
                continue
            if words[0] not in self.names:
                raise SeedError(f"nothing is called {words[0]}")
            made += bytes([self.FIRST + self.names.index(words[0])])
            if len(words) > 1 and words[1].startswith('"'):
                text = text_of(words[1])
                made += bytes([len(text)]) + text
            elif len(words) > 1:
                made += bytes([number_of(words[1]) & 0xFF])
        return made


# ----------------------------------------------------------------------------------------------

def converters(root):
    """{target: function that makes an input of its lines}."""
    language = (pathlib.Path(root) / LANGUAGE).read_text(encoding="utf-8")
    return {"system_calls": Operations(language).seed, "images": image_seed,
            "user_access": Operations(language, "FUNCTIONS").seed,
            "ipc_calls": Operations(language, "IPC_OPERATIONS").seed,
            "process_console": Happenings(language).seed, "tabs": tab_seed}


def system_seeds_make(root, folder):
    """The cases that tests have, each by the rules with pages and for a board."""
    count = 0
    for path in sorted((pathlib.Path(root) / "tests" / "system" / "cases").glob("*.txt")):
        for case in path.read_text(encoding="utf-8").split("\n=== ")[1:]:
            name, _, rest = case.partition("\n")
            content = rest.partition("\n--- ")[0].encode("utf-8")
            for rules in range(2):
                (folder / f"{path.stem}-{name}-{rules}").write_bytes(bytes([rules]) + content)
                count += 1
    return count


def seeds_make(root, target, folder):
    """Writes the input of each text of a target. Returns how many there are."""
    folder = pathlib.Path(folder)
    folder.mkdir(parents=True, exist_ok=True)
    if target == "system_files":
        return system_seeds_make(root, folder)
    convert = converters(root)[target]
    texts = sorted((pathlib.Path(root) / "tests" / "fuzz" / "seeds" / target).glob("*.txt"))
    for path in texts:
        number = 0
        lines = []
        try:
            for number, words in lines_of(path.read_text(encoding="utf-8")):
                lines.append(words)
                if target in ("system_calls", "user_access", "ipc_calls"):
                    convert([words])  # So that a mistake is told with its line.
            made = convert(lines)
        except (SeedError, ValueError, IndexError, struct.error) as problem:
            raise SeedError(f"{path}:{number}: {problem}") from None
        (folder / path.stem).write_bytes(made)
    return len(texts)


def main():
    if len(sys.argv) != 3:
        print("usage: seeds.py TARGET FOLDER", file=sys.stderr)
        return 2
    try:
        seeds_make(pathlib.Path(__file__).resolve().parents[2], sys.argv[1], sys.argv[2])
    except (SeedError, KeyError, OSError) as problem:
        print(f"seeds: {problem}", file=sys.stderr)
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
