# SPDX-License-Identifier: Apache-2.0 OR MIT
"""
Figures from the event log of the counting plugin (its form: tools/count/count.c).

A *visit* is what happens between two program instructions: it begins with the first vector and ends
with the `user` line. A figure is the most common value of all visits of its kind that nothing
unrelated interrupted; on a deterministic emulator nearly all are equal.
"""

import collections

Event = collections.namedtuple("Event", "kind name address kernel capsule excluded user")
Visit = collections.namedtuple("Visit", "cause vectors end following")

# Handlers by what they do, on Cortex-M and RISC-V (tools/count/plugin.py has the names). On RISC-V
# a trap is the one entry; what is no call comes by `interrupt`, and sleep ends with `wake`.
CALLS = ("svc", "trap")
TICKS = (("systick",), ("trap", "interrupt"))
WORK = ("pendsv", "work")
DEVICES = ("irq", "wake")


class FigureError(Exception):
    """A log does not hold what a figure needs; the text says what."""


def log_read(path):
    """(events without blocks, whether the log is complete)."""
    events = [event for event in log_read_all(path) if event.kind != "block"]
    return events, bool(events) and events[-1].kind == "end"


def log_read_all(path):
    """All events, with the blocks of a traced run."""
    events = []
    for line in path.read_text(encoding="utf-8").splitlines():
        words = line.split()
        if words[0] == "longest":
            continue
        name = words[1] if words[0] in ("vector", "svc", "mark") else ""
        address, *counts = words[2:] if name else words[1:]
        events.append(Event(words[0], name, int(address, 16), *map(int, counts)))
    return events


def kernel_cost(first, last):
    """Instructions of kernel and capsules between two events."""
    return (
        (last.kernel - first.kernel)
        + (last.capsule - first.capsule)
        + (last.excluded - first.excluded)
    )


def visits_find(events):
    """
    All visits but the boot. `cause`: the marked svc before it, or None. `following`: the event
    after its end, or None.
    """
    visits = []
    cause = None
    vectors = []
    was_user_seen = False
    for index, event in enumerate(events):
        if event.kind == "svc":
            cause = event
        elif event.kind == "vector":
            vectors.append(event)
        elif event.kind == "user":
            following = events[index + 1] if index + 1 < len(events) else None
            if was_user_seen:
                # An interrupt can come between marker and call; then the call comes later.
                is_call = cause is not None and vectors and vectors[0].name in CALLS
                visits.append(Visit(cause if is_call else None, vectors, event, following))
            was_user_seen = True
            cause = None
            vectors = []
    return visits


def typical(name, values, minimum_count):
    """The most common value, the smaller one if two are equally common."""
    if len(values) < minimum_count:
        raise FigureError(f"{name}: measured {len(values)} times, expected {minimum_count}")
    counts = collections.Counter(values)
    return min(counts, key=lambda value: (-counts[value], value))


def has_only(visit, *names):
    """Whether no other handler than these took part."""
    return all(vector.name in names for vector in visit.vectors)


def tick_of(visit):
    """The names of the handlers with which a tick begins, if the visit begins so."""
    names = tuple(vector.name for vector in visit.vectors)
    return next((tick for tick in TICKS if names[: len(tick)] == tick), None)


def call_values(visits, number):
    """Costs of the calls marked `number` that came back to their program uninterrupted."""
    return [
        kernel_cost(visit.cause, visit.end)
        for visit in visits
        if visit.cause and visit.cause.name == str(number) and has_only(visit, *CALLS, *WORK)
    ]


def yield_switch_values(visits, number, image_of):
    """Costs of the yields marked `number` after which another program runs."""
    return [
        kernel_cost(visit.cause, visit.end)
        for visit in visits
        if visit.cause
        and visit.cause.name == str(number)
        and has_only(visit, *CALLS, *WORK)
        and image_of(visit.cause.address) != image_of(visit.end.address)
    ]


def slice_switch_values(visits, image_of):
    """Costs from a tick in one program to the first instruction of another."""
    values = []
    image_before = None
    for visit in visits:
        tick = tick_of(visit)
        image = image_of(visit.end.address)
        if tick and has_only(visit, *tick, *WORK) and image_before not in (None, image):
            values.append(kernel_cost(visit.vectors[0], visit.end))
        image_before = image
    return values


def tick_values(visits):
    """Costs of ticks that return to the program without pending anything."""
    return [
        kernel_cost(visit.vectors[0], visit.end)
        for visit in visits
        if tick_of(visit) and len(visit.vectors) == len(tick_of(visit))
    ]


def wake_values(visits, number, upcall_number):
    """Costs from a device's vector to the upcall function of a program that slept in a yield."""
    values = []
    for visit in visits:
        is_sleep = visit.cause and visit.cause.name == str(number)
        is_upcall = visit.following and (visit.following.kind, visit.following.name) == (
            "mark",
            str(upcall_number),
        )
        if not is_sleep or not is_upcall:
            continue
        handlers = [vector for vector in visit.vectors if vector.name not in WORK]
        if handlers[-1].name in DEVICES:
            values.append(kernel_cost(handlers[-1], visit.end))
    return values


def span_average(events, begin_number, end_number, count):
    """
    (all instructions, of them in the program) of one of `count` spans between two marks: average
    from the first begin to the last end, rounded up, with all that happens in between. What the
    kernel does behind them until the log ends is theirs, too: interrupts that they have caused.
    """
    begins = [e for e in events if e.kind == "mark" and e.name == str(begin_number)]
    ends = [e for e in events if e.kind == "mark" and e.name == str(end_number)]
    if len(begins) != count or len(ends) != count:
        raise FigureError(f"marks {begin_number}, {end_number}: {len(ends)} spans, not {count}")
    # The marks themselves are left out.
    user = ends[-1].user - begins[0].user - (2 * count - 1)
    kernel = kernel_cost(begins[0], events[-1])
    return -(-(kernel + user) // count), -(-user // count)


def span_values(events, begin_number, end_number):
    """[(all instructions, of them in the program)] between two marks, the marks left out."""
    values = []
    begin = None
    for event in events:
        if event.kind != "mark":
            continue
        if event.name == str(begin_number):
            begin = event
        elif event.name == str(end_number) and begin is not None:
            user = event.user - begin.user - 1
            values.append((kernel_cost(begin, event) + user, user))
            begin = None
    return values


def function_values(events, number, kernel, name):
    """
    Costs of a kernel function in calls marked `number`, from its first instruction until a function
    goes on that ran before it in that call, from the events of a traced run.
    """
    entry = kernel.one(name).address
    values = []
    before = set()
    is_marked = False
    begin = None
    for event in events:
        if event.kind in ("svc", "user"):
            is_marked = event.name == str(number)
            before = set()
            begin = None
        elif event.kind == "block" and is_marked:
            place = kernel.place(event.address).split("+")[0]
            if event.address == entry:
                begin = event
            elif begin is None:
                before.add(place)
            elif place in before:
                values.append(kernel_cost(begin, event))
                is_marked = False
    return values


def boot_value(events):
    """Instructions from reset to the first program instruction, memory clearing left out."""
    for event in events:
        if event.kind == "user":
            return event.kernel + event.capsule
    raise FigureError("boot: no program has run")
