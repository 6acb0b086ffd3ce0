// SPDX-License-Identifier: Apache-2.0 OR MIT
// Letters on the screen. Run by test_screen.py, which reads them.
#include <string.h>

#include "check.h"

enum { DRIVER = 0x90003 };

static struct bulkhead_upcall finish(uint32_t command, uint32_t a, uint32_t b)
{
    const struct bulkhead_result begun = bulkhead_command(DRIVER, command, a, b);
    check_value(bulkhead_result_is_success(begun), "a command", command);
    return bulkhead_yield_wait_for(DRIVER, 0);
}

static void text_write(const char *text)
{
    (void)bulkhead_allow_read_only(DRIVER, 0, text, strlen(text));
    check_value(finish(8, UINT32_MAX, 0).value[0] == 0, "a text", 8);
}

int main(void)
{
    if (!bulkhead_driver_exists(DRIVER)) {
        check_error(bulkhead_command(DRIVER, 8, 1, 0), VARIANT_FAILURE, ERROR_NO_DEVICE,
                    "a text: no device");
        return check_done("text_show");
    }
    const struct bulkhead_upcall size = finish(1, 0, 0);
    check(size.value[1] == 40 && size.value[2] == 30, "its size");
    check(finish(9, 0, 0).value[0] == 0, "is cleared");
    text_write("Hello");
    text_write("\nA longer line that goes on at the start of the next one");
    check(finish(11, 39, 29).value[0] == 0, "the last place");
    text_write("L");
    check_error(bulkhead_command(DRIVER, 8, 0, 0), VARIANT_FAILURE, ERROR_NO_MEMORY, "no text");
    check_error(bulkhead_command(DRIVER, 11, 40, 0), VARIANT_FAILURE, ERROR_INVALID, "no place");
    check(finish(10, 0, 0).value[0] == 0, "the first place");
    check_done("text_show");
    // It dies while it writes over what is there.
    (void)bulkhead_allow_read_only(DRIVER, 0, "HHHHH", 5);
    (void)bulkhead_command(DRIVER, 8, 5, 0);
    return 0;
}
