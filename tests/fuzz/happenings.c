// SPDX-License-Identifier: Apache-2.0 OR MIT
#include "happenings.h"

#include <stdio.h>
#include <string.h>

#include "simulation.h"

#define LINE(name, text) text,
static const char *const typed[] = {TYPED(LINE)};
#undef LINE

void command_type(uint8_t command, uint8_t program)
{
    static const char *const names[] = {"one", "two", "three"};
    char line[64];
    const char *text = typed[command % (sizeof typed / sizeof typed[0])];
    const char *percent = strchr(text, '%');
    const int head = percent != NULL ? (int)(percent - text) : (int)strlen(text);
    const int length = snprintf(line, sizeof line, "%.*s%s\r", head, text,
                                percent != NULL ? names[program % 3] : "");
    simulated_uart_receive((const uint8_t *)line, (size_t)length);
}

void time_pass(uint8_t unit, int8_t number)
{
    static const uint32_t units[] = {1, 100, BOARD_TIME_HZ / 1000, BOARD_TIME_HZ / 10};
    host_time_advance((uint64_t)(uint8_t)number * units[unit % 4]);
}

void sleep_end(void)
{
    if (simulation_running() == NULL) {
        host_tick(false);
        host_time_advance(BOARD_TIME_HZ / 1000);
        simulation_work();
    }
}
