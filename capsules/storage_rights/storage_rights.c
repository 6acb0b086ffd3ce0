// SPDX-License-Identifier: Apache-2.0 OR MIT
#include "storage_rights.h"

#include <lib/checked_index.h>
#include <lib/text.h>

enum { SLOT_COUNT_MAX = 64 };

/// The row of a program, or TEXT_NO_NAME.
static size_t row_find(const struct process_counters *counters)
{
    size_t length = counters->name_length_bytes;
    for (size_t i = 0; i < PROCESS_NAME_BYTES_MAX && i < length; i++) {
        if (AT(counters->name, i) == ' ') {
            return TEXT_NO_NAME; // What is before the space may be the name of another program.
        }
    }
    return text_name_find(storage_rights_policy.names, CONST_SPAN_PART(counters->name, 0, length),
                          false);
}

void storage_rights_look_up(struct storage_rights_request *request)
{
    request->rights = (struct storage_rights){.short_id = 0};
    enum error error = ERROR_NONE;
    for (uint32_t slot = 0; slot < SLOT_COUNT_MAX && error != ERROR_INVALID; slot++) {
        struct process_information information;
        error = process_describe(slot, &information);
        if (error != ERROR_NONE || !process_id_equal(information.id, request->process)) {
            continue;
        }
        size_t row = row_find(&information.counters);
        if (row < STORAGE_RIGHTS_ROWS_MAX) {
            request->rights = AT(storage_rights_policy.rows, row);
        }
        return;
    }
}
