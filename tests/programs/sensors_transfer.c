// SPDX-License-Identifier: Apache-2.0 OR MIT
// Uses the I2C bus in every way that a program may; a memory is on it, whose places have two
// bytes. Run by test_sensors.py.
#include <board_facts.h>
#include <bulkhead/i2c.h>
#include <string.h>

#include "check.h"

enum {
    DRIVER = BULKHEAD_I2C_DRIVER,
    MEMORY = BOARD_MEMORY_ADDRESS,
    NOBODY = 0x33,
    MAX = 64,
    PLACE = 2
};

static uint8_t bytes[MAX + 16];

static struct bulkhead_result ask(uint32_t command, uint32_t address, uint32_t length)
{
    return bulkhead_command(DRIVER, command, address, length);
}

static void allow(void *start, size_t length)
{
    (void)bulkhead_allow_read_write(DRIVER, BULKHEAD_I2C_BUFFER, start, length);
}

/// Waits for the end of a transfer.
static void end_check(enum error error, const char *what)
{
    const struct bulkhead_upcall upcall = bulkhead_yield_wait_for(DRIVER, 0);
    check_value(upcall.value[0] == (uint32_t)error && upcall.value[1] == 0 && upcall.value[2] == 0,
                what, upcall.value[0]);
}

static void refusals_check(void)
{
    check(bulkhead_driver_exists(DRIVER), "there is a bus");
    check_error(ask(4, MEMORY, 1), VARIANT_FAILURE, ERROR_NO_SUPPORT, "there is no other command");
    check_error(ask(BULKHEAD_I2C_READ, MEMORY, 1), VARIANT_FAILURE, ERROR_INVALID, "no buffer");
    allow(bytes, sizeof bytes);
    check_error(ask(BULKHEAD_I2C_WRITE, MEMORY, MAX + 1), VARIANT_FAILURE, ERROR_SIZE,
                "more is written than the kernel holds");
    check_error(ask(BULKHEAD_I2C_READ, MEMORY, MAX + 1), VARIANT_FAILURE, ERROR_SIZE,
                "more is read than the kernel holds");
    check_error(ask(BULKHEAD_I2C_READ, MEMORY, UINT32_MAX), VARIANT_FAILURE, ERROR_SIZE,
                "far more is read");
    check_error(ask(BULKHEAD_I2C_WRITE_READ, MEMORY | 0xFFFFFF00, 1), VARIANT_FAILURE, ERROR_SIZE,
                "far more is written before a read");
    allow(bytes, 8);
    check_error(ask(BULKHEAD_I2C_WRITE, MEMORY, 9), VARIANT_FAILURE, ERROR_SIZE,
                "more is written than is allowed");
    check_error(ask(BULKHEAD_I2C_READ, MEMORY, 9), VARIANT_FAILURE, ERROR_SIZE,
                "more is read than is allowed");
    check_error(ask(BULKHEAD_I2C_READ, 0x80, 1), VARIANT_FAILURE, ERROR_INVALID,
                "an address of eight bits");
    check_error(ask(BULKHEAD_I2C_READ, 0, 1), VARIANT_FAILURE, ERROR_INVALID,
                "the address of everybody");
    static const uint8_t owned[] = {BOARD_THERMOMETER_ADDRESS, BOARD_BAROMETER_ADDRESS,
                                    BOARD_MAGNETOMETER_ADDRESS, BOARD_CLOCK_ADDRESS};
    for (size_t i = 0; i < sizeof owned; i++) {
        check_error(ask(BULKHEAD_I2C_WRITE, owned[i], 1), VARIANT_FAILURE, ERROR_INVALID,
                    "a device of a driver's");
    }
}

static void transfers_check(void)
{
    allow(bytes, sizeof bytes);
    check(bulkhead_result_is_success(ask(BULKHEAD_I2C_WRITE, NOBODY, 1)), "a write to nobody");
    end_check(ERROR_NO_ACK, "is not acknowledged");
    check(bulkhead_result_is_success(ask(BULKHEAD_I2C_READ, NOBODY, 1)), "a read from nobody");
    end_check(ERROR_NO_ACK, "is not acknowledged");
    check(bulkhead_result_is_success(ask(BULKHEAD_I2C_WRITE, MEMORY, 0)), "nothing to the memory");
    end_check(ERROR_NONE, "it is there");

    // The memory takes a place first.
    memset(bytes, 0, PLACE);
    for (uint8_t i = PLACE; i < MAX; i++) {
        bytes[i] = (uint8_t)(i * 37u);
    }
    check(bulkhead_result_is_success(ask(BULKHEAD_I2C_WRITE, MEMORY, MAX)), "a long write");
    end_check(ERROR_NONE, "goes well");
    memset(bytes, 0xEE, sizeof bytes);
    memset(bytes, 0, PLACE);
    const struct bulkhead_result first =
        ask(BULKHEAD_I2C_WRITE_READ, MEMORY | PLACE << 8, MAX - PLACE);
    const struct bulkhead_result second = ask(BULKHEAD_I2C_READ, MEMORY, 1);
    check(bulkhead_result_is_success(first), "a place is written, then bytes are read");
    check_error(second, VARIANT_FAILURE, ERROR_NO_MEMORY, "a second transfer meanwhile");
    end_check(ERROR_NONE, "the first goes well");
    uint32_t wrong = 0;
    for (uint8_t i = 0; i < MAX - PLACE; i++) {
        wrong += bytes[i] != (uint8_t)((i + (uint32_t)PLACE) * 37u);
    }
    check_value(wrong == 0, "what was written is read", wrong);
    check_value(bytes[MAX - PLACE] == 0xEE, "and no more", bytes[MAX - PLACE]);

    // What is read goes into the buffer that was there when the transfer began.
    memset(bytes, 0xEE, sizeof bytes);
    memset(bytes, 0, PLACE);
    (void)ask(BULKHEAD_I2C_WRITE_READ, MEMORY | PLACE << 8, 4);
    allow(bytes + 8, 8);
    end_check(ERROR_FAILED, "a buffer that was swapped ends the transfer");
    check_value(bytes[PLACE] == 0xEE && bytes[8] == 0xEE, "and gets nothing", bytes[8]);
    allow(NULL, 0);
    bytes[0] = 0;
    bytes[1] = 2;
    check(bulkhead_i2c_write_read(MEMORY, bytes, 4, PLACE, 4) == ERROR_NONE,
          "the next one goes well");
    check_value(bytes[0] == (uint8_t)((2 + PLACE) * 37u), "and reads", bytes[0]);
}

int main(void)
{
    refusals_check();
    transfers_check();
    return check_done("sensors_transfer");
}
