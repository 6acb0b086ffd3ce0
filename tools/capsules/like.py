# SPDX-License-Identifier: Apache-2.0 OR MIT
"""Makes a capsule that is like another one: the same files with another name.

A manifest that says nothing but `"like": "temperature"` stands for all of capsules/temperature/,
with the capsule's own name wherever a word is that name, or begins with it and `_`. The result
lies in the build, and is checked, compiled and linked like what somebody has written.
"""

import re
import shutil

import manifest

KEYS = {"licence", "name", "like"}
SUFFIXES = (".c", ".h", ".json")


def renamed(text, old, new):
    for word, other in [(old, new), (old.upper(), new.upper())]:
        text = re.sub(rf"\b{word}(?=_|\b)", other, text)
    return text


def files_make(root, path, output):
    """
    Makes the files that a manifest asks for, in the same place below `output`. Returns what was
    read; nothing if the manifest is one that says all itself.
    """
    reader = manifest.Reader(path)
    value = reader.load(root)
    if not isinstance(value, dict) or "like" not in value:
        shutil.rmtree(output / path.parent, ignore_errors=True)  # it may have been one before
        return []
    reader.keys(value, KEYS, ["name", "like"])
    base, name = reader.name(value["like"], "like"), reader.name(value["name"], "name")
    sources = sorted(file for file in (root / "capsules" / base).glob("*")
                     if file.suffix in SUFFIXES)
    if base == name or not any(file.suffix == ".c" for file in sources):
        reader.fail(f"'like' is '{base}', and there is no such capsule to be like")
    folder = output / path.parent
    folder.mkdir(parents=True, exist_ok=True)
    wanted = {renamed(file.name, base, name): file for file in sources}
    for stale in folder.iterdir():
        if stale.name not in wanted:
            stale.unlink()
    for target, file in wanted.items():
        text = renamed(file.read_text(encoding="utf-8"), base, name)
        if not (folder / target).is_file() or (folder / target).read_text() != text:
            (folder / target).write_text(text, encoding="utf-8")
    return [file.relative_to(root) for file in sources]
