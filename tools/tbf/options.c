// SPDX-License-Identifier: Apache-2.0 OR MIT
#include "options.h"

#include <string.h>

#include "text.h"

static const uint64_t ADDRESS_END = UINT64_C(1) << 32;

int options_next(int count, char **arguments, const char *letters, const struct option *options)
{
    opterr = 0;
    int option = getopt_long(count, arguments, letters, options, NULL);
    if (option == ':') {
        (void)status_usage(arguments[0], "option %s needs a value", arguments[optind - 1]);
        return OPTION_INVALID;
    }
    if (option == '?') {
        // A short option may stand in a bundle, whose argument getopt has not left yet.
        const char *text = arguments[optind - 1];
        char letter[] = {'-', (char)optopt, '\0'};
        bool is_long = strncmp(text, "--", 2) == 0;
        (void)status_usage(arguments[0], "unknown option %s; see %s %s --help",
                           is_long ? text : letter, status_tool(), arguments[0]);
        return OPTION_INVALID;
    }
    return option;
}

enum status options_operands(int count, char **arguments, int minimum, int maximum,
                             const char *what, char ***operands)
{
    int given = count - optind;
    if (given < minimum) {
        return status_usage(arguments[0], "%s is missing; see %s %s --help", what, status_tool(),
                            arguments[0]);
    }
    if (given > maximum) {
        return status_usage(arguments[0], "unexpected %s; see %s %s --help",
                            arguments[optind + maximum], status_tool(), arguments[0]);
    }
    *operands = arguments + optind;
    return STATUS_OK;
}

enum status options_require(const char *command, const char *option, const char *value)
{
    if (value == NULL) {
        return status_usage(command, "%s is missing; see %s %s --help", option, status_tool(),
                            command);
    }
    return STATUS_OK;
}

enum status options_number(const char *command, const char *option, const char *value,
                           uint32_t *number)
{
    if (!text_to_u32(value, number)) {
        return status_usage(command, "%s takes a 32-bit number, not %s", option, value);
    }
    return STATUS_OK;
}

enum status options_range(const char *command, const char *option, const char *value,
                          struct address_range *range)
{
    struct bytes base;
    struct bytes length;
    struct address_range found;
    if (!text_split(bytes_from_string(value), ':', &base, &length) ||
        !text_to_number(base, ADDRESS_END, &found.base) ||
        !text_to_number(length, ADDRESS_END, &found.length_bytes) || found.length_bytes == 0 ||
        !range_is_inside(found.base, found.length_bytes, ADDRESS_END)) {
        return status_usage(command, "%s takes BASE:BYTES within 32 bits, not %s", option, value);
    }
    *range = found;
    return STATUS_OK;
}
