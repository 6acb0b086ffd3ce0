# SPDX-License-Identifier: Apache-2.0 OR MIT
"""A small source tree with contracts, a chip and capsules, for tests of the wiring tools."""

import json
import pathlib
import subprocess
import sys

ROOT = pathlib.Path(__file__).resolve().parent.parent.parent
GENERATE = ROOT / "tools" / "capsules" / "generate.py"

LINE = """#pragma once
struct line_sent {
    unsigned count;
};
struct VTABLE line {
    /// Sends.
    size_t (*send)(const uint8_t *bytes, size_t length_bytes);
    enum error (*start)(void);
    void (*pause)(void);
    unsigned width; ///< bits
};
struct VTABLE line_client {
    void (*sent)(const struct line_sent *event);
};
"""
SHOP = """#pragma once
struct shop_order {
    unsigned price;
};
struct VTABLE shop {
    enum error (*order)(struct shop_order *order);
};
struct shop_visitor {
    enum error (*served)(struct shop_order *order);
    bool (*is_open)(void);
};
"""
FILES = {
    "abi/driver.h": "enum driver_number { DRIVER_SHOP = 0x7, DRIVER_POST = 3 };\n",
    "hal/line.h": LINE,
    "hal/shop.h": SHOP,
    "chips/wire/wire.h": "",
    "chips/wire/wire.c": "",
    "capsules/shop/shop.h": """#pragma once
enum { SHOP_GRANT_BYTES = 16 };
extern const struct line shop_line;
void shop_init(void);
void shop_deferred(void);
void shop_command(struct command *command);
void shop_sent(const struct line_sent *event);
void shop_order(struct shop_order *order);
""",
    "capsules/post/post.h": """#pragma once
extern const struct shop post_shop;
void post_command(struct command *command);
size_t post_send(const uint8_t *bytes,
                 size_t length_bytes);
enum error post_start(void);
void post_pause(void);
""",
}
MANIFESTS = {
    "chips/wire": {"name": "wire", "devices": {"wire": {
        "uses": {"wire_client": "line_client"},
        "offers": {"line": {"send": "wire_send", "start": "wire_start", "pause": "wire_pause",
                            "width": "WIRE_WIDTH"}}}}},
    "capsules/shop": {
        "name": "shop", "rights": ["processes"], "entry_points": ["init", "deferred"],
        "driver": {"number": "DRIVER_SHOP", "upcalls": 2, "grant_bytes": "SHOP_GRANT_BYTES"},
        "uses": {"shop_line": "line"},
        "offers": {"line_client": {"sent": "shop_sent"}, "shop": {"order": "shop_order"}}},
    "capsules/post": {
        "name": "post", "driver": {"number": "DRIVER_POST"}, "uses": {"post_shop": "shop"}},
}


class Tree:
    """The tree in a folder. Tests change manifests and files, then generate."""

    def __init__(self, folder):
        self.folder = folder
        self.output = folder / "generated"
        self.manifests = json.loads(json.dumps(MANIFESTS))
        for path, text in FILES.items():
            self.write(path, text)

    def write(self, path, text):
        (self.folder / path).parent.mkdir(parents=True, exist_ok=True)
        (self.folder / path).write_text(text, encoding="utf-8")

    def generate(self, capsules=("shop", "post"), chips=("wire",), wiring=(), trusted=()):
        for folder, value in self.manifests.items():
            self.write(f"{folder}/manifest.json",
                       value if isinstance(value, str) else json.dumps(value))
        return subprocess.run(
            [sys.executable, GENERATE, "--root", self.folder, "--board", "island",
             "--output", self.output, "--capsule", *capsules, "--chip", *chips,
             "--wiring", *wiring, "--trusted", *trusted, "--folder", "island"],
            capture_output=True, text=True, check=False)

    def text(self, name):
        return (self.output / name).read_text(encoding="utf-8")

    def json(self, name):
        return json.loads(self.text(name))
