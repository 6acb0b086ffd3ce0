// SPDX-License-Identifier: Apache-2.0 OR MIT
/**
 * The whole kernel with the standard capsules on the simulated machine of arch/host, as often as a
 * fuzzer wants it in one process.
 *
 * simulation_run() puts all memory of the machine back to what it was at power-on, runs a body and
 * comes back at its end, or where the machine is reset. simulation_boot() is for the body. Facts
 * that are not true end the process with abort(), which is how a fuzzer is told of a finding.
 */
#pragma once

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include <board_capsules.h>
#include <board_facts.h>
#include <chips/simulated/devices.h>
#include <kernel/board.h>

#include "host.h"
#include "process.h"

/// What a body may read, front to back. Behind the end there are zeros.
struct input {
    const uint8_t *bytes;
    size_t left;
};

uint8_t input_byte(struct input *input);

/// Runs `body` on a machine just powered on. Its image memory is empty, its protection unit exact.
void simulation_run(void (*body)(struct input *input), const uint8_t *bytes, size_t count);

/// Chooses one of the protection units, exact or real: any byte is good.
void simulation_unit_choose(uint8_t choice);

/// Three programs: one with room, one with a region of its image to write, one that is small.
void simulation_install(void);

/// The program in the next slot that has one.
struct process *simulation_beside(const struct process *process);

/// What a base of operations.h and an offset stand for, with a program that runs. `first` is the
/// record's first value when this is its second one.
uint32_t simulation_value(uint8_t base, int8_t offset, uint32_t first);

/// Boots, and does the work that there is.
void simulation_boot(void);

/// Does the work that there is, if there is some or nobody runs, and checks everything.
void simulation_work(void);

/// Time passes in steps: ticks, alarms, a line that sends, until nothing more is to be done or some
/// steps are over. Whatever waits gets its chance.
void simulation_settle(void);

/// The process that runs, or null.
struct process *simulation_running(void);

/// If all programs sleep, somebody has one begin anew. True: there is a program that runs.
bool simulation_wake(void);

/**
 * Has the program that runs be about to make a call: a new life makes itself room on its stack, and
 * a program that comes to the end of its code begins anew. False: none runs.
 */
bool simulation_prepare(void);

/// The program that runs, if any, makes a system call, prepared so.
void simulation_call(uint32_t call_class, uint32_t r0, uint32_t r1, uint32_t r2, uint32_t r3);

/// Work of hardware in the middle of the kernel's: before the n-th access to memory of a process
/// from now on all lines are raised, and a tick passes.
void simulation_interrupt_at(unsigned accesses);

/// The capsule traps as soon as it can.
void simulation_capsule_fail(uint32_t capsule);

/// Everything that must be true between two runs of the kernel. See invariants.c.
void invariants_check(void);

/// To be called behind simulation_boot(): what never changes is noted.
void invariants_open(void);

/// What was sent to the terminal since power-on is text and the console's own control sequences.
/// See output.c.
void output_open(void);

/// The capsule that prints has trapped: the sequence that it was about to print may lack its end.
void output_cut(void);

/// Ends with a message if a fact is not true.
#define require(fact) require_fact((fact), #fact, __FILE__, __LINE__)
void require_fact(bool fact, const char *text, const char *file, int line);
