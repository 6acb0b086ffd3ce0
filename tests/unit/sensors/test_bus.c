// SPDX-License-Identifier: Apache-2.0 OR MIT
/// A bus that several capsules share, with devices that are registers only, up to the drivers.
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <string.h>

#include <capsules/date_time/date_time.h>
#include <capsules/dps310/dps310.h>
#include <capsules/ds1338/ds1338.h>
#include <capsules/i2c_master/i2c_master.h>
#include <capsules/lsm303dlhc/lsm303dlhc.h>
#include <capsules/ninedof/ninedof.h>
#include <capsules/temperature/temperature.h>
#include <capsules/tmp105/tmp105.h>
#include <capsules/virtual_i2c/virtual_i2c.h>
#include <cmocka.h>

#include "bench.h"
#include "fake_board.h"
#include "fake_bus.h"

enum {
    VIRTUAL,
    THERMOMETER,
    MAGNETOMETER,
    CLOCK,
    MASTER,
    TEMPERATURE,
    NINEDOF,
    DATE_TIME,
    CAPSULE_COUNT,
};
enum { THERMOMETER_AT = 0x48, MAGNETOMETER_AT = 0x1E, CLOCK_AT = 0x68, MEMORY_AT = 0x50 };

const struct bench_capsule bench_capsules[] = {
    [VIRTUAL] = {virtual_i2c_init, virtual_i2c_deferred, .driver = BENCH_NO_DRIVER,
                 BENCH_STATE(virtual_i2c)},
    [THERMOMETER] = {tmp105_init, tmp105_deferred, tmp105_timer, .driver = BENCH_NO_DRIVER,
                     BENCH_STATE(tmp105)},
    [MAGNETOMETER] = {lsm303dlhc_init, lsm303dlhc_deferred, lsm303dlhc_timer,
                      .driver = BENCH_NO_DRIVER, BENCH_STATE(lsm303dlhc)},
    [CLOCK] = {ds1338_init, ds1338_deferred, .driver = BENCH_NO_DRIVER, BENCH_STATE(ds1338)},
    [MASTER] = {.on_restart = i2c_master_on_restart,
                .driver = I2C_MASTER_DRIVER,
                .command = i2c_master_command,
                BENCH_STATE(i2c_master)},
    [TEMPERATURE] = {.on_restart = temperature_on_restart,
                     .driver = TEMPERATURE_DRIVER,
                     .command = temperature_command,
                     BENCH_STATE(temperature)},
    [NINEDOF] = {.on_restart = ninedof_on_restart,
                 .driver = NINEDOF_DRIVER,
                 .command = ninedof_command,
                 BENCH_STATE(ninedof)},
    [DATE_TIME] = {.deferred = date_time_deferred,
                   .on_restart = date_time_on_restart,
                   .driver = DATE_TIME_DRIVER,
                   .command = date_time_command,
                   BENCH_STATE(date_time)},
};
const size_t bench_capsule_count = CAPSULE_COUNT;

// ---------------------------------------------------------------------------------------------
// Wiring

const struct i2c_place tmp105_place = {THERMOMETER_AT};
const struct i2c_place lsm303dlhc_place = {MAGNETOMETER_AT};
const struct i2c_place ds1338_place = {CLOCK_AT};
const struct i2c_place virtual_i2c_addresses[VIRTUAL_I2C_CLIENT_COUNT] = {
    [VIRTUAL_I2C_FIRST] = {THERMOMETER_AT},
    [VIRTUAL_I2C_SECOND] = {MAGNETOMETER_AT},
    [VIRTUAL_I2C_THIRD] = {CLOCK_AT},
};

BENCH_TOLD(thermometer_done, THERMOMETER, tmp105_done, struct i2c_done)
BENCH_TOLD(magnetometer_done, MAGNETOMETER, lsm303dlhc_done, struct i2c_done)
BENCH_TOLD(clock_done, CLOCK, ds1338_done, struct i2c_done)
BENCH_TOLD(master_done, MASTER, i2c_master_done, struct i2c_done)
BENCH_TOLD(virtual_done, VIRTUAL, virtual_i2c_done, struct i2c_done)
const struct i2c_client virtual_i2c_clients[VIRTUAL_I2C_CLIENT_COUNT] = {
    [VIRTUAL_I2C_FIRST] = {thermometer_done},
    [VIRTUAL_I2C_SECOND] = {magnetometer_done},
    [VIRTUAL_I2C_THIRD] = {clock_done},
    [VIRTUAL_I2C_FOURTH] = {master_done},
};

BENCH_BUS(i2c, tmp105_bus, VIRTUAL, virtual_i2c_first)
BENCH_BUS(i2c, lsm303dlhc_bus, VIRTUAL, virtual_i2c_second)
BENCH_BUS(i2c, ds1338_bus, VIRTUAL, virtual_i2c_third)
BENCH_BUS(i2c, i2c_master_bus, VIRTUAL, virtual_i2c_fourth)

BENCH_THUNK(to_tmp105, THERMOMETER, tmp105_measure, struct sensor_request)
BENCH_THUNK(to_lsm303dlhc, MAGNETOMETER, lsm303dlhc_measure, struct sensor_request)
BENCH_THUNK(to_temperature, TEMPERATURE, temperature_measured, struct sensor_measured)
BENCH_THUNK(to_ninedof, NINEDOF, ninedof_magnetometer_measured, struct sensor_measured)
BENCH_THUNK(to_get, CLOCK, ds1338_get, struct date_time_request)
BENCH_THUNK(to_set, CLOCK, ds1338_set, struct date_time_request)
BENCH_THUNK(to_date_time, DATE_TIME, date_time_done, struct date_time_done)

static enum error absent_measure(struct sensor_request *request)
{
    (void)request;
    return ERROR_NO_DEVICE;
}

const struct sensor temperature_sensor = {to_tmp105};
const struct sensor_client tmp105_client = {to_temperature};
const struct sensor ninedof_magnetometer = {to_lsm303dlhc};
const struct sensor ninedof_accelerometer = {absent_measure};
const struct sensor ninedof_gyroscope = {absent_measure};
const struct sensor_client lsm303dlhc_client = {to_ninedof};
const struct date_time_source date_time_source = {to_get, to_set};
const struct date_time_client ds1338_client = {to_date_time};

static int reset(void **state)
{
    fake_bus_reset(virtual_done);
    // Registers of the thermometer are of two bytes.
    fake_bus.register_bytes[THERMOMETER_AT] = 2;
    // Noon of a Sunday, 2026-11-22.
    static const uint8_t noon[] = {0x56, 0x34, 0x12, 1, 0x22, 0x11, 0x26};
    memcpy(fake_bus.registers[CLOCK_AT], noon, sizeof noon);
    const int result = bench_reset(state);
    fake_bus_run();
    return result;
}

static void temperature_is(uint16_t value)
{
    fake_bus.registers[THERMOMETER_AT][0] = (uint8_t)(value >> 8);
    fake_bus.registers[THERMOMETER_AT][1] = (uint8_t)value;
}

static struct fake_answer temperature_read(struct process_id process)
{
    return fake_command(TEMPERATURE_DRIVER, process, TEMPERATURE_COMMAND_READ, 0, 0);
}

static void temperature_expect(struct process_id process, int32_t hundredths)
{
    fake_expect_upcall(TEMPERATURE_DRIVER, process, TEMPERATURE_UPCALL_READ, (uint32_t)hundredths,
                       0, 0);
}

// ---------------------------------------------------------------------------------------------

static void temperature_is_converted(void **state)
{
    (void)state;
    static const struct {
        uint16_t value;
        int32_t hundredths;
    } cases[] = {{0, 0},          {0x1900, 2500},  {0x0010, 6},     {0xFFF0, -6},
                 {0xC900, -5500}, {0x7FF0, 12793}, {0x8000, -12800}};
    const struct process_id process = fake_process_start("one");
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        temperature_is(cases[i].value);
        fake_expect_success(temperature_read(process));
        fake_bus_run();
        temperature_expect(process, cases[i].hundredths);
    }
    fake_expect_no_upcall();
}

static void requests_share_a_measurement(void **state)
{
    (void)state;
    const struct process_id one = fake_process_start("one");
    const struct process_id two = fake_process_start("two");
    const unsigned before = fake_bus.transfers;
    fake_expect_success(temperature_read(one));
    fake_expect_success(temperature_read(two));
    fake_expect_failure(temperature_read(two), ERROR_BUSY);
    fake_bus_run();
    temperature_expect(one, 0);
    temperature_expect(two, 0);
    fake_expect_no_upcall();
    assert_int_equal(fake_bus.transfers, before + 2);
}

static void absent_sensor_is_no_device_until_it_comes(void **state)
{
    (void)state;
    const struct process_id process = fake_process_start("one");
    fake_bus.is_absent[THERMOMETER_AT] = true;
    fake_expect_success(temperature_read(process));
    fake_bus_run();
    fake_expect_no_upcall();
    fake_expect_failure(temperature_read(process), ERROR_NO_DEVICE);
    fake_bus_run();
    fake_bus.is_absent[THERMOMETER_AT] = false;
    fake_expect_failure(temperature_read(process), ERROR_NO_DEVICE);
    fake_bus_run();
    fake_expect_success(temperature_read(process));
    fake_bus_run();
    temperature_expect(process, 0);
}

static void magnetic_field_is_in_the_order_of_programs(void **state)
{
    (void)state;
    static const uint8_t field[] = {0x00, 11, 0xFF, 0xCF, 0x00, 22}; // x, z, y
    memcpy(&fake_bus.registers[MAGNETOMETER_AT][3], field, sizeof field);
    const struct process_id process = fake_process_start("one");
    fake_expect_success(
        fake_command(NINEDOF_DRIVER, process, NINEDOF_COMMAND_MAGNETIC_FIELD, 0, 0));
    fake_bus_run();
    fake_expect_upcall(NINEDOF_DRIVER, process, NINEDOF_UPCALL_READ, 1000, 2000, (uint32_t)-5000);
    fake_expect_failure(fake_command(NINEDOF_DRIVER, process, NINEDOF_COMMAND_ROTATION, 0, 0),
                        ERROR_NO_DEVICE);
    // A field that is too strong has no value.
    fake_bus.registers[MAGNETOMETER_AT][5] = 0xF0;
    fake_bus.registers[MAGNETOMETER_AT][6] = 0x00;
    fake_expect_success(
        fake_command(NINEDOF_DRIVER, process, NINEDOF_COMMAND_MAGNETIC_FIELD, 0, 0));
    fake_bus_run();
    fake_expect_no_upcall();
}

static void clock_expect(struct process_id process, enum error error, uint32_t date, uint32_t time)
{
    fake_expect_success(fake_command(DATE_TIME_DRIVER, process, DATE_TIME_COMMAND_GET, 0, 0));
    fake_bus_run();
    fake_expect_upcall(DATE_TIME_DRIVER, process, DATE_TIME_UPCALL_DONE, error, date, time);
}

static void clock_is_believed_only_with_a_time(void **state)
{
    (void)state;
    enum { DATE = 2026 << 9 | 11 << 5 | 22, REST = 34 << 6 | 56 };
    static const struct {
        uint8_t place, value;
        enum error error;
        uint32_t hour;
    } cases[] = {
        {2, 0x12, ERROR_NONE, 12},  {2, 0x23, ERROR_NONE, 23},  {2, 0x24, ERROR_FAILED, 0},
        {2, 0x52, ERROR_NONE, 0},   {2, 0x72, ERROR_NONE, 12},  {2, 0x61, ERROR_NONE, 13},
        {2, 0x71, ERROR_NONE, 23},  {2, 0x40, ERROR_FAILED, 0}, {2, 0x53, ERROR_FAILED, 0},
        {2, 0x1A, ERROR_FAILED, 0}, {0, 0x80, ERROR_OFF, 0},    {0, 0x60, ERROR_FAILED, 0},
        {1, 0x99, ERROR_FAILED, 0}, {3, 0, ERROR_FAILED, 0},    {3, 8, ERROR_FAILED, 0},
        {4, 0x31, ERROR_FAILED, 0}, {5, 0x13, ERROR_FAILED, 0}, {5, 0, ERROR_FAILED, 0},
        {6, 0xA0, ERROR_FAILED, 0}, {6, 0xFF, ERROR_FAILED, 0},
    };
    const struct process_id process = fake_process_start("one");
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        const uint8_t before = fake_bus.registers[CLOCK_AT][cases[i].place];
        fake_bus.registers[CLOCK_AT][cases[i].place] = cases[i].value;
        const bool is_good = cases[i].error == ERROR_NONE;
        clock_expect(process, cases[i].error, is_good ? DATE : 0,
                     is_good ? cases[i].hour << 12 | REST : 0);
        fake_bus.registers[CLOCK_AT][cases[i].place] = before;
    }
    fake_bus.is_absent[CLOCK_AT] = true;
    clock_expect(process, ERROR_NO_DEVICE, 0, 0);
}

static void clock_is_set_in_steps_that_are_dates(void **state)
{
    (void)state;
    const struct process_id process = fake_process_start("one");
    fake_expect_success(fake_command(DATE_TIME_DRIVER, process, DATE_TIME_COMMAND_SET,
                                     2099u << 9 | 12u << 5 | 31u,
                                     4u << 17 | 23u << 12 | 59u << 6 | 58u));
    assert_true(fake_bus_step());
    assert_int_equal(fake_bus.registers[CLOCK_AT][0], 0);
    assert_true(fake_bus_step());
    assert_int_equal(fake_bus.registers[CLOCK_AT][4], 1);
    fake_bus_run();
    fake_expect_upcall(DATE_TIME_DRIVER, process, DATE_TIME_UPCALL_DONE, ERROR_NONE, 0, 0);
    static const uint8_t set[] = {0x58, 0x59, 0x23, 5, 0x31, 0x12, 0x99};
    assert_memory_equal(fake_bus.registers[CLOCK_AT], set, sizeof set);
    fake_expect_failure(fake_command(DATE_TIME_DRIVER, process, DATE_TIME_COMMAND_SET,
                                     2100u << 9 | 1u << 5 | 1u, 0),
                        ERROR_INVALID);
}

static struct fake_answer master(struct process_id process, uint32_t command, uint32_t address,
                                 uint32_t length)
{
    return fake_command(I2C_MASTER_DRIVER, process, command, address, length);
}

static void programs_reach_what_is_nobodys(void **state)
{
    (void)state;
    static const uint8_t place[] = {0x10, 7, 8, 9};
    const struct process_id one = fake_process_start("one");
    const struct process_id two = fake_process_start("two");
    fake_expect_failure(master(one, I2C_MASTER_COMMAND_READ, MEMORY_AT, 1), ERROR_INVALID);
    fake_allow(one, BUFFER_READ_WRITE, I2C_MASTER_ALLOW_BYTES, place, sizeof place);
    fake_allow(two, BUFFER_READ_WRITE, I2C_MASTER_ALLOW_BYTES, place, sizeof place);
    for (uint32_t address = 0; address < 0x100; address++) {
        const bool is_owned = address == 0 || address > I2C_ADDRESS_MAX ||
                              address == THERMOMETER_AT || address == MAGNETOMETER_AT ||
                              address == CLOCK_AT;
        if (is_owned) {
            fake_expect_failure(master(one, I2C_MASTER_COMMAND_WRITE, address, 0), ERROR_INVALID);
        }
    }
    fake_expect_failure(master(one, I2C_MASTER_COMMAND_WRITE, MEMORY_AT, 5), ERROR_SIZE);
    fake_expect_failure(master(one, I2C_MASTER_COMMAND_READ, MEMORY_AT, UINT32_MAX), ERROR_SIZE);
    fake_expect_success(master(one, I2C_MASTER_COMMAND_WRITE, MEMORY_AT, 4));
    fake_expect_failure(master(two, I2C_MASTER_COMMAND_WRITE, MEMORY_AT, 4), ERROR_NO_MEMORY);
    fake_bus_run();
    fake_expect_upcall(I2C_MASTER_DRIVER, one, I2C_MASTER_UPCALL_DONE, ERROR_NONE, 0, 0);
    assert_int_equal(fake_bus.registers[MEMORY_AT][0x12], 9);
    fake_expect_success(master(two, I2C_MASTER_COMMAND_WRITE_READ, MEMORY_AT | 1 << 8, 3));
    fake_bus_run();
    fake_expect_upcall(I2C_MASTER_DRIVER, two, I2C_MASTER_UPCALL_DONE, ERROR_NONE, 0, 0);
    assert_memory_equal(fake_buffer(two, BUFFER_READ_WRITE, I2C_MASTER_ALLOW_BYTES), &place[1], 3);
    fake_bus.failure = ERROR_RESERVE;
    fake_expect_success(master(one, I2C_MASTER_COMMAND_READ, MEMORY_AT, 1));
    fake_bus_run();
    fake_expect_upcall(I2C_MASTER_DRIVER, one, I2C_MASTER_UPCALL_DONE, ERROR_RESERVE, 0, 0);
}

/// Every capsule fails while each of the transfers of a run is under way; afterwards all is well.
static void capsule_that_fails_in_the_middle_holds_up_nobody(void **state)
{
    for (size_t failing = 0; failing < CAPSULE_COUNT; failing++) {
        for (unsigned steps = 0; steps < 8; steps++) {
            (void)reset(state);
            const struct process_id process = fake_process_start("one");
            fake_allow(process, BUFFER_READ_WRITE, I2C_MASTER_ALLOW_BYTES, NULL, 4);
            fake_expect_success(temperature_read(process));
            fake_expect_success(fake_command(DATE_TIME_DRIVER, process, DATE_TIME_COMMAND_SET,
                                             2026u << 9 | 33u, 0));
            fake_expect_success(master(process, I2C_MASTER_COMMAND_READ, MEMORY_AT, 2));
            fake_expect_success(
                fake_command(NINEDOF_DRIVER, process, NINEDOF_COMMAND_MAGNETIC_FIELD, 0, 0));
            fake_run();
            for (unsigned i = 0; i < steps; i++) {
                (void)fake_bus_step();
            }
            bench_capsule_fail(failing);
            fake_bus_buffer_reclaim(failing);
            (void)fake_bus_step();
            bench_capsule_restart(failing, &process, 1);
            fake_bus_run();
            // Whatever has ended how: nothing is under way, and everything can be asked for.
            struct fake_upcall upcall;
            while (fake_upcall_take(&upcall)) {
            }
            fake_expect_success(temperature_read(process));
            fake_bus_run();
            temperature_expect(process, 0);
            fake_expect_success(
                fake_command(DATE_TIME_DRIVER, process, DATE_TIME_COMMAND_GET, 0, 0));
            fake_bus_run();
            assert_true(fake_upcall_take(&upcall));
            assert_int_equal(upcall.driver, DATE_TIME_DRIVER);
            assert_int_equal(upcall.argument[0], ERROR_NONE);
            fake_expect_success(master(process, I2C_MASTER_COMMAND_READ, MEMORY_AT, 2));
            fake_bus_run();
            fake_expect_upcall(I2C_MASTER_DRIVER, process, I2C_MASTER_UPCALL_DONE, ERROR_NONE, 0,
                               0);
            fake_expect_success(
                fake_command(NINEDOF_DRIVER, process, NINEDOF_COMMAND_MAGNETIC_FIELD, 0, 0));
            fake_bus_run();
            fake_expect_upcall(NINEDOF_DRIVER, process, NINEDOF_UPCALL_READ, 0, 0, 0);
            fake_expect_no_upcall();
        }
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup(temperature_is_converted, reset),
        cmocka_unit_test_setup(requests_share_a_measurement, reset),
        cmocka_unit_test_setup(absent_sensor_is_no_device_until_it_comes, reset),
        cmocka_unit_test_setup(magnetic_field_is_in_the_order_of_programs, reset),
        cmocka_unit_test_setup(clock_is_believed_only_with_a_time, reset),
        cmocka_unit_test_setup(clock_is_set_in_steps_that_are_dates, reset),
        cmocka_unit_test_setup(programs_reach_what_is_nobodys, reset),
        cmocka_unit_test_setup(capsule_that_fails_in_the_middle_holds_up_nobody, reset),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
