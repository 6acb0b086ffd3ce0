// SPDX-License-Identifier: Apache-2.0 OR MIT
#include <capsules/event_report/event_report.h>

#include "standard.h"
#include "thunk.h"

THUNK(to_event_report_fetch, CAPSULE_EVENT_REPORT, event_report_fetch, struct terminal_piece)
THUNK(to_event_report_received, CAPSULE_EVENT_REPORT, event_report_received, struct terminal_input)

const struct terminal event_report_terminal = TERMINAL_OF_CLIENTS;
