# SPDX-License-Identifier: Apache-2.0 OR MIT
"""
The call graph of the kernel, read from the compiler and from an edges file.

GCC writes one graph per object (-fcallgraph-info=su): a node for each function, with its stack
bytes, and an edge for each call. What the compiler cannot know stands in an edges file, one
statement a line, `#` begins a comment:

    function 24 -> callee callee      an assembler function, its stack bytes and its calls
    function 24                       the same without calls
    caller -> callee callee           more calls of a function (made by its inline assembler)
    !set NAME = function function     a name for a list; used as @NAME where functions are listed
    !table NAME = OBJECT OBJECT       the same list, made of the functions that constant tables hold
    !unreachable function             its address is taken, but only code that is not linked has it
    !indirect KEY -> target target    all targets of the calls through pointers in KEY
    !indirect? KEY -> target target   the same if there are such calls in what is linked
    !through FUNCTION                 FUNCTION calls what its caller passes to it
    !passed KEY -> target target      all that KEY passes to a `!through` function
    !level NAME BYTES: root root      handlers that exclude each other, and what the hardware
                                      pushes on this stack before the first of their instructions
    !chain NAME: level level          levels that can lie on one stack at the same time
    !chain NAME limit=BYTES: ...      the same for another stack

A function is named by its plain name, or by FILE:FUNCTION where a static name is not unique; FILE
is the end of a path. KEY is a function, or a FILE for all calls whose place is in it, or a FOLDER/
for those in its files that have no list of their own. A name that does not exist is an error, so
that the file cannot rot.
"""

import pathlib
import re

INDIRECT = "__indirect_call"
CLONE_SUFFIX = re.compile(r"(\.(constprop|part|isra|cold|lto_priv)(\.\d+)?)+$")


class GraphError(Exception):
    """The graph is not complete or not bounded; the text says where."""


class Function:
    """One function: its stack bytes, where known, and whom it calls."""

    def __init__(self, title):
        self.title = title
        self.file = None  # where it is defined, which may be a header
        self.stack_bytes = None
        self.is_dynamic = False
        self.is_assembler = False
        self.calls = []  # (title of the callee, place of the call or "")
        self.indirect_places = []

    @property
    def own_file(self):
        """The end of the path of its source, which is a part of static names only."""
        return self.title.rpartition(":")[0] or self.file or ""

    @property
    def name(self):
        """The function's name without file and without the compiler's suffix for copies."""
        return CLONE_SUFFIX.sub("", self.title.rsplit(":", 1)[-1])


class TargetLists:
    """The lists of one directive by their keys, and which of them were of use."""

    def __init__(self, directive):
        self.directive = directive
        self.lists = {}  # key: (place in the edges file, titles)
        self.optional = set()
        self.used = set()

    def find(self, function, place):
        """
        What the function calls from a place, or None if no list says. A list for the function
        itself goes before one for the file, and that before one for the folder. A call in a header
        of which no list speaks is one of the file that the function is in.
        """
        for key, (_, titles) in self.lists.items():
            key_file, _, key_name = key.rpartition(":")
            is_file_right = not key_file or path_ends_with(function.own_file, key_file)
            if function.name == key_name and is_file_right:
                self.used.add(key)
                return titles
        file_name = place.split(":")[0]
        titles = self.find_file(file_name)
        if titles is None and file_name.endswith(".h"):
            titles = self.find_file(function.file or "")
        return titles

    def find_file(self, file_name):
        """What calls in a file reach, or None if no list says."""
        for key, (_, titles) in self.lists.items():
            if file_name and path_ends_with(file_name, key):
                self.used.add(key)
                return titles
        folder = file_name.rpartition("/")[0]
        for key, (_, titles) in self.lists.items():
            if folder and key.endswith("/") and path_ends_with(folder, key[:-1]):
                self.used.add(key)
                return titles
        return None


class CallGraph:
    """All functions and what the edges file adds."""

    def __init__(self, prefixes=()):
        self.prefixes = sorted(prefixes, key=len, reverse=True)  # removed from places
        self.functions = {}
        self.addresses = []  # (table or None, function), from the object files
        self.reached = set()  # functions that a list names as targets or roots
        self.sets = {}
        self.indirect = TargetLists("!indirect")
        self.passed = TargetLists("!passed")
        self.through = set()
        self.levels = {}
        self.chains = []
        self.added = []  # (function that is not assembler, place in the edges file)

    def function(self, title):
        """The function of that title, made when it is met for the first time."""
        return self.functions.setdefault(title, Function(title))

    def place(self, text):
        """A place of the compiler's, without the folder that the linked graph does not have."""
        for prefix in self.prefixes:
            if text.startswith(prefix):
                return text[len(prefix) :]
        return text

    def find(self, text, where):
        """The function that an edges file means by `text`."""
        if text in self.functions:
            return self.functions[text]
        file_name, _, name = text.rpartition(":")
        found = [
            function
            for function in self.functions.values()
            if function.name == name
            and (not file_name or path_ends_with(function.title.rpartition(":")[0], file_name))
        ]
        if not found:
            raise GraphError(f"{where}: no function {text}")
        if len(found) > 1:
            titles = " ".join(sorted(function.title for function in found))
            raise GraphError(f"{where}: {text} is ambiguous: {titles}")
        return found[0]


    def key_check(self, key, where):
        """
        A list that may be without use still names what is there: a function of the graph, or a
        source file or a folder of one, with a function that stands in it. The compiler may have
        put a static function into its callers, so this one is looked for in the source.
        """
        file_name, _, name = key.rpartition(":")
        if not file_name and not re.search(r"[./]", key):
            self.find(key, where)
            return
        file_name = file_name or key
        files = {function.own_file for function in self.functions.values()}
        if file_name.endswith("/"):
            ends = {path.rpartition("/")[0] for path in files if "/" in path}
            found = [path for path in ends if path_ends_with(path, file_name[:-1])]
        else:
            found = [path for path in files if path_ends_with(path, file_name)]
        if not found:
            raise GraphError(f"{where}: no source {file_name}")
        if name and file_name != key and not self.is_in_source(name, found):
            raise GraphError(f"{where}: no function {key}")

    def is_in_source(self, name, files):
        """Whether one of the files has a function of this name, linked or not."""
        if any(function.name == name and function.own_file in files
               for function in self.functions.values()):
            return True
        paths = [pathlib.Path(prefix + file) for file in files for prefix in ("", *self.prefixes)]
        return any(re.search(rf"\b{re.escape(name)}\(", path.read_text(encoding="utf-8"))
                   for path in paths if path.is_file())


def path_ends_with(path, end):
    """Whether the last components of `path` are those of `end`."""
    return path == end or path.endswith("/" + end)


NODE = re.compile(r'node: \{ title: "([^"]+)" label: "([^"]*)"')
EDGE = re.compile(r'edge: \{ sourcename: "([^"]+)" targetname: "([^"]+)"(?: label: "([^"]*)")?')
STACK = re.compile(r"(\d+) bytes \(([a-z,]+)\)")


def compiler_graph_read(graph, text, where):
    """Adds what GCC wrote for one object. Returns {name: title} of the functions it defines."""
    titles = {}
    if not text.startswith("graph:"):
        raise GraphError(f"{where}: not a call graph")
    for line in text.splitlines():
        node = NODE.match(line)
        if node:
            function = graph.function(node.group(1))
            stack = STACK.search(node.group(2))
            if stack:
                # A helper that is compiled twice counts with its larger frame.
                stack_bytes = int(stack.group(1))
                function.stack_bytes = max(stack_bytes, function.stack_bytes or 0)
                function.file = graph.place(node.group(2).split("\\n")[1].split(":")[0])
                function.is_dynamic = function.is_dynamic or stack.group(2) == "dynamic"
                titles[function.title.rsplit(":", 1)[-1]] = function.title
            continue
        edge = EDGE.match(line)
        if edge:
            source, target = edge.group(1, 2)
            place = graph.place(edge.group(3) or "")
            if target == INDIRECT:
                graph.function(source).indirect_places.append(place)
            else:
                graph.function(source).calls.append((target, place))
            continue
        if line.startswith(("node:", "edge:")):
            raise GraphError(f"{where}: line not understood: {line}")
    return titles


def names_expand(graph, names, where):
    """The functions of a list in which @NAME stands for a set."""
    functions = []
    for name in names:
        if not name.startswith("@"):
            functions.append(graph.find(name, where).title)
        elif name[1:] in graph.sets:
            functions.extend(graph.sets[name[1:]])
        else:
            raise GraphError(f"{where}: no set {name}")
    if not functions:
        raise GraphError(f"{where}: an empty list")
    return functions


def table_functions(graph, tables, where):
    """The functions that the tables hold, each once."""
    functions = []
    for table in tables:
        held = [title for holder, title in graph.addresses if holder == table]
        known = [title for title in held if title in graph.functions]
        if not known:
            raise GraphError(f"{where}: no table {table} with functions")
        functions.extend(title for title in known if title not in functions)
    return functions


def statement_directive(graph, words, where):
    """Executes one statement that begins with an exclamation mark."""
    text = " ".join(words)
    match = re.fullmatch(r"!set (\w+) = (.+)", text)
    if match:
        graph.sets[match.group(1)] = names_expand(graph, match.group(2).split(), where)
        return
    match = re.fullmatch(r"!table (\w+) = (.+)", text)
    if match:
        graph.sets[match.group(1)] = table_functions(graph, match.group(2).split(), where)
        return
    match = re.fullmatch(r"!unreachable (\S+)", text)
    if match:
        graph.reached.add(graph.find(match.group(1), where).title)
        return
    match = re.fullmatch(r"!(indirect|passed)(\?)? (\S+) -> (.+)", text)
    if match:
        lists = graph.indirect if match.group(1) == "indirect" else graph.passed
        targets = names_expand(graph, match.group(4).split(), where)
        graph.reached.update(targets)
        lists.lists.setdefault(match.group(3), (where, []))[1].extend(targets)
        if match.group(2):
            lists.optional.add(match.group(3))
        return
    match = re.fullmatch(r"!through (\S+)", text)
    if match:
        graph.through.add(graph.find(match.group(1), where).title)
        return
    match = re.fullmatch(r"!level (\w+) (\d+): (.+)", text)
    if match:
        name, frame_bytes, roots = match.groups()
        graph.levels[name] = (int(frame_bytes), names_expand(graph, roots.split(), where))
        graph.reached.update(graph.levels[name][1])
        return
    match = re.fullmatch(r"!chain (\w+)(?: limit=(\d+))?: (.+)", text)
    if match:
        name, limit, levels = match.groups()
        for level in levels.split():
            if level not in graph.levels:
                raise GraphError(f"{where}: no level {level}")
        graph.chains.append((name, int(limit) if limit else None, levels.split()))
        return
    raise GraphError(f"{where}: statement not understood: {text}")


def edges_statements(text, where):
    """The statements of an edges file, as (place, words)."""
    for number, line in enumerate(text.splitlines(), 1):
        words = line.split("#", 1)[0].split()
        if words:
            yield f"{where}:{number}", words


def edges_read(graph, texts):
    """
    Adds edges files, as pairs of text and place. Assembler functions come into being first, since
    any line of any file may name them; all else is read in order.
    """
    statements = [part for text, where in texts for part in edges_statements(text, where)]
    for place, words in statements:
        if len(words) >= 2 and words[1].isdigit() and not words[0].startswith("!"):
            known = graph.functions.get(words[0])
            if known and known.stack_bytes is not None:
                raise GraphError(f"{place}: {words[0]} is known already")
            function = graph.function(words[0])
            function.stack_bytes = int(words[1])
            function.is_assembler = True
    for place, words in statements:
        if words[0].startswith("!"):
            statement_directive(graph, words, place)
            continue
        rest = words[2:] if words[1:] and words[1].isdigit() else words[1:]
        caller = graph.find(words[0], place)
        if rest and (rest[0] != "->" or len(rest) == 1):
            raise GraphError(f"{place}: statement not understood: {' '.join(words)}")
        if not rest and not caller.is_assembler:
            raise GraphError(f"{place}: statement not understood: {' '.join(words)}")
        if rest and not caller.is_assembler:
            graph.added.append((caller.title, place))
        if rest:
            caller.calls.extend((title, "") for title in names_expand(graph, rest[1:], place))
