// SPDX-License-Identifier: Apache-2.0 OR MIT
/// Thermometers that stand for each other, one of them behind a switch of buses, up to a driver.
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <string.h>

#include <capsules/emc1413/emc1413.h>
#include <capsules/pca9548/pca9548.h>
#include <capsules/pressure/pressure.h>
#include <capsules/sensor_choice/sensor_choice.h>
#include <capsules/tmp105_behind/tmp105_behind.h>
#include <capsules/tmp421/tmp421.h>
#include <capsules/virtual_i2c/virtual_i2c.h>
#include <cmocka.h>

#include "bench.h"
#include "fake_board.h"
#include "fake_bus.h"

enum { VIRTUAL, SWITCH, FIRST, SECOND, BEHIND, CHOICE, DRIVER, CAPSULE_COUNT };
enum { FIRST_AT = 0x4C, SECOND_AT = 0x4D, SWITCH_AT = 0x70, BEHIND_AT = 0x49, CHANNEL = 5 };

// Registers of the sensors.
enum {
    FIRST_HIGH = 0x01, // of the channel that is used
    FIRST_LOW = 0x11,
    FIRST_CHANNELS = 0x0A,
    SECOND_HIGH = 0x23,
    SECOND_LOW = 0x24,
    SECOND_FAULTS = 0x1B,
    DEVICE_FIRST = 0xFF,
    DEVICE_SECOND = 0xFD,
    MANUFACTURER = 0xFE,
};

#define DEVICE(name) \
    {name##_init, name##_deferred, name##_timer, .driver = BENCH_NO_DRIVER, BENCH_STATE(name)}
#define BETWEEN(name) {name##_init, name##_deferred, .driver = BENCH_NO_DRIVER, BENCH_STATE(name)}

const struct bench_capsule bench_capsules[] = {
    [VIRTUAL] = BETWEEN(virtual_i2c),
    [SWITCH] = BETWEEN(pca9548),
    [FIRST] = DEVICE(tmp421),
    [SECOND] = DEVICE(emc1413),
    [BEHIND] = DEVICE(tmp105_behind),
    [CHOICE] = BETWEEN(sensor_choice),
    // The driver that tells how a request ended.
    [DRIVER] = {.on_restart = pressure_on_restart,
                .driver = PRESSURE_DRIVER,
                .command = pressure_command,
                BENCH_STATE(pressure)},
};
const size_t bench_capsule_count = CAPSULE_COUNT;

// ---------------------------------------------------------------------------------------------
// Wiring

const struct i2c_place tmp421_place = {FIRST_AT};
const uint8_t tmp421_channel = 1;
const struct i2c_place emc1413_place = {SECOND_AT};
const uint8_t emc1413_channel = 2;
const struct i2c_place tmp105_behind_place = {BEHIND_AT};
const struct i2c_place pca9548_place = {SWITCH_AT};
const uint8_t pca9548_channels[PCA9548_CLIENT_COUNT] = {[PCA9548_SECOND] = CHANNEL};
const struct i2c_place virtual_i2c_addresses[VIRTUAL_I2C_CLIENT_COUNT] = {
    [VIRTUAL_I2C_FIRST] = {FIRST_AT},
    [VIRTUAL_I2C_SECOND] = {SECOND_AT},
    [VIRTUAL_I2C_THIRD] = {SWITCH_AT},
    [VIRTUAL_I2C_FOURTH] = {BEHIND_AT},
};

BENCH_TOLD(virtual_done, VIRTUAL, virtual_i2c_done, struct i2c_done)
BENCH_TOLD(first_done, FIRST, tmp421_done, struct i2c_done)
BENCH_TOLD(second_done, SECOND, emc1413_done, struct i2c_done)
BENCH_TOLD(control_done, SWITCH, pca9548_control_done, struct i2c_done)
BENCH_TOLD(behind_side_done, SWITCH, pca9548_behind_done, struct i2c_done)
BENCH_TOLD(behind_done, BEHIND, tmp105_behind_done, struct i2c_done)
const struct i2c_client virtual_i2c_clients[VIRTUAL_I2C_CLIENT_COUNT] = {
    [VIRTUAL_I2C_FIRST] = {first_done},
    [VIRTUAL_I2C_SECOND] = {second_done},
    [VIRTUAL_I2C_THIRD] = {control_done},
    [VIRTUAL_I2C_FOURTH] = {behind_side_done},
};
const struct i2c_client pca9548_clients[PCA9548_CLIENT_COUNT] = {[PCA9548_SECOND] = {behind_done}};

BENCH_BUS(i2c, tmp421_bus, VIRTUAL, virtual_i2c_first)
BENCH_BUS(i2c, emc1413_bus, VIRTUAL, virtual_i2c_second)
BENCH_BUS(i2c, pca9548_control, VIRTUAL, virtual_i2c_third)
BENCH_BUS(i2c, pca9548_behind, VIRTUAL, virtual_i2c_fourth)
BENCH_BUS(i2c, tmp105_behind_bus, SWITCH, pca9548_second)

BENCH_THUNK(to_first, FIRST, tmp421_measure, struct sensor_request)
BENCH_THUNK(to_second, SECOND, emc1413_measure, struct sensor_request)
BENCH_THUNK(to_behind, BEHIND, tmp105_behind_measure, struct sensor_request)
BENCH_THUNK(to_choice, CHOICE, sensor_choice_measure, struct sensor_request)
BENCH_THUNK(first_says, CHOICE, sensor_choice_first_measured, struct sensor_measured)
BENCH_THUNK(second_says, CHOICE, sensor_choice_second_measured, struct sensor_measured)
BENCH_THUNK(behind_says, CHOICE, sensor_choice_fourth_measured, struct sensor_measured)
BENCH_THUNK(choice_says, DRIVER, pressure_measured, struct sensor_measured)
const struct sensor sensor_choice_sensors[SENSOR_CHOICE_COUNT] = {
    [SENSOR_CHOICE_FIRST] = {to_first},
    [SENSOR_CHOICE_SECOND] = {to_second},
    [SENSOR_CHOICE_FOURTH] = {to_behind},
};
const struct sensor_client tmp421_client = {first_says};
const struct sensor_client emc1413_client = {second_says};
const struct sensor_client tmp105_behind_client = {behind_says};
const struct sensor_client sensor_choice_client = {choice_says};
const struct sensor pressure_sensor = {to_choice};

// ---------------------------------------------------------------------------------------------

/// Sensors of 10, 20 and 30 degrees.
static int reset(void **state)
{
    fake_bus_reset(virtual_done);
    uint8_t *const first = fake_bus.registers[FIRST_AT];
    first[MANUFACTURER] = 0x55;
    first[DEVICE_FIRST] = 0x21;
    first[FIRST_HIGH] = 10;
    uint8_t *const second = fake_bus.registers[SECOND_AT];
    second[MANUFACTURER] = 0x5D;
    second[DEVICE_SECOND] = 0x21;
    second[SECOND_HIGH] = 20;
    fake_bus.registers[BEHIND_AT][0] = 30;
    fake_bus.register_bytes[BEHIND_AT] = 2;
    fake_bus.switch_address = SWITCH_AT;
    fake_bus.channels[BEHIND_AT] = 1u << CHANNEL;
    const int result = bench_reset(state);
    fake_bus_run();
    return result;
}

static struct fake_answer ask(struct process_id process)
{
    return fake_command(PRESSURE_DRIVER, process, PRESSURE_COMMAND_READ, 0, 0);
}

static void told_expect(struct process_id process, enum error error, int32_t value)
{
    fake_expect_upcall(PRESSURE_DRIVER, process, PRESSURE_UPCALL_READ, error, (uint32_t)value, 0);
}

static void value_expect(struct process_id process, enum error error, int32_t value)
{
    fake_expect_success(ask(process));
    fake_bus_run();
    told_expect(process, error, value);
    fake_expect_no_upcall();
}

static void first_sensor_that_is_there_is_asked(void **state)
{
    (void)state;
    const struct process_id process = fake_process_start("one");
    value_expect(process, ERROR_NONE, 1000);
    fake_bus.is_absent[FIRST_AT] = true;
    value_expect(process, ERROR_NONE, 2000);
    fake_bus.is_absent[SECOND_AT] = true;
    value_expect(process, ERROR_NONE, 3000);
    fake_bus.is_absent[BEHIND_AT] = true;
    value_expect(process, ERROR_NO_DEVICE, 0);
    fake_expect_failure(ask(process), ERROR_NO_DEVICE);
    fake_bus_run();
    // One that was not there may have come.
    fake_bus.is_absent[SECOND_AT] = false;
    fake_expect_failure(ask(process), ERROR_NO_DEVICE);
    fake_bus_run();
    fake_expect_failure(ask(process), ERROR_NO_DEVICE);
    fake_bus_run();
    value_expect(process, ERROR_NONE, 2000);
    fake_bus.is_absent[FIRST_AT] = false;
    value_expect(process, ERROR_NONE, 2000);
    value_expect(process, ERROR_NONE, 1000);
}

/// A failure of the one that is there is told; it is not hidden by asking another one.
static void failure_of_the_first_is_the_answer(void **state)
{
    (void)state;
    const struct process_id process = fake_process_start("one");
    fake_bus.failure = ERROR_FAILED;
    value_expect(process, ERROR_FAILED, 0);
    fake_bus.failure = ERROR_NONE;
    value_expect(process, ERROR_NONE, 1000);
}

static void first_sensor_is_believed_only_if_it_is_one(void **state)
{
    static const struct {
        uint8_t place, value;
        int32_t told;
    } cases[] = {
        {MANUFACTURER, 0x54, 2000}, {DEVICE_FIRST, 0x20, 2000}, {DEVICE_FIRST, 0x22, 1000},
        {DEVICE_FIRST, 0x23, 1000}, {DEVICE_FIRST, 0x24, 2000}, {FIRST_LOW, 0x01, 2000},
        {FIRST_LOW, 0x1E, 1006},    {FIRST_LOW, 0xF0, 1093},    {FIRST_HIGH, 0x7F, 12700},
        {FIRST_HIGH, 0xC9, -5500},  {FIRST_HIGH, 0xFF, -100},
    };
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        assert_int_equal(reset(state), 0);
        const struct process_id process = fake_process_start("one");
        fake_bus.registers[FIRST_AT][cases[i].place] = cases[i].value;
        value_expect(process, ERROR_NONE, cases[i].told);
    }
    // Both channels are measured.
    assert_int_equal(fake_bus.registers[FIRST_AT][FIRST_CHANNELS], 0x1C);
}

static void second_sensor_is_believed_only_if_it_is_one(void **state)
{
    static const struct {
        uint8_t place, value;
        enum error error;
        int32_t told;
    } cases[] = {
        {MANUFACTURER, 0x5C, ERROR_NONE, 3000},  {DEVICE_SECOND, 0x20, ERROR_NONE, 3000},
        {DEVICE_SECOND, 0x25, ERROR_NONE, 2000}, {SECOND_FAULTS, 0x04, ERROR_NONE, 3000},
        {SECOND_FAULTS, 0xFB, ERROR_NONE, 2000}, {SECOND_LOW, 0x20, ERROR_NONE, 2012},
        {SECOND_LOW, 0xFF, ERROR_NONE, 2087},    {SECOND_HIGH, 0x7F, ERROR_NONE, 12700},
        {SECOND_HIGH, 0x80, ERROR_FAILED, 0},    {SECOND_HIGH, 0xFF, ERROR_FAILED, 0},
    };
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        assert_int_equal(reset(state), 0);
        const struct process_id process = fake_process_start("one");
        fake_bus.is_absent[FIRST_AT] = true;
        fake_bus.registers[SECOND_AT][cases[i].place] = cases[i].value;
        value_expect(process, cases[i].error, cases[i].told);
    }
}

/// The switch is set for each transfer, and one that is gone hides what is behind it.
static void switch_is_set_each_time(void **state)
{
    (void)state;
    const struct process_id process = fake_process_start("one");
    fake_bus.is_absent[FIRST_AT] = true;
    fake_bus.is_absent[SECOND_AT] = true;
    for (unsigned i = 0; i < 3; i++) {
        fake_bus.switch_setting = 0xFF & ~(1u << CHANNEL); // as after a loss of power
        value_expect(process, ERROR_NONE, 3000);
        assert_int_equal(fake_bus.switch_setting, 1u << CHANNEL);
    }
    fake_bus.is_absent[SWITCH_AT] = true;
    value_expect(process, ERROR_NO_DEVICE, 0);
}

/// What a client of the switch asks for goes behind it only, one request at a time.
static void switch_refuses_what_is_not_behind_it(void **state)
{
    (void)state;
    assert_true(bench_enter(BEHIND));
    const struct transfer_buffer buffer = transfer_buffer_home(0);
    static const uint8_t addresses[] = {0, SWITCH_AT, 0x80, 0xFF};
    for (size_t i = 0; i < sizeof addresses; i++) {
        const struct i2c_message message = {.address = addresses[i], .write_bytes = 1};
        assert_int_equal(tmp105_behind_bus.transfer(buffer, message), ERROR_INVALID);
    }
    assert_int_equal(tmp105_behind_bus.cancel(), ERROR_ALREADY);
    const struct i2c_message message = {.address = BEHIND_AT};
    assert_int_equal(tmp105_behind_bus.transfer(buffer, message), ERROR_NONE);
    assert_int_equal(tmp105_behind_bus.transfer(buffer, message), ERROR_BUSY);
    bench_leave();
    fake_bus_run();
    // A place below that has another address ends it.
    assert_true(bench_enter(BEHIND));
    const struct i2c_message elsewhere = {.address = FIRST_AT};
    assert_int_equal(tmp105_behind_bus.transfer(transfer_buffer_home(0), elsewhere), ERROR_NONE);
    bench_leave();
    fake_bus_run();
    const struct process_id process = fake_process_start("one");
    value_expect(process, ERROR_NONE, 1000);
}

/// A transfer that is cancelled at any time comes back, and the next one goes well.
static void transfer_behind_the_switch_is_cancelled(void **state)
{
    for (unsigned steps = 0; steps < 4; steps++) {
        assert_int_equal(reset(state), 0);
        const struct process_id process = fake_process_start("one");
        fake_bus.is_absent[FIRST_AT] = true;
        fake_bus.is_absent[SECOND_AT] = true;
        fake_expect_success(ask(process));
        fake_run();
        for (unsigned i = 0; i < 2 + steps; i++) {
            (void)fake_bus_step();
        }
        assert_true(bench_enter(BEHIND));
        const enum error error = tmp105_behind_bus.cancel();
        bench_leave();
        fake_bus_run();
        assert_true(error == ERROR_NONE || error == ERROR_ALREADY);
        told_expect(process, error == ERROR_NONE ? ERROR_CANCEL : ERROR_NONE,
                    error == ERROR_NONE ? 0 : 3000);
        value_expect(process, ERROR_NONE, 3000);
    }
}

/// Every capsule fails at each step of a measurement of each sensor; afterwards all is well, and
/// the request has ended.
static void capsule_that_fails_in_the_middle_holds_up_nobody(void **state)
{
    for (unsigned absent = 0; absent < 3; absent++) {
        for (size_t failing = 0; failing < CAPSULE_COUNT; failing++) {
            for (unsigned steps = 0; steps < 10; steps++) {
                assert_int_equal(reset(state), 0);
                const struct process_id process = fake_process_start("one");
                fake_bus.is_absent[FIRST_AT] = absent > 0;
                fake_bus.is_absent[SECOND_AT] = absent > 1;
                fake_expect_success(ask(process));
                fake_run();
                for (unsigned i = 0; i < steps; i++) {
                    (void)fake_bus_step();
                }
                bench_capsule_fail(failing);
                fake_bus_buffer_reclaim(failing);
                (void)fake_bus_step();
                bench_capsule_restart(failing, &process, 1);
                fake_bus_run();
                struct fake_upcall upcall;
                assert_true(fake_upcall_take(&upcall));
                assert_int_equal(upcall.driver, PRESSURE_DRIVER);
                while (fake_upcall_take(&upcall)) {
                }
                value_expect(process, ERROR_NONE, (int32_t)(absent + 1) * 1000);
            }
        }
    }
}

/// A capsule between is started again while the bus still works for its life before. Nobody is told
/// that a transfer has ended before the buffer is back, so what is asked for next is not refused.
static void restart_while_the_bus_works_refuses_nobody(void **state)
{
    for (size_t failing = VIRTUAL; failing <= SWITCH; failing++) {
        for (unsigned steps = 0; steps < 10; steps++) {
            assert_int_equal(reset(state), 0);
            const struct process_id one = fake_process_start("one");
            const struct process_id two = fake_process_start("two");
            fake_bus.is_absent[FIRST_AT] = true;
            fake_bus.is_absent[SECOND_AT] = true;
            fake_expect_success(ask(one));
            fake_run();
            for (unsigned i = 0; i < steps; i++) {
                (void)fake_bus_step();
            }
            if (failing == SWITCH && fake_bus_holds(SWITCH)) {
                continue; // It is not started before its own buffer is back.
            }
            bench_capsule_fail(failing);
            bench_capsule_restart(failing, NULL, 0);
            fake_run();
            fake_expect_success(ask(two));
            fake_bus_run();
            struct fake_upcall upcall;
            for (unsigned i = 0; i < 2; i++) {
                assert_true(fake_upcall_take(&upcall));
                assert_true(upcall.argument[0] == ERROR_NONE ||
                            upcall.argument[0] == ERROR_RESERVE);
            }
            fake_expect_no_upcall();
            value_expect(one, ERROR_NONE, 3000);
        }
    }
}

static void process_that_ends_in_the_middle_is_not_told(void **state)
{
    (void)state;
    const struct process_id one = fake_process_start("one");
    const struct process_id two = fake_process_start("two");
    fake_expect_success(ask(one));
    fake_expect_success(ask(two));
    fake_expect_failure(ask(two), ERROR_BUSY);
    fake_run();
    (void)fake_bus_step();
    fake_process_end(one);
    fake_bus_run();
    told_expect(two, ERROR_NONE, 1000);
    fake_expect_no_upcall();
    fake_expect_failure(fake_command(PRESSURE_DRIVER, two, 2, 0, 0), ERROR_NO_SUPPORT);
    fake_expect_success(fake_command(PRESSURE_DRIVER, two, COMMAND_EXISTS, 0, 0));
}

/// A restart of the driver brings RESERVE to who waits, and to nobody else.
static void restart_of_the_driver_ends_requests(void **state)
{
    (void)state;
    const struct process_id processes[] = {fake_process_start("one"), fake_process_start("two")};
    fake_expect_success(ask(processes[0]));
    fake_run();
    bench_capsule_fail(DRIVER);
    fake_expect_failure(ask(processes[1]), ERROR_FAILED);
    bench_capsule_restart(DRIVER, processes, 2);
    told_expect(processes[0], ERROR_RESERVE, 0);
    fake_bus_run();
    fake_expect_no_upcall();
    value_expect(processes[1], ERROR_NONE, 1000);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup(first_sensor_that_is_there_is_asked, reset),
        cmocka_unit_test_setup(failure_of_the_first_is_the_answer, reset),
        cmocka_unit_test_setup(first_sensor_is_believed_only_if_it_is_one, reset),
        cmocka_unit_test_setup(second_sensor_is_believed_only_if_it_is_one, reset),
        cmocka_unit_test_setup(switch_is_set_each_time, reset),
        cmocka_unit_test_setup(switch_refuses_what_is_not_behind_it, reset),
        cmocka_unit_test_setup(transfer_behind_the_switch_is_cancelled, reset),
        cmocka_unit_test_setup(capsule_that_fails_in_the_middle_holds_up_nobody, reset),
        cmocka_unit_test_setup(restart_while_the_bus_works_refuses_nobody, reset),
        cmocka_unit_test_setup(process_that_ends_in_the_middle_is_not_told, reset),
        cmocka_unit_test_setup(restart_of_the_driver_ends_requests, reset),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
