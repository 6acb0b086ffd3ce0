// SPDX-License-Identifier: Apache-2.0 OR MIT
// A structure may be written where it is used.
#include "example.h"

struct report {
    uint32_t kind;
    struct process_id process;
};

static struct {
    struct report report;
} example CAPSULE_STATE;

static void report_count(struct report *report)
{
    report->kind++;
}

void example_process_ended(struct process_id *process)
{
    example.report = (struct report){.kind = 4, .process = process_id_at(process)};
    report_count(&(struct report){.kind = 3});
}
