// SPDX-License-Identifier: Apache-2.0 OR MIT
// Asks the board's source of random bytes. Needs the board virt-rv32-capsule-test; what the machine
// has is told by the first answer. Run by test_entropy.py.
#include "entropy.h"

enum { SHORT_BYTES = 24, REQUESTS = 20 };

static void requests_check(void)
{
    uint8_t before[BUFFER_BYTES];
    uint8_t after[BUFFER_BYTES];
    check(bytes_read(before), "the buffer is at home before");
    uint32_t count = filled(SHORT_BYTES);
    check_value(count > 0 && count <= SHORT_BYTES, "bytes came", count);
    check(bytes_read(after), "the buffer is at home again");
    check(memcmp(before, after, SHORT_BYTES) != 0, "they are others");
    check(memcmp(before + SHORT_BYTES, after + SHORT_BYTES, BUFFER_BYTES - SHORT_BYTES) == 0,
          "no byte behind them is");

    uint32_t equal = 0;
    for (unsigned i = 0; i < REQUESTS; i++) {
        memcpy(before, after, sizeof before);
        count = filled(BUFFER_BYTES);
        equal += count == 0 || !bytes_read(after) || memcmp(before, after, count) == 0;
    }
    check_value(equal == 0, "each request has its own bytes", equal);
}

int main(void)
{
    check_error(bulkhead_command(ENTROPY_TEST_DRIVER, COMMAND_CANCEL, 0, 0), VARIANT_FAILURE,
                ERROR_ALREADY, "nothing to cancel");
    const struct bulkhead_result answer = request(BUFFER_BYTES);
    if (answer.variant == VARIANT_FAILURE && answer.value[0] == ERROR_NO_DEVICE) {
        printf("no device\n");
        return check_done("entropy");
    }
    printf("a device\n");
    check(bulkhead_result_is_success(answer), "asked");
    (void)result();
    check_error(request(0), VARIANT_FAILURE, ERROR_SIZE, "no bytes are refused");
    check_error(request(BUFFER_BYTES + 1), VARIANT_FAILURE, ERROR_INVALID,
                "more than the buffer holds is refused");
    requests_check();
    return check_done("entropy");
}
