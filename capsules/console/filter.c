// SPDX-License-Identifier: Apache-2.0 OR MIT
#include "filter.h"

static bool is_plain_passed(uint8_t byte)
{
    return (byte >= 0x20 && byte <= 0x7E) || byte == '\n' || byte == '\r' || byte == '\t' ||
           byte == '\b';
}

static uint8_t sequence_rest(uint8_t lead)
{
    if (lead >= 0xF0) {
        return 3;
    }
    return lead >= 0xE0 ? 2 : 1;
}

uint8_t console_filter_pass(struct console_filter *filter, uint8_t byte)
{
    bool is_control_lead = filter->is_control_lead;
    filter->is_control_lead = byte == 0xC2;
    if (byte < 0x80) {
        filter->continuation_count = 0;
        return is_plain_passed(byte) ? byte : 0;
    }
    if (byte >= 0xC0) {
        filter->continuation_count = sequence_rest(byte);
        return byte;
    }
    if (filter->continuation_count > 0) {
        filter->continuation_count--;
        return is_control_lead && byte < 0xA0 ? 0xA0 : byte;
    }
    return byte >= 0xA0 ? byte : 0;
}
