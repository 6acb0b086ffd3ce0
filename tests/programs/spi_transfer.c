// SPDX-License-Identifier: Apache-2.0 OR MIT
// Uses the serial peripheral bus in every way that a program may. On it is a converter of voltages
// with four inputs: a command, then two bytes with the value of one. Run by test_spi.py.
#include <bulkhead/spi.h>
#include <string.h>

#include "check.h"

enum { DRIVER = BULKHEAD_SPI_DRIVER, INPUTS = 4, COMMAND_BYTES = 3, ROUNDS = 70, GUARD = 0xEE };
enum { BYTES = ROUNDS * COMMAND_BYTES };
enum { LONG_BYTES = 4096 }; // take longer than the command that starts it

/// Start; the input, its lowest bit first; against ground; powered.
static const uint8_t commands[INPUTS] = {0x8F, 0xCF, 0xAF, 0xEF};
static const uint8_t values[INPUTS] = {0xF0, 0xE0, 0xD0, 0xC0}; // as the machine has them

static uint8_t sent[BYTES];
static uint8_t received[LONG_BYTES];

static struct bulkhead_result ask(uint32_t command, uint32_t argument)
{
    return bulkhead_command(DRIVER, command, argument, 0);
}

static void allow(size_t write_bytes, size_t read_bytes)
{
    (void)bulkhead_allow_read_only(DRIVER, BULKHEAD_SPI_BUFFER_WRITE, sent, write_bytes);
    (void)bulkhead_allow_read_write(DRIVER, BULKHEAD_SPI_BUFFER_READ, received, read_bytes);
}

/// Waits for the end of a transfer.
static void end_check(uint32_t bytes, enum error error, const char *what)
{
    const struct bulkhead_upcall upcall = bulkhead_yield_wait_for(DRIVER, 0);
    check_value(upcall.value[0] == bytes && upcall.value[1] == (uint32_t)error &&
                    upcall.value[2] == 0,
                what, upcall.value[0] << 16 | upcall.value[1]);
}

static void settings_check(void)
{
    check(bulkhead_driver_exists(DRIVER), "there is a bus");
    static const uint32_t none[] = {1, 3, 4, 13};
    for (size_t i = 0; i < sizeof none / sizeof none[0]; i++) {
        check_error(ask(none[i], 1), VARIANT_FAILURE, ERROR_NO_SUPPORT, "there is no such command");
    }
    check_error(ask(BULKHEAD_SPI_RATE_SET, 0), VARIANT_FAILURE, ERROR_INVALID, "no rate");
    check(bulkhead_result_is_success(ask(BULKHEAD_SPI_RATE_SET, 2000000)), "a rate");
    check(ask(BULKHEAD_SPI_RATE, 0).value[0] == 2000000, "is kept");
    check(bulkhead_result_is_success(ask(BULKHEAD_SPI_PHASE_SET, 7)), "a phase");
    check(ask(BULKHEAD_SPI_PHASE, 0).value[0] == 1, "is kept");
    check(ask(BULKHEAD_SPI_POLARITY, 0).value[0] == 0, "the polarity is what it was");
    check(bulkhead_result_is_success(ask(BULKHEAD_SPI_POLARITY_SET, 1)), "a polarity");
    check(ask(BULKHEAD_SPI_POLARITY, 0).value[0] == 1, "is kept");
    (void)ask(BULKHEAD_SPI_PHASE_SET, 0);
    (void)ask(BULKHEAD_SPI_POLARITY_SET, 0);
}

static void refusals_check(void)
{
    check_error(ask(BULKHEAD_SPI_EXCHANGE, 1), VARIANT_FAILURE, ERROR_INVALID, "no buffer");
    check_error(ask(BULKHEAD_SPI_READ, 1), VARIANT_FAILURE, ERROR_INVALID, "no buffer to read to");
    allow(8, 4);
    check_error(ask(BULKHEAD_SPI_EXCHANGE, 0), VARIANT_FAILURE, ERROR_INVALID, "nothing");
    check_error(ask(BULKHEAD_SPI_EXCHANGE, 5), VARIANT_FAILURE, ERROR_INVALID,
                "more than one buffer has");
    check_error(ask(BULKHEAD_SPI_EXCHANGE, UINT32_MAX), VARIANT_FAILURE, ERROR_INVALID, "far more");
    check_error(ask(BULKHEAD_SPI_EXCHANGE_IN_PLACE, 5), VARIANT_FAILURE, ERROR_INVALID,
                "more than the buffer has, in place");
    (void)ask(BULKHEAD_SPI_RATE_SET, 1);
    check_error(ask(BULKHEAD_SPI_READ, 4), VARIANT_FAILURE, ERROR_INVALID,
                "slower than the bus can be");
    (void)ask(BULKHEAD_SPI_RATE_SET, 2000000);
    check(bulkhead_result_is_success(ask(BULKHEAD_SPI_READ, 4)), "a read");
    end_check(4, ERROR_NONE, "goes well");
}

static void commands_fill(uint8_t *bytes)
{
    memset(bytes, 0, BYTES);
    for (size_t i = 0; i < ROUNDS; i++) {
        bytes[i * COMMAND_BYTES] = commands[i % INPUTS];
    }
}

/// Which of the answers are not those of the device; what it sends with a command is nothing.
static uint32_t answers_wrong(const uint8_t *bytes)
{
    uint32_t wrong = 0;
    for (size_t i = 0; i < ROUNDS; i++) {
        const uint8_t *answer = &bytes[i * COMMAND_BYTES];
        const uint8_t value = (uint8_t)(answer[1] << 2 | answer[2] >> 6);
        wrong += answer[0] != 0 || value != values[i % INPUTS];
    }
    return wrong;
}

static void transfers_check(void)
{
    allow(BYTES, BYTES);
    commands_fill(sent);
    memset(received, GUARD, sizeof received);
    const struct bulkhead_result first = ask(BULKHEAD_SPI_EXCHANGE, BYTES);
    const struct bulkhead_result second = ask(BULKHEAD_SPI_EXCHANGE, 1);
    check(bulkhead_result_is_success(first), "a long exchange");
    check_error(second, VARIANT_FAILURE, ERROR_BUSY, "a second one meanwhile");
    end_check(BYTES, ERROR_NONE, "the first goes well");
    check_value(answers_wrong(received) == 0, "all answers are there", answers_wrong(received));
    check_value(received[BYTES] == GUARD, "and no more", received[BYTES]);

    commands_fill(received);
    check(bulkhead_spi_exchange(received, BYTES) == ERROR_NONE, "an exchange in place");
    check_value(answers_wrong(received) == 0, "has the same answers", answers_wrong(received));

    allow(BYTES, 0);
    memset(received, GUARD, sizeof received);
    check(bulkhead_result_is_success(ask(BULKHEAD_SPI_EXCHANGE, BYTES)), "a write");
    end_check(BYTES, ERROR_NONE, "goes well");
    check(received[0] == GUARD && received[BYTES - 1] == GUARD, "and nothing is received");
}

static void swaps_check(void)
{
    allow(0, LONG_BYTES);
    memset(received, 0, sizeof received);
    check(bulkhead_result_is_success(ask(BULKHEAD_SPI_EXCHANGE_IN_PLACE, LONG_BYTES)),
          "a very long exchange");
    allow(0, 0);
    memset(received, GUARD, sizeof received);
    const struct bulkhead_upcall upcall = bulkhead_yield_wait_for(DRIVER, 0);
    check_value(upcall.value[0] < LONG_BYTES && upcall.value[1] == ERROR_FAILED,
                "whose buffer is taken back fails", upcall.value[0] << 16 | upcall.value[1]);
    uint32_t touched = 0;
    for (size_t i = 0; i < LONG_BYTES; i++) {
        touched += received[i] != GUARD;
    }
    check_value(touched == 0, "and leaves it alone", touched);
    commands_fill(received);
    check(bulkhead_spi_exchange(received, BYTES) == ERROR_NONE, "the next one");
    check_value(answers_wrong(received) == 0, "goes well", answers_wrong(received));
}

int main(void)
{
    settings_check();
    refusals_check();
    transfers_check();
    swaps_check();
    return check_done("spi_transfer");
}
