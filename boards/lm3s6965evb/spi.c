// SPDX-License-Identifier: Apache-2.0 OR MIT
// The serial peripheral bus of the board, with a slot for a memory card and a screen on it.

#include <boards/standard/standard.h>
#include <capsules/virtual_spi/virtual_spi.h>
#include <chips/pl022/pl022.h>
#include <chips/pl061/pl061.h>
#include <chips/stellaris/interrupts.h>
#include <chips/stellaris/system.h>

#include "spi.h"

enum { DEVICE_SPI };
const uintptr_t pl022_base = BOARD_SPI_BASE;
const uint8_t pl022_line = STELLARIS_LINE_SSI0;
const uint32_t pl022_clock_hz = STELLARIS_CLOCK_HZ;
const uint32_t pl022_device = DEVICE_SPI;

enum spi_device { DEVICE_CARD, DEVICE_SCREEN };
const struct spi_place virtual_spi_devices[VIRTUAL_SPI_CLIENT_COUNT] = {
    [VIRTUAL_SPI_FIRST] = {DEVICE_CARD},
    [VIRTUAL_SPI_SECOND] = {DEVICE_SCREEN},
};

/// The screen is selected whenever the card is not; bytes that are nobody's are commands for it
/// that it does not know.
void pl022_select(uint8_t device, enum spi_selection selection)
{
    const bool is_card = device == DEVICE_CARD && selection != SPI_NOBODY;
    const bool is_data = device == DEVICE_SCREEN && selection == SPI_DEVICE;
    (void)pl061_write(BOARD_PIN_SCREEN_DATA, is_data);
    (void)pl061_write(BOARD_PIN_CARD, !is_card);
}

void board_spi_initialise(void)
{
    pl022_initialise();
    (void)pl061_configure(BOARD_PIN_SCREEN_DATA, GPIO_MODE_OUTPUT);
    (void)pl061_configure(BOARD_PIN_CARD, GPIO_MODE_OUTPUT);
}
