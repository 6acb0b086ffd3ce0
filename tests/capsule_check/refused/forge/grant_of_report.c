// SPDX-License-Identifier: Apache-2.0 OR MIT
#include "example.h"

void example_fetch(struct terminal_piece *piece)
{
    struct process_id process = {0};
    enum error error = ERROR_NONE;
    WITH_GRANT(struct process_fault_report, report, process, error) // expect: forge
    {
        text_add(&piece->text, report->cause);
    }
}
