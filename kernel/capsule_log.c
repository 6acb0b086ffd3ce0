// SPDX-License-Identifier: Apache-2.0 OR MIT
// Gate: logging. See capsule.h.

#include <capsule.h>

#include "capsule_boundary.h"
#include "event.h"

enum { ROOM_LEFT_COUNT = 4 }; ///< for what the kernel has to tell, however much a capsule says

enum error capsule_log_(const char *line)
{
    // One line, and nothing that moves the cursor: no capsule speaks for another one.
    uint32_t length = 0;
    while (line != NULL && length < CAPSULE_LOG_BYTES_MAX && line[length] >= ' ' &&
           line[length] <= '~') {
        length++;
    }
    capsule_require(line != NULL && line[length] == '\0');
    const bool is_added =
        event_has_room(1 + ROOM_LEFT_COUNT) && event_add(EVENT_CAPSULE_SAID, 0, line, 0);
    capsule_gate_leave();
    return is_added ? ERROR_NONE : ERROR_FULL;
}
