// SPDX-License-Identifier: Apache-2.0 OR MIT
/**
 * Fuzzes the IPC calls: a system description as the input wants it, sound or not, and three
 * programs that call each other with operands near what matters, while ticks pass, lines come,
 * people control processes, programs fault and the hardware refuses accesses. operations.h says
 * what an input means.
 */
#include <abi/driver.h>
#include <abi/ipc.h>
#include <abi/system_call.h>
#include <string.h>

#include "ipc_target.h"
#include "simulation.h"
#include "state.h"

#define NAME(name, ...) CHOICE_##name,
enum driver_choice { DRIVERS(NAME) DRIVER_CHOICE_COUNT };
#undef NAME

enum {
    OPERATIONS_MAX = 400,
    FIRST_LINE = 64,
    LINES = 4,
    INFO_LABEL_SHIFT = 2, ///< in `more`, above the capabilities
    WIDE = 0x80,          ///< from here on a number stands for a large one
};

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t count);

/// A small number, or one of 32 bits.
static uint32_t widened(uint8_t number)
{
    return number < WIDE ? number : (uint32_t)(number - WIDE) * 0x02040811u;
}

/// What happens outside of the program that runs. False: the operation is none of these.
static bool event_happen(const struct record *record)
{
    switch ((enum ipc_operation)(record->operation % OPERATION_COUNT)) {
    case OPERATION_ROW:
    case OPERATION_ENTRY:
    case OPERATION_SOUGHT:
    case OPERATION_PATCH:
        return true;
    case OPERATION_TICK:
        host_tick(false);
        return true;
    case OPERATION_TIME:
        time_pass(record->more, record->first_offset);
        return true;
    case OPERATION_LINE:
        host_line_raise(FIRST_LINE + record->choice % LINES);
        return true;
    case OPERATION_TYPE_COMMAND:
        command_type(record->choice, record->number);
        return true;
    case OPERATION_ACCESS_REFUSE:
        host.refuse_at = host.accesses + 1 + record->number;
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

/// Which class an operation makes; 0: it is no IPC call.
static uint32_t class_of(enum ipc_operation operation)
{
    static const uint8_t classes[OPERATION_COUNT] = {
        [OPERATION_CALL] = IPC_CALL,
        [OPERATION_REPLY_RECEIVE] = IPC_REPLY_RECEIVE,
        [OPERATION_RECEIVE] = IPC_RECEIVE,
        [OPERATION_RECEIVE_POLL] = IPC_RECEIVE_POLL,
        [OPERATION_SEND] = IPC_SEND,
        [OPERATION_SEND_POLL] = IPC_SEND_POLL,
        [OPERATION_REPLY] = IPC_REPLY,
        [OPERATION_SIGNAL] = IPC_SIGNAL,
        [OPERATION_SEND_RECEIVE] = IPC_SEND_RECEIVE,
        [OPERATION_WAIT] = IPC_WAIT,
        [OPERATION_POLL] = IPC_POLL,
        [OPERATION_YIELD] = IPC_YIELD,
        [OPERATION_CAPABILITY] = IPC_CAPABILITY,
        [OPERATION_OBJECT] = IPC_OBJECT,
        [OPERATION_BUFFER_SET] = IPC_BUFFER_SET,
        [OPERATION_RESERVED] = IPC_CLASS_RESERVED,
    };
    return classes[operation];
}

static void ipc_call(uint32_t class, const struct record *record)
{
    const uint32_t value = simulation_value(record->second_base, record->second_offset, 0);
    const uint32_t label = (uint32_t)record->more >> INFO_LABEL_SHIFT;
    const uint32_t window_count = (uint8_t)record->first_offset & IPC_EXTRA_CAPS_MAX;
    const struct port_message operands = {
        .capability = widened(record->choice),
        .info = label << IPC_LABEL_SHIFT |
                ((uint32_t)record->more & IPC_EXTRA_CAPS_MAX) << IPC_EXTRA_CAPS_SHIFT |
                (record->number & ((1u << IPC_LENGTH_BITS) - 1)) |
                ((uint32_t)record->number >> IPC_LENGTH_BITS) << IPC_UNWRAPPED_SHIFT,
        .word = {value, record->first_base, (uint8_t)record->first_offset, record->more},
        .window = IPC_WINDOW(widened(record->first_base), window_count),
        .reply_slot = (uint8_t)record->first_offset >> 2,
    };
    if (simulation_prepare()) {
        (void)host_ipc_call(class, &operands);
    }
}

static void offers_write(const struct record *record)
{
    const struct ipc *ipc = simulation_running()->ipc;
    const uint8_t index[IPC_EXTRA_CAPS_MAX] = {record->choice, record->number, record->first_base};
    for (uint32_t i = 0; ipc != NULL && i < sizeof index; i++) {
        const uintptr_t at = user_address_to_word(ipc->buffer) +
                             offsetof(struct ipc_buffer, capability) + i * sizeof(uint32_t);
        const uint32_t offer = IPC_OFFER(index[i], (uint8_t)record->first_offset);
        if (host_allows(at, HOST_WRITE) && host_allows(at + sizeof offer - 1, HOST_WRITE)) {
            memcpy(host_memory_at(at), &offer, sizeof offer);
        }
    }
}

static void name_write(void)
{
    const uintptr_t at = simulation_running()->memory_start;
    if (host_allows(at, HOST_WRITE) && host_allows(at + sizeof FUZZ_SERVICE, HOST_WRITE)) {
        memcpy(host_memory_at(at), FUZZ_SERVICE, sizeof FUZZ_SERVICE);
    }
}

static void program_act(const struct record *record)
{
    static const uint32_t drivers[] = {[CHOICE_ALARM] = DRIVER_ALARM,
                                       [CHOICE_CONSOLE] = DRIVER_CONSOLE,
                                       [CHOICE_LED] = DRIVER_LED};
    const enum ipc_operation operation = (enum ipc_operation)(record->operation % OPERATION_COUNT);
    const uint32_t class = class_of(operation);
    if (class != 0) {
        ipc_call(class, record);
        return;
    }
    const uint32_t driver = drivers[record->choice % (sizeof drivers / sizeof drivers[0])];
    const uint32_t number = record->number;
    const uint32_t first = simulation_value(record->first_base, record->first_offset, 0);
    const uint32_t second = simulation_value(record->second_base, record->second_offset, first);
    switch (operation) {
    case OPERATION_OFFERS:
        offers_write(record);
        break;
    case OPERATION_NAME:
        name_write();
        break;
    case OPERATION_TOCK_YIELD:
        simulation_call(SYSTEM_CALL_YIELD, number % 3, first, second, 0);
        break;
    case OPERATION_SUBSCRIBE:
        simulation_call(SYSTEM_CALL_SUBSCRIBE, driver, number, first, second);
        break;
    case OPERATION_COMMAND:
        simulation_call(SYSTEM_CALL_COMMAND, driver, number, first, second);
        break;
    case OPERATION_EXIT:
        simulation_call(SYSTEM_CALL_EXIT, first, second, 0, 0);
        break;
    case OPERATION_FAULT:
        host_fault(&(struct port_fault){.cause = (uint8_t)(number % (FAULT_OTHER + 1u)),
                                        .address = first,
                                        .has_address = record->more % 2 != 0});
        break;
    case OPERATION_STACK_SET:
        host.thread.sp = first;
        break;
    case OPERATION_BREAK_SET:
        simulation_call(SYSTEM_CALL_MEMOP, MEMOP_BREAK_SET, first, 0, 0);
        break;
    default:
        break;
    }
}

static void body(struct input *input)
{
    simulation_unit_choose(input_byte(input));
    static struct record records[OPERATIONS_MAX];
    size_t count = input->left / sizeof records[0];
    count = count < OPERATIONS_MAX ? count : OPERATIONS_MAX;
    memcpy(records, input->bytes, count * sizeof records[0]);
    ipc_description_make(records, count);
    simulation_install();
    simulation_boot();
    for (size_t i = 0; i < count; i++) {
        if (!event_happen(&records[i]) && simulation_wake()) {
            program_act(&records[i]);
        }
        simulation_work();
        ipc_watch_check();
        sleep_end();
    }
    simulation_settle();
    ipc_watch_check();
}

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t count)
{
    simulation_run(body, bytes, count);
    return 0;
}
