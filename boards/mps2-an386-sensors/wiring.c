// SPDX-License-Identifier: Apache-2.0 OR MIT
// The devices of the board: those of all MPS2 boards, and an I2C bus with what is on it.
#include <arch/processor.h>
#include <arch/semihosting.h>
#include <boards/standard/standard.h>
#include <capsules/dps310/dps310.h>
#include <capsules/ds1338/ds1338.h>
#include <capsules/emc1413/emc1413.h>
#include <capsules/lsm303dlhc/lsm303dlhc.h>
#include <capsules/m41t80/m41t80.h>
#include <capsules/pca9548/pca9548.h>
#include <capsules/tmp105/tmp105.h>
#include <capsules/tmp105_behind/tmp105_behind.h>
#include <capsules/tmp421/tmp421.h>
#include <capsules/virtual_i2c/virtual_i2c.h>
#include <capsules/virtual_spi/virtual_spi.h>
#include <chips/mps2/fpga_io.h>
#include <chips/mps2/i2c.h>
#include <chips/mps2/timer.h>
#include <chips/mps2/uart.h>
#include <chips/pl022/pl022.h>

const struct bottom_half board_bottom_halves[BOARD_BOTTOM_HALF_COUNT] = {
    {.line = BOARD_UART_RECEIVE_LINE, .serve = mps2_uart_receive_bottom_half},
    {.line = BOARD_UART_TRANSMIT_LINE, .serve = mps2_uart_transmit_bottom_half},
    {.line = BOARD_DUAL_TIMER_LINE, .serve = mps2_button_bottom_half},
    {.line = BOARD_I2C_LINE, .serve = mps2_i2c_bottom_half},
    {.line = BOARD_SPI_LINE, .serve = pl022_bottom_half},
};

enum { DEVICE_I2C, DEVICE_SPI };
const uint32_t mps2_i2c_device = DEVICE_I2C;
const uintptr_t mps2_i2c_base = BOARD_I2C_BASE;
const uint8_t mps2_i2c_line = BOARD_I2C_LINE;

const uint32_t pl022_device = DEVICE_SPI;
const uintptr_t pl022_base = BOARD_SPI_BASE;
const uint8_t pl022_line = BOARD_SPI_LINE;
const uint32_t pl022_clock_hz = BOARD_TIME_HZ;
const struct spi_place virtual_spi_devices[VIRTUAL_SPI_CLIENT_COUNT] = {{.device = 0}};

/// The bus has no line for this: what is on it is always selected.
void pl022_select(uint8_t device, enum spi_selection selection)
{
    (void)device;
    (void)selection;
}

const struct i2c_place tmp105_place = {BOARD_THERMOMETER_ADDRESS};
const struct i2c_place dps310_place = {BOARD_BAROMETER_ADDRESS};
const struct i2c_place lsm303dlhc_place = {BOARD_MAGNETOMETER_ADDRESS};
const struct i2c_place ds1338_place = {BOARD_CLOCK_ADDRESS};
const struct i2c_place m41t80_place = {BOARD_CLOCK_SECOND_ADDRESS};

// Of the thermometers that have several channels one has a diode near the processor.
const struct i2c_place tmp421_place = {BOARD_THERMOMETER_SECOND_ADDRESS};
const uint8_t tmp421_channel = 1;
const struct i2c_place emc1413_place = {BOARD_THERMOMETER_THIRD_ADDRESS};
const uint8_t emc1413_channel = 0;

const struct i2c_place tmp105_behind_place = {BOARD_THERMOMETER_BEHIND_ADDRESS};
const struct i2c_place pca9548_place = {BOARD_SWITCH_ADDRESS};
const uint8_t pca9548_channels[PCA9548_CLIENT_COUNT] = {
    [PCA9548_FIRST] = BOARD_SWITCH_CHANNEL,
};

// Programs, who have no address of their own, reach what is nobody's.
const struct i2c_place virtual_i2c_addresses[VIRTUAL_I2C_CLIENT_COUNT] = {
    [VIRTUAL_I2C_FIRST] = {BOARD_THERMOMETER_ADDRESS},
    [VIRTUAL_I2C_SECOND] = {BOARD_BAROMETER_ADDRESS},
    [VIRTUAL_I2C_THIRD] = {BOARD_MAGNETOMETER_ADDRESS},
    [VIRTUAL_I2C_FOURTH] = {BOARD_CLOCK_ADDRESS},
    [VIRTUAL_I2C_SIXTH] = {BOARD_THERMOMETER_SECOND_ADDRESS},
    [VIRTUAL_I2C_SEVENTH] = {BOARD_THERMOMETER_THIRD_ADDRESS},
    [VIRTUAL_I2C_EIGHTH] = {BOARD_SWITCH_ADDRESS},
    [VIRTUAL_I2C_NINTH] = {BOARD_THERMOMETER_BEHIND_ADDRESS},
    [VIRTUAL_I2C_TENTH] = {BOARD_CLOCK_SECOND_ADDRESS},
};

void arch_board_initialise(void)
{
    mps2_timer_initialise();
    mps2_uart_initialise();
    mps2_i2c_initialise();
    pl022_initialise();
}

void board_panic_write(const char *text, size_t length_bytes)
{
    mps2_uart_panic_write(text, length_bytes);
}

void board_panic_end(void)
{
    semihosting_exit(BOARD_STATUS_PANIC);
}
