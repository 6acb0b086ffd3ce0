// SPDX-License-Identifier: Apache-2.0 OR MIT
#include "event.h"

#include "process.h"
#include "work.h"

enum { EVENT_CAPACITY = 8 };

static struct {
    uint32_t first;
    uint32_t count;
    uint32_t lost;
    struct kernel_event event[EVENT_CAPACITY];
} events;

static bool has_listener(void)
{
    return board.event_capsule != NO_CAPSULE &&
           !board.capsule_status[board.event_capsule].is_failed;
}

bool event_has_room(uint32_t count)
{
    return events.count + count <= EVENT_CAPACITY || !has_listener();
}

bool event_add(enum kernel_event_kind kind, uint32_t slot, const char *reason, uintptr_t address)
{
    if (!has_listener()) {
        return false;
    }
    if (events.count == EVENT_CAPACITY) {
        events.lost++;
        return false;
    }
    struct kernel_event *event = &events.event[(events.first + events.count) % EVENT_CAPACITY];
    event->kind = (uint8_t)kind;
    event->slot = (uint8_t)slot;
    event->reason = reason;
    event->address_ = address;
    if (kind >= EVENT_PROCESS_FAULTED && kind <= EVENT_PROCESS_WARNED) {
        event->process_ = board.slots[slot].process->id;
    }
    events.count++;
    work_capsule_defer(board.event_capsule);
    return true;
}

bool event_take(struct kernel_event *event, uint32_t *lost_count)
{
    *lost_count = events.lost;
    events.lost = 0;
    if (events.count == 0) {
        return false;
    }
    *event = events.event[events.first];
    events.first = (events.first + 1) % EVENT_CAPACITY;
    events.count--;
    work_request(WORK_LOADER); // It waits for room.
    return true;
}
