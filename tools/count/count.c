// SPDX-License-Identifier: Apache-2.0 OR MIT
/**
 * A QEMU plugin that counts instructions of kernel, capsules and programs, on Cortex-M and RISC-V.
 *
 * Every executed instruction adds one to one of four counters, chosen by its address: user,
 * capsule, excluded (loops that a figure leaves out) and kernel, which is all the rest. Places
 * where something begins or ends become lines of a log, each with the counters as they were just
 * before the instruction executed; what they mean is left to the log's reader (tools/bench).
 *
 *     vector NAME pc KERNEL CAPSULE EXCLUDED USER    first instruction of a handler, or the first
 *                                                    one after a sleep on RISC-V (NAME is `wake`)
 *     svc N pc ...                                   a call that follows marker N directly
 *     mark N pc ...                                  marker N
 *     user pc ...                                    first program instruction after the kernel
 *     block pc ...                                   a block of the kernel or a capsule (trace=on)
 *     longest LENGTH FROM TO                         a new longest kernel run, and where it was
 *     end ...                                        the log is complete
 *
 * A marker is the instruction `movw r12, #0xBE00 + N`, on RISC-V `lui zero, 0xBE000 + N`, which a
 * benchmark program places before a call (svc, ecall) or anywhere else. Marker 255 ends the
 * emulation.
 *
 * On RISC-V the kernel sleeps with interrupts off and goes on behind its wfi; so sleep ends and
 * begins a stretch of the kernel as a program would. On Cortex-M the exception that wakes it has a
 * vector of its own, and sleep divides a run only.
 *
 * A kernel run is the stretch from an entry to the kernel, or from a look at the work flags, to the
 * next look, a sleep or a program. Capsule text does not count. Nothing counts before the first
 * program instruction after a reset, nor after a panic. FROM and TO are the addresses, joined by
 * commas, of the last blocks that were executed before the run began and before it ended, the
 * latest first.
 *
 * Arguments: options.h.
 *
 * QEMU executes an instruction that accesses a device in the middle of a block twice internally,
 * but reports it to plugins once; exceptions enter and leave at block borders only. So the counts
 * are exact.
 */
#include "instruction_set.h"
#include "options.h"
#include "qemu_plugin.h"

#include <inttypes.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

enum {
    MARKERS_MAX = 1024,
    MARKER_STOP = 255,
    TRAIL_BLOCKS = 8,
};

/// A marker that was met at translation, or the call behind it.
struct marker {
    uint64_t address;
    unsigned int number;
};

enum counter {
    COUNTER_KERNEL,
    COUNTER_CAPSULE,
    COUNTER_EXCLUDED,
    COUNTER_USER,
};
enum { COUNTERS = 4 };

/// Addresses of the blocks executed last, in a ring.
struct trail {
    uint64_t blocks[TRAIL_BLOCKS];
    size_t next;
};

static const struct instruction_set *instructions;
static struct options options;
static struct marker markers[MARKERS_MAX];
static size_t marker_count;

static uint64_t counters[COUNTERS];

/// Where execution is. `was_user_seen`: a program has run since the last reset.
static bool is_in_kernel = true;
static bool was_user_seen;
static bool is_asleep;
static struct trail trail;

/// The kernel run under way, if any, and the longest so far.
static bool is_run_counted;
static uint64_t run_start;
static struct trail run_from;
static uint64_t run_longest;

static void event_write(uint64_t address, const char *format, ...)
    __attribute__((format(printf, 2, 3)));

static void event_write(uint64_t address, const char *format, ...)
{
    if (options.is_longest_only) {
        return;
    }
    va_list arguments;
    va_start(arguments, format);
    vfprintf(options.log_file, format, arguments);
    va_end(arguments);
    fprintf(options.log_file, " 0x%" PRIx64, address);
    for (size_t i = 0; i < COUNTERS; i++) {
        fprintf(options.log_file, " %" PRIu64, counters[i]);
    }
    fputc('\n', options.log_file);
}

/// Memory clearing is left out of the boot figure only; a run that clears memory is a long run.
static uint64_t run_counter(void)
{
    return counters[COUNTER_KERNEL] + counters[COUNTER_EXCLUDED];
}

static void trail_write(const struct trail *written)
{
    for (size_t i = 1; i <= TRAIL_BLOCKS; i++) {
        const uint64_t block = written->blocks[(written->next + TRAIL_BLOCKS - i) % TRAIL_BLOCKS];
        fprintf(options.log_file, "%c0x%" PRIx64, i == 1 ? ' ' : ',', block);
    }
}

static void run_begin(void)
{
    is_run_counted = was_user_seen;
    run_start = run_counter();
    run_from = trail;
}

static void run_end(void)
{
    if (!is_run_counted) {
        return;
    }
    is_run_counted = false;
    const uint64_t length = run_counter() - run_start;
    if (length > run_longest) {
        run_longest = length;
        fprintf(options.log_file, "longest %" PRIu64, length);
        trail_write(&run_from);
        trail_write(&trail);
        fputc('\n', options.log_file);
        // A test may kill the emulator; what was found so far must be in the file by then.
        if (options.is_longest_only) {
            fflush(options.log_file);
        }
    }
}

static void on_user_block(unsigned int cpu, void *data)
{
    (void)cpu;
    if (!is_in_kernel) {
        return;
    }
    const uint64_t address = (uint64_t)(uintptr_t)data;
    run_end();
    trail = (struct trail){.next = 0};
    is_in_kernel = false;
    was_user_seen = true;
    event_write(address, "user");
}

static void on_kernel_block(unsigned int cpu, void *data)
{
    (void)cpu;
    const uint64_t address = (uint64_t)(uintptr_t)data;
    if (is_asleep) {
        is_asleep = false;
        run_begin();
        event_write(address, "vector wake");
    }
    if (options.is_traced) {
        event_write(address, "block");
    }
    // A loop of one block must not push out what led to it.
    if (trail.blocks[(trail.next + TRAIL_BLOCKS - 1) % TRAIL_BLOCKS] != address) {
        trail.blocks[trail.next] = address;
        trail.next = (trail.next + 1) % TRAIL_BLOCKS;
    }
}

static void on_vector(unsigned int cpu, void *data)
{
    (void)cpu;
    const struct place *place = data;
    if (!is_in_kernel) {
        is_in_kernel = true;
        run_begin();
    }
    event_write(place->address, "vector %s", place->name);
}

static void on_sleep(unsigned int cpu, void *data)
{
    (void)cpu;
    (void)data;
    run_end();
    is_asleep = true;
}

static void on_look(unsigned int cpu, void *data)
{
    (void)cpu;
    (void)data;
    if (is_in_kernel && is_run_counted) {
        run_end();
        run_begin();
    }
}

static void on_panic(unsigned int cpu, void *data)
{
    (void)cpu;
    (void)data;
    is_run_counted = false;
}

static void on_reset(unsigned int cpu, void *data)
{
    (void)cpu;
    (void)data;
    is_in_kernel = true;
    was_user_seen = false;
    is_run_counted = false;
    is_asleep = false;
}

static void log_finish(void)
{
    if (!options.is_longest_only) {
        event_write(0, "end");
    }
    fclose(options.log_file);
}

static void on_marker(unsigned int cpu, void *data)
{
    (void)cpu;
    const struct marker *marker = data;
    event_write(marker->address, "mark %u", marker->number);
    if (marker->number == MARKER_STOP && !options.is_longest_only) {
        log_finish();
        // The serial line is a file or nothing, so there is no output left to lose.
        _exit(0);
    }
}

static void on_marked_svc(unsigned int cpu, void *data)
{
    (void)cpu;
    const struct marker *marker = data;
    event_write(marker->address + MARKER_BYTES, "svc %u", marker->number);
}

static void on_end(uint64_t plugin_id, void *data)
{
    (void)plugin_id;
    (void)data;
    log_finish();
}

/// Finds the marker whose call, `distance` bytes behind it, stands at the address.
static struct marker *marker_find(uint64_t address, uint64_t distance)
{
    for (size_t i = 0; i < marker_count; i++) {
        if (markers[i].address + distance == address) {
            return &markers[i];
        }
    }
    return NULL;
}

/**
 * Notes a marker when its instruction is translated. The call behind it is recognised by address,
 * because a block may end between the two.
 */
static struct marker *marker_note(uint64_t address, unsigned int number)
{
    struct marker *known = marker_find(address, 0);
    if (known != NULL) {
        known->number = number;
        return known;
    }
    if (marker_count == MARKERS_MAX) {
        fprintf(stderr, "count: more than %d markers\n", MARKERS_MAX);
        exit(1);
    }
    markers[marker_count].address = address;
    markers[marker_count].number = number;
    return &markers[marker_count++];
}

/// The instruction as a word; 0 if it has another length than the kinds that matter.
static uint32_t instruction_word(const struct qemu_plugin_insn *instruction, size_t length_bytes)
{
    uint32_t word = 0;
    if (qemu_plugin_insn_size(instruction) == length_bytes) {
        memcpy(&word, qemu_plugin_insn_data(instruction), length_bytes);
    }
    return word;
}

static void marker_instrument(struct qemu_plugin_insn *instruction, uint64_t address)
{
    const uint32_t word = instruction_word(instruction, MARKER_BYTES);
    if ((word & instructions->marker_mask) == instructions->marker) {
        struct marker *marker =
            marker_note(address, (word >> instructions->marker_number_shift) & 0xFFu);
        qemu_plugin_register_vcpu_insn_exec_cb(instruction, on_marker,
                                               QEMU_PLUGIN_REGISTERS_UNTOUCHED, marker);
        return;
    }
    const uint32_t call = instruction_word(instruction, instructions->call_bytes);
    const bool is_call = (call & instructions->call_mask) == instructions->call;
    struct marker *marker = marker_find(address, MARKER_BYTES);
    if (is_call && marker != NULL) {
        qemu_plugin_register_vcpu_insn_exec_cb(instruction, on_marked_svc,
                                               QEMU_PLUGIN_REGISTERS_UNTOUCHED, marker);
    }
}

/// The sleep before the first program instruction, of harts that are not used, is no matter.
static void sleep_instrument(struct qemu_plugin_insn *instruction)
{
    if (instruction_word(instruction, instructions->sleep_bytes) == instructions->sleep) {
        qemu_plugin_register_vcpu_insn_exec_cb(
            instruction, instructions->is_woken_by_exception ? on_look : on_sleep,
            QEMU_PLUGIN_REGISTERS_UNTOUCHED, NULL);
    }
}

static void place_instrument(struct qemu_plugin_insn *instruction, struct place *place)
{
    execution_fn callback = NULL;
    switch (place->kind) {
    case PLACE_VECTOR:
        callback = on_vector;
        break;
    case PLACE_LOOK:
        callback = on_look;
        break;
    case PLACE_PANIC:
        callback = on_panic;
        break;
    case PLACE_RESET:
        callback = on_reset;
        break;
    }
    qemu_plugin_register_vcpu_insn_exec_cb(instruction, callback, QEMU_PLUGIN_REGISTERS_UNTOUCHED,
                                           place);
}

static enum counter address_counter(uint64_t address)
{
    if (range_list_contains(&options.user, address)) {
        return COUNTER_USER;
    }
    if (range_list_contains(&options.capsule, address)) {
        return COUNTER_CAPSULE;
    }
    if (range_list_contains(&options.excluded, address)) {
        return COUNTER_EXCLUDED;
    }
    return COUNTER_KERNEL;
}

static void on_translation(uint64_t plugin_id, struct qemu_plugin_tb *block)
{
    (void)plugin_id;
    const size_t count = qemu_plugin_tb_n_insns(block);
    for (size_t i = 0; i < count; i++) {
        struct qemu_plugin_insn *instruction = qemu_plugin_tb_get_insn(block, i);
        const uint64_t address = qemu_plugin_insn_vaddr(instruction);
        const enum counter counter = address_counter(address);

        if (i == 0) {
            qemu_plugin_register_vcpu_tb_exec_cb(
                block, counter == COUNTER_USER ? on_user_block : on_kernel_block,
                QEMU_PLUGIN_REGISTERS_UNTOUCHED, (void *)(uintptr_t)address);
        }
        if (counter == COUNTER_USER) {
            marker_instrument(instruction, address);
        } else {
            sleep_instrument(instruction);
        }
        for (size_t p = 0; p < options.place_count; p++) {
            if (options.places[p].address == address) {
                place_instrument(instruction, &options.places[p]);
            }
        }
        qemu_plugin_register_vcpu_insn_exec_inline(instruction, QEMU_PLUGIN_INLINE_ADD,
                                                   &counters[counter], 1);
    }
}

__attribute__((visibility("default"))) int qemu_plugin_version = QEMU_PLUGIN_API_VERSION;

__attribute__((visibility("default"))) int
qemu_plugin_install(uint64_t plugin_id, const struct qemu_plugin_information *information,
                    int argument_count, char **arguments)
{
    if (strcmp(information->target_arch, "arm") == 0) {
        instructions = &armv7m;
    } else if (strncmp(information->target_arch, "riscv", strlen("riscv")) == 0) {
        instructions = &riscv;
    } else {
        fprintf(stderr, "count: cannot count on target %s\n", information->target_arch);
        return -1;
    }
    if (!options_parse(argument_count, arguments, &options)) {
        return -1;
    }
    qemu_plugin_register_vcpu_tb_trans_cb(plugin_id, on_translation);
    qemu_plugin_register_atexit_cb(plugin_id, on_end, NULL);
    return 0;
}
