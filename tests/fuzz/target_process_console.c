// SPDX-License-Identifier: Apache-2.0 OR MIT
/**
 * Fuzzes the process console and all that is printed: the input is what a person types, bytes from
 * 0xF8 on are something else that happens. Programs have names that would command a terminal, and
 * print the bytes that the input says. What leaves the line is checked (output.c).
 */
#include <abi/driver.h>
#include <abi/system_call.h>
#include <string.h>

#include "machine.h"
#include "operations.h"
#include "simulation.h"

#define NAME(name) HAPPENING_##name,
enum happening { HAPPENING_NONE = 0xF7, HAPPENINGS(NAME) };
#undef NAME

enum { TEXT_OFFSET = 64, TEXT_BYTES_MAX = 255, INPUT_BYTES_MAX = 1024 };

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t count);

static void programs_install(void)
{
    (void)image_install("one", 6000);
    (void)image_install("\x1B[2Jtwo\x9B"
                        "3m",
                        4096);
    (void)image_install("three\xC2\x9B\r\n\xE2\x82\xAC", 4096);
}

static void print(struct input *input)
{
    const struct process *process = simulation_wake() ? simulation_running() : NULL;
    const uint8_t count = input_byte(input);
    uint8_t text[TEXT_BYTES_MAX];
    for (size_t i = 0; i < count; i++) {
        text[i] = input_byte(input);
    }
    if (process == NULL) {
        return;
    }
    const uint32_t address = (uint32_t)process->memory_start + TEXT_OFFSET;
    simulation_call(SYSTEM_CALL_ALLOW_READ_ONLY, DRIVER_CONSOLE, CONSOLE_ALLOW_WRITE, address,
                    count);
    if (simulation_running() != process) {
        return;
    }
    for (size_t i = 0; i < count && host_allows(address + i, HOST_WRITE); i++) {
        *host_memory_at(address + i) = text[i];
    }
    simulation_call(SYSTEM_CALL_COMMAND, DRIVER_CONSOLE, CONSOLE_COMMAND_WRITE, count, 0);
}

static void read_typed(void)
{
    const struct process *process = simulation_wake() ? simulation_running() : NULL;
    if (process == NULL) {
        return;
    }
    simulation_call(SYSTEM_CALL_ALLOW_READ_WRITE, DRIVER_CONSOLE, CONSOLE_ALLOW_READ,
                    (uint32_t)process->memory_start, 32);
    simulation_call(SYSTEM_CALL_COMMAND, DRIVER_CONSOLE, CONSOLE_COMMAND_READ, 32, 0);
}

static void end(uint8_t kind)
{
    if (!simulation_wake()) {
        return;
    }
    if (kind % 3 == 0) {
        host_fault(&(struct port_fault){
            .cause = (uint8_t)(kind % (FAULT_OTHER + 1u)), .address = kind, .has_address = true});
    } else {
        simulation_call(SYSTEM_CALL_EXIT, kind % 3 - 1u, kind, 0, 0);
    }
}

static void happen(uint8_t happening, struct input *input)
{
    switch ((enum happening)happening) {
    case HAPPENING_NONE:
        break;
    case HAPPENING_TICK:
        host_tick(false);
        break;
    case HAPPENING_TIME:
        host_time_advance(BOARD_TIME_HZ / 50);
        break;
    case HAPPENING_SENT:
        simulated_uart_sent(input_byte(input));
        break;
    case HAPPENING_PRINT:
        print(input);
        break;
    case HAPPENING_DEBUG:
        simulation_call(SYSTEM_CALL_COMMAND, DRIVER_LOW_LEVEL_DEBUG,
                        LOW_LEVEL_DEBUG_COMMAND_PRINT_1, input_byte(input), 0);
        break;
    case HAPPENING_READ:
        read_typed();
        break;
    case HAPPENING_YIELD:
        simulation_call(SYSTEM_CALL_YIELD, YIELD_WAIT, 0, 0, 0);
        break;
    case HAPPENING_END:
        end(input_byte(input));
        break;
    }
}

static void body(struct input *input)
{
    programs_install();
    simulation_boot();
    simulation_settle();
    for (unsigned i = 0; i < INPUT_BYTES_MAX && input->left > 0; i++) {
        const uint8_t byte = input_byte(input);
        if (byte >= HAPPENING_TICK) {
            happen(byte, input);
        } else {
            simulated_uart_receive(&byte, 1);
        }
        simulation_work();
    }
    simulation_settle();
}

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t count)
{
    simulation_run(body, bytes, count);
    return 0;
}
