// SPDX-License-Identifier: Apache-2.0 OR MIT
// Prints touches and keys until the last key is released. Run by test_touch.py.
#include <bulkhead/touch.h>

#include "check.h"

enum { TAB = 7 };

static bool is_over;

static void key_print(uint32_t key, uint32_t state, uint32_t none, void *data)
{
    (void)none;
    (void)data;
    printf("key %u %u\n", (unsigned)key, (unsigned)state);
    is_over = key == TAB && state == 0;
}

static void touch_print(uint32_t status, uint32_t place, uint32_t none, void *data)
{
    (void)none;
    (void)data;
    static const char *const names[] = {"released", "pressed", "moved"};
    const struct bulkhead_touch touch = bulkhead_touch_of(status, place);
    printf("%s %u %u\n", status < 3 ? names[status] : "?", touch.x, touch.y);
}

int main(void)
{
    if (!bulkhead_driver_exists(BULKHEAD_TOUCH_DRIVER)) {
        check(bulkhead_touch_enable() == ERROR_NO_DEVICE, "no panel");
        return check_done("touch_and_keys");
    }
    const struct bulkhead_result count = bulkhead_command(DRIVER_BUTTON, COMMAND_EXISTS, 0, 0);
    check_value(bulkhead_result_is_success(count) && count.value[0] == TAB + 1, "there are keys",
                count.value[0]);
    check_value(bulkhead_command(BULKHEAD_TOUCH_DRIVER, 100, 0, 0).value[0] == 1, "one finger", 0);
    check_error(bulkhead_command(BULKHEAD_TOUCH_DRIVER, 11, 0, 0), VARIANT_FAILURE,
                ERROR_NO_SUPPORT, "no more");
    (void)bulkhead_subscribe(DRIVER_BUTTON, BUTTON_UPCALL_CHANGED, key_print, NULL);
    (void)bulkhead_subscribe(BULKHEAD_TOUCH_DRIVER, 0, touch_print, NULL);
    for (uint32_t key = 0; key <= TAB; key++) {
        (void)bulkhead_command(DRIVER_BUTTON, BUTTON_COMMAND_ENABLE, key, 0);
    }
    check(bulkhead_touch_enable() == ERROR_NONE, "touches are asked for");
    printf("listening\n");
    while (!is_over) {
        bulkhead_yield_wait();
    }
    check(bulkhead_touch_disable() == ERROR_NONE, "and no more");
    return check_done("touch_and_keys");
}
