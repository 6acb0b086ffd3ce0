// SPDX-License-Identifier: Apache-2.0 OR MIT
#include <kernel/port.h>

uintptr_t kernel_window_find(const struct port_window *table, const struct port_window *end,
                             uintptr_t pc)
{
    for (; table < end; table++) {
        if (pc - table->first <= table->last_distance) {
            const intptr_t distance = table->resume_distance;
            return table->first + (uintptr_t)distance;
        }
    }
    return 0;
}
