// SPDX-License-Identifier: Apache-2.0 OR MIT
/**
 * Command line options, the same way for all commands.
 *
 * Typical use: options_next() until it gives OPTION_END, a switch over its result, then
 * options_operands(). Long options have an equivalent short letter where one is listed.
 */
#pragma once

#include <getopt.h>
#include <stdint.h>

#include "flash_map.h"
#include "status.h"

enum {
    OPTION_END = -1,     ///< the operands follow
    OPTION_INVALID = -2, ///< unknown or without its value; the reason was printed
    OPTION_HELP = 'h',
};

/**
 * Steps to the next option; its value is then in `optarg`.
 *
 * @param letters  short options as for getopt_long(), with a leading ':'.
 * @param options  long options, ended by a zero entry.
 */
int options_next(int count, char **arguments, const char *letters, const struct option *options);

/**
 * Gives the operands after the last option.
 *
 * @param minimum  and `maximum`: how many there must be.
 * @param what     names an operand in the error line, such as "FILE.tab".
 * @retval STATUS_USAGE  too few or too many; the reason was printed.
 */
MUST_CHECK enum status options_operands(int count, char **arguments, int minimum, int maximum,
                                        const char *what, char ***operands);

/** Checks that an option that must be given was. */
MUST_CHECK enum status options_require(const char *command, const char *option, const char *value);

/** Reads a 32-bit number; the option names it in the error line. */
MUST_CHECK enum status options_number(const char *command, const char *option, const char *value,
                                      uint32_t *number);

/** Reads BASE:BYTES, not empty and within the 32-bit address space. */
MUST_CHECK enum status options_range(const char *command, const char *option, const char *value,
                                     struct address_range *range);
