// SPDX-License-Identifier: Apache-2.0 OR MIT
// Cancels a request to a source of random bytes that gives BUFFER_BYTES at once and the next ones
// much later. Needs the board virt-rv32-capsule-test. Run by test_entropy.py.
#include "entropy.h"

int main(void)
{
    uint32_t count = filled(BUFFER_BYTES);
    check_value(count == BUFFER_BYTES, "the first bytes come at once", count);
    check(bulkhead_result_is_success(request(BUFFER_BYTES)), "the next are asked for");
    check_error(request(1), VARIANT_FAILURE, ERROR_BUSY, "one at a time");
    check_error(bulkhead_command(ENTROPY_TEST_DRIVER, COMMAND_BYTE, 0, 0), VARIANT_FAILURE,
                ERROR_RESERVE, "the source has the buffer");
    check(bulkhead_result_is_success(bulkhead_command(ENTROPY_TEST_DRIVER, COMMAND_CANCEL, 0, 0)),
          "cancelled");
    const struct bulkhead_result answer = result();
    check_value(answer.variant == VARIANT_SUCCESS_U32_U32 && answer.value[0] == ERROR_CANCEL,
                "it ended with CANCEL", answer.value[0]);
    check_error(bulkhead_command(ENTROPY_TEST_DRIVER, COMMAND_RESULT, 0, 0), VARIANT_FAILURE,
                ERROR_BUSY, "it ended once");
    check_error(bulkhead_command(ENTROPY_TEST_DRIVER, COMMAND_CANCEL, 0, 0), VARIANT_FAILURE,
                ERROR_ALREADY, "nothing is left to cancel");
    count = filled(BUFFER_BYTES);
    check_value(count > 0, "the next one works", count);
    return check_done("entropy_cancel");
}
