// SPDX-License-Identifier: Apache-2.0 OR MIT
/**
 * Fuzzes the system calls: three programs make calls with arguments near what matters, while ticks
 * pass, timers expire, devices come back, people type, capsules trap and the hardware refuses
 * accesses. operations.h says what an input means.
 */
#include <abi/driver.h>
#include <abi/system_call.h>
#include <string.h>

#include "happenings.h"
#include "simulation.h"

#define NAME(name, ...) OPERATION_##name,
enum operation { OPERATIONS(NAME) OPERATION_COUNT };
#undef NAME
#define NAME(name, ...) CHOICE_##name,
enum driver_choice { DRIVERS(NAME) DRIVER_CHOICE_COUNT };
#undef NAME

static const uint32_t drivers[DRIVER_CHOICE_COUNT] = {
    [CHOICE_ALARM] = DRIVER_ALARM,
    [CHOICE_CONSOLE] = DRIVER_CONSOLE,
    [CHOICE_LED] = DRIVER_LED,
    [CHOICE_BUTTONS] = DRIVER_BUTTON,
    [CHOICE_LOW_LEVEL_DEBUG] = DRIVER_LOW_LEVEL_DEBUG,
    [CHOICE_RNG] = DRIVER_RNG,
    [CHOICE_ABSENT] = 0x7,
    [CHOICE_ABSENT_HIGH] = UINT32_MAX,
};

enum { OPERATIONS_MAX = 400 };

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t count);

/// The program uses its memory: what it may write is its own.
static void memory_fill(uint8_t byte, uint32_t address, uint32_t bytes)
{
    for (uint32_t i = 0; i < bytes && i < 600 && host_allows(address + i, HOST_WRITE); i++) {
        *host_memory_at(address + i) = byte;
    }
}

/// What happens outside of the program that runs. False: the operation is none of these.
static bool event_happen(const struct record *record)
{
    switch ((enum operation)(record->operation % OPERATION_COUNT)) {
    case OPERATION_TICK:
        host_tick(false);
        return true;
    case OPERATION_TIME:
        time_pass(record->more, record->first_offset);
        return true;
    case OPERATION_LINE_SENT:
        simulated_uart_sent(record->number);
        return true;
    case OPERATION_TYPE:
        simulated_uart_receive(&record->choice, strnlen((const char *)&record->choice, 6));
        return true;
    case OPERATION_TYPE_COMMAND:
        command_type(record->choice, record->number);
        return true;
    case OPERATION_BUTTON:
        simulated_button_change(record->choice % SIMULATED_BUTTON_COUNT);
        return true;
    case OPERATION_ENTROPY_FILL:
        simulated_entropy_fill(record->number);
        return true;
    case OPERATION_ENTROPY_FAIL:
        simulated_entropy_fail();
        return true;
    case OPERATION_ACCESS_REFUSE:
        host.refuse_at = host.accesses + 1 + record->number;
        return true;
    case OPERATION_ACCESS_INTERRUPT:
        simulation_interrupt_at(1u + record->number % 32u);
        return true;
    case OPERATION_CAPSULE_FAIL:
        simulation_capsule_fail(record->choice);
        return true;
    case OPERATION_SETTLE:
        simulation_settle();
        return true;
    default:
        return false;
    }
}

/// What the program that runs does.
static void program_act(const struct record *record)
{
    const uint32_t driver = drivers[record->choice % DRIVER_CHOICE_COUNT];
    const uint32_t number = record->number;
    const uint32_t first = simulation_value(record->first_base, record->first_offset, 0);
    const uint32_t second = simulation_value(record->second_base, record->second_offset, first);
    switch ((enum operation)(record->operation % OPERATION_COUNT)) {
    case OPERATION_YIELD_WAIT:
        simulation_call(SYSTEM_CALL_YIELD, YIELD_WAIT, first, second, 0);
        break;
    case OPERATION_YIELD_NO_WAIT:
        simulation_call(SYSTEM_CALL_YIELD, YIELD_NO_WAIT, first, second, 0);
        break;
    case OPERATION_YIELD_WAIT_FOR:
        simulation_call(SYSTEM_CALL_YIELD, YIELD_WAIT_FOR, driver, number, 0);
        break;
    case OPERATION_SUBSCRIBE:
        simulation_call(SYSTEM_CALL_SUBSCRIBE, driver, number, first, second);
        break;
    case OPERATION_COMMAND:
        simulation_call(SYSTEM_CALL_COMMAND, driver, number, first, second);
        break;
    case OPERATION_ALLOW_READ_WRITE:
        simulation_call(SYSTEM_CALL_ALLOW_READ_WRITE, driver, number, first, second);
        break;
    case OPERATION_ALLOW_READ_ONLY:
        simulation_call(SYSTEM_CALL_ALLOW_READ_ONLY, driver, number, first, second);
        break;
    case OPERATION_ALLOW_USER_READABLE:
        simulation_call(SYSTEM_CALL_ALLOW_USER_READABLE, driver, number, first, second);
        break;
    case OPERATION_MEMOP:
        simulation_call(SYSTEM_CALL_MEMOP, number, first, second, 0);
        break;
    case OPERATION_EXIT:
        simulation_call(SYSTEM_CALL_EXIT, first, second, 0, 0);
        break;
    case OPERATION_CALL:
        simulation_call(number, first, second, driver, record->more);
        break;
    case OPERATION_UPCALL_RETURN:
        host_upcall_return();
        break;
    case OPERATION_FAULT:
        host_fault(&(struct port_fault){.cause = (uint8_t)(number % (FAULT_OTHER + 1u)),
                                        .address = first,
                                        .has_address = record->more % 2 != 0});
        break;
    case OPERATION_STACK_SET:
        host.thread.sp = first;
        break;
    case OPERATION_MEMORY_FILL:
        memory_fill(record->choice, first, second);
        break;
    default:
        break;
    }
}

static void body(struct input *input)
{
    simulation_unit_choose(input_byte(input));
    simulation_install();
    simulation_boot();
    struct record record;
    for (unsigned i = 0; i < OPERATIONS_MAX && input->left >= sizeof record; i++) {
        memcpy(&record, input->bytes, sizeof record);
        input->bytes += sizeof record;
        input->left -= sizeof record;
        if (!event_happen(&record) && simulation_wake()) {
            program_act(&record);
        }
        simulation_work();
        sleep_end();
    }
    simulation_settle();
}

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t count)
{
    simulation_run(body, bytes, count);
    return 0;
}
