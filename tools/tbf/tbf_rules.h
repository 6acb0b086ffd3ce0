// SPDX-License-Identifier: Apache-2.0 OR MIT
/**
 * The rules of the Tock Binary Format: which of them an object violates.
 *
 * A rule is here when a kernel refuses the object, would misread it, or when the object promises
 * something that its own bytes contradict.
 */
#pragma once

#include "findings.h"
#include "tbf_image.h"

/**
 * Checks an object, header to footers, and adds one finding per violated rule.
 *
 * The object may be followed by other bytes; that it lies wholly inside its view is a rule.
 */
void tbf_rules_check(const struct tbf_image *image, struct findings *findings);

/**
 * Checks that a file is exactly one valid program, neither padding nor a chain of objects.
 *
 * @retval STATUS_FAILED  the first violated rule was printed.
 */
MUST_CHECK enum status tbf_rules_require_program(const char *path, const struct tbf_image *image);

/** Gives the number of data bytes that a footer format needs; 0 for an unknown format. */
uint32_t tbf_footer_data_bytes(uint32_t format);
