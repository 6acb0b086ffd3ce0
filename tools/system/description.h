// SPDX-License-Identifier: Apache-2.0 OR MIT
/**
 * What a system file says: protection domains, memory regions and channels.
 *
 * description_read() takes the file apart by the schema (docs/system-files.md): which elements and
 * attributes there are, and what a value looks like. What concerns several elements is looked at by
 * description_check(). Both go on after an error; a description with errors may be printed, but not
 * built from.
 */
#pragma once

#include <stdbool.h>
#include <stdint.h>

#include "arena.h"
#include "buffer.h"
#include "remarks.h"
#include "target.h"

struct xml_element;

enum {
    CHANNEL_ID_MAX = 61,
    DOMAINS_MAX = 63,
    PRIORITY_MAX = 254,
    CAP_SLOTS_MAX = 64,
    CAP_SLOTS_DEFAULT = 4,
    BUDGET_DEFAULT_MICROSECONDS = 1000,
};

/// A number that may be left out. One that could not be read has a remark, and is not there.
struct number {
    uint64_t value;
    bool is_given;
    bool is_bad; ///< given, but no such number
};

enum permission_bit { PERMISSION_READ = 1, PERMISSION_WRITE = 2, PERMISSION_EXECUTE = 4 };

struct memory_region {
    struct location at;
    const char *name;
    struct number size; ///< after reading always there, unless a remark says why not
    struct number page_size;
    struct number phys_addr;
    const char *prefill_path;
    const char *prefill_bootinfo;
    struct bytes prefill; ///< content of the file; empty without one
    bool is_mapped;
};

struct map {
    struct location at;
    const char *mr;
    struct number vaddr;
    uint8_t permissions; ///< enum permission_bit, or-ed; 0: could not be read
    bool is_cached;
    const char *setvar_vaddr;
    const char *setvar_size;
    const char *setvar_prefill_size;
    struct memory_region *region; ///< null if there is none with that name
};

struct irq {
    struct location at;
    struct number irq;
    struct number id;
    bool is_edge;
    const char *setvar_id;
};

/// What a symbol of a program is to be set to.
enum setvar_kind {
    SETVAR_VALUE, ///< a number that the file gives
    SETVAR_VADDR, ///< where the region is mapped
    SETVAR_SIZE,
    SETVAR_PREFILL_SIZE,
    SETVAR_PADDR,
};

struct setvar {
    struct location at;
    const char *symbol;
    enum setvar_kind kind;
    uint64_t value; ///< SETVAR_VALUE
    const char *region_name;
    struct memory_region *region; ///< of the other kinds
    const struct map *map;        ///< SETVAR_VADDR
};

/// A service that a domain offers to another one, by its name.
struct offer {
    struct location at;
    const char *service;
    const char *pd;
    struct number id;                 ///< by which the domain knows who calls
    struct protection_domain *seeker; ///< null if there is none with that name
    size_t service_number;            ///< services count in the order of their first offers
};

/// A service that a domain wants to be able to connect to.
struct seek {
    struct location at;
    const char *service;
    const struct offer *offer; ///< null: nobody offers it to this domain
};

struct protection_domain {
    struct location at;
    const struct xml_element *element;
    const char *name;
    struct number priority;
    struct number budget;
    struct number period;
    struct number stack_size;
    struct number cpu;
    struct number cap_slots;
    struct number id; ///< of a child
    bool is_passive;
    bool has_fpu;
    bool is_smc;
    const char *domain;
    const char *setvar_id;
    struct protection_domain *parent; ///< null at the top
    struct location image_at;
    const char *path;
    const char *path_for_symbols;
    struct map *maps;
    size_t map_count;
    struct irq *irqs;
    size_t irq_count;
    struct offer *offers;
    size_t offer_count;
    struct seek *seeks;
    size_t seek_count;
    struct setvar *setvars; ///< of all elements that have one
    size_t setvar_count;
};

struct channel_end {
    struct location at;
    const char *pd;
    struct number id;
    bool is_pp;
    bool is_notify;
    const char *setvar_id;
    struct protection_domain *domain; ///< null if there is none with that name
};

struct channel {
    struct location at;
    struct channel_end ends[2];
    bool is_whole; ///< has exactly two ends
};

struct description {
    struct location at; ///< of the root
    struct arena arena;
    struct protection_domain *domains; ///< parents before their children
    size_t domain_count;
    struct memory_region *regions;
    size_t region_count;
    struct channel *channels;
    size_t channel_count;
};

/// Where files are looked for, in this order.
struct search {
    const char *const *folders;
    size_t count;
};

/**
 * Reads a system file, and the files that regions are filled from.
 *
 * @param text         borrow.
 * @param target       the rules that depend on what it is built for.
 * @param description  give, also when there are errors; ended by description_free().
 */
void description_read(struct bytes text, const struct target *target, const struct search *search,
                      struct description *description, struct remarks *remarks);

/** Finds out who offers what to whom; a part of description_check(). */
void services_check(struct description *description, struct remarks *remarks);

/** Finds a domain by its name, or null. */
struct protection_domain *domain_find(const struct description *description, const char *name);

/** Looks at what elements say together. */
void description_check(struct description *description, const struct target *target,
                       struct remarks *remarks);

void description_free(struct description *description);

/** Gives the value of a number, or what stands for it when it is not there. */
uint64_t number_or(struct number number, uint64_t absent);
