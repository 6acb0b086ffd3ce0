// SPDX-License-Identifier: Apache-2.0 OR MIT
/**
 * The part of QEMU's TCG plugin interface, version 1, that count and walk use.
 *
 * Debian ships no header for it, so the functions are declared here by hand. They live in the QEMU
 * executable and are found when it loads the plugin. Identifiers are 64 bits wide; a translation
 * block and its instructions may be used only inside the translation callback that hands them out.
 *
 * Source: QEMU 7.2, "QEMU TCG Plugins" (docs/devel/tcg-plugins), API version 1.
 */
#pragma once

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

enum {
    QEMU_PLUGIN_API_VERSION = 1,
    QEMU_PLUGIN_INLINE_ADD = 0,          ///< add an immediate to a 64-bit counter
    QEMU_PLUGIN_REGISTERS_UNTOUCHED = 0, ///< the callback neither reads nor writes registers
    QEMU_PLUGIN_LOADS_AND_STORES = 3,
};

struct qemu_plugin_tb;
struct qemu_plugin_insn;
struct qemu_plugin_hwaddr;

/// What QEMU says of itself when it installs a plugin.
struct qemu_plugin_information {
    const char *target_arch;
    struct {
        int min;
        int cur;
    } version;
    bool system_emulation;
    union {
        struct {
            int smp_vcpus;
            int max_vcpus;
        } system;
    };
};

typedef void (*translation_fn)(uint64_t plugin_id, struct qemu_plugin_tb *block);
typedef void (*execution_fn)(unsigned int cpu, void *data);
typedef void (*access_fn)(unsigned int cpu, uint32_t access, uint64_t address, void *data);
typedef void (*exit_fn)(uint64_t plugin_id, void *data);

/// Calls `callback` whenever a block is translated.
void qemu_plugin_register_vcpu_tb_trans_cb(uint64_t plugin_id, translation_fn callback);

/// Calls `callback` each time the block starts to execute, before its first instruction.
void qemu_plugin_register_vcpu_tb_exec_cb(struct qemu_plugin_tb *block, execution_fn callback,
                                          int flags, void *data);

/// Calls `callback` each time just before the instruction, and before its inline counters.
void qemu_plugin_register_vcpu_insn_exec_cb(struct qemu_plugin_insn *instruction,
                                            execution_fn callback, int flags, void *data);

/// Calls `callback` each time the instruction has accessed memory, before the next one begins.
void qemu_plugin_register_vcpu_mem_cb(struct qemu_plugin_insn *instruction, access_fn callback,
                                      int flags, int accesses, void *data);

/// What an access found at its address, within its callback; and whether that is a device.
struct qemu_plugin_hwaddr *qemu_plugin_get_hwaddr(uint32_t access, uint64_t address);
bool qemu_plugin_hwaddr_is_io(const struct qemu_plugin_hwaddr *found);

/// Adds `immediate` to `*counter` each time the instruction executes.
void qemu_plugin_register_vcpu_insn_exec_inline(struct qemu_plugin_insn *instruction, int operation,
                                                void *counter, uint64_t immediate);

/// Calls `callback` when QEMU ends in an orderly way.
void qemu_plugin_register_atexit_cb(uint64_t plugin_id, exit_fn callback, void *data);

size_t qemu_plugin_tb_n_insns(const struct qemu_plugin_tb *block);
struct qemu_plugin_insn *qemu_plugin_tb_get_insn(const struct qemu_plugin_tb *block, size_t index);
const void *qemu_plugin_insn_data(const struct qemu_plugin_insn *instruction);
size_t qemu_plugin_insn_size(const struct qemu_plugin_insn *instruction);
uint64_t qemu_plugin_insn_vaddr(const struct qemu_plugin_insn *instruction);

/// What the plugin itself provides: the version it was written for, and its start.
extern int qemu_plugin_version;
int qemu_plugin_install(uint64_t plugin_id, const struct qemu_plugin_information *information,
                        int argument_count, char **arguments);
