// SPDX-License-Identifier: Apache-2.0 OR MIT
// The devices of the board: those of all MPS2 boards, and an I2C bus with what is on it.
#include <arch/processor.h>
#include <arch/semihosting.h>
#include <boards/standard/standard.h>
#include <capsules/dps310/dps310.h>
#include <capsules/ds1338/ds1338.h>
#include <capsules/lsm303dlhc/lsm303dlhc.h>
#include <capsules/tmp105/tmp105.h>
#include <capsules/virtual_i2c/virtual_i2c.h>
#include <chips/mps2/fpga_io.h>
#include <chips/mps2/i2c.h>
#include <chips/mps2/timer.h>
#include <chips/mps2/uart.h>

const struct bottom_half board_bottom_halves[BOARD_BOTTOM_HALF_COUNT] = {
    {.line = BOARD_UART_RECEIVE_LINE, .serve = mps2_uart_receive_bottom_half},
    {.line = BOARD_UART_TRANSMIT_LINE, .serve = mps2_uart_transmit_bottom_half},
    {.line = BOARD_DUAL_TIMER_LINE, .serve = mps2_button_bottom_half},
    {.line = BOARD_I2C_LINE, .serve = mps2_i2c_bottom_half},
};

enum { DEVICE_I2C };
const uint32_t mps2_i2c_device = DEVICE_I2C;
const uintptr_t mps2_i2c_base = BOARD_I2C_BASE;
const uint8_t mps2_i2c_line = BOARD_I2C_LINE;

const struct i2c_place tmp105_place = {BOARD_THERMOMETER_ADDRESS};
const struct i2c_place dps310_place = {BOARD_BAROMETER_ADDRESS};
const struct i2c_place lsm303dlhc_place = {BOARD_MAGNETOMETER_ADDRESS};
const struct i2c_place ds1338_place = {BOARD_CLOCK_ADDRESS};

// Programs, who come last, reach what is nobody's.
const struct i2c_place virtual_i2c_addresses[VIRTUAL_I2C_CLIENT_COUNT] = {
    [VIRTUAL_I2C_FIRST] = {BOARD_THERMOMETER_ADDRESS},
    [VIRTUAL_I2C_SECOND] = {BOARD_BAROMETER_ADDRESS},
    [VIRTUAL_I2C_THIRD] = {BOARD_MAGNETOMETER_ADDRESS},
    [VIRTUAL_I2C_FOURTH] = {BOARD_CLOCK_ADDRESS},
};

void arch_board_initialise(void)
{
    mps2_timer_initialise();
    mps2_uart_initialise();
    mps2_i2c_initialise();
}

void board_panic_write(const char *text, size_t length_bytes)
{
    mps2_uart_panic_write(text, length_bytes);
}

void board_panic_end(void)
{
    semihosting_exit(BOARD_STATUS_PANIC);
}
