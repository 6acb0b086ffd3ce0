#!/usr/bin/python3
# SPDX-License-Identifier: Apache-2.0 OR MIT
"""
Computes the worst-case depth of the kernel stack and compares it with the stack.

The graph comes from the compiler (.ci files, -fcallgraph-info=su) and from edges files, whose form
is described in call_graph.py. Each level is as deep as its deepest root; a chain adds its levels
and the frames that the hardware pushes between them. What cannot be bounded is a failure: a call to
an unknown function, a call through a pointer without an `!indirect` line, recursion, a frame of
variable size, a list of targets that belongs to no call. With --objects also a function whose
address is taken and which no list names: then no call through a pointer can be forgotten. With
--linked the depth is that of a kernel optimised when it is linked, see linked_graph.py.

Exit status: 0 the stack suffices, 1 it does not or the depth is unknown, 2 bad usage.
"""

import argparse
import pathlib
import sys

from call_graph import CallGraph, GraphError, compiler_graph_read, edges_read
from linked_graph import LinkedGraph
from object_addresses import ElfError, addresses_read, object_of_graph


class DepthFinder:
    """
    Finds the deepest path below a function.

    A `!through` function calls what its caller passes, so it is visited once for each place that
    calls it: a node is (title, None), or (title, (title of the caller, place of the call)).
    """

    def __init__(self, graph, callees=None):
        self.graph = graph
        self.callees = callees or self.callees_of_source
        self.known = {}
        self.path = []

    def deepest(self, node):
        """(bytes, [(name, bytes)]) of the deepest path that starts at the node."""
        if node in self.known:
            return self.known[node]
        if node in self.path:
            cycle = [title for title, _ in self.path[self.path.index(node) :]] + [node[0]]
            raise GraphError("recursion: " + " -> ".join(short(title) for title in cycle))

        function = self.graph.functions.get(node[0])
        if function is None or function.stack_bytes is None:
            caller = short(self.path[-1][0]) if self.path else "a level"
            raise GraphError(f"{caller} calls {short(node[0])}, whose stack use is unknown")
        if function.is_dynamic:
            raise GraphError(f"{short(function.title)} has a frame of variable size")

        self.path.append(node)
        best = (0, [])
        for callee in self.callees(function, node[1]):
            best = max(best, self.deepest(callee), key=lambda pair: pair[0])
        self.path.pop()

        entry = (short(function.title), function.stack_bytes)
        self.known[node] = (function.stack_bytes + best[0], [entry] + best[1])
        return self.known[node]

    def callees_of_source(self, function, passer):
        """The nodes that a function calls. `passer` says who passes a target to it, and where."""
        is_through = function.title in self.graph.through
        calls = list(function.calls)
        if is_through and (function.indirect_places or function.is_assembler):
            chooser = self.graph.functions[passer[0]]
            calls.extend(self.targets(self.graph.passed, chooser, passer[1]))
        elif not is_through:
            for place in function.indirect_places:
                calls.extend(self.targets(self.graph.indirect, function, place))
        nodes = []
        for title, place in calls:
            is_passing = title in self.graph.through
            passed_by = passer if is_through else (function.title, place)
            nodes.append((title, passed_by if is_passing else None))
        return nodes

    @staticmethod
    def targets(lists, function, place):
        """All that a call in the function, at a place in that file, can reach."""
        titles = lists.find(function, place)
        if titles is None:
            verb = "passes a pointer" if lists.directive == "!passed" else "calls through a pointer"
            where = f" ({place.split(':')[0]})" if place else ""
            raise GraphError(f"{short(function.title)} {verb}{where}: no {lists.directive} line")
        return [(title, "") for title in titles]


def short(title):
    """A function's title with the last two components of its path."""
    path, colon, name = title.rpartition(":")
    return "/".join(path.split("/")[-2:]) + colon + name


def graph_files(paths):
    """All .ci files among the paths; folders are searched."""
    files = []
    for path in paths:
        if path.is_dir():
            files.extend(sorted(path.rglob("*.ci")))
        else:
            files.append(path)
    return files


def graph_build(files, edges, has_objects, prefixes):
    """Reads everything into one graph."""
    graph = CallGraph(prefixes)
    for path in files:
        titles = compiler_graph_read(graph, path.read_text(encoding="utf-8"), str(path))
        if has_objects:
            object_path = object_of_graph(path)
            if object_path is None:
                raise GraphError(f"{path}: the object file is missing")
            graph.addresses.extend(addresses_read(object_path, titles))
    edges_read(graph, [(path.read_text(encoding="utf-8"), str(path)) for path in edges])
    if not graph.chains:
        raise GraphError("no !chain in the edges files")
    return graph


def addresses_check(graph):
    """Every function whose address is taken must stand in some list."""
    for _, title in graph.addresses:
        function = graph.functions.get(title)
        is_code = function is not None and function.stack_bytes is not None
        if is_code and title not in graph.reached:
            raise GraphError(f"the address of {short(title)} is taken, but no list names it")


def chains_measure(graph, linked=None):
    """[(chain, own limit or None, total bytes, [(level, frame bytes, bytes, path)])]."""
    finder = DepthFinder(linked.graph, linked.callees) if linked else DepthFinder(graph)
    levels = {}
    for name, (frame_bytes, roots) in graph.levels.items():
        for root in roots:
            if root in graph.through:
                raise GraphError(f"level {name}: {short(root)} is a !through function")
        if linked:
            roots = linked.roots(name)
        found = [finder.deepest((root, None)) for root in roots]
        depth, path = max(found, key=lambda pair: pair[0])
        levels[name] = (name, frame_bytes, depth, path)
    for lists in (graph.indirect, graph.passed):
        for key, (where, _) in lists.lists.items():
            # The linker resolves calls; the measure of the source finds the lists without use.
            if linked or key in lists.used:
                continue
            if key in lists.optional:
                graph.key_check(key, where)
            else:
                raise GraphError(f"{where}: {lists.directive} {key} matches no reachable call")
    measured = []
    for name, limit, level_names in graph.chains:
        parts = [levels[level] for level in level_names]
        total = sum(frame_bytes + depth for _, frame_bytes, depth, _ in parts)
        measured.append((name, limit, total, parts))
    return measured


def report(measured, limit_bytes, is_verbose):
    """Prints the chains; returns whether every one fits."""
    is_good = True
    printed = set()
    for name, own_limit, total, parts in measured:
        limit = own_limit if own_limit is not None else limit_bytes
        sums = " + ".join(f"{level} {frame}+{depth}" for level, frame, depth, _ in parts)
        print(f"stack {name}: {total} of {limit} bytes ({sums})")
        for level, _, _, path in parts:
            if level not in printed and is_verbose:
                print(f"  {level}: " + " > ".join(f"{title} {size}" for title, size in path))
            printed.add(level)
        if total > limit:
            print(f"stack_depth: {name}: {total} bytes exceed {limit}", file=sys.stderr)
            is_good = False
    return is_good


def main():
    """Command line."""
    parser = argparse.ArgumentParser(description="worst-case depth of the kernel stack")
    parser.add_argument("--edges", type=pathlib.Path, action="append", required=True)
    parser.add_argument("--limit", type=int, required=True, help="bytes of the kernel stack")
    parser.add_argument(
        "--objects", action="store_true", help="read the object files beside the .ci files"
    )
    parser.add_argument(
        "--linked",
        type=pathlib.Path,
        action="append",
        default=[],
        metavar="GRAPH",
        help="what is linked; GRAPHs then say what the sources are (needs --objects)",
    )
    parser.add_argument(
        "--prefix",
        action="append",
        default=[],
        help="begin of paths that the GRAPHs have and those of --linked do not, `/` at the end",
    )
    parser.add_argument("--verbose", action="store_true", help="print the deepest paths")
    parser.add_argument("graphs", type=pathlib.Path, nargs="+", help=".ci files or folders of them")
    arguments = parser.parse_args()
    if arguments.linked and not arguments.objects:
        parser.error("--linked needs --objects")
    try:
        files = graph_files(arguments.graphs)
        if not files:
            raise GraphError("no .ci files")
        graph = graph_build(files, arguments.edges, arguments.objects, arguments.prefix)
        addresses_check(graph)
        measured = chains_measure(graph)
        if arguments.linked:
            linked = LinkedGraph(graph, graph_files(arguments.linked))
            linked.addresses_check()
            measured = chains_measure(graph, linked)
    except (ElfError, GraphError, OSError, UnicodeDecodeError) as error:
        print(f"stack_depth: {error}", file=sys.stderr)
        return 1
    return 0 if report(measured, arguments.limit, arguments.verbose) else 1


if __name__ == "__main__":
    sys.exit(main())
