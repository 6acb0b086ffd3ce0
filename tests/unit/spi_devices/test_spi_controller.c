// SPDX-License-Identifier: Apache-2.0 OR MIT
/// A serial peripheral bus that capsules share, up to the driver for programs. A second client is
/// the test itself.
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <string.h>

#include <capsules/spi_controller/spi_controller.h>
#include <capsules/virtual_spi/virtual_spi.h>
#include <cmocka.h>

#include "wire.h"

enum { VIRTUAL, CONTROLLER, OTHER, CAPSULE_COUNT };
enum { DEVICE_OF_PROGRAMS = 3, DEVICE_OF_OTHER = 5, LONG_BYTES = 200 };

static uint8_t other_state[1];

const struct bench_capsule bench_capsules[] = {
    [VIRTUAL] = {virtual_spi_init, virtual_spi_deferred, virtual_spi_timer,
                 .driver = BENCH_NO_DRIVER, BENCH_STATE(virtual_spi)},
    [CONTROLLER] = {.deferred = spi_controller_deferred,
                    .on_restart = spi_controller_on_restart,
                    .driver = SPI_CONTROLLER_DRIVER,
                    .command = spi_controller_command,
                    BENCH_STATE(spi_controller),
                    .process_ended = spi_controller_process_ended},
    [OTHER] = {.driver = BENCH_NO_DRIVER,
               .state_start = other_state,
               .state_end = other_state + sizeof other_state},
};
const size_t bench_capsule_count = CAPSULE_COUNT;

const struct spi_place virtual_spi_devices[VIRTUAL_SPI_CLIENT_COUNT] = {
    [VIRTUAL_SPI_FIRST] = {DEVICE_OF_OTHER},
    [VIRTUAL_SPI_SECOND] = {DEVICE_OF_PROGRAMS},
};

static struct {
    unsigned dones;
    struct spi_done done;
    unsigned releases;
    unsigned seen_count; ///< bytes, by the device of programs since it was selected
    uint8_t seen[WIRE_BUFFER_BYTES];
    unsigned bytes_of_other;
} test;

static void other_done(const struct spi_done *event)
{
    test.dones++;
    test.done = *event;
}

BENCH_TOLD(to_other, OTHER, other_done, struct spi_done)
BENCH_TOLD(to_controller, CONTROLLER, spi_controller_done, struct spi_done)
BENCH_TOLD(wire_done_to_virtual, VIRTUAL, virtual_spi_done, struct spi_done)

void wire_done(const struct spi_done *event)
{
    wire_done_to_virtual(event);
}

const struct spi_client virtual_spi_clients[VIRTUAL_SPI_CLIENT_COUNT] = {
    [VIRTUAL_SPI_FIRST] = {to_other},
    [VIRTUAL_SPI_SECOND] = {to_controller},
};
const struct spi_bus virtual_spi_bus = {wire_transfer, wire_cancel};

extern const struct spi_bus other_bus;
BENCH_BUS(spi, other_bus, VIRTUAL, virtual_spi_first)
BENCH_BUS(spi, spi_controller_bus, VIRTUAL, virtual_spi_second)

uint8_t device_byte(uint8_t device, uint8_t selection, uint8_t sent)
{
    assert_int_equal(selection, SPI_DEVICE);
    if (device == DEVICE_OF_OTHER) {
        test.bytes_of_other++;
        return 0x77;
    }
    assert_int_equal(device, DEVICE_OF_PROGRAMS);
    assert_true(test.seen_count < sizeof test.seen);
    test.seen[test.seen_count++] = sent;
    return (uint8_t)~sent;
}

void device_released(uint8_t device)
{
    if (device == DEVICE_OF_PROGRAMS) {
        test.releases++;
    }
}

static int reset(void **state)
{
    wire_reset();
    memset(&test, 0, sizeof test);
    const int result = bench_reset(state);
    wire_run();
    memset(&test, 0, sizeof test);
    return result;
}

static struct fake_answer ask(struct process_id process, uint32_t command, uint32_t argument)
{
    return fake_command(SPI_CONTROLLER_DRIVER, process, command, argument, 0);
}

static uint8_t pattern[LONG_BYTES];

/// A process with both buffers.
static struct process_id program_start(const char *name)
{
    const struct process_id process = fake_process_start(name);
    for (size_t i = 0; i < sizeof pattern; i++) {
        pattern[i] = (uint8_t)(i * 37);
    }
    fake_allow(process, BUFFER_READ_ONLY, SPI_CONTROLLER_ALLOW_WRITE, pattern, LONG_BYTES);
    fake_allow(process, BUFFER_READ_WRITE, SPI_CONTROLLER_ALLOW_READ, NULL, LONG_BYTES);
    return process;
}

static void end_expect(struct process_id process, uint32_t bytes, enum error error)
{
    fake_expect_upcall(SPI_CONTROLLER_DRIVER, process, SPI_CONTROLLER_UPCALL_DONE, bytes, error, 0);
    fake_expect_no_upcall();
}

static enum error other_start(bool is_held)
{
    enum error error = ERROR_FAILED;
    const struct spi_message message = {.rate_hz = 1,
                                        .length_bytes = 4,
                                        .device = DEVICE_OF_PROGRAMS, // It says so.
                                        .is_held = is_held};
    if (bench_enter(OTHER)) {
        error = other_bus.transfer(wire_name(OTHER), message);
        bench_leave();
    }
    return error;
}

// ---------------------------------------------------------------------------------------------

static void bytes_go_and_come(void **state)
{
    static const uint32_t lengths[] = {1, 63, 64, 65, 127, 128, 129, LONG_BYTES};
    static const uint32_t commands[] = {SPI_CONTROLLER_COMMAND_EXCHANGE,
                                        SPI_CONTROLLER_COMMAND_READ,
                                        SPI_CONTROLLER_COMMAND_EXCHANGE_IN_PLACE};
    for (size_t i = 0; i < sizeof lengths / sizeof lengths[0]; i++) {
        for (size_t kind = 0; kind < sizeof commands / sizeof commands[0]; kind++) {
            (void)reset(state);
            const struct process_id process = program_start("one");
            const uint32_t length = lengths[i];
            const bool is_in_place = commands[kind] == SPI_CONTROLLER_COMMAND_EXCHANGE_IN_PLACE;
            if (is_in_place) {
                fake_allow(process, BUFFER_READ_WRITE, SPI_CONTROLLER_ALLOW_READ, pattern,
                           LONG_BYTES);
            }
            fake_expect_success(ask(process, commands[kind], length));
            fake_expect_failure(ask(process, commands[kind], length), ERROR_BUSY);
            wire_run();
            end_expect(process, length, ERROR_NONE);
            assert_int_equal(test.seen_count, length);
            assert_int_equal(test.releases, 1); // It was selected all the time.
            const uint8_t *received =
                fake_buffer(process, BUFFER_READ_WRITE, SPI_CONTROLLER_ALLOW_READ);
            for (size_t place = 0; place < LONG_BYTES; place++) {
                const uint8_t sent =
                    commands[kind] == SPI_CONTROLLER_COMMAND_READ ? 0xFF : pattern[place];
                if (place < length) {
                    assert_int_equal(test.seen[place], sent);
                    assert_int_equal(received[place], (uint8_t)~sent);
                } else {
                    assert_int_equal(received[place], is_in_place ? pattern[place] : 0);
                }
            }
        }
    }
}

static void write_needs_no_room(void **state)
{
    (void)state;
    const struct process_id process = program_start("one");
    fake_allow(process, BUFFER_READ_WRITE, SPI_CONTROLLER_ALLOW_READ, NULL, 0);
    fake_expect_success(ask(process, SPI_CONTROLLER_COMMAND_EXCHANGE, LONG_BYTES));
    wire_run();
    end_expect(process, LONG_BYTES, ERROR_NONE);
    assert_memory_equal(test.seen, pattern, LONG_BYTES);
}

static void refusals(void **state)
{
    (void)state;
    static const uint32_t transfers[] = {SPI_CONTROLLER_COMMAND_EXCHANGE,
                                         SPI_CONTROLLER_COMMAND_READ,
                                         SPI_CONTROLLER_COMMAND_EXCHANGE_IN_PLACE};
    const struct process_id process = program_start("one");
    for (size_t i = 0; i < 3; i++) {
        fake_expect_failure(ask(process, transfers[i], 0), ERROR_INVALID);
        fake_expect_failure(ask(process, transfers[i], LONG_BYTES + 1), ERROR_INVALID);
        fake_expect_failure(ask(process, transfers[i], UINT32_MAX), ERROR_INVALID);
    }
    fake_allow(process, BUFFER_READ_WRITE, SPI_CONTROLLER_ALLOW_READ, NULL, 4);
    fake_expect_failure(ask(process, SPI_CONTROLLER_COMMAND_EXCHANGE, 5), ERROR_INVALID);
    static const uint32_t unknown[] = {1, 3, 4, 13, UINT32_MAX};
    for (size_t i = 0; i < 5; i++) {
        fake_expect_failure(ask(process, unknown[i], 1), ERROR_NO_SUPPORT);
    }
    fake_grant_refuse(process, true);
    fake_expect_failure(ask(process, SPI_CONTROLLER_COMMAND_EXCHANGE, 4), ERROR_NO_MEMORY);
    fake_grant_refuse(process, false);
    wire.refusal = ERROR_INVALID;
    fake_expect_failure(ask(process, SPI_CONTROLLER_COMMAND_EXCHANGE, 4), ERROR_INVALID);
    wire.refusal = ERROR_NONE;
    fake_expect_success(ask(process, SPI_CONTROLLER_COMMAND_EXCHANGE, 4));
    wire_run();
    end_expect(process, 4, ERROR_NONE);
}

static void settings_are_those_of_the_transfer(void **state)
{
    (void)state;
    const struct process_id process = program_start("one");
    fake_expect_success_u32(ask(process, SPI_CONTROLLER_COMMAND_RATE, 0), SPI_CONTROLLER_RATE_HZ);
    fake_expect_failure(ask(process, SPI_CONTROLLER_COMMAND_RATE_SET, 0), ERROR_INVALID);
    fake_expect_success(ask(process, SPI_CONTROLLER_COMMAND_RATE_SET, 1234));
    fake_expect_success_u32(ask(process, SPI_CONTROLLER_COMMAND_RATE, 0), 1234);
    for (uint32_t mode = 0; mode <= SPI_MODE_MAX; mode++) {
        fake_expect_success(ask(process, SPI_CONTROLLER_COMMAND_PHASE_SET, (mode & 1) << 9));
        fake_expect_success(ask(process, SPI_CONTROLLER_COMMAND_POLARITY_SET, mode & 2));
        fake_expect_success_u32(ask(process, SPI_CONTROLLER_COMMAND_PHASE, 0), mode & 1);
        fake_expect_success_u32(ask(process, SPI_CONTROLLER_COMMAND_POLARITY, 0), mode >> 1);
        fake_expect_success(ask(process, SPI_CONTROLLER_COMMAND_READ, 4));
        assert_int_equal(wire.message.mode, mode);
        assert_int_equal(wire.message.rate_hz, 1234);
        wire_run();
        end_expect(process, 4, ERROR_NONE);
    }
}

static void first_program_owns_the_driver_until_it_ends(void **state)
{
    (void)state;
    const struct process_id one = program_start("one");
    const struct process_id two = program_start("two");
    fake_expect_success(ask(one, 0, 0));
    fake_expect_success(ask(two, SPI_CONTROLLER_COMMAND_RATE_SET, 1234));
    fake_expect_failure(ask(one, SPI_CONTROLLER_COMMAND_RATE, 0), ERROR_NO_MEMORY);
    fake_expect_failure(ask(one, SPI_CONTROLLER_COMMAND_READ, 4), ERROR_NO_MEMORY);
    fake_expect_success(ask(one, 0, 0));
    fake_process_end(two);
    fake_expect_success_u32(ask(one, SPI_CONTROLLER_COMMAND_RATE, 0), SPI_CONTROLLER_RATE_HZ);
}

static void program_that_ends_in_the_middle_gives_the_device_back(void **state)
{
    for (unsigned steps = 0; steps <= 4; steps++) {
        (void)reset(state);
        const struct process_id one = program_start("one");
        const struct process_id two = program_start("two");
        fake_expect_success(ask(one, SPI_CONTROLLER_COMMAND_READ, LONG_BYTES));
        for (unsigned i = 0; i < steps; i++) {
            (void)wire_step();
        }
        fake_process_end(one);
        wire_run();
        assert_int_equal(wire.selected, WIRE_NOBODY);
        assert_int_equal(test.seen_count, steps < 3 ? (steps + 1) * 64 : LONG_BYTES);
        fake_expect_success(ask(two, SPI_CONTROLLER_COMMAND_READ, 4));
        wire_run();
        struct fake_upcall upcall = {.process = one.number};
        while (upcall.process == one.number) {
            assert_true(fake_upcall_take(&upcall));
        }
        assert_int_equal(upcall.process, two.number);
        fake_expect_no_upcall();
    }
}

static void buffer_that_is_taken_back_ends_the_transfer(void **state)
{
    for (unsigned kind = 0; kind < 2; kind++) {
        (void)reset(state);
        const struct process_id process = program_start("one");
        fake_expect_success(ask(process, SPI_CONTROLLER_COMMAND_EXCHANGE, LONG_BYTES));
        assert_true(wire_step());
        fake_allow(process, kind == 0 ? BUFFER_READ_ONLY : BUFFER_READ_WRITE, 0, pattern,
                   LONG_BYTES);
        wire_run();
        // What is sent of the second part has been fetched already.
        end_expect(process, kind == 0 ? 128 : 64, ERROR_FAILED);
        assert_int_equal(wire.selected, WIRE_NOBODY);
        if (kind == 1) {
            assert_memory_equal(fake_buffer(process, BUFFER_READ_WRITE, 0), pattern, LONG_BYTES);
        }
    }
}

static void refusal_in_the_middle_lets_the_device_go(void **state)
{
    (void)state;
    const struct process_id process = program_start("one");
    fake_expect_success(ask(process, SPI_CONTROLLER_COMMAND_EXCHANGE, LONG_BYTES));
    // As a rate would be that the bus does not have, and that is set meanwhile.
    wire.refusal = ERROR_INVALID;
    assert_true(wire_step());
    wire_run();
    end_expect(process, 64, ERROR_INVALID);
    assert_int_equal(wire.selected, WIRE_NOBODY);
}

static void each_client_reaches_its_own_device(void **state)
{
    (void)state;
    assert_int_equal(other_start(false), ERROR_NONE);
    assert_int_equal(other_start(false), ERROR_BUSY);
    wire_run();
    assert_int_equal(test.dones, 1);
    assert_int_equal(test.done.status, ERROR_NONE);
    assert_int_equal(test.bytes_of_other, 4);
    assert_int_equal(test.seen_count, 0);
}

static void held_device_is_served_alone(void **state)
{
    (void)state;
    const struct process_id process = program_start("one");
    fake_expect_success(ask(process, SPI_CONTROLLER_COMMAND_READ, LONG_BYTES));
    assert_int_equal(other_start(false), ERROR_NONE);
    for (unsigned i = 0; i < 4; i++) {
        assert_int_equal(test.dones, 0);
        assert_true(wire_step());
    }
    wire_run();
    assert_int_equal(test.dones, 1);
    assert_int_equal(test.seen_count, LONG_BYTES);
    assert_int_equal(test.releases, 1);
    end_expect(process, LONG_BYTES, ERROR_NONE);
}

static void device_that_is_held_for_too_long_is_let_go(void **state)
{
    (void)state;
    const struct process_id process = program_start("one");
    assert_int_equal(other_start(true), ERROR_NONE);
    wire_run();
    assert_int_equal(wire.selected, DEVICE_OF_OTHER);
    fake_expect_success(ask(process, SPI_CONTROLLER_COMMAND_READ, 4));
    wire_run();
    fake_expect_no_upcall();
    wire_wait(400);
    wire_run();
    fake_expect_no_upcall();
    // A transfer within the time makes it no longer.
    assert_int_equal(other_start(true), ERROR_NONE);
    wire_run();
    wire_wait(101);
    wire_run();
    end_expect(process, 4, ERROR_NONE);
    assert_int_equal(other_start(true), ERROR_RESERVE);
    assert_int_equal(other_start(false), ERROR_NONE);
    wire_run();
    assert_int_equal(test.done.status, ERROR_NONE);
    // Not while a transfer is under way.
    assert_int_equal(other_start(true), ERROR_NONE);
    wire_run();
    assert_int_equal(other_start(true), ERROR_NONE);
    wire_wait(1000);
    assert_int_equal(wire.selected, DEVICE_OF_OTHER);
    wire_run();
    assert_int_equal(test.done.status, ERROR_NONE);
    assert_int_equal(wire.selected, WIRE_NOBODY);
    assert_int_equal(other_start(true), ERROR_RESERVE);
}

static void cancel_ends_what_it_should(void **state)
{
    (void)state;
    const struct process_id process = program_start("one");
    assert_true(bench_enter(OTHER));
    assert_int_equal(other_bus.cancel(), ERROR_ALREADY);
    bench_leave();
    // At the bus.
    assert_int_equal(other_start(true), ERROR_NONE);
    assert_true(bench_enter(OTHER));
    assert_int_equal(other_bus.cancel(), ERROR_NONE);
    bench_leave();
    wire_run();
    assert_int_equal(test.done.status, ERROR_CANCEL);
    assert_int_equal(wire.selected, WIRE_NOBODY);
    // Held, without a transfer.
    assert_int_equal(other_start(true), ERROR_NONE);
    wire_run();
    fake_expect_success(ask(process, SPI_CONTROLLER_COMMAND_READ, 4));
    assert_true(bench_enter(OTHER));
    assert_int_equal(other_bus.cancel(), ERROR_ALREADY);
    bench_leave();
    assert_int_equal(wire.selected, WIRE_NOBODY);
    // In the queue.
    fake_run();
    assert_int_equal(other_start(false), ERROR_NONE);
    assert_true(bench_enter(OTHER));
    assert_int_equal(other_bus.cancel(), ERROR_NONE);
    assert_int_equal(other_bus.cancel(), ERROR_NONE);
    bench_leave();
    test.bytes_of_other = 0;
    fake_run();
    assert_int_equal(test.done.status, ERROR_CANCEL);
    wire_run();
    assert_int_equal(test.bytes_of_other, 0);
    end_expect(process, 4, ERROR_NONE);
}

static void refusal_in_its_turn_is_told(void **state)
{
    (void)state;
    const struct process_id process = program_start("one");
    assert_int_equal(other_start(false), ERROR_NONE);
    fake_expect_success(ask(process, SPI_CONTROLLER_COMMAND_READ, 4));
    wire.refusal = ERROR_INVALID;
    wire_run();
    end_expect(process, 0, ERROR_INVALID);
    wire.refusal = ERROR_NONE;
    fake_expect_success(ask(process, SPI_CONTROLLER_COMMAND_READ, 4));
    wire_run();
    end_expect(process, 4, ERROR_NONE);
}

/// Every capsule fails while each part of a transfer is under way, and in between.
static void capsule_that_fails_in_the_middle_holds_up_nobody(void **state)
{
    for (size_t failing = 0; failing < CAPSULE_COUNT; failing++) {
        for (unsigned steps = 0; steps < 6; steps++) {
            (void)reset(state);
            const struct process_id process = program_start("one");
            fake_expect_success(ask(process, SPI_CONTROLLER_COMMAND_READ, LONG_BYTES));
            assert_int_equal(other_start(true), ERROR_NONE);
            for (unsigned i = 0; i < steps; i++) {
                (void)wire_step();
            }
            wire_capsule_fail(failing);
            (void)wire_step();
            bench_capsule_restart(failing, &process, 1);
            wire_run();
            wire_wait(1000); // What is held is let go.
            wire_run();
            struct fake_upcall upcall;
            unsigned ends = 0;
            while (fake_upcall_take(&upcall)) {
                ends += upcall.driver == SPI_CONTROLLER_DRIVER;
            }
            assert_in_range(ends, 1, 2);
            assert_int_equal(wire.selected, WIRE_NOBODY);
            test.seen_count = 0;
            fake_expect_success(ask(process, SPI_CONTROLLER_COMMAND_READ, LONG_BYTES));
            wire_run();
            end_expect(process, LONG_BYTES, ERROR_NONE);
            assert_int_equal(test.seen_count, LONG_BYTES);
        }
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup(bytes_go_and_come, reset),
        cmocka_unit_test_setup(write_needs_no_room, reset),
        cmocka_unit_test_setup(refusals, reset),
        cmocka_unit_test_setup(settings_are_those_of_the_transfer, reset),
        cmocka_unit_test_setup(first_program_owns_the_driver_until_it_ends, reset),
        cmocka_unit_test_setup(program_that_ends_in_the_middle_gives_the_device_back, reset),
        cmocka_unit_test_setup(buffer_that_is_taken_back_ends_the_transfer, reset),
        cmocka_unit_test_setup(refusal_in_the_middle_lets_the_device_go, reset),
        cmocka_unit_test_setup(each_client_reaches_its_own_device, reset),
        cmocka_unit_test_setup(held_device_is_served_alone, reset),
        cmocka_unit_test_setup(device_that_is_held_for_too_long_is_let_go, reset),
        cmocka_unit_test_setup(cancel_ends_what_it_should, reset),
        cmocka_unit_test_setup(refusal_in_its_turn_is_told, reset),
        cmocka_unit_test_setup(capsule_that_fails_in_the_middle_holds_up_nobody, reset),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
