// SPDX-License-Identifier: Apache-2.0 OR MIT
// Looks at processes, and controls another one, which the policy allows. Run by
// test_process_info.py.
#include "process_info.h"

int main(void)
{
    const struct bulkhead_result count = info_ask(INFO_COUNT, 0, 0);
    check_value(count.variant == VARIANT_SUCCESS_U32 && count.value[0] == 3, "three processes",
                count.value[0]);
    check_value(info[0] == 0xEEEEEEEE, "nothing is written for that", info[0]);
    const uint32_t other = info_find("process_info_other");
    const uint32_t own = info_find("process_info_warden");
    check(other != 0 && own != 0 && other != own, "names are found");
    check(info_find("nobody") == 0, "others are not");
    (void)info_ask(INFO_SHORT_IDS, 0, 0);
    unsigned fixed = 0;
    for (unsigned i = 0; i < 3; i++) {
        fixed += info[i] == 0x1002;
    }
    check_value(fixed == 1, "one has a fixed ShortId", fixed);
    check_error(info_ask(INFO_NAME, 0xFFFF, 0), VARIANT_FAILURE, ERROR_INVALID, "no such name");
    check(bulkhead_result_is_success(info_ask(INFO_STATISTICS, 0xFFFF, 0)) && info[0] == 0xEEEEEEEE,
          "no such statistics");
    (void)info_ask(INFO_STATISTICS, own, 0);
    check_value(info[1] > 10 && info[2] == 0 && info[3] == 0 && info[4] == 0xEEEEEEEE,
                "its own statistics", info[3]);
    uint8_t few[5] = {0, 0, 0, 0, 0x77};
    (void)bulkhead_allow_read_write(INFO_DRIVER, 0, few, 4);
    const struct bulkhead_result cut = bulkhead_command(INFO_DRIVER, INFO_IDS, 0, 0);
    check_value(cut.value[0] == 3 && few[0] != 0 && few[4] == 0x77, "a short buffer has the first",
                few[4]);

    check_error(info_ask(INFO_CONTROL, 0xFFFF, CONTROL_STOP), VARIANT_FAILURE, ERROR_INVALID,
                "nobody is controlled");
    check(bulkhead_result_is_success(info_ask(INFO_CONTROL, other, 99)), "nothing is done");
    check(bulkhead_result_is_success(info_ask(INFO_CONTROL, other, CONTROL_STOP)), "stop");
    check_value(info_state(other) == STATE_STOPPED, "it is stopped", info_state(other));
    check(bulkhead_result_is_success(info_ask(INFO_CONTROL, other, CONTROL_RESUME)), "resume");
    check_value(info_state(other) != STATE_STOPPED, "it goes on", info_state(other));
    check(bulkhead_result_is_success(info_ask(INFO_CONTROL, other, CONTROL_TERMINATE)),
          "terminate");
    check_value(info_state(other) == STATE_TERMINATED, "it has ended", info_state(other));
    (void)check_done("process_info_warden");
    (void)info_ask(INFO_CONTROL, own, CONTROL_TERMINATE);
    check(false, "nothing goes on behind its own end");
    return 0;
}
