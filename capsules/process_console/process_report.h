// SPDX-License-Identifier: Apache-2.0 OR MIT
/// The long reports about one process: its memory map, and what it faulted for.
#pragma once

#include "report.h"

/**
 * Adds the line of the present step about the process in `report->slot`, described by
 * `information`, if that step has one; may
 * move the step forward over steps that have none. False: the steps are over.
 */
bool process_report_step(struct report *report, struct text *text,
                         const struct process_information *information);

/// Likewise for the fault that happened last in `report->slot`, in life `report->process`.
bool fault_report_step(struct report *report, struct text *text,
                       const struct process_information *information);
