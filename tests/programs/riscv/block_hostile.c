// SPDX-License-Identifier: Apache-2.0 OR MIT
// Reads sectors, or asks for random bytes if there is no disk, until that fails for good: the test
// has scribbled over the queue. Run by test_block.py.
#include "block.h"

enum { ENTROPY_TEST_DRIVER = 0xF0004, ENTROPY_READ = 4, ENTROPY_BYTES = 16 };

static struct bulkhead_result ended_of(uint32_t driver, uint32_t result_command)
{
    struct bulkhead_result answer;
    for (unsigned i = 0; i < WAITS_MAX; i++) {
        answer = bulkhead_command(driver, result_command, 0, 0);
        if (answer.variant != VARIANT_FAILURE || answer.value[0] != ERROR_BUSY) {
            break;
        }
        bulkhead_sleep_ms(1);
    }
    return answer;
}

int main(void)
{
    const bool has_disk = disk(COMMAND_DESCRIBE, 0, 0).value[0] != 0;
    const uint32_t driver = has_disk ? BLOCK_TEST_DRIVER : ENTROPY_TEST_DRIVER;
    const uint32_t result_command = has_disk ? COMMAND_RESULT : 2;
    printf("asks\n");
    for (;;) {
        const struct bulkhead_result started =
            bulkhead_command(driver, 1, has_disk ? 0 : ENTROPY_BYTES, BUFFER_SECTORS);
        if (!bulkhead_result_is_success(started)) {
            check_error(started, VARIANT_FAILURE, ERROR_NO_DEVICE, "the device is out of order");
            break;
        }
        const struct bulkhead_result answer = ended_of(driver, result_command);
        const uint32_t status = has_disk ? answer.value[1] : answer.value[0];
        if (answer.variant != VARIANT_SUCCESS_U32_U32 || status != ERROR_NONE) {
            check_value(answer.variant == VARIANT_SUCCESS_U32_U32 && status == ERROR_FAILED,
                        "the request ends with FAILED", status);
            check_error(bulkhead_command(driver, result_command, 0, 0), VARIANT_FAILURE, ERROR_BUSY,
                        "once");
            const struct bulkhead_result home =
                has_disk ? disk(COMMAND_FILL, 0, 0) : bulkhead_command(driver, ENTROPY_READ, 0, 0);
            check(bulkhead_result_is_success(home), "the buffer is at home");
        }
    }
    return check_done("block_hostile");
}
