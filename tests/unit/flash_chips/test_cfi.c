// SPDX-License-Identifier: Apache-2.0 OR MIT
/// Parallel flash: one, two or four chips side by side, each of which checks what it is sent, and
/// which fail, lie about themselves, or never become ready.
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <string.h>

#include <arch/mmio.h>
#include <chips/cfi/cfi.h>
#include <cmocka.h>
#include <kernel/port.h>

#include "fake_ledger.h"

enum {
    BASE = 0x22000000,
    LINE = 12,
    DEVICE = 3,
    HZ = 1000,
    BANK_BYTES = 0x20000,
    BLOCK_BYTES = 0x8000, ///< of all chips
    BLOCKS = BANK_BYTES / BLOCK_BYTES,
    BUFFER_BYTES = 64, ///< of all chips
    TRANSFER_BYTES = 2048,
    QUERY_BYTES = 0x40,
    EXTENDED_AT = 0x31,
    CHIPS_MAX = 4,
    BUSY_LOOKS = 3,
    ACCESSES_MAX = 200,
    RUNS_MAX = 100000,
};

const struct cfi_bank cfi_bank = {.base = BASE, .bytes = BANK_BYTES, .time_hz = HZ};
const uint8_t cfi_line = LINE;
const uint32_t cfi_device = DEVICE;

// ---------------------------------------------------------------------------------------------
// The chips

enum chip_state { ARRAY, QUERY, STATUS, ERASE, LOCKS, COUNT, DATA, CONFIRM };

struct chip {
    enum chip_state state;
    uint32_t status;
    uint32_t busy_looks;
    uint32_t words_left;
    uint32_t window; ///< of the buffer, in words
    bool is_locked[BLOCKS];
    uint8_t query[QUERY_BYTES];
};

static struct {
    uint32_t count;
    struct chip chip[CHIPS_MAX];
    uint8_t cells[BANK_BYTES];
    uint8_t pending[BANK_BYTES];
    uint32_t failing_status; ///< of the last chip, for the next change
    bool is_never_ready;     ///< behind the next change
    uint32_t accesses;
} bank;

static struct {
    uint8_t bytes[TRANSFER_BYTES];
    bool is_requested;
    uint64_t now;
    uint32_t dones;
    struct flash_done done;
} host;

static uint32_t chip_bytes(void)
{
    return sizeof(uint32_t) / bank.count;
}

static bool is_ready(const struct chip *chip)
{
    return chip->busy_looks == 0;
}

/// The chip has carried out a command at a place.
static void change_end(struct chip *chip, bool is_lock, uint32_t block, uint32_t failure)
{
    chip->state = STATUS;
    // One is slower than the other.
    chip->busy_looks = bank.is_never_ready ? UINT32_MAX : BUSY_LOOKS + (uint32_t)(chip - bank.chip);
    if (!is_lock && chip->is_locked[block]) {
        chip->status |= failure | 1 << 1;
    }
    if (!is_lock && chip == &bank.chip[bank.count - 1]) {
        chip->status |= bank.failing_status;
        bank.failing_status = 0;
    }
}

static void bytes_of_chip(uint32_t index, uint32_t first, uint32_t count, bool is_erase)
{
    for (uint32_t i = first; i < first + count; i++) {
        if (i % sizeof(uint32_t) / chip_bytes() == index) {
            bank.cells[i] = is_erase ? UINT8_MAX : bank.cells[i] & bank.pending[i];
        }
    }
}

static void command_take(struct chip *chip, uint32_t command)
{
    static const enum chip_state states[UINT8_MAX + 1] = {
        [0xFF] = ARRAY, [0x98] = QUERY, [0x20] = ERASE, [0x60] = LOCKS, [0xE8] = COUNT};
    if (command == 0) {
        return; // What chips get while it is tried out how many there are.
    }
    assert_true(command == 0xFF || is_ready(chip)); // Who gives up may be rude.
    if (command == 0x50) {
        chip->status = 0;
        return;
    }
    chip->state = states[command];
    assert_true(chip->state != ARRAY || command == 0xFF);
    if (chip->state == COUNT) {
        chip->busy_looks = 1;
    }
}

static void chip_write(uint32_t index, uint32_t offset, uint32_t value)
{
    struct chip *chip = &bank.chip[index];
    const uint32_t block = offset / BLOCK_BYTES;
    const uint32_t window = offset / BUFFER_BYTES;
    switch (chip->state) {
    case ARRAY:
    case QUERY:
    case STATUS:
        command_take(chip, value & UINT8_MAX);
        break;
    case ERASE:
        assert_int_equal(value, 0xD0);
        change_end(chip, false, block, 1 << 5);
        if (!chip->is_locked[block]) {
            bytes_of_chip(index, block * BLOCK_BYTES, BLOCK_BYTES, true);
        }
        break;
    case LOCKS:
        assert_true(value == 0xD0 || value == 0x01);
        chip->is_locked[block] = value == 0x01;
        change_end(chip, true, block, 0);
        break;
    case COUNT:
        assert_true(is_ready(chip));
        assert_in_range(value, 0, BUFFER_BYTES / sizeof(uint32_t) - 1);
        chip->words_left = value + 1;
        chip->window = window;
        chip->state = DATA;
        memset(bank.pending, UINT8_MAX, sizeof bank.pending);
        break;
    case DATA:
        assert_int_equal(window, chip->window);
        chip->state = --chip->words_left == 0 ? CONFIRM : DATA;
        break;
    case CONFIRM:
        assert_int_equal(value, 0xD0);
        change_end(chip, false, block, 1 << 4);
        if (!chip->is_locked[block]) {
            bytes_of_chip(index, chip->window * BUFFER_BYTES, BUFFER_BYTES, false);
        }
        break;
    }
}

static uint32_t chip_read(uint32_t index, uint32_t offset)
{
    struct chip *chip = &bank.chip[index];
    if (chip->state == ARRAY) {
        uint32_t value = 0;
        for (uint32_t i = 0; i < chip_bytes(); i++) {
            value |= (uint32_t)bank.cells[offset + index * chip_bytes() + i] << (8 * i);
        }
        return value;
    }
    if (chip->state == QUERY) {
        const uint32_t place = offset / sizeof(uint32_t);
        return place < QUERY_BYTES ? chip->query[place] : 0;
    }
    if (is_ready(chip)) {
        return chip->status | 1 << 7;
    }
    chip->busy_looks -= chip->busy_looks != UINT32_MAX;
    return 0;
}

uint32_t mmio_read_32(uintptr_t address)
{
    assert_in_range(address, BASE, BASE + BANK_BYTES - sizeof(uint32_t));
    assert_true(++bank.accesses <= ACCESSES_MAX);
    uint32_t value = 0;
    for (uint32_t i = 0; i < bank.count; i++) {
        value |= chip_read(i, (uint32_t)(address - BASE)) << (8 * chip_bytes() * i);
    }
    return value;
}

void mmio_write_32(uintptr_t address, uint32_t value)
{
    assert_in_range(address, BASE, BASE + BANK_BYTES - sizeof(uint32_t));
    assert_true(++bank.accesses <= ACCESSES_MAX);
    const uint32_t offset = (uint32_t)(address - BASE);
    const uint32_t mask = UINT32_MAX >> (32 - 8 * chip_bytes());
    for (uint32_t i = 0; i < bank.count; i++) {
        if (bank.chip[i].state == DATA) {
            memcpy(bank.pending + offset, &value, sizeof value);
        }
    }
    for (uint32_t i = 0; i < bank.count; i++) {
        chip_write(i, offset, value >> (8 * chip_bytes() * i) & mask);
    }
}

static uint32_t log_of(uint32_t number)
{
    uint32_t log = 0;
    while (number >> log > 1) {
        log++;
    }
    return log;
}

static void bank_make(uint32_t count, bool has_locks)
{
    memset(&bank, 0, sizeof bank);
    bank.count = count;
    for (uint32_t i = 0; i < count; i++) {
        uint8_t *query = bank.chip[i].query;
        memcpy(query + 0x10, "QRY\1", 4);
        query[0x15] = EXTENDED_AT;
        query[0x27] = (uint8_t)log_of(BANK_BYTES / count);
        query[0x2A] = (uint8_t)log_of(BUFFER_BYTES / count);
        query[0x2C] = 1;
        query[0x2D] = BLOCKS - 1;
        query[0x30] = (uint8_t)(BLOCK_BYTES / count >> 16);
        query[0x2F] = (uint8_t)(BLOCK_BYTES / count >> 8);
        memcpy(query + EXTENDED_AT, "PRI10", 5);
        query[EXTENDED_AT + 5] = has_locks ? 1 << 5 : 0;
        memset(bank.chip[i].is_locked, has_locks, sizeof bank.chip[i].is_locked);
    }
    for (uint32_t i = 0; i < BANK_BYTES; i++) {
        bank.cells[i] = (uint8_t)(i ^ i >> 8);
    }
    fake_ledger_put(0, host.bytes, TRANSFER_BYTES, 1u << DEVICE);
    cfi_initialise();
    bank.accesses = 0;
}

// ---------------------------------------------------------------------------------------------
// The kernel

void kernel_bottom_half_request(unsigned line)
{
    assert_int_equal(line, LINE);
    host.is_requested = true;
}

uint64_t port_time_now(void)
{
    return host.now;
}

static void done(const struct flash_done *event)
{
    host.dones++;
    host.done = *event;
}

const struct flash_client cfi_client = {.done = done};

static bool run(void)
{
    if (!host.is_requested) {
        return false;
    }
    host.is_requested = false;
    bank.accesses = 0;
    host.now++;
    cfi_bottom_half();
    return true;
}

/// How the request that was begun ended.
static enum error end(void)
{
    const uint32_t dones = host.dones;
    for (uint32_t i = 0; run(); i++) {
        assert_true(i < RUNS_MAX);
    }
    assert_int_equal(host.dones, dones + 1);
    assert_false(fake_ledger[0].is_at_device);
    return host.done.status;
}

static enum error transfer(enum flash_operation operation, uint32_t first, size_t count)
{
    const struct flash_transfer wanted = {
        .buffer = fake_ledger[0].name, .first_byte = first, .length_bytes = count};
    return operation == FLASH_READ ? cfi_read(&wanted) : cfi_program(&wanted);
}

static void array_expect(void)
{
    for (uint32_t i = 0; i < bank.count; i++) {
        assert_int_equal(bank.chip[i].state, ARRAY);
        for (uint32_t j = 1; j < BLOCKS; j++) {
            assert_int_equal(bank.chip[i].is_locked[j], bank.chip[i].is_locked[0]);
        }
    }
}

// ---------------------------------------------------------------------------------------------
// Tests

static void chips_are_erased_programmed_and_read(void **state)
{
    (void)state;
    for (uint32_t kind = 0; kind < 6; kind++) {
        bank_make(1u << kind / 2, kind % 2 != 0);
        struct flash_description description;
        cfi_describe(&description);
        assert_int_equal(description.block_count, BLOCKS);
        assert_int_equal(description.block_bytes, BLOCK_BYTES);
        assert_int_equal(description.program_bytes, 4);
        uint8_t wanted[BANK_BYTES];
        memcpy(wanted, bank.cells, sizeof wanted);
        assert_int_equal(cfi_erase(2), ERROR_NONE);
        assert_int_equal(end(), ERROR_NONE);
        assert_int_equal(host.done.operation, FLASH_ERASE);
        memset(wanted + 2 * BLOCK_BYTES, UINT8_MAX, BLOCK_BYTES);
        assert_memory_equal(bank.cells, wanted, sizeof wanted);
        static const struct {
            uint32_t first;
            uint32_t count;
        } cases[] = {{0, 4}, {4, 60}, {124, 8}, {200, 1000}, {BLOCK_BYTES - 2048, 2048}};
        for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
            const uint32_t first = 2 * BLOCK_BYTES + cases[i].first;
            for (uint32_t j = 0; j < cases[i].count; j++) {
                host.bytes[j] = (uint8_t)(j * 5 + i);
            }
            memcpy(wanted + first, host.bytes, cases[i].count);
            assert_int_equal(transfer(FLASH_PROGRAM, first, cases[i].count), ERROR_NONE);
            assert_int_equal(end(), ERROR_NONE);
            assert_memory_equal(bank.cells, wanted, sizeof wanted);
            memset(host.bytes, 0x5A, sizeof host.bytes);
            assert_int_equal(transfer(FLASH_READ, first, cases[i].count), ERROR_NONE);
            assert_int_equal(end(), ERROR_NONE);
            assert_memory_equal(host.bytes, wanted + first, cases[i].count);
        }
        array_expect();
        assert_int_equal(bank.chip[0].is_locked[2], kind % 2 != 0);
    }
}

static void requests_that_are_refused(void **state)
{
    (void)state;
    bank_make(2, false);
    static const struct {
        uint32_t first;
        uint32_t count;
        enum error error;
    } cases[] = {{0, 0, ERROR_SIZE},
                 {2, 4, ERROR_INVALID},
                 {0, 6, ERROR_INVALID},
                 {BANK_BYTES, 4, ERROR_INVALID},
                 {BANK_BYTES - 4, 8, ERROR_INVALID},
                 {UINT32_MAX - 3, 8, ERROR_INVALID},
                 {0, TRANSFER_BYTES + 4, ERROR_INVALID}};
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        assert_int_equal(transfer(FLASH_READ, cases[i].first, cases[i].count), cases[i].error);
        assert_int_equal(transfer(FLASH_PROGRAM, cases[i].first, cases[i].count), cases[i].error);
    }
    assert_int_equal(transfer(FLASH_PROGRAM, BLOCK_BYTES - 4, 8), ERROR_INVALID);
    assert_int_equal(cfi_erase(BLOCKS), ERROR_INVALID);
    assert_int_equal(cfi_cancel(), ERROR_ALREADY);
    const struct flash_transfer stale = {
        .buffer = {.generation = fake_ledger[0].name.generation + 1}, .length_bytes = 4};
    assert_int_equal(cfi_read(&stale), ERROR_STALE);
    assert_int_equal(transfer(FLASH_READ, BLOCK_BYTES - 4, 8), ERROR_NONE);
    assert_int_equal(transfer(FLASH_READ, 0, 4), ERROR_BUSY);
    assert_int_equal(transfer(FLASH_PROGRAM, 0, 4), ERROR_BUSY);
    assert_int_equal(cfi_erase(0), ERROR_BUSY);
    assert_int_equal(end(), ERROR_NONE);
}

static void chips_that_are_strange_are_no_device(void **state)
{
    (void)state;
    static const struct {
        uint32_t place;
        uint8_t value;
    } cases[] = {{0x10, 'q'}, {0x12, 0},  {0x13, 2}, {0x14, 1},   {0x27, 40}, {0x27, 17},
                 {0x2A, 1},   {0x2A, 20}, {0x2C, 2}, {0x2D, 4},   {0x2E, 1},  {0x2F, 1},
                 {0x30, 9},   {0x2C, 0},  {0x2A, 0}, {0x27, 0xFF}};
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        for (uint32_t all = 0; all < 2; all++) {
            bank_make(2, false);
            bank.chip[1].query[cases[i].place] = cases[i].value;
            if (all != 0) {
                bank.chip[0].query[cases[i].place] = cases[i].value;
            }
            cfi_initialise();
            bank.accesses = 0;
            struct flash_description description;
            cfi_describe(&description);
            assert_int_equal(description.block_count, 0);
            assert_int_equal(transfer(FLASH_READ, 0, 4), ERROR_NO_DEVICE);
            assert_int_equal(transfer(FLASH_PROGRAM, 0, 4), ERROR_NO_DEVICE);
            assert_int_equal(cfi_erase(0), ERROR_NO_DEVICE);
        }
    }
}

static void failure_of_one_chip_fails_the_request(void **state)
{
    (void)state;
    static const struct {
        uint32_t status;
        enum error error;
    } cases[] = {{1 << 5, ERROR_FAILED},
                 {1 << 4, ERROR_FAILED},
                 {1 << 3 | 1 << 4, ERROR_FAILED},
                 {1 << 1 | 1 << 5, ERROR_NO_SUPPORT}};
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        bank_make(4, true);
        bank.failing_status = cases[i].status;
        assert_int_equal(cfi_erase(1), ERROR_NONE);
        assert_int_equal(end(), cases[i].error);
        array_expect();
        bank.failing_status = cases[i].status;
        assert_int_equal(transfer(FLASH_PROGRAM, BLOCK_BYTES, 512), ERROR_NONE);
        assert_int_equal(end(), cases[i].error);
        array_expect();
        // The next one is none the worse for it.
        assert_int_equal(cfi_erase(1), ERROR_NONE);
        assert_int_equal(end(), ERROR_NONE);
    }
    // Locked by somebody, and this driver cannot unlock it.
    bank_make(2, false);
    bank.chip[1].is_locked[1] = true;
    assert_int_equal(cfi_erase(1), ERROR_NONE);
    assert_int_equal(end(), ERROR_NO_SUPPORT);
}

static void chips_that_are_never_ready_are_given_up(void **state)
{
    (void)state;
    for (uint32_t runs = 0; runs < 12; runs++) {
        bank_make(2, false);
        assert_int_equal(runs % 2 == 0 ? cfi_erase(0) : transfer(FLASH_PROGRAM, 0, 256),
                         ERROR_NONE);
        for (uint32_t i = 0; i < (runs % 2 == 0 ? 1 : runs); i++) {
            assert_true(run());
        }
        bank.is_never_ready = true;
        const uint64_t start = host.now;
        assert_int_equal(end(), ERROR_FAILED);
        assert_in_range(host.now - start, CFI_BUSY_SECONDS_MAX * HZ,
                        CFI_BUSY_SECONDS_MAX * HZ + 20);
        assert_int_equal(cfi_erase(0), ERROR_NO_DEVICE);
    }
}

static void request_is_cancelled(void **state)
{
    (void)state;
    for (uint32_t kind = 0; kind < 3; kind++) {
        for (uint32_t runs = 0; runs < 30; runs++) {
            bank_make(2, true);
            const uint32_t dones = host.dones;
            assert_int_equal(
                kind == 2 ? cfi_erase(1)
                          : transfer(kind == 0 ? FLASH_READ : FLASH_PROGRAM, BLOCK_BYTES, 512),
                ERROR_NONE);
            for (uint32_t i = 0; i < runs && host.dones == dones; i++) {
                assert_true(run());
            }
            if (host.dones == dones) {
                assert_int_equal(cfi_cancel(), ERROR_NONE);
                assert_int_equal(cfi_cancel(), ERROR_NONE);
                assert_int_equal(end(), ERROR_CANCEL);
                assert_int_equal(cfi_cancel(), ERROR_ALREADY);
            }
            array_expect();
        }
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(chips_are_erased_programmed_and_read),
        cmocka_unit_test(requests_that_are_refused),
        cmocka_unit_test(chips_that_are_strange_are_no_device),
        cmocka_unit_test(failure_of_one_chip_fails_the_request),
        cmocka_unit_test(chips_that_are_never_ready_are_given_up),
        cmocka_unit_test(request_is_cancelled),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
