// SPDX-License-Identifier: Apache-2.0 OR MIT
// The devices of the board: those of all MPS2 boards, and an I2C bus with what is on it.
#include <arch/processor.h>
#include <arch/semihosting.h>
#include <boards/standard/standard.h>
#include <capsules/at24c/at24c.h>
#include <capsules/max7310/max7310.h>
#include <capsules/pca9552/pca9552.h>
#include <capsules/ssd0303/ssd0303.h>
#include <capsules/storage_regions/storage_regions.h>
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

const struct i2c_place ssd0303_place = {BOARD_DISPLAY_ADDRESS};
const struct i2c_place pca9552_place = {BOARD_LIGHTS_ADDRESS};
const struct i2c_place max7310_place = {BOARD_PINS_ADDRESS};

// An AT24C128, and which of its sectors each kind of storage has.
const struct i2c_place at24c_place = {BOARD_STORAGE_ADDRESS};
const struct at24c_geometry at24c_geometry = {.length_bytes = 16384, .page_bytes = 64};
enum { SHARED_SECTORS = 5, ISOLATED_SECTORS = 16, KEY_VALUE_SECTORS = 5 };
const struct storage_region storage_regions_table[STORAGE_REGIONS_CLIENT_COUNT] = {
    [STORAGE_REGIONS_FIRST] = {0, SHARED_SECTORS},
    [STORAGE_REGIONS_SECOND] = {SHARED_SECTORS, ISOLATED_SECTORS},
    [STORAGE_REGIONS_THIRD] = {SHARED_SECTORS + ISOLATED_SECTORS, KEY_VALUE_SECTORS},
};

const struct i2c_place virtual_i2c_addresses[VIRTUAL_I2C_CLIENT_COUNT] = {
    [VIRTUAL_I2C_FIRST] = {BOARD_DISPLAY_ADDRESS},
    [VIRTUAL_I2C_SECOND] = {BOARD_LIGHTS_ADDRESS},
    [VIRTUAL_I2C_THIRD] = {BOARD_PINS_ADDRESS},
    [VIRTUAL_I2C_FOURTH] = {BOARD_STORAGE_ADDRESS},
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
