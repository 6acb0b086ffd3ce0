// SPDX-License-Identifier: Apache-2.0 OR MIT
/**
 * A QEMU plugin that stops the processor before instructions, for a test that tells it where.
 *
 * A stopped processor executes nothing and guest time stands still, but the machine around it is
 * there: a test may write to memory and devices over QEMU's other ports meanwhile. The instruction
 * before which the processor stands is executed next whatever has been made pending; an interrupt
 * comes behind it at the earliest. Start QEMU with -singlestep: then it comes there exactly. But an
 * instruction that accesses a device begins again behind the interrupt, and the first one of the
 * handler goes unseen; so the processor can also stand behind the access.
 *
 * Argument: port=PATH, the Unix socket of the test. Before its first instruction the processor
 * asks there what to do, and whenever it has stopped. The test answers with one of the lines
 *
 *     step COUNT          go on for so many instructions
 *     run BASE:END ...    go on at least one instruction, to one at an address in a range
 *     access              go on until the instruction has accessed a device, or to the next one
 *     free                go on and ask no more; the same as closing the port
 *
 * with numbers in hexadecimal, and is told where the processor stands, a number that is the same
 * after the same instructions, and whether the last one accessed a device: `PLACE TRAIL 0` or 1.
 */
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <unistd.h>

#include <qemu_plugin.h>

enum { RANGES_MAX = 16, LINE_BYTES_MAX = 512 };

struct address_range {
    uint64_t base;
    uint64_t end;
};

static int port;
static bool is_free;
static uint64_t steps = 1; ///< left until the processor stops; 0: it stops at ranges
static struct address_range ranges[RANGES_MAX];
static size_t range_count;
static bool is_at_access; ///< it stops behind an access, too
static bool is_device;    ///< the last instruction accessed one
static uint64_t trail;

static bool is_in_ranges(uint64_t address)
{
    for (size_t i = 0; i < range_count; i++) {
        if (address >= ranges[i].base && address < ranges[i].end) {
            return true;
        }
    }
    return false;
}

/// Reads a line of the test; false if there is none, or it is too long.
static bool line_read(char line[static LINE_BYTES_MAX])
{
    for (size_t i = 0; i < LINE_BYTES_MAX; i++) {
        if (read(port, &line[i], 1) != 1) {
            return false;
        }
        if (line[i] == '\n') {
            line[i] = '\0';
            return true;
        }
    }
    return false;
}

/// Does as a line says; false if it is none of those above.
static bool line_follow(const char *line)
{
    steps = 0;
    range_count = 0;
    if (strncmp(line, "step ", 5) == 0) {
        steps = strtoull(line + 5, NULL, 16);
        return steps != 0;
    }
    is_at_access = strcmp(line, "access") == 0;
    if (is_at_access) {
        steps = 1;
        return true;
    }
    if (strncmp(line, "run", 3) != 0) {
        return false;
    }
    for (line += 3; *line == ' ' && range_count < RANGES_MAX; range_count++) {
        char *rest = NULL;
        ranges[range_count].base = strtoull(line + 1, &rest, 16);
        if (*rest != ':') {
            return false;
        }
        ranges[range_count].end = strtoull(rest + 1, &rest, 16);
        line = rest;
    }
    return *line == '\0' && range_count > 0;
}

/// Tells the test where the processor stands, and waits for what it says.
static void stand(uint64_t address)
{
    char line[LINE_BYTES_MAX];
    const int length =
        snprintf(line, sizeof line, "%" PRIx64 " %" PRIx64 " %d\n", address, trail, is_device);
    is_free = write(port, line, (size_t)length) != length || !line_read(line) || !line_follow(line);
}

static void instruction_begins(unsigned int cpu, void *data)
{
    (void)cpu;
    const uint64_t address = (uintptr_t)data;
    if (is_free || (steps != 0 ? --steps != 0 : !is_in_ranges(address))) {
        trail = trail * 31 + address;
    } else {
        stand(address);
        trail = address;
    }
    is_device = false;
}

static void memory_accessed(unsigned int cpu, uint32_t access, uint64_t address, void *data)
{
    (void)cpu;
    is_device = qemu_plugin_hwaddr_is_io(qemu_plugin_get_hwaddr(access, address));
    if (is_device && is_at_access && !is_free) {
        stand((uintptr_t)data);
    }
}

static void block_translated(uint64_t plugin_id, struct qemu_plugin_tb *block)
{
    (void)plugin_id;
    for (size_t i = 0; i < qemu_plugin_tb_n_insns(block); i++) {
        struct qemu_plugin_insn *instruction = qemu_plugin_tb_get_insn(block, i);
        void *const address = (void *)(uintptr_t)qemu_plugin_insn_vaddr(instruction);
        qemu_plugin_register_vcpu_insn_exec_cb(instruction, instruction_begins,
                                               QEMU_PLUGIN_REGISTERS_UNTOUCHED, address);
        qemu_plugin_register_vcpu_mem_cb(instruction, memory_accessed,
                                         QEMU_PLUGIN_REGISTERS_UNTOUCHED,
                                         QEMU_PLUGIN_LOADS_AND_STORES, address);
    }
}

__attribute__((visibility("default"))) int qemu_plugin_version = QEMU_PLUGIN_API_VERSION;

__attribute__((visibility("default"))) int
qemu_plugin_install(uint64_t plugin_id, const struct qemu_plugin_information *information,
                    int argument_count, char **arguments)
{
    (void)information;
    union {
        struct sockaddr any;
        struct sockaddr_un local;
    } address = {.local = {.sun_family = AF_UNIX}};
    if (argument_count != 1 || strncmp(arguments[0], "port=", 5) != 0 ||
        strlen(arguments[0] + 5) >= sizeof address.local.sun_path) {
        fprintf(stderr, "walk: port=PATH is required\n");
        return -1;
    }
    strcpy(address.local.sun_path, arguments[0] + 5);
    port = socket(AF_UNIX, SOCK_STREAM, 0);
    if (port < 0 || connect(port, &address.any, sizeof address.local) != 0) {
        perror("walk");
        return -1;
    }
    qemu_plugin_register_vcpu_tb_trans_cb(plugin_id, block_translated);
    return 0;
}
