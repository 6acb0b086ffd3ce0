// SPDX-License-Identifier: Apache-2.0 OR MIT
/// Shared by the programs that look at processes and control them. Run by test_process_info.py.
#pragma once

#include <string.h>

#include "check.h"

enum { INFO_DRIVER = 0x10002, INFO_WORDS = 16 };
enum { INFO_COUNT = 1, INFO_IDS, INFO_SHORT_IDS, INFO_NAME, INFO_STATISTICS, INFO_CONTROL };
enum { CONTROL_RESUME = 1, CONTROL_STOP, CONTROL_FAULT, CONTROL_TERMINATE, CONTROL_BOOT };
enum { STATE_STOPPED = 3, STATE_TERMINATED = 5 };

static uint32_t info[INFO_WORDS];

static inline struct bulkhead_result info_ask(uint32_t command, uint32_t pid, uint32_t action)
{
    memset(info, 0xEE, sizeof info);
    (void)bulkhead_allow_read_write(INFO_DRIVER, 0, info, sizeof info);
    const struct bulkhead_result result = bulkhead_command(INFO_DRIVER, command, pid, action);
    (void)bulkhead_allow_read_write(INFO_DRIVER, 0, NULL, 0);
    return result;
}

/// The id of a program; 0: it is not there.
static inline uint32_t info_find(const char *name)
{
    uint32_t ids[INFO_WORDS];
    const struct bulkhead_result count = info_ask(INFO_IDS, 0, 0);
    memcpy(ids, info, sizeof ids);
    for (uint32_t i = 0; i < count.value[0] && i < INFO_WORDS; i++) {
        const struct bulkhead_result length = info_ask(INFO_NAME, ids[i], 0);
        if (length.value[0] == strlen(name) && memcmp(info, name, strlen(name)) == 0) {
            return ids[i];
        }
    }
    return 0;
}

static inline uint32_t info_state(uint32_t pid)
{
    (void)info_ask(INFO_STATISTICS, pid, 0);
    return info[3];
}
