// SPDX-License-Identifier: Apache-2.0 OR MIT
/// The serial peripheral bus of PL022: registers, two queues of eight bytes, and a device behind
/// them that answers each byte with another one.
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <string.h>

#include <arch/mmio.h>
#include <chips/pl022/pl022.h>
#include <cmocka.h>
#include <kernel/port.h>

#include "fake_ledger.h"

enum {
    BASE = 0x40008000,
    LINE = 7,
    DEVICE = 3,
    CLOCK_HZ = 25000000,
    QUEUE_BYTES = 8,
    BUFFER_BYTES = 600,
    STEPS_MAX = 10000,
    ACCESSES_MAX = 160, // of one run: about ten instructions each, below the limit of 4,000
    NOBODY_SELECTED = 0xFF,
};

const uintptr_t pl022_base = BASE;
const uint8_t pl022_line = LINE;
const uint32_t pl022_clock_hz = CLOCK_HZ;
const uint32_t pl022_device = DEVICE;

// ---------------------------------------------------------------------------------------------
// The controller

struct queue {
    uint8_t bytes[QUEUE_BYTES];
    unsigned count;
};

static struct {
    uint32_t control_0;
    uint32_t control_1;
    uint32_t prescale;
    uint32_t mask;
    struct queue outgoing;
    struct queue incoming;
    bool is_immediate; ///< a byte has gone as soon as it is written, as in an emulator
    bool is_idle;      ///< nothing has come since the last byte was read
    uint8_t selected;
    enum spi_selection selection;
    uint8_t seen[BUFFER_BYTES]; ///< by the device
    size_t seen_count;
    unsigned selections;
    unsigned accesses; ///< of the run
    unsigned lost;     ///< bytes for which there was no room
} chip;

static void queue_put(struct queue *queue, uint8_t byte)
{
    if (queue->count == QUEUE_BYTES) {
        chip.lost++;
        return;
    }
    queue->bytes[queue->count++] = byte;
}

static uint8_t queue_take(struct queue *queue)
{
    assert_true(queue->count > 0);
    const uint8_t byte = queue->bytes[0];
    queue->count--;
    memmove(queue->bytes, queue->bytes + 1, queue->count);
    return byte;
}

/// Moves one byte over the lines. False: there is none.
static bool line_step(void)
{
    if ((chip.control_1 & 2) == 0 || chip.outgoing.count == 0) {
        return false;
    }
    const uint8_t byte = queue_take(&chip.outgoing);
    assert_true(chip.seen_count < BUFFER_BYTES);
    chip.seen[chip.seen_count++] = byte;
    queue_put(&chip.incoming, (uint8_t)(byte ^ 0x5A));
    return true;
}

static uint32_t raw_interrupts(void)
{
    return (chip.incoming.count > 0 && chip.outgoing.count == 0 && chip.is_idle ? 2u : 0u) |
           (chip.incoming.count >= 4 ? 4u : 0u) | (chip.outgoing.count <= 4 ? 8u : 0u);
}

uint32_t mmio_read_32(uintptr_t address)
{
    chip.accesses++;
    switch (address - BASE) {
    case 0x08:
        return queue_take(&chip.incoming);
    case 0x0C:
        return (chip.outgoing.count == 0 ? 1u : 0u) |
               (chip.outgoing.count < QUEUE_BYTES ? 2u : 0u) | (chip.incoming.count > 0 ? 4u : 0u) |
               (chip.incoming.count == QUEUE_BYTES ? 8u : 0u);
    default:
        fail_msg("register %x", (unsigned)(address - BASE));
        return 0;
    }
}

void mmio_write_32(uintptr_t address, uint32_t value)
{
    chip.accesses++;
    switch (address - BASE) {
    case 0x00:
        assert_int_equal(chip.control_1, 0); // It is set while the device is off.
        chip.control_0 = value;
        break;
    case 0x04:
        chip.control_1 = value;
        break;
    case 0x08:
        queue_put(&chip.outgoing, (uint8_t)value);
        while (chip.is_immediate && line_step()) {
        }
        break;
    case 0x10:
        chip.prescale = value;
        break;
    case 0x14:
        chip.mask = value;
        break;
    case 0x20:
        break;
    default:
        fail_msg("register %x", (unsigned)(address - BASE));
    }
}

void pl022_select(uint8_t device, enum spi_selection selection)
{
    chip.selected = selection == SPI_NOBODY ? NOBODY_SELECTED : device;
    chip.selection = selection;
    chip.selections++;
    if (selection != SPI_NOBODY) {
        assert_int_equal(chip.control_1, 2); // The clock rests where it should.
    }
}

// ---------------------------------------------------------------------------------------------
// The kernel's services, and the client

static struct {
    uint8_t buffer[BUFFER_BYTES];
    bool is_requested;
    bool is_line_enabled;
    unsigned dones;
    struct spi_done done;
} kernel;

void port_irq_enable(unsigned line)
{
    assert_int_equal(line, LINE);
    kernel.is_line_enabled = true;
}

void kernel_bottom_half_request(unsigned line)
{
    assert_int_equal(line, LINE);
    kernel.is_requested = true;
}

static void done(const struct spi_done *event)
{
    assert_int_equal(event->buffer.generation, fake_ledger[0].name.generation);
    kernel.dones++;
    kernel.done = *event;
}

const struct spi_client pl022_client = {.done = done};

// ---------------------------------------------------------------------------------------------

/// Runs the bottom half if it was asked for or interrupted, else moves a byte. False: all is quiet.
static bool step(void)
{
    const bool is_interrupted = (raw_interrupts() & chip.mask) != 0;
    if (kernel.is_requested || is_interrupted) {
        kernel.is_requested = false;
        chip.accesses = 0;
        pl022_bottom_half();
        assert_in_range(chip.accesses, 1, ACCESSES_MAX);
        chip.is_idle = false;
        return true;
    }
    if (line_step()) {
        return true;
    }
    // Nothing comes any more: the device notices, once.
    const bool was_idle = chip.is_idle;
    chip.is_idle = true;
    return !was_idle && chip.incoming.count > 0;
}

static void run(void)
{
    for (unsigned i = 0; step(); i++) {
        assert_true(i < STEPS_MAX);
    }
}

static int reset(void **state)
{
    (void)state;
    (void)pl022_cancel();
    run();
    memset(&kernel, 0, sizeof kernel);
    fake_ledger_put(0, kernel.buffer, BUFFER_BYTES, 1u << DEVICE);
    memset(&chip, 0, sizeof chip);
    for (size_t i = 0; i < BUFFER_BYTES; i++) {
        kernel.buffer[i] = (uint8_t)(0xA5 + 29 * i);
    }
    pl022_initialise();
    return 0;
}

static struct spi_message message_of(uint16_t length_bytes, enum spi_direction direction)
{
    return (struct spi_message){.rate_hz = 1000000,
                                .length_bytes = length_bytes,
                                .device = 1,
                                .direction = (uint8_t)direction};
}

static enum error start(struct spi_message message)
{
    return pl022_transfer(fake_ledger[0].name, message);
}

static void expect(enum error status)
{
    run();
    assert_int_equal(kernel.dones, 1);
    assert_int_equal(kernel.done.status, status);
    assert_false(fake_ledger[0].is_at_device);
    assert_int_equal(chip.lost, 0);
    assert_int_equal(chip.mask, 0);
    kernel.dones = 0;
}

/// Bit by bit, as hal/spi.h says.
static uint16_t check_of(const uint8_t *bytes, size_t length)
{
    uint16_t check = 0;
    for (size_t i = 0; i < length * 8; i++) {
        const unsigned bit = (unsigned)bytes[i / 8] >> (7 - i % 8) & 1u;
        const unsigned top = check >> 15 ^ bit;
        check = (uint16_t)(check << 1 ^ (top != 0 ? 0x1021 : 0));
    }
    return check;
}

static void initialisation_stops_the_device(void **state)
{
    (void)state;
    chip.control_1 = 2;
    chip.mask = 0xF;
    pl022_initialise();
    assert_int_equal(chip.control_1, 0);
    assert_int_equal(chip.mask, 0);
    assert_int_equal(chip.selected, NOBODY_SELECTED);
    assert_true(kernel.is_line_enabled);
}

/// All lengths around those of the queues and of a run, in all directions, on both kinds of line.
static void bytes_are_moved(void **state)
{
    static const uint16_t lengths[] = {1, 2, 3, 4, 5, 7, 8, 9, 12, 31, 32, 33, 64, 65, 513, 600};
    for (size_t i = 0; i < sizeof lengths / sizeof lengths[0]; i++) {
        for (unsigned kind = 0; kind < 2u * SPI_DIRECTION_COUNT; kind++) {
            (void)reset(state);
            const uint16_t length = lengths[i];
            const enum spi_direction direction = (enum spi_direction)(kind / 2);
            chip.is_immediate = kind % 2 != 0;
            uint8_t before[BUFFER_BYTES];
            memcpy(before, kernel.buffer, sizeof before);
            assert_int_equal(start(message_of(length, direction)), ERROR_NONE);
            assert_int_equal(kernel.dones, 0);
            assert_int_equal(chip.selected, 1);
            expect(ERROR_NONE);
            assert_int_equal(chip.selected, NOBODY_SELECTED);
            assert_int_equal(chip.seen_count, length);
            for (size_t place = 0; place < BUFFER_BYTES; place++) {
                const bool is_inside = place < length;
                const uint8_t sent = direction == SPI_READ ? 0xFF : before[place];
                if (is_inside) {
                    assert_int_equal(chip.seen[place], sent);
                }
                const bool is_filled = is_inside && direction != SPI_WRITE;
                assert_int_equal(kernel.buffer[place],
                                 is_filled ? (uint8_t)(sent ^ 0x5A) : before[place]);
            }
            assert_int_equal(kernel.done.check, check_of(kernel.buffer, length));
        }
    }
}

static void check_is_the_one_that_cards_use(void **state)
{
    (void)state;
    memset(kernel.buffer, 0xFF, 512);
    assert_int_equal(start(message_of(512, SPI_WRITE)), ERROR_NONE);
    expect(ERROR_NONE);
    assert_int_equal(kernel.done.check, 0x7FA1);
}

static void refusals(void **state)
{
    (void)state;
    struct spi_message message = message_of(0, SPI_READ);
    assert_int_equal(start(message), ERROR_SIZE);
    message = message_of(BUFFER_BYTES + 1, SPI_READ);
    assert_int_equal(start(message), ERROR_INVALID);
    message = message_of(1, SPI_READ);
    message.direction = SPI_DIRECTION_COUNT;
    assert_int_equal(start(message), ERROR_INVALID);
    message = message_of(1, SPI_READ);
    message.selection = SPI_SELECTION_COUNT;
    assert_int_equal(start(message), ERROR_INVALID);
    message = message_of(1, SPI_READ);
    message.mode = SPI_MODE_MAX + 1;
    assert_int_equal(start(message), ERROR_INVALID);
    message = message_of(1, SPI_READ);
    message.rate_hz = 0;
    assert_int_equal(start(message), ERROR_INVALID);
    message = message_of(1, SPI_READ);
    assert_int_equal(
        pl022_transfer((struct transfer_buffer){.generation = fake_ledger[0].name.generation + 1},
                       message),
        ERROR_STALE);
    assert_false(kernel.is_requested);
    assert_int_equal(chip.selected, NOBODY_SELECTED);
    assert_int_equal(start(message), ERROR_NONE);
    assert_int_equal(start(message), ERROR_BUSY);
    expect(ERROR_NONE);
}

static void rate_is_never_faster_than_asked(void **state)
{
    (void)state;
    enum { SLOWEST_DIVISOR = 254 * 256 };
    static const uint32_t rates[] = {
        UINT32_MAX,   CLOCK_HZ,
        CLOCK_HZ / 2, CLOCK_HZ / 2 - 1,
        6000000,      1000000,
        400000,       100000,
        12345,        CLOCK_HZ / SLOWEST_DIVISOR + 1,
    };
    for (size_t i = 0; i < sizeof rates / sizeof rates[0]; i++) {
        (void)reset(state);
        struct spi_message message = message_of(1, SPI_WRITE);
        message.rate_hz = rates[i];
        assert_int_equal(start(message), ERROR_NONE);
        const uint32_t divisor = chip.prescale * ((chip.control_0 >> 8) + 1);
        assert_true(chip.prescale % 2 == 0 && chip.prescale >= 2 && chip.prescale <= 254);
        assert_true((uint64_t)rates[i] * divisor >= CLOCK_HZ);
        // And not much slower.
        assert_true(divisor == 2 || (uint64_t)rates[i] * (divisor - chip.prescale) < CLOCK_HZ);
        expect(ERROR_NONE);
    }
    struct spi_message message = message_of(1, SPI_WRITE);
    message.rate_hz = CLOCK_HZ / SLOWEST_DIVISOR;
    assert_int_equal(start(message), ERROR_INVALID);
}

static void mode_is_set(void **state)
{
    for (uint8_t mode = 0; mode <= SPI_MODE_MAX; mode++) {
        (void)reset(state);
        struct spi_message message = message_of(1, SPI_WRITE);
        message.mode = mode;
        assert_int_equal(start(message), ERROR_NONE);
        assert_int_equal(chip.control_0 & 0x3F, 7);
        assert_int_equal(chip.control_0 >> 7 & 1, mode & 1);  // phase
        assert_int_equal(chip.control_0 >> 6 & 1, mode >> 1); // polarity
        expect(ERROR_NONE);
    }
}

static void device_is_held_until_a_transfer_that_lets_go(void **state)
{
    (void)state;
    struct spi_message message = message_of(5, SPI_WRITE);
    message.is_held = true;
    message.selection = SPI_DEVICE_COMMAND;
    assert_int_equal(start(message), ERROR_NONE);
    expect(ERROR_NONE);
    assert_int_equal(chip.selected, 1);
    const unsigned selections = chip.selections;
    message.selection = SPI_DEVICE;
    assert_int_equal(start(message), ERROR_NONE);
    assert_int_equal(chip.selection, SPI_DEVICE);
    expect(ERROR_NONE);
    assert_int_equal(chip.selections, selections + 1); // Nobody else was meanwhile.
    message.is_held = false;
    assert_int_equal(start(message), ERROR_NONE);
    expect(ERROR_NONE);
    assert_int_equal(chip.selected, NOBODY_SELECTED);
    // Nor can another device be selected beside it.
    message.is_held = true;
    assert_int_equal(start(message), ERROR_NONE);
    expect(ERROR_NONE);
    message.device = 2;
    const unsigned before = chip.selections;
    assert_int_equal(start(message), ERROR_NONE);
    assert_int_equal(chip.selected, 2);
    assert_int_equal(chip.selections, before + 2);
    expect(ERROR_NONE);
    assert_int_equal(pl022_cancel(), ERROR_ALREADY);
    assert_int_equal(chip.selected, NOBODY_SELECTED);
    assert_int_equal(kernel.dones, 0);
}

static void cancelled_transfer_ends_at_once(void **state)
{
    (void)state;
    assert_int_equal(pl022_cancel(), ERROR_ALREADY);
    for (unsigned steps = 0; steps < 60; steps++) {
        (void)reset(NULL);
        struct spi_message message = message_of(100, SPI_READ);
        message.is_held = true;
        assert_int_equal(start(message), ERROR_NONE);
        for (unsigned i = 0; i < steps; i++) {
            (void)step();
        }
        assert_int_equal(kernel.dones, 0);
        assert_int_equal(pl022_cancel(), ERROR_NONE);
        assert_int_equal(pl022_cancel(), ERROR_NONE);
        expect(ERROR_CANCEL);
        assert_int_equal(chip.selected, NOBODY_SELECTED);
        // What is left in the queues is not the next one's.
        memset(chip.seen, 0, sizeof chip.seen);
        chip.seen_count = 0;
        chip.outgoing.count = 0; // As turning it off does.
        assert_int_equal(start(message_of(3, SPI_EXCHANGE)), ERROR_NONE);
        expect(ERROR_NONE);
        assert_int_equal(chip.seen_count, 3);
        for (size_t i = 0; i < 3; i++) {
            assert_int_equal(kernel.buffer[i], chip.seen[i] ^ 0x5A);
        }
    }
}

/// A controller that invents bytes: they go nowhere.
static void bytes_that_nobody_sent_for_are_not_taken(void **state)
{
    (void)state;
    const uint8_t behind = kernel.buffer[4];
    assert_int_equal(start(message_of(4, SPI_READ)), ERROR_NONE);
    for (unsigned i = 0; i < QUEUE_BYTES; i++) {
        queue_put(&chip.incoming, 0xEE);
    }
    for (unsigned i = 0; i < 100; i++) {
        pl022_bottom_half();
    }
    assert_int_equal(kernel.dones, 1);
    assert_int_equal(kernel.buffer[4], behind);
    kernel.is_requested = false;
    pl022_bottom_half();
    assert_int_equal(kernel.dones, 1);
    assert_int_equal(chip.mask, 0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup(initialisation_stops_the_device, reset),
        cmocka_unit_test_setup(bytes_are_moved, reset),
        cmocka_unit_test_setup(check_is_the_one_that_cards_use, reset),
        cmocka_unit_test_setup(refusals, reset),
        cmocka_unit_test_setup(rate_is_never_faster_than_asked, reset),
        cmocka_unit_test_setup(mode_is_set, reset),
        cmocka_unit_test_setup(device_is_held_until_a_transfer_that_lets_go, reset),
        cmocka_unit_test_setup(cancelled_transfer_ends_at_once, reset),
        cmocka_unit_test_setup(bytes_that_nobody_sent_for_are_not_taken, reset),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
