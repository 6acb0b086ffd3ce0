// SPDX-License-Identifier: Apache-2.0 OR MIT
// The devices of a Stellaris LM3S6965 evaluation board: their places and interrupts, their start,
// and the end of the machine.

#include <arch/processor.h>
#include <arch/semihosting.h>
#include <boards/standard/standard.h>
#include <capsules/gpio_button/gpio_button.h>
#include <capsules/gpio_led/gpio_led.h>
#include <capsules/virtual_gpio/virtual_gpio.h>
#include <chips/pl011/pl011.h>
#include <chips/pl022/pl022.h>
#include <chips/pl061/pl061.h>
#include <chips/stellaris/adc.h>
#include <chips/stellaris/interrupts.h>
#include <chips/stellaris/system.h>
#include <chips/stellaris/timer.h>

#include "spi.h"

static_assert((int)BOARD_TIME_HZ == (int)STELLARIS_TIME_HZ, "the clock counts that");

const uintptr_t pl011_base = BOARD_UART_BASE;
const uint32_t pl011_clock_hz = STELLARIS_CLOCK_HZ;
const uint8_t pl011_line = STELLARIS_LINE_UART0;

enum { PORT_A, PORT_B, PORT_C, PORT_D, PORT_E, PORT_F, PORT_G, PORT_COUNT };
const struct pl061_port pl061_ports[PL061_PORT_COUNT_MAX] = {
    [PORT_A] = {0x40004000, STELLARIS_LINE_PORT_A}, [PORT_B] = {0x40005000, STELLARIS_LINE_PORT_B},
    [PORT_C] = {0x40006000, STELLARIS_LINE_PORT_C}, [PORT_D] = {0x40007000, STELLARIS_LINE_PORT_D},
    [PORT_E] = {0x40024000, STELLARIS_LINE_PORT_E}, [PORT_F] = {0x40025000, STELLARIS_LINE_PORT_F},
    [PORT_G] = {0x40026000, STELLARIS_LINE_PORT_G},
};
const uint32_t pl061_port_count = PORT_COUNT;

// Place by place. Source: Stellaris LM3S6965 Evaluation Board User's Manual, appendix A.
const struct pl061_pin pl061_pins[GPIO_PIN_COUNT_MAX] = {
    {PORT_F, 0}, // the light
    {PORT_F, 1}, // the buttons: select,
    {PORT_E, 0}, // up,
    {PORT_E, 1}, // down,
    {PORT_E, 2}, // left
    {PORT_E, 3}, // and right
    {PORT_B, 0}, // pins of the headers, for programs
    {PORT_B, 1}, {PORT_B, 4}, {PORT_B, 5}, {PORT_B, 6},
    {PORT_C, 4}, {PORT_C, 5}, {PORT_C, 6}, {PORT_D, 0}, // chip select of the card
    {PORT_C, 7},                                        // data or command, of the screen
};
const uint32_t pl061_pin_count = 16;

const struct virtual_gpio_range virtual_gpio_ranges[VIRTUAL_GPIO_CLIENT_COUNT] = {
    [VIRTUAL_GPIO_FIRST] = {.first = 0, .count = GPIO_LED_COUNT},
    [VIRTUAL_GPIO_SECOND] = {.first = 1, .count = GPIO_BUTTON_COUNT},
    [VIRTUAL_GPIO_THIRD] = {.first = 6, .count = 8},
    [VIRTUAL_GPIO_FOURTH] = {.first = 14, .count = 2},
};

const struct gpio_led_wiring gpio_led_wiring = {.is_lit_low = false};
const struct gpio_button_wiring gpio_button_wiring = {.mode = GPIO_MODE_INPUT_PULLED_UP,
                                                      .is_pressed_low = true};

const struct bottom_half board_bottom_halves[BOARD_BOTTOM_HALF_COUNT] = {
    {.line = STELLARIS_LINE_ADC_SEQUENCE_3, .serve = stellaris_adc_bottom_half},
    {.line = STELLARIS_LINE_UART0, .serve = pl011_bottom_half},
    {.line = STELLARIS_LINE_PORT_A, .serve = pl061_bottom_half},
    {.line = STELLARIS_LINE_PORT_B, .serve = pl061_bottom_half},
    {.line = STELLARIS_LINE_PORT_C, .serve = pl061_bottom_half},
    {.line = STELLARIS_LINE_PORT_D, .serve = pl061_bottom_half},
    {.line = STELLARIS_LINE_PORT_E, .serve = pl061_bottom_half},
    {.line = STELLARIS_LINE_PORT_F, .serve = pl061_bottom_half},
    {.line = STELLARIS_LINE_PORT_G, .serve = pl061_bottom_half},
    {.line = STELLARIS_LINE_SSI0, .serve = pl022_bottom_half},
};

void arch_board_initialise(void)
{
    stellaris_clock_initialise();
    stellaris_devices_open(STELLARIS_OPEN_0_ADC,
                           STELLARIS_OPEN_1_UART0 | STELLARIS_OPEN_1_SSI0 |
                               STELLARIS_OPEN_1_TIMER0 | STELLARIS_OPEN_1_TIMER1,
                           STELLARIS_OPEN_2_PORTS);
    stellaris_timer_initialise();
    pl011_initialise();
    pl061_initialise();
    stellaris_adc_initialise();
    board_spi_initialise();
}

void board_panic_write(const char *text, size_t length_bytes)
{
    pl011_panic_write(text, length_bytes);
}

void board_panic_end(void)
{
    semihosting_exit(BOARD_STATUS_PANIC);
}
