// SPDX-License-Identifier: Apache-2.0 OR MIT
// Reads, writes and verifies the board's disk of 64 sectors, if there is one. Needs the board
// virt-rv32-capsule-test. Run by test_block.py.
#include "block.h"

enum { SECTORS = 64, ROUNDS = 16 };

static void refusals_check(void)
{
    check_error(disk(COMMAND_READ, 0, 0), VARIANT_FAILURE, ERROR_SIZE, "no sector is refused");
    check_error(disk(COMMAND_READ, SECTORS, 1), VARIANT_FAILURE, ERROR_INVALID,
                "a sector behind the last one is refused");
    check_error(disk(COMMAND_WRITE, SECTORS - 1, 2), VARIANT_FAILURE, ERROR_INVALID,
                "sectors past the end are refused");
    check_error(disk(COMMAND_READ, 0, BUFFER_SECTORS + 1), VARIANT_FAILURE, ERROR_INVALID,
                "more than the buffer holds is refused");
    check_error(disk(COMMAND_READ, 0, UINT32_MAX), VARIANT_FAILURE, ERROR_INVALID,
                "a count whose bytes no number says is refused");
    check_error(disk(COMMAND_CANCEL, 0, 0), VARIANT_FAILURE, ERROR_ALREADY, "nothing to cancel");
}

static void transfers_check(void)
{
    uint32_t wrong = 0;
    for (uint32_t i = 0; i < ROUNDS; i++) {
        wrong += !bulkhead_result_is_success(disk(COMMAND_FILL, i + 1, 0));
        wrong += !ended(COMMAND_WRITE, i * BUFFER_SECTORS, BUFFER_SECTORS, ERROR_NONE);
    }
    check_value(wrong == 0, "all sectors are written", wrong);
    check(ended(COMMAND_FLUSH, 0, 0, ERROR_NONE), "they are flushed");
    for (uint32_t i = ROUNDS; i-- > 0;) {
        wrong += !bulkhead_result_is_success(disk(COMMAND_FILL, 99, 0));
        wrong += !ended(COMMAND_READ, i * BUFFER_SECTORS, BUFFER_SECTORS, ERROR_NONE);
        wrong += !holds(i + 1, BUFFER_SECTORS * SECTOR_BYTES);
    }
    check_value(wrong == 0, "all sectors are read as written", wrong);

    (void)disk(COMMAND_FILL, 5, 0);
    wrong += !ended(COMMAND_READ, BUFFER_SECTORS, 1, ERROR_NONE);
    check_value(wrong == 0 && holds(2, SECTOR_BYTES) && !holds(2, SECTOR_BYTES + 1),
                "one sector is one sector", wrong);
}

int main(void)
{
    const struct bulkhead_result description = disk(COMMAND_DESCRIBE, 0, 0);
    if (description.value[0] == 0) {
        printf("no disk\n");
        check_error(disk(COMMAND_READ, 0, 1), VARIANT_FAILURE, ERROR_NO_DEVICE,
                    "no device to read");
        check_error(disk(COMMAND_WRITE, 0, 1), VARIANT_FAILURE, ERROR_NO_DEVICE, "none to write");
        check_error(disk(COMMAND_FLUSH, 0, 0), VARIANT_FAILURE, ERROR_NO_DEVICE, "none to flush");
        return check_done("block");
    }
    check_value(description.value[0] == SECTORS, "it has the sectors that it should",
                description.value[0]);
    if (description.value[1] != 0) {
        printf("read-only\n");
        check_error(disk(COMMAND_WRITE, 0, 1), VARIANT_FAILURE, ERROR_NO_SUPPORT,
                    "what can only be read is not written");
        check(ended(COMMAND_READ, 0, 1, ERROR_NONE), "it is read");
        return check_done("block");
    }
    printf("a disk\n");
    refusals_check();
    transfers_check();
    return check_done("block");
}
