// SPDX-License-Identifier: Apache-2.0 OR MIT
/** Prints TBF objects for people: every header field, element and footer. */
#pragma once

#include "status.h"
#include "tbf_image.h"

/**
 * Prints all objects of a TBF file or a flash image to standard output, then each violated rule
 * as an error line.
 *
 * Objects follow each other as in flash; the list ends at erased bytes or at the end of the view.
 *
 * @param path   borrow; for the error lines.
 * @param bytes  borrow.
 * @retval STATUS_FAILED  a rule is violated; everything readable was printed first.
 */
MUST_CHECK enum status tbf_show(const char *path, struct bytes bytes);
