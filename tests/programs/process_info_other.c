// SPDX-License-Identifier: Apache-2.0 OR MIT
// Looks at processes, and tries to control others, which the policy does not allow. Run by
// test_process_info.py.
#include "process_info.h"

int main(void)
{
    const uint32_t warden = info_find("process_info_warden");
    unsigned refused = 0;
    for (uint32_t action = 0; action <= CONTROL_BOOT + 1; action++) {
        const struct bulkhead_result result = info_ask(INFO_CONTROL, warden, action);
        refused += result.variant == VARIANT_FAILURE && result.value[0] == ERROR_NO_SUPPORT;
    }
    check_value(refused == CONTROL_BOOT + 2, "another one is not controlled", refused);
    (void)check_done("process_info_other");
    for (;;) {
        bulkhead_yield_wait();
    }
}
