# SPDX-License-Identifier: Apache-2.0 OR MIT
"""
The call graph of a kernel that is optimised when it is linked.

Link-time optimisation inlines and copies functions across files, and resolves tables of functions.
So two graphs are read. The source graph comes from compiling each file on its own: it has every
name of the edges file, all tables, and the place (file, line, column) of every call. The linked
graph comes from the link: it says which functions there are, their frames and their calls. Where
the linked graph calls through a pointer, the place of the call says which function of the source
did it, and the edges file what that function can reach.

A target that is no longer there was inlined or resolved wherever it was called; the object files
confirm that nothing has its address. They confirm every call, too: one that the object makes and
the graph lacks is an error.
"""

import collections

from call_graph import CLONE_SUFFIX, INDIRECT, CallGraph, GraphError, compiler_graph_read
from object_addresses import aliases_read, addresses_read, calls_read, object_of_graph


class LinkedGraph:
    """The linked graph, its functions found by their names of the source graph."""

    def __init__(self, source, files):
        if source.added:
            caller, place = source.added[0]
            raise GraphError(f"{place}: {caller} may be inlined, its added calls with it")
        self.source = source
        self.graph = CallGraph(source.prefixes)
        self.aliases = {}  # title: title of the function with the same code
        objects = []
        for path in files:
            titles = compiler_graph_read(self.graph, path.read_text(encoding="utf-8"), str(path))
            object_path = object_of_graph(path)
            if object_path is None:
                raise GraphError(f"{path}: the object file is missing")
            objects.append((object_path, titles))
        for function in source.functions.values():
            if function.is_assembler:
                self.graph.functions[function.title] = function
        self.nodes = collections.defaultdict(list)  # name: titles of functions with a frame
        for title, function in self.graph.functions.items():
            if function.stack_bytes is not None:
                self.nodes[function.name].append(title)
        for object_path, titles in objects:
            self.object_read(object_path, titles)
        for object_path, titles in objects:
            self.calls_check(object_path, titles)
        self.holders = {self.resolve(title) for _, title in self.graph.addresses}
        self.through = {title for name in source.through for title in self.find(name)}
        self.callers = collections.defaultdict(set)  # place: functions of the source
        for title, function in source.functions.items():
            for place in function.indirect_places:
                self.callers[INDIRECT, place].add(title)
            for callee, place in function.calls:
                if callee in source.through:
                    self.callers[callee, place].add(title)

    def object_read(self, object_path, titles):
        """Adds the addresses that an object holds, and the further names of its functions."""
        for alias, name in aliases_read(object_path, titles):
            title = titles[name]
            prefix = title.rpartition(":")[0]
            self.aliases.setdefault(f"{prefix}:{alias}" if prefix else alias, title)
            self.aliases.setdefault(alias, title)
            self.nodes[CLONE_SUFFIX.sub("", alias)].append(title)
        self.graph.addresses.extend(addresses_read(object_path, titles))

    def calls_check(self, object_path, titles):
        """Every call that the object makes must be in the graph."""
        for caller, callee in calls_read(object_path, titles):
            known = {self.resolve(title) for title, _ in self.graph.functions[caller].calls}
            if self.resolve(callee) not in known:
                raise GraphError(f"{object_path}: {caller} calls {callee}, which no edge says")

    def resolve(self, title):
        """The title under which the graph has the frame of a function."""
        function = self.graph.functions.get(title)
        if function is not None and function.stack_bytes is not None:
            return title
        return self.aliases.get(title, title)

    def find(self, source_title):
        """All linked functions that are, or are copies of, one of the source."""
        wanted = self.source.functions[source_title]
        found = []
        for title in self.nodes.get(wanted.name, []):
            function = self.graph.functions[title]
            is_same = title == source_title or function.file == wanted.file
            is_alias = function.name != wanted.name
            if (is_same or is_alias) and title not in found:
                found.append(title)
        return found

    def find_needed(self, source_title, why):
        """The same where there must be one."""
        found = self.find(source_title)
        if not found:
            raise GraphError(f"{why}: {source_title} is not in the linked kernel")
        return found

    def targets(self, lists, chooser, place):
        """What a call can reach, of which the source function `chooser` says what it is."""
        titles = lists.find(self.source.functions[chooser], place)
        if titles is None:
            raise GraphError(f"{chooser} ({place}): no {lists.directive} line")
        found = []
        for title in titles:
            linked = self.find(title)
            if not linked and title in self.holders:
                raise GraphError(f"the address of {title} is taken, but its stack use is unknown")
            found.extend(linked)
        if not found:
            raise GraphError(f"{chooser} ({place}): nothing of its list is in the linked kernel")
        return found

    def source_callers(self, function, callees, place):
        """
        The functions of the source that make a call, found by its place. What a `!through` function
        passes on is only known in its own frame.
        """
        callers = {caller for callee in callees for caller in self.callers.get((callee, place), ())}
        if not place or not callers:
            where = place or "an unknown place"
            raise GraphError(f"{function.title} calls {callees} at {where}: not so in the source")
        for caller in callers:
            if caller in self.source.through and function.title not in self.through:
                raise GraphError(f"{caller} was inlined into {function.title}; it needs NOINLINE")
        return sorted(callers)

    def call_nodes(self, function, callee, place, passer):
        """The nodes of one call that names its callee."""
        title = self.resolve(callee)
        if title not in self.through:
            return [(title, None)]
        names = [source for source in self.source.through if title in self.find(source)]
        return [
            (title, passer if caller in self.source.through else (caller, place))
            for caller in self.source_callers(function, names, place)
        ]

    def callees(self, function, passer):
        """The nodes that a function calls; see DepthFinder."""
        if function.is_assembler:
            nodes = [
                (title, None)
                for callee, _ in function.calls
                for title in self.find_needed(callee, function.title)
            ]
            if function.title in self.through:
                nodes += [(t, None) for t in self.targets(self.source.passed, *passer)]
            return nodes
        nodes = []
        for callee, place in function.calls:
            nodes.extend(self.call_nodes(function, callee, place, passer))
        for place in function.indirect_places:
            for caller in self.source_callers(function, [INDIRECT], place):
                if caller in self.source.through:
                    titles = self.targets(self.source.passed, *passer)
                else:
                    titles = self.targets(self.source.indirect, caller, place)
                nodes.extend((title, None) for title in titles)
        return nodes

    def roots(self, name):
        """The linked functions with which a level begins."""
        return [
            title
            for root in self.source.levels[name][1]
            for title in self.find_needed(root, f"level {name}")
        ]

    def addresses_check(self):
        """Every function whose address the linked kernel takes must stand in some list."""
        reached = {title for name in self.source.reached for title in self.find(name)}
        for title in sorted(self.holders):
            function = self.graph.functions.get(title)
            is_code = function is not None and function.stack_bytes is not None
            if is_code and title not in reached:
                raise GraphError(f"the linked kernel takes the address of {title}: in no list")
