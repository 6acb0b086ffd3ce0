# SPDX-License-Identifier: Apache-2.0 OR MIT
"""Manifests become tables, thunks and connections; a mistake in one is refused in one line."""

import os
import re
import subprocess
import sys

import pytest

from capsule_tree import FILES, ROOT, Tree


@pytest.fixture
def tree(tmp_path):
    return Tree(tmp_path)


def test_what_is_connected(tree):
    result = tree.generate()
    assert result.returncode == 0, result.stderr
    report = tree.json("authority.json")
    assert report["shop"] == {
        "rights": ["processes"], "services": ["driver", "deferred"], "driver": "0x00007",
        "takes_events": False, "devices": ["wire/wire"],
        "uses": {"shop_line": "line of wire/wire"}, "settings": [],
        "called_by": ["post (shop)", "wire/wire (line_client)"], "dma_buffers": []}
    assert report["post"]["uses"] == {"post_shop": "shop of shop"}
    assert report["post"]["devices"] == []


def test_drivers_are_in_the_order_of_their_numbers(tree):
    assert tree.generate().returncode == 0
    header = tree.text("board_capsules.h")
    assert header.index(".number = DRIVER_POST") < header.index(".number = DRIVER_SHOP")
    assert header.index("CAPSULE_SHOP,") < header.index("CAPSULE_POST,")


def test_driver_keeps_a_part_of_its_grant(tree):
    assert tree.generate().returncode == 0
    assert "kept_bytes" not in tree.text("board_capsules.h")
    tree.manifests["capsules/shop"]["driver"]["kept_bytes"] = "SHOP_KEPT_BYTES"
    assert tree.generate().returncode == 0
    header = tree.text("board_capsules.h")
    assert ".kept_bytes = SHOP_KEPT_BYTES" in header
    assert "_Static_assert(SHOP_KEPT_BYTES <= SHOP_GRANT_BYTES" in header


def test_stack_edges_name_every_crossing(tree):
    assert tree.generate().returncode == 0
    edges = tree.text("stack_edges.txt").splitlines()
    assert "!passed call_shop_order -> shop_order" in edges
    assert "!indirect capsules/post/ -> @wired_post_shop" in edges
    assert "!indirect wire/wire.c -> @wired_wire_client" in edges


def test_what_does_not_change_is_not_written(tree):
    assert tree.generate().returncode == 0
    before = {path: path.stat().st_mtime_ns for path in tree.output.iterdir()}
    for path in before:
        os.utime(path, ns=(1, 1))
    assert tree.generate().returncode == 0
    assert {path.stat().st_mtime_ns for path in before} == {1}


def test_board_chooses_between_two_offers(tree):
    tree.manifests["capsules/post"]["offers"] = {
        "line": {"send": "post_send", "start": "post_start", "pause": "post_pause", "width": None}}
    result = tree.generate()
    assert "post and wire/wire both offer line for shop_line" in result.stderr
    assert tree.generate(wiring=["shop_line=wire/wire"]).returncode == 0
    assert tree.json("authority.json")["shop"]["devices"] == ["wire/wire"]
    assert tree.generate(wiring=["shop_line=post"]).returncode == 0
    assert tree.json("authority.json")["shop"]["uses"] == {"shop_line": "line of post"}


def test_idle_device_needs_no_client(tree):
    del tree.manifests["capsules/shop"]["offers"]["line_client"]
    assert "device wire/wire uses wire_client (line_client), which nobody offers" in \
        tree.generate().stderr
    result = tree.generate(wiring=["shop_line=none"])
    assert result.returncode == 0, result.stderr
    assert "!indirect? wire/wire.c -> @wired_wire_client" in tree.text("stack_edges.txt")


def placed_visitors(tree):
    """The shop serves visitors in places; the post is one."""
    tree.manifests["capsules/shop"]["uses"]["shop_visitors"] = "shop_visitor[VISITOR_COUNT]"
    tree.manifests["capsules/post"]["offers"] = {
        "shop_visitor[VISITOR_FIRST]": {"served": "post_served", "is_open": None}}
    tree.write("capsules/shop/shop.h", FILES["capsules/shop/shop.h"]
               + "extern const struct shop_visitor\n    shop_visitors[VISITOR_COUNT];\n")
    tree.write("capsules/post/post.h", FILES["capsules/post/post.h"]
               + "void post_served(struct shop_order *order);\n")


def test_places_of_an_array(tree):
    placed_visitors(tree)
    result = tree.generate()
    assert result.returncode == 0, result.stderr
    assert "[VISITOR_FIRST] = {.served = call_post_served}" in tree.text("board_wiring.c")
    assert tree.generate(wiring=["shop_visitors[VISITOR_LAST]=post"]).returncode == 0
    assert "[VISITOR_LAST] = {.served = call_post_served" in tree.text("board_wiring.c")


def test_two_in_one_place(tree):
    placed_visitors(tree)
    tree.manifests["capsules/third"] = dict(
        tree.manifests["capsules/post"], name="third", driver=None, uses={},
        offers={"shop_visitor[VISITOR_FIRST]": {"served": "third_served", "is_open": None}})
    tree.write("capsules/third/third.h", "void third_served(struct shop_order *order);\n")
    result = tree.generate(capsules=["shop", "post", "third"])
    assert result.returncode == 1
    assert "post and third both offer shop_visitor[VISITOR_FIRST]" in result.stderr


def test_client_has_one_caller(tree):
    """Who names the contract of a client does not become its caller beside another one."""
    tree.manifests["capsules/post"]["uses"]["post_client"] = "line_client"
    tree.write("capsules/post/post.h", FILES["capsules/post/post.h"]
               + "extern const struct line_client post_client;\n")
    refusal = ("post_client of post and wire_client of wire/wire would both call line_client of "
               "shop; choose in BOARD_WIRING")
    result = tree.generate()
    assert (result.returncode, result.stderr) == (1, f"capsules: board island: {refusal}\n")
    assert refusal in tree.generate(wiring=["post_client=shop"]).stderr
    result = tree.generate(wiring=["post_client=shop", "wire_client=shop"])
    assert result.returncode == 0, result.stderr
    result = tree.generate(wiring=["post_client=none"])
    assert result.returncode == 0, result.stderr


def test_client_in_a_place_has_one_caller(tree):
    tree.write("hal/line.h", FILES["hal/line.h"] + "enum { LINE_FIRST, LINE_LAST, LINE_COUNT };\n")
    tree.manifests["capsules/shop"]["offers"]["line_client[LINE_FIRST]"] = {"sent": "shop_sent"}
    for name in ("post", "third"):
        tree.manifests[f"capsules/{name}"] = {
            "name": name, "uses": {f"{name}_clients": "line_client[LINE_COUNT]"}}
        tree.write(f"capsules/{name}/{name}.h",
                   f"extern const struct line_client {name}_clients[LINE_COUNT];\n")
    names = ["shop", "post", "third"]
    result = tree.generate(capsules=names)
    assert result.returncode == 1
    assert ("post_clients of post and third_clients of third would both call line_client of shop"
            in result.stderr)
    places = [f"{name}_clients[LINE_LAST]=shop[LINE_FIRST]" for name in names[1:]]
    assert tree.generate(capsules=names, wiring=places[:1]).returncode == 1
    result = tree.generate(capsules=names, wiring=places)
    assert result.returncode == 0, result.stderr


def test_function_without_result_takes_no_buffer(tree):
    """Whoever gives it away would be told that it is taken."""
    tree.write("hal/shop.h", FILES["hal/shop.h"].replace(
        "unsigned price;", "unsigned price;\n    struct transfer_buffer wrap;"
    ).replace("(struct shop_order", "(const struct shop_order"))
    header = FILES["capsules/shop/shop.h"].replace("(struct shop_order", "(const struct shop_order")
    tree.write("capsules/shop/shop.h", header)
    result = tree.generate()
    assert result.returncode == 1
    assert "shop_order does not fit the member shop.order" in result.stderr
    tree.write("capsules/shop/shop.h", header.replace("void shop_order", "enum error shop_order"))
    result = tree.generate()
    assert result.returncode == 0, result.stderr
    assert "ledger_lend(order->wrap, CAPSULE_SHOP)" in tree.text("board_wiring.c")


SHOP, POST, WIRE = "capsules/shop", "capsules/post", "chips/wire"
MISTAKES = [
    ("unknown right", SHOP, {"rights": ["devices"]}, "unknown right 'devices' (known: processes"),
    ("right twice", SHOP, {"rights": ["machine", "machine"]}, "has 'machine' twice"),
    ("rights are no list", SHOP, {"rights": "machine"}, "'rights' is not a list"),
    ("unknown entry point", SHOP, {"entry_points": ["main"]}, "unknown entry point 'main'"),
    ("missing entry point", SHOP, {"entry_points": ["timer"]},
     "does not declare the entry point shop_timer"),
    ("restart without driver", POST, {"driver": None, "entry_points": ["on_restart"]},
     "'on_restart', but no driver"),
    ("unknown key", SHOP, {"color": 1}, "unknown key 'color'"),
    ("unknown driver key", SHOP, {"driver": {"number": "DRIVER_SHOP", "pins": 1}},
     "unknown key 'pins' in 'driver'"),
    ("driver without number", SHOP, {"driver": {}}, "no 'number' in 'driver'"),
    ("nothing to keep", SHOP, {"driver": {"number": "DRIVER_SHOP", "kept_bytes": "SHOP_KEPT"}},
     "'kept_bytes' of no 'grant_bytes'"),
    ("grant of another constant", SHOP,
     {"driver": {"number": "DRIVER_SHOP", "grant_bytes": "SHOP_SMALL"}},
     "'grant_bytes' is not SHOP_GRANT_BYTES"),
    ("grant of no name", SHOP, {"driver": {"number": "DRIVER_SHOP", "grant_bytes": 16}},
     "'grant_bytes' is not SHOP_GRANT_BYTES"),
    ("unknown number", SHOP, {"driver": {"number": "DRIVER_MOON"}},
     "says what number DRIVER_MOON is"),
    ("too many upcalls", SHOP, {"driver": {"number": "DRIVER_SHOP", "upcalls": 256}},
     "'upcalls' is not a number from 0 to 255"),
    ("too many buffers", SHOP, {"driver": {"number": "DRIVER_SHOP", "read_only_buffers": 200,
                                           "read_write_buffers": 55}}, "more than 254 buffers"),
    ("upcalls are no number", SHOP, {"driver": {"number": "DRIVER_SHOP", "upcalls": True}},
     "'upcalls' is not a number"),
    ("same driver", POST, {"driver": {"number": "DRIVER_SHOP"}},
     "shop and post are the same driver, 0x7"),
    ("wrong name", SHOP, {"name": "shoe"}, "the name is not 'shop'"),
    ("nobody offers", POST, {"uses": {"post_mill": "mill"}},
     "capsule post uses post_mill (mill), which nobody offers"),
    ("foreign symbol used", POST, {"uses": {"shop_line": "line"}}, "does not begin with post_"),
    ("use is no contract", POST, {"uses": {"post_shop": 3}}, "is not CONTRACT"),
    ("foreign setting", POST, {"settings": ["board"]}, "'board' in 'settings' does not begin"),
    ("foreign function offered", POST, {"offers": {"shop": {"order": "shop_order"}}},
     "'shop_order' in 'offers' does not begin with post_"),
    ("function not declared", SHOP, {"offers": {
        "shop": {"order": "shop_gone"}, "line_client": {"sent": "shop_sent"}}},
     "offers shop_gone, which capsules/shop/shop.h does not declare"),
    ("function of another shape", SHOP, {"offers": {
        "shop": {"order": "shop_sent"}, "line_client": {"sent": "shop_sent"}}},
     "shop_sent does not fit the member shop.order"),
    ("member too many", SHOP, {"offers": {
        "shop": {"order": "shop_order", "sell": None}, "line_client": {"sent": "shop_sent"}}},
     "shop has no member sell"),
    ("member missing", WIRE, {"devices": {"wire": {
        "uses": {"wire_client": "line_client"}, "offers": {"line": {"send": "wire_send"}}}}},
     "the offer of line lacks start"),
    ("no buffer", SHOP, {"buffers": {"count": 0, "bytes": 64}}, "'count' is not a number from 1"),
    ("buffer without bytes", SHOP, {"buffers": {"count": 1}}, "no 'bytes' in 'buffers'"),
    ("events without right", POST, {"takes_events": True}, "no entry point 'deferred'"),
    ("device without source", WIRE, {"devices": {"rope": {}}}, "device 'rope' has no rope.c"),
    ("unknown device key", WIRE, {"devices": {"wire": {"rights": []}}}, "unknown key 'rights'"),
    ("not an object", SHOP, "[]", "the manifest is not an object"),
    ("not JSON", SHOP, "{", "not JSON"),
    ("number of many digits", SHOP, "9" * 5000, "not JSON"),
    ("list in a list", SHOP, "[" * 100000, "not JSON"),
    ("name of two lines", SHOP, {"uses": {"shop_line\n": "line"}}, "does not begin with shop_"),
    ("name of other letters", SHOP, {"settings": ["shop_\u00fc"]}, "which is not a name"),
    ("key twice", SHOP, '{"name": "shop", "name": "shop"}', "'name' twice"),
]


@pytest.mark.parametrize("folder, change, reason", [case[1:] for case in MISTAKES],
                         ids=[case[0] for case in MISTAKES])
def test_mistake_in_a_manifest(tree, folder, change, reason):
    if isinstance(change, str):
        tree.manifests[folder] = change
    else:
        tree.manifests[folder].update(change)
    result = tree.generate()
    assert result.returncode == 1
    assert reason in result.stderr
    assert len(result.stderr.splitlines()) == 1
    assert not tree.output.exists()


USED = "extern const struct shop post_shop;"
SET = "extern const struct post_stamp post_stamps[3];"


@pytest.mark.parametrize("text, reason", [
    ("extern const struct shop post_shop[100];", USED),
    ("extern const struct shop post_shop[];", USED),
    ("extern const struct line post_shop;", USED),
    ("extern struct shop post_shop;", USED),
    ("", USED),
    (f"// {USED}", USED),
    (f"// is the next line one of C? \\ \n{USED}", USED),
    (f"/* ; \n{USED}\n*/", USED),
    (f'static const char post_text[] = ";{USED}";', USED),
    (f'static const char post_text[] = "/*" "\\"*/;{USED}/*" "*/";', USED),
    (f"#define USED ;{USED}", USED),
    (f"int a; not_{USED}", USED),
    (USED, "the constant post_stamps"),
    (f"{USED}\nextern struct post_stamp post_stamps[3];", "the constant post_stamps"),
    (f"{USED}\nextern const struct post_stamp post_stamps[];", "the constant post_stamps"),
    (f"{USED}\nvoid post_stamps(void);", "the constant post_stamps"),
    (f"{USED}\n// {SET}", "the constant post_stamps"),
])
def test_own_header_does_not_declare_what_is_wired(tree, text, reason):
    """Else another file of the capsule could call it what it likes."""
    tree.manifests[POST]["settings"] = ["post_stamps"]
    header = FILES["capsules/post/post.h"]
    tree.write("capsules/post/post.h", header.replace(USED, f"{USED}\n{SET}"))
    assert tree.generate().returncode == 0
    (tree.output / "board_wiring.c").unlink()
    tree.write("capsules/post/other.h", f"{USED}\n{SET}")
    tree.write("capsules/post/post.h", header.replace(USED, text))
    result = tree.generate()
    assert result.returncode == 1
    assert "capsules/post/manifest.json: capsules/post/post.h does not " in result.stderr
    assert reason in result.stderr
    assert len(result.stderr.splitlines()) == 1
    assert not (tree.output / "board_wiring.c").exists()


@pytest.mark.parametrize("words, reason", [
    (["shop_line"], "'shop_line' is not SYMBOL=PROVIDER"),
    (["shop_line=post"], "shop_line=post: post does not offer line"),
    (["shop_line=moon"], "moon does not offer line"),
    (["moon_line=wire/wire"], "nobody uses moon_line"),
    (["shop_line=wire/wire", "shop_line=none"], "two choices for shop_line"),
    (["shop_line[3]=wire/wire"], "nobody uses shop_line[3]"),
])
def test_mistake_in_a_choice(tree, words, reason):
    result = tree.generate(wiring=words)
    assert result.returncode == 1
    assert reason in result.stderr
    assert len(result.stderr.splitlines()) == 1


def test_member_of_a_contract_that_is_not_understood(tree):
    """It would not be seen that it is a function, which needs a thunk."""
    tree.write("hal/line.h", FILES["hal/line.h"].replace("(*pause)", "(*const pause)"))
    result = tree.generate()
    assert result.returncode == 1
    assert "hal/line.h: 'void (*const pause)(void)' of line: not understood" in result.stderr
    assert len(result.stderr.splitlines()) == 1


def test_unknown_capsule(tree):
    result = tree.generate(capsules=["shop", "post", "moon"])
    assert (result.returncode, result.stderr) == (1, "capsules: board island: no capsule moon\n")


@pytest.mark.parametrize("name", ["__aeabi", "Post", "po-st", "1post"])
def test_name_that_no_capsule_has(tree, name):
    tree.manifests[f"capsules/{name}"] = {"name": name}
    tree.write(f"capsules/{name}/{name}.h", "#pragma once\n")
    result = tree.generate(capsules=["shop", "post", name])
    assert (result.returncode, result.stderr) == (
        1, f"capsules: capsules/{name}/manifest.json: '{name}' is no name of a capsule\n")


def test_two_listeners(tree):
    for name in ("shop", "post"):
        tree.manifests[f"capsules/{name}"].update(
            takes_events=True, rights=["processes"], entry_points=["deferred"])
    tree.write("capsules/post/post.h",
               FILES["capsules/post/post.h"] + "void post_deferred(void);\n")
    result = tree.generate()
    assert result.returncode == 1
    assert "shop and post both take the kernel's events" in result.stderr


def hand_over(tree):
    """Runs the tool that makes the functions for take cells; {file: text}."""
    output = tree.folder / "hand_over"
    result = subprocess.run(
        [sys.executable, ROOT / "tools" / "capsules" / "hand_over.py", "--root", tree.folder,
         "--output", output], capture_output=True, text=True, check=False)
    assert result.returncode == 0, result.stderr
    return {path.name: path.read_text(encoding="utf-8") for path in output.iterdir()}


def test_functions_that_take_a_buffer_get_one_that_releases_the_cell(tree):
    tree.write("hal/mail.h", """#pragma once
struct mail_letter { struct transfer_buffer paper; unsigned stamps; };
struct mail_end { struct transfer_buffer paper; };
struct VTABLE mail {
    enum error (*send)(unsigned stamps, struct transfer_buffer paper);
    enum error (*post)(const struct mail_letter *letter);
    enum error (*stop)(void);
};
struct VTABLE mail_client {
    void (*ended)(const struct mail_end *end);
};
""")
    texts = hand_over(tree)
    assert list(texts) == ["mail.h"]
    names = re.findall(r"\n(\w+_from_cell)\([^()]*\)\n    RELEASE\(\*cell\);", texts["mail.h"])
    assert names == ["mail_send_from_cell", "mail_post_from_cell"]
    assert "contract->send(stamps, cell->name_);" in texts["mail.h"]
    assert "letter.paper = cell->name_;" in texts["mail.h"]
    # Who gives a buffer back does not hold a cell.
    assert "ended" not in texts["mail.h"]
    (tree.folder / "hal" / "mail.h").unlink()
    assert not hand_over(tree)


def test_capsule_like_another_one(tree):
    tree.manifests["capsules/shop"]["offers"].pop("shop")
    tree.write("capsules/shop/shop.c", "// A shop_keeper's SHOP: workshop, shopping, shop.\n")
    tree.manifests["capsules/kiosk"] = {"name": "kiosk", "like": "shop"}
    tree.manifests["capsules/shop"]["driver"]["number"] = "SHOP_DRIVER"
    tree.write("hal/numbers.h", "enum { SHOP_DRIVER = 0x7, KIOSK_DRIVER = 0x8 };\n")
    choices = ["kiosk_line=wire/wire", "wire_client=kiosk"]
    result = tree.generate(capsules=["kiosk"], wiring=choices)
    assert (result.returncode, result.stderr) == (0, "")
    made = tree.output / "like" / "capsules" / "kiosk"
    assert sorted(path.name for path in made.iterdir()) == ["kiosk.c", "kiosk.h", "manifest.json"]
    assert (made / "kiosk.c").read_text() == (
        "// A kiosk_keeper's KIOSK: workshop, shopping, kiosk.\n")
    assert "enum { KIOSK_GRANT_BYTES = 16 };" in (made / "kiosk.h").read_text()
    assert ".number = KIOSK_DRIVER" in tree.text("board_capsules.h")
    # What it is made of is read again when it changes.
    assert "capsules/shop/shop.c" in tree.text("wiring_inputs.txt")
    (made / "stale.c").write_text("")
    assert tree.generate(capsules=["kiosk"], wiring=choices).returncode == 0
    assert not (made / "stale.c").exists()


def test_board_with_more_capsules_than_the_kernel_calls(tree):
    names = [f"stall{number}" for number in range(33)]
    for name in names:
        tree.manifests[f"capsules/{name}"] = {"name": name}
        tree.write(f"capsules/{name}/{name}.h", "#pragma once\n")
    assert tree.generate(capsules=names[:32], chips=[]).returncode == 0
    result = tree.generate(capsules=names, chips=[])
    assert result.returncode == 1
    assert "33 capsules; the kernel calls 32 at most" in result.stderr


def test_capsule_with_a_part(tree):
    tree.write("capsules/parts/till/self_till.h", "void self_init(void);\nvoid self_count(void);\n")
    tree.write("capsules/parts/till/self_till.c", "// SELF, self_till, himself, selfish.\n")
    tree.write("capsules/shop/shop.c", "// self\n")
    header = FILES["capsules/shop/shop.h"].replace("void shop_init(void);\n", "")
    tree.write("capsules/shop/shop.h", header)
    tree.manifests["capsules/shop"]["parts"] = ["till"]
    result = tree.generate(capsules=["shop", "post"])
    assert (result.returncode, result.stderr) == (0, "")
    made = tree.output / "like" / "capsules" / "shop"
    assert sorted(path.name for path in made.iterdir()) == [
        "manifest.json", "shop.c", "shop.h", "shop_till.c", "shop_till.h"]
    assert (made / "shop_till.c").read_text() == "// SHOP, shop_till, himself, selfish.\n"
    assert (made / "shop.c").read_text() == "// self\n"
    # The entry point that the part declares is the capsule's.
    assert ".init = shop_init" in tree.text("board_capsules.h")
    assert "capsules/parts/till/self_till.c" in tree.text("wiring_inputs.txt")
    # A capsule that is like one with parts has them, too.
    tree.manifests["capsules/shop"]["offers"].pop("shop")
    tree.manifests["capsules/shop"]["driver"]["number"] = "SHOP_DRIVER"
    tree.manifests["capsules/kiosk"] = {"name": "kiosk", "like": "shop"}
    tree.write("hal/numbers.h", "enum { SHOP_DRIVER = 0x7, KIOSK_DRIVER = 0x8 };\n")
    result = tree.generate(capsules=["kiosk"],
                           wiring=["kiosk_line=wire/wire", "wire_client=kiosk"])
    assert (result.returncode, result.stderr) == (0, "")
    made = tree.output / "like" / "capsules" / "kiosk"
    assert (made / "kiosk_till.c").read_text() == "// KIOSK, kiosk_till, himself, selfish.\n"
    tree.manifests["capsules/shop"]["parts"] = ["moon"]
    result = tree.generate(capsules=["shop", "post"])
    assert result.returncode == 1
    assert "there is no part 'moon' in capsules/parts/" in result.stderr
    assert len(result.stderr.splitlines()) == 1


@pytest.mark.parametrize("manifest, reason", [
    ({"name": "kiosk", "like": "kiosk"}, "there is no such capsule to be like"),
    ({"name": "kiosk", "like": "moon"}, "there is no such capsule to be like"),
    ({"name": "kiosk", "like": "../shop"}, "'like' is not a name"),
    ({"name": "kiosk", "like": "shop", "rights": ["machine"]}, "unknown key 'rights'"),
])
def test_mistake_in_a_likeness(tree, manifest, reason):
    tree.write("capsules/shop/shop.c", "")
    tree.manifests["capsules/kiosk"] = manifest
    result = tree.generate(capsules=["kiosk"])
    assert result.returncode == 1
    assert reason in result.stderr
    assert len(result.stderr.splitlines()) == 1
