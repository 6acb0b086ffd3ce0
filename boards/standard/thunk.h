// SPDX-License-Identifier: Apache-2.0 OR MIT
/**
 * Calls into a capsule that do not come from the kernel: from a chip or from another capsule. Each
 * goes through the capsule boundary.
 */
#pragma once

#include <kernel/board.h>

/// Defines `name`, which calls `function` of a capsule through the boundary.
#define THUNK(name, capsule, function, structure)              \
    static void name##_inside(void *argument)                  \
    {                                                          \
        function(argument);                                    \
    }                                                          \
    enum error name(structure *argument)                       \
    {                                                          \
        return capsule_call(capsule, name##_inside, argument); \
    }

/// The same for events of chips, which are constant there. Nobody waits for an answer: what a
/// failed capsule misses is lost.
#define EVENT_THUNK(name, capsule, function, structure)    \
    static void name##_inside(void *event)                 \
    {                                                      \
        function(event);                                   \
    }                                                      \
    void name(const structure *event)                      \
    {                                                      \
        structure copy = *event;                           \
        (void)capsule_call(capsule, name##_inside, &copy); \
    }
