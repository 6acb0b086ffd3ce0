#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0 OR MIT
"""Makes the files of capsules that are like another one, or that have parts.

A manifest that says nothing but `"like": "temperature"` stands for all of capsules/temperature/,
with the capsule's own name wherever a word is that name, or begins with it and `_`. One that says
`"parts": ["sensor"]` gets the files of capsules/parts/sensor/ beside its own, with its name in each
place of `self`. The result lies in the build, and is checked, compiled and linked like what
somebody has written.

By hand it makes all of them, and prints what it read: the unit tests have every capsule.
"""

import argparse
import pathlib
import re
import shutil
import sys

import manifest

KEYS = {"licence", "name", "like"}
SUFFIXES = (".c", ".h", ".json")
PART = "self"


def renamed(text, old, new):
    for word, other in [(old, new), (old.upper(), new.upper())]:
        text = re.sub(rf"\b{word}(?=_|\b)", other, text)
    return text


def sources_in(folder):
    return sorted(file for file in folder.glob("*") if file.suffix in SUFFIXES)


def part_sources(root, reader, value):
    found = []
    for part in reader.words(value.get("parts", []), "parts"):
        files = sources_in(root / "capsules" / "parts" / part)
        if not files:
            reader.fail(f"there is no part '{part}' in capsules/parts/")
        found += files
    return found


def files_make(root, path, output):
    """
    Makes the files that a manifest asks for, in the same place below `output`. Returns what was
    read; nothing if the manifest is one of a capsule that is all in its folder.
    """
    reader = manifest.Reader(path)
    value = reader.load(root)
    if not isinstance(value, dict) or not {"like", "parts"} & set(value):
        shutil.rmtree(output / path.parent, ignore_errors=True)  # it may have been one before
        return []
    name = base = path.parent.name
    folder = path.parent
    if "like" in value:
        reader.keys(value, KEYS, ["name", "like"])
        base, name = reader.name(value["like"], "like"), reader.name(value["name"], "name")
        folder = pathlib.Path("capsules", base)
        if base == name or not any(file.suffix == ".c" for file in sources_in(root / folder)):
            reader.fail(f"'like' is '{base}', and there is no such capsule to be like")
        reader = manifest.Reader(folder / "manifest.json")
        value = reader.load(root)
    wanted = {renamed(file.name, old, name): (file, old)
              for files, old in [(sources_in(root / folder), base),
                                 (part_sources(root, reader, value), PART)]
              for file in files}
    made = output / path.parent
    made.mkdir(parents=True, exist_ok=True)
    for stale in made.iterdir():
        if stale.name not in wanted:
            stale.unlink()
    for target, (file, old) in wanted.items():
        text = renamed(file.read_text(encoding="utf-8"), old, name)
        if not (made / target).is_file() or (made / target).read_text() != text:
            (made / target).write_text(text, encoding="utf-8")
    return [file.relative_to(root) for file, _ in wanted.values()]


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--root", type=pathlib.Path, required=True)
    parser.add_argument("--output", type=pathlib.Path, required=True)
    options = parser.parse_args()
    try:
        for path in sorted((options.root / "capsules").glob("*/manifest.json")):
            inputs = files_make(options.root, path.relative_to(options.root), options.output)
            for file in [path, *(options.root / file for file in inputs)]:
                print(file)
    except manifest.ManifestError as problem:
        print(f"capsules: {problem}", file=sys.stderr)
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
