// SPDX-License-Identifier: Apache-2.0 OR MIT
/**
 * Fuzzes the functions that reach memory of processes: kernel/user_copy.h, user_text.h and
 * user_pointer.h, with ranges near what matters, while the hardware refuses accesses, memory
 * changes behind each read and interrupts come in the middle. What they answer is compared with
 * what their headers promise; no byte is read twice, and none touched that was not named.
 */
#include <abi/system_call.h>
#include <string.h>

#include "operations.h"
#include "simulation.h"
#include "user_copy.h"
#include "user_pointer.h"
#include "user_text.h"

#define NAME(name, ...) FUNCTION_##name,
enum function { FUNCTIONS(NAME) FUNCTION_COUNT };
#undef NAME

enum {
    RECORDS_MAX = 200,
    BYTES_MAX = 256 * 16,
    UNTOUCHED = 0xEE,
    POOL_PLACES = HOST_POOL_BYTES,
    PLACES = HOST_POOL_BYTES + HOST_IMAGES_BYTES,
    // What disturbs: accesses refused by number, then memory that changes, then interrupts.
    CHANGE_FIRST = 128,
    STORM_FIRST = 192,
};

struct record {
    uint8_t function;
    uint8_t disturbance;
    uint8_t number;
    uint8_t first_base;
    int8_t first_offset;
    uint8_t second_base;
    int8_t second_offset;
    uint8_t length;
};

_Static_assert(sizeof(struct record) == OPERATION_BYTES, "operations.h says so");

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t count);

/// One call of a function.
static struct {
    struct process *process; ///< whose memory is read
    uint32_t number;         ///< of the call, since the target was started
    uint8_t disturbance;
    uint32_t write_start; ///< what may be written
    size_t write_bytes;
    size_t writes;
} call;

static uint32_t read_in[PLACES]; ///< number of the call that has read a byte last
static uint8_t value_read[PLACES];

static uint8_t buffer[BYTES_MAX + 64];

static size_t place_of(uintptr_t address)
{
    return address >= HOST_POOL_START ? address - HOST_POOL_START
                                      : POOL_PLACES + address - HOST_IMAGES_START;
}

/// What the function found at an address. It must have looked.
static uint8_t value_at(uint32_t address)
{
    require(read_in[place_of(address)] == call.number);
    return value_read[place_of(address)];
}

// ---------------------------------------------------------------------------------------------
// What happens at each access

static void interrupts_come(void)
{
    host_line_raise(SIMULATED_LINE_UART);
    host_line_raise(SIMULATED_LINE_BUTTONS);
    host_line_raise(SIMULATED_LINE_ENTROPY);
    host_tick(false);
}

static void read_seen(uintptr_t address, uint8_t *byte)
{
    const struct process *process = call.process;
    require((process->memory_start <= address && address < process->exposed_end) ||
            (process->app_start <= address && address < process->flash_end));
    require(read_in[place_of(address)] != call.number);
    read_in[place_of(address)] = call.number;
    value_read[place_of(address)] = *byte;
    if (call.disturbance >= STORM_FIRST) {
        interrupts_come();
    } else if (call.disturbance >= CHANGE_FIRST) {
        *byte = (uint8_t)(*byte ^ call.disturbance);
    }
}

static void write_seen(uintptr_t address)
{
    require(address - call.write_start < call.write_bytes);
    call.writes++;
    if (call.disturbance >= STORM_FIRST) {
        interrupts_come();
    }
}

static void call_begin(struct process *process, uint8_t disturbance)
{
    call.process = process;
    call.number++;
    call.disturbance = disturbance;
    call.write_bytes = 0;
    call.writes = 0;
    memset(buffer, UNTOUCHED, sizeof buffer);
    host.after_read = read_seen;
    host.after_write = write_seen;
    host.refuse_at =
        disturbance == 0 || disturbance >= CHANGE_FIRST ? 0 : host.accesses + disturbance;
}

/// Returns whether the hardware has refused an access.
static bool call_end(void)
{
    const bool is_refused = host.refuse_at != 0 && host.accesses >= host.refuse_at;
    host.refuse_at = 0;
    host.after_read = NULL;
    host.after_write = NULL;
    require(host.access_depth == 0);
    process_protection_restore();
    return is_refused;
}

/// Byte by byte, what a process may use.
static bool may_use(const struct process *process, uint32_t address, size_t bytes, bool writes)
{
    for (size_t i = 0; i < bytes; i++) {
        const uint64_t at = (uint64_t)address + i;
        const bool is_memory = process->memory_start <= at && at < process->app_break;
        const bool is_image = process->app_start <= at && at < process->flash_end;
        if (!is_memory && (writes || !is_image)) {
            return false;
        }
    }
    return true;
}

/// An error, and an exact count, of a copy that may or may not be made.
static void count_check(enum error error, size_t count, size_t bytes, bool may, bool is_refused)
{
    if (bytes > USER_COPY_BYTES_MAX) {
        require(error == ERROR_SIZE && count == 0);
        return;
    }
    require(count <= bytes);
    require(error == (count == bytes ? ERROR_NONE : ERROR_FAULT));
    require(may || count == 0);
    require(!may || is_refused || error == ERROR_NONE);
}

// ---------------------------------------------------------------------------------------------
// Copies

static void copy_in_try(struct process *process, uint32_t address, size_t bytes)
{
    size_t copied = 999;
    const enum error error =
        user_copy_in(process, buffer, user_range_from_words(address, bytes), &copied);
    const bool is_refused = call_end();
    count_check(error, copied, bytes, may_use(process, address, bytes, false), is_refused);
    for (size_t i = 0; error != ERROR_SIZE && i < bytes; i++) {
        require(buffer[i] == (i < copied ? value_at(address + (uint32_t)i) : 0));
    }
    require(buffer[error == ERROR_SIZE ? 0 : bytes] == UNTOUCHED && call.writes == 0);
}

static void copy_out_try(struct process *process, uint32_t address, size_t bytes, bool clears)
{
    size_t copied = 999;
    for (size_t i = 0; i < bytes; i++) {
        buffer[i] = clears ? 0 : (uint8_t)(i * 7 + call.number);
    }
    call.write_start = address;
    call.write_bytes = bytes;
    const struct user_range range = user_range_from_words(address, bytes);
    const enum error error = clears ? user_clear(process, range, &copied)
                                    : user_copy_out(process, range, buffer, &copied);
    const bool is_refused = call_end();
    count_check(error, copied, bytes, may_use(process, address, bytes, true), is_refused);
    require(call.writes == copied);
    for (size_t i = 0; i < copied; i++) {
        require(*host_memory_at(address + i) == buffer[i]);
    }
}

static void across_try(struct process *from_process, uint32_t from, uint32_t to, size_t bytes)
{
    struct process *to_process = simulation_beside(from_process);
    size_t copied = 999;
    enum user_side side = USER_SIDE_NONE;
    call.write_start = to;
    call.write_bytes = bytes;
    const enum error error =
        user_copy_across(to_process, user_range_from_words(to, bytes + 3), from_process,
                         user_range_from_words(from, bytes), &copied, &side);
    const bool is_refused = call_end();
    const bool may_read = may_use(from_process, from, bytes, false);
    const bool may_write = may_use(to_process, to, bytes, true);
    count_check(error, copied, bytes, may_read && may_write, is_refused);
    require((side == USER_SIDE_NONE) == (error != ERROR_FAULT));
    require(is_refused || error != ERROR_FAULT ||
            side == (may_read ? USER_SIDE_TO : USER_SIDE_FROM));
    require(call.writes == copied);
    for (size_t i = 0; i < copied; i++) {
        require(*host_memory_at(to + i) == value_at(from + (uint32_t)i));
    }
}

// ---------------------------------------------------------------------------------------------
// Strings and lists

/// By whole characters, unlike the kernel.
static bool is_text(const uint8_t *byte, size_t length)
{
    static const uint32_t smallest[] = {0, 0x80, 0x800, 0x10000};
    while (length > 0) {
        const unsigned more = *byte < 0x80 ? 0 : *byte >= 0xF0 ? 3 : *byte >= 0xE0 ? 2 : 1;
        if ((*byte >= 0x80 && *byte < 0xC0) || *byte > 0xF7 || length <= more) {
            return false;
        }
        uint32_t character = more == 0 ? *byte : *byte & (0x3Fu >> more);
        for (unsigned i = 1; i <= more; i++) {
            if ((byte[i] & 0xC0) != 0x80) {
                return false;
            }
            character = character << 6 | (byte[i] & 0x3F);
        }
        if (character < smallest[more] || character > 0x10FFFF ||
            (character >= 0xD800 && character <= 0xDFFF)) {
            return false;
        }
        byte += more + 1;
        length -= more + 1;
    }
    return true;
}

static void string_try(struct process *process, uint32_t address, size_t capacity, bool as_text)
{
    size_t length = 999;
    char *const to = (char *)buffer;
    const struct user_address from = user_address_from_word(address);
    enum error error = as_text ? user_copy_text(process, to, from, capacity, &length)
                               : user_copy_string(process, to, from, capacity, &length);
    const bool is_refused = call_end();
    require(call.writes == 0);
    if (capacity == 0 || capacity > USER_COPY_BYTES_MAX) {
        require(error == ERROR_SIZE && length == 0 && buffer[0] == UNTOUCHED);
        return;
    }
    require(length < capacity && buffer[length] == 0 && buffer[capacity] == UNTOUCHED);
    for (size_t i = 0; i < length; i++) {
        require(buffer[i] != 0 && buffer[i] == value_at(address + (uint32_t)i));
    }
    if (as_text && (error == ERROR_NONE || error == ERROR_TEXT)) {
        require(is_text(buffer, length) == (error == ERROR_NONE));
        error = ERROR_NONE;
    }
    switch (error) {
    case ERROR_NONE:
        require(value_at(address + (uint32_t)length) == 0);
        break;
    case ERROR_SIZE:
        require(length == capacity - 1 && value_at(address + (uint32_t)length) != 0);
        break;
    default:
        require(error == ERROR_FAULT);
        require(is_refused || !may_use(process, address + (uint32_t)length, 1, false));
        break;
    }
}

static void addresses_try(struct process *process, uint32_t address, size_t capacity)
{
    static struct user_address list[BYTES_MAX];
    memset(list, UNTOUCHED, sizeof list);
    size_t count = 999;
    const enum error error =
        user_copy_addresses(process, list, user_address_from_word(address), capacity, &count);
    const bool is_refused = call_end();
    if (capacity == 0 || capacity > USER_COPY_BYTES_MAX / 4) {
        require(error == ERROR_SIZE && count == 0 && ((uint8_t *)list)[0] == UNTOUCHED);
        return;
    }
    require(count < capacity && ((uint8_t *)&list[capacity])[0] == UNTOUCHED);
    for (size_t i = 0; i < capacity; i++) {
        const uintptr_t word = user_address_to_word(list[i]);
        require((word != 0) == (i < count));
        for (uint32_t j = 0; i < count && j < 4; j++) {
            require((uint8_t)(word >> 8 * j) == value_at(address + 4 * (uint32_t)i + j));
        }
    }
    require(error == ERROR_NONE || error == ERROR_SIZE || error == ERROR_FAULT);
    require(error != ERROR_SIZE || count == capacity - 1);
    require(error != ERROR_FAULT || is_refused || address % 4 != 0 ||
            !may_use(process, address + 4 * (uint32_t)count, 4, false));
}

// ---------------------------------------------------------------------------------------------
// Words and typed pointers

static void load_try(struct process *process, uint32_t address, unsigned width)
{
    const struct user_address from = user_address_from_word(address);
    uint8_t byte = UNTOUCHED;
    uint16_t half = UNTOUCHED;
    uint32_t word = UNTOUCHED;
    uint64_t value = UNTOUCHED;
    enum error error;
    switch (width) {
    case 1:
        error = user_load_8(process, from, &byte);
        value = byte;
        break;
    case 2:
        error = user_load_16(process, from, &half);
        value = half;
        break;
    case 4:
        error = user_load_32(process, from, &word);
        value = word;
        break;
    default:
        error = user_load_64(process, from, &value);
        break;
    }
    const bool is_refused = call_end();
    const bool may = address % width == 0 && may_use(process, address, width, false);
    require(error == (may && !is_refused ? ERROR_NONE : ERROR_FAULT));
    for (unsigned i = 0; i < 8; i++) {
        const bool is_there = error == ERROR_NONE && i < width;
        require((uint8_t)(value >> 8 * i) == (is_there ? value_at(address + i) : 0));
    }
}

static void store_try(struct process *process, uint32_t address, unsigned width)
{
    const struct user_address to = user_address_from_word(address);
    const uint64_t value = 0x8877665544332211u + call.number;
    call.write_start = address;
    call.write_bytes = width;
    enum error error;
    switch (width) {
    case 1:
        error = user_store_8(process, to, (uint8_t)value);
        break;
    case 2:
        error = user_store_16(process, to, (uint16_t)value);
        break;
    case 4:
        error = user_store_32(process, to, (uint32_t)value);
        break;
    default:
        error = user_store_64(process, to, value);
        break;
    }
    const bool is_refused = call_end();
    const bool may = address % width == 0 && may_use(process, address, width, true);
    require(error == (may && !is_refused ? ERROR_NONE : ERROR_FAULT));
    // Of two accesses the first may have been made.
    require(call.writes == (error == ERROR_NONE ? width : 0) ||
            (width == 8 && is_refused && call.writes == 4));
    for (unsigned i = 0; i < call.writes; i++) {
        require(*host_memory_at(address + i) == (uint8_t)(value >> 8 * i));
    }
}

static void exchange_try(struct process *process, uint32_t address, bool is_expected)
{
    const bool may = address % 4 == 0 && may_use(process, address, 4, true);
    uint32_t was = 0;
    if (may) {
        memcpy(&was, host_memory_at(address), sizeof was);
    }
    const uint32_t desired = ~was ^ call.number;
    uint32_t seen = UNTOUCHED;
    call.write_start = address;
    call.write_bytes = sizeof was;
    const enum error error = user_exchange_32(process, user_address_from_word(address),
                                              is_expected ? was : was + 1, desired, &seen);
    const bool is_refused = call_end();
    require(error == (may && !is_refused ? ERROR_NONE : ERROR_FAULT));
    require(seen == (error == ERROR_NONE ? was : 0));
    require(call.writes == (error == ERROR_NONE && is_expected ? sizeof was : 0));
    require(call.writes == 0 || memcmp(host_memory_at(address), &desired, sizeof desired) == 0);
}

struct pair {
    uint32_t number;
    uint16_t half[2];
};

/// One more type: the same copy, with the size and the alignment of another element.
#define ARRAY_TRY(type, is_put)                                                    \
    do {                                                                           \
        USER_POINTER(type) pointer = {.address = user_address_from_word(address)}; \
        type *elements = (type *)(void *)buffer;                                   \
        size = sizeof(type);                                                       \
        alignment = _Alignof(type);                                                \
        error = (is_put) ? user_put_array(process, pointer, elements, count)       \
                         : user_get_array(process, elements, pointer, count);      \
    } while (0)

static void array_try(struct process *process, uint32_t address, size_t count, unsigned type,
                      bool is_put)
{
    size_t size;
    size_t alignment;
    enum error error;
    call.write_start = address;
    call.write_bytes = is_put ? USER_COPY_BYTES_MAX : 0;
    switch (type % 5) {
    case 0:
        ARRAY_TRY(uint8_t, is_put);
        break;
    case 1:
        ARRAY_TRY(uint16_t, is_put);
        break;
    case 2:
        ARRAY_TRY(uint32_t, is_put);
        break;
    case 3:
        ARRAY_TRY(uint64_t, is_put);
        break;
    default:
        ARRAY_TRY(struct pair, is_put);
        break;
    }
    const bool is_refused = call_end();
    if (count > USER_COPY_BYTES_MAX / size) {
        require(error == ERROR_SIZE && call.writes == 0 && buffer[0] == UNTOUCHED);
        return;
    }
    const size_t bytes = count * size;
    const bool may = bytes == 0 || (address != 0 && address % alignment == 0 &&
                                    may_use(process, address, bytes, is_put));
    require(error == ERROR_NONE || error == ERROR_FAULT);
    require(may || (error == ERROR_FAULT && call.writes == 0));
    require(!may || is_refused || error == ERROR_NONE);
    require(!is_put || error != ERROR_NONE || call.writes == bytes);
    require(buffer[bytes] == UNTOUCHED);
    for (size_t i = 0; !is_put && i < bytes && !is_refused; i++) {
        require(buffer[i] == (may ? value_at(address + (uint32_t)i) : 0));
    }
}

// ---------------------------------------------------------------------------------------------
// Inputs

/// Letters, good and bad, with zeros between.
static void memory_fill(uint32_t address, size_t bytes, unsigned zeros, uint8_t seed)
{
    static const uint8_t letters[] = "a\xC3\xA4\xE2\x82\xAC\xF0\x9F\x94\x92z\xED\x9F\xBF\xC0\xF4";
    for (size_t i = 0; i < bytes && host_allows(address + i, HOST_WRITE); i++) {
        const bool is_zero = zeros != 0 && (i + 1) % (zeros * 5u) == 0;
        *host_memory_at(address + i) =
            is_zero ? 0 : letters[(i + seed) % (sizeof letters - 1 - (seed % 2) * 5u)];
    }
}

/// False: the function is none that is tried.
static bool function_try(const struct record *record, struct process *process, uint32_t first,
                         uint32_t second)
{
    const unsigned number = record->number % 16;
    const size_t bytes = record->length + 256u * (record->number / 16u);
    const size_t count = number >= 8 ? SIZE_MAX / number + bytes : bytes;
    call_begin(process, record->disturbance);
    switch ((enum function)(record->function % FUNCTION_COUNT)) {
    case FUNCTION_RANGE_CHECK:
        require((user_range_check(process, user_range_from_words(first, bytes),
                                  number % 2 ? USER_WRITE : USER_READ) == ERROR_NONE) ==
                may_use(process, first, bytes, number % 2));
        break;
    case FUNCTION_COPY_IN:
        copy_in_try(process, first, bytes);
        return true;
    case FUNCTION_COPY_OUT:
        copy_out_try(process, first, bytes, false);
        return true;
    case FUNCTION_CLEAR:
        copy_out_try(process, first, bytes, true);
        return true;
    case FUNCTION_ACROSS:
        across_try(process, first, second, bytes);
        return true;
    case FUNCTION_STRING:
        string_try(process, first, bytes, false);
        return true;
    case FUNCTION_TEXT:
        string_try(process, first, bytes, true);
        return true;
    case FUNCTION_ADDRESSES:
        addresses_try(process, first, bytes);
        return true;
    case FUNCTION_LOAD:
        load_try(process, first, 1u << number % 4);
        return true;
    case FUNCTION_STORE:
        store_try(process, first, 1u << number % 4);
        return true;
    case FUNCTION_ARRAY_IN:
        array_try(process, first, count, number, false);
        return true;
    case FUNCTION_ARRAY_OUT:
        array_try(process, first, count, number, true);
        return true;
    case FUNCTION_EXCHANGE:
        exchange_try(process, first, number % 2);
        return true;
    default:
        break;
    }
    (void)call_end();
    return false;
}

static void record_do(const struct record *record)
{
    struct process *process = simulation_running();
    const uint32_t first = simulation_value(record->first_base, record->first_offset, 0);
    const uint32_t second = simulation_value(record->second_base, record->second_offset, first);
    switch ((enum function)(record->function % FUNCTION_COUNT)) {
    case FUNCTION_FILL:
        memory_fill(first, record->length, record->number % 16, record->disturbance);
        break;
    case FUNCTION_BREAK:
        simulation_call(SYSTEM_CALL_MEMOP, MEMOP_BREAK_SET, first, 0, 0);
        break;
    case FUNCTION_SWITCH:
        simulation_call(SYSTEM_CALL_YIELD, YIELD_WAIT, 0, 0, 0);
        break;
    default:
        (void)function_try(record, process, first, second);
        break;
    }
}

static void body(struct input *input)
{
    simulation_unit_choose(input_byte(input));
    simulation_install();
    simulation_boot();
    struct record record;
    for (unsigned i = 0; i < RECORDS_MAX && input->left >= sizeof record; i++) {
        memcpy(&record, input->bytes, sizeof record);
        input->bytes += sizeof record;
        input->left -= sizeof record;
        if (simulation_wake()) {
            record_do(&record);
        }
        simulation_work();
    }
}

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t count)
{
    simulation_run(body, bytes, count);
    return 0;
}
