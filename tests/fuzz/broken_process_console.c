// SPDX-License-Identifier: Apache-2.0 OR MIT
// A mistake that the target must find: what a program prints is not filtered.
#include <capsules/console/filter.h>

uint8_t __wrap_console_filter_pass(struct console_filter *filter, uint8_t byte);

uint8_t __wrap_console_filter_pass(struct console_filter *filter, uint8_t byte)
{
    (void)filter;
    return byte;
}
