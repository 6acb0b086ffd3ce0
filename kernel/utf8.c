// SPDX-License-Identifier: Apache-2.0 OR MIT
#include "utf8.h"

bool utf8_check_byte(struct utf8_check *check, uint8_t byte)
{
    uint8_t low = 0x80;
    uint8_t high = 0xBF;
    bool is_right = true;
    if (check->continuation_count > 0) {
        is_right = check->low <= byte && byte <= check->high;
        check->continuation_count--;
    } else if (byte >= 0x80) {
        is_right = byte >= 0xC2 && byte <= 0xF4;
        check->continuation_count = byte >= 0xF0 ? 3 : byte >= 0xE0 ? 2 : 1;
        low = byte == 0xE0 ? 0xA0 : byte == 0xF0 ? 0x90 : low;
        high = byte == 0xED ? 0x9F : byte == 0xF4 ? 0x8F : high;
    }
    check->low = low;
    check->high = high;
    return is_right;
}
