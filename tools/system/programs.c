// SPDX-License-Identifier: Apache-2.0 OR MIT
/** Where programs lie, and their images. */
#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

#include <abi/system.h>

#include "description_read.h"
#include "elf_file.h"
#include "elf_image.h"
#include "file.h"
#include "link.h"
#include "plan.h"
#include "program_layout.h"
#include "text.h"

enum {
    HEADER_BYTES = 0x80,      ///< before the program in its image
    OBJECT_BYTES_MIN = 512,   ///< as tbf_create() makes them
    SLACK_BYTES = 1024,       ///< what another place may add to a program
    KERNEL_PART_BYTES = 1024, ///< of a block, at most: record, grants, what belongs to IPC
    CAPABILITY_BYTES = 24,    ///< an entry of a table, in the kernel
};

static enum status program_load(struct plan *plan, size_t number);
static bool is_image(const char *path);
static enum status program_size(struct plan *plan, size_t number);
static enum status program_measure(struct plan *plan, size_t number, struct bytes file);
static void linked_place(struct plan *plan, size_t number);
static void sizes_place(struct plan *plan);
static enum status program_link(struct plan *plan, size_t number);

enum status programs_place(struct plan *plan)
{
    enum status status = STATUS_OK;
    const size_t count = plan->description->domain_count;
    for (size_t number = 0; number < count && status == STATUS_OK; number++) {
        status = program_load(plan, number);
    }
    if (status != STATUS_OK) {
        return status;
    }
    status = packed_place(plan);
    if (status != STATUS_OK) {
        return status;
    }
    for (size_t number = 0; number < count; number++) {
        const struct program_plan *program = &plan->programs[number];
        if (program->path != NULL && !program->is_relocatable && !program->is_packed) {
            linked_place(plan, number);
        }
    }
    sizes_place(plan);
    for (size_t number = 0; number < count && status == STATUS_OK; number++) {
        const struct program_plan *program = &plan->programs[number];
        if (program->is_relocatable && program->flash.length_bytes != 0 &&
            program->memory.all.length_bytes != 0) {
            status = program_link(plan, number);
        }
    }
    return status;
}

static uint64_t power_of_two(uint64_t bytes)
{
    uint64_t power = OBJECT_BYTES_MIN;
    while (power < bytes) {
        power *= 2;
    }
    return power;
}

static const char *path_find(struct plan *plan, const struct protection_domain *domain,
                             const char *path)
{
    struct buffer found = {0};
    if (!search_find(plan->search, path, &found)) {
        remark_on(plan->remarks, domain->image_at, "program_image",
                  "unable to find program image: '%s'", path);
        return NULL;
    }
    const char *text = arena_text(&plan->arena, (const char *)found.data, found.length);
    buffer_free(&found);
    return text;
}

static enum status program_load(struct plan *plan, size_t number)
{
    const struct protection_domain *domain = &plan->description->domains[number];
    struct program_plan *program = &plan->programs[number];
    if (domain->path == NULL) {
        return STATUS_OK;
    }
    program->path = path_find(plan, domain, domain->path);
    if (program->path == NULL) {
        return STATUS_OK;
    }
    enum status status = file_read(program->path, &program->elf);
    if (status != STATUS_OK) {
        return status;
    }
    program->is_packed = is_image(program->path);
    program->is_relocatable =
        !program->is_packed && elf_is_relocatable(buffer_bytes(&program->elf));
    if (domain->path_for_symbols != NULL) {
        const char *path = path_find(plan, domain, domain->path_for_symbols);
        if (program->is_relocatable || program->is_packed) {
            remark_on(plan->remarks, domain->image_at, "program_image",
                      "path_for_symbols needs a program image that is linked");
        } else if (path != NULL) {
            status = file_read(path, &program->symbols);
        }
    }
    return status == STATUS_OK && !program->is_packed ? program_size(plan, number) : status;
}

static bool is_image(const char *path)
{
    const struct bytes text = bytes_from_string(path);
    return text_ends_with(text, ".tab") || text_ends_with(text, ".tbf");
}

/// Finds out how large a program is; one that is to be linked is, somewhere.
static enum status program_size(struct plan *plan, size_t number)
{
    const struct protection_domain *domain = &plan->description->domains[number];
    const struct program_plan *program = &plan->programs[number];
    if (!program->is_relocatable) {
        return program_measure(plan, number, buffer_bytes(&program->elf));
    }
    const struct link_place anywhere = {
        .flash_base = plan->board->apps.base + HEADER_BYTES,
        .flash_bytes = plan->board->apps.length_bytes - HEADER_BYTES,
        .memory_base = plan->board->pool.base,
        .memory_bytes = plan->board->pool.length_bytes,
        .stack_bytes = number_or(domain->stack_size, plan->board->stack_bytes),
    };
    struct buffer linked = {0};
    enum status status =
        link_program(plan->board, program->path, domain, &anywhere, plan->folder, &linked);
    if (status == STATUS_OK) {
        status = program_measure(plan, number, buffer_bytes(&linked));
    }
    buffer_free(&linked);
    return status;
}

static enum status program_measure(struct plan *plan, size_t number, struct bytes file)
{
    struct program_plan *program = &plan->programs[number];
    struct elf_image image;
    struct program_layout layout;
    enum status status = elf_image_read(program->path, file, &image);
    if (status == STATUS_OK) {
        status = program_layout_make(program->path, &image, &layout);
    }
    if (status == STATUS_OK) {
        program->content_bytes = layout.content.length;
        program->memory_bytes = layout.ram_bytes + plan->board->heap_bytes;
        program->content_base = layout.content_base;
        program->memory_base = layout.has_ram ? layout.ram_start : 0;
        program_layout_free(&layout);
    }
    return status;
}

bool plan_block_find(const struct plan *plan, size_t number, uint64_t base,
                     struct unit_block *block)
{
    const struct protection_domain *domain = &plan->description->domains[number];
    const uint64_t capabilities =
        1 + system_capability_count(plan, number) + number_or(domain->cap_slots, CAP_SLOTS_DEFAULT);
    const uint64_t kernel_bytes =
        plan->board->reserve_bytes + KERNEL_PART_BYTES + capabilities * CAPABILITY_BYTES;
    return unit_block_find(plan->board, base, plan->programs[number].memory_bytes, kernel_bytes,
                           block);
}

bool plan_range_is_free(const struct plan *plan, struct address_range range, bool is_flash)
{
    for (size_t number = 0; number < plan->description->domain_count; number++) {
        const struct program_plan *program = &plan->programs[number];
        const struct address_range used = is_flash ? program->flash : program->memory.all;
        if (used.length_bytes != 0 && address_ranges_overlap(range, used)) {
            return false;
        }
    }
    return address_range_is_inside(range, is_flash ? plan->board->apps : plan->board->pool);
}

/// Finds where the image of a linked program lies: the way of the protection unit to cover it that
/// takes the fewest entries, and for which there is room.
static void linked_place(struct plan *plan, size_t number)
{
    const struct protection_domain *domain = &plan->description->domains[number];
    const struct program_plan *program = &plan->programs[number];
    const struct board *board = plan->board;
    const uint64_t base = program->content_base - HEADER_BYTES;
    const uint64_t bytes = program->content_bytes + HEADER_BYTES;
    bool is_coverable = false;
    for (uint64_t entries = 1; entries <= 2 && program->content_base >= HEADER_BYTES; entries++) {
        struct address_range flash;
        if (unit_range_find(board, base, bytes, entries, &flash)) {
            is_coverable = true;
            if (plan_range_is_free(plan, flash, true)) {
                plan_program_fix(plan, number, flash, program->memory_base);
                return;
            }
        }
    }
    if (is_coverable || program->content_base < HEADER_BYTES) {
        remark_on(plan->remarks, domain->image_at, "program_image",
                  "'%s' is linked for flash at 0x%" PRIx64 ", where board '%s' has no room for it; "
                  "a relocatable file (ld -r) is linked by the tool",
                  domain->path, program->content_base, board->name);
    } else {
        remark_on(plan->remarks, domain->image_at, "program_image",
                  "'%s' is linked for flash at 0x%" PRIx64 ", and the protection unit of board "
                  "'%s' cannot cover 0x%" PRIx64 " bytes, its header and it, from 0x%" PRIx64
                  "; a multiple of 0x%" PRIx64 " would do, and a relocatable file (ld -r) is "
                  "linked by the tool",
                  domain->path, program->content_base, board->name, bytes, base,
                  unit_alignment(board, bytes));
    }
}

void plan_program_fix(struct plan *plan, size_t number, struct address_range flash,
                      uint64_t memory_base)
{
    const struct protection_domain *domain = &plan->description->domains[number];
    struct program_plan *program = &plan->programs[number];
    const struct board *board = plan->board;
    struct unit_block block;
    if (!plan_block_find(plan, number, memory_base, &block)) {
        remark_on(plan->remarks, domain->image_at, "program_image",
                  "'%s' is linked for memory at 0x%" PRIx64 ", and the protection unit of board "
                  "'%s' cannot cover its 0x%" PRIx64
                  " bytes from there on; a multiple of 0x%" PRIx64
                  " would do, and a relocatable file (ld -r) is linked by the tool",
                  domain->path, memory_base, board->name, program->memory_bytes,
                  unit_alignment(board, program->memory_bytes));
    } else if (!plan_range_is_free(plan, block.all, false)) {
        remark_on(plan->remarks, domain->image_at, "program_image",
                  "'%s' is linked for memory at 0x%" PRIx64
                  ", where board '%s' has no room for the 0x%" PRIx64
                  " bytes of its block; a relocatable file (ld -r) is linked by the tool",
                  domain->path, memory_base, board->name, block.all.length_bytes);
    } else {
        program->flash = flash;
        program->memory = block;
    }
}

/// Finds the lowest place for a range; false: there is none.
static bool place_find(const struct plan *plan, uint64_t bytes, uint64_t alignment, bool is_flash,
                       struct address_range *found)
{
    uint64_t best = UINT64_MAX;
    for (size_t other = 0; other <= plan->description->domain_count; other++) {
        uint64_t base = is_flash ? plan->board->apps.base : plan->board->pool.base;
        if (other < plan->description->domain_count) {
            const struct program_plan *placed = &plan->programs[other];
            const struct address_range used = is_flash ? placed->flash : placed->memory.all;
            base = used.base + used.length_bytes;
        }
        base = (base + alignment - 1) / alignment * alignment;
        if (base < best &&
            plan_range_is_free(plan, (struct address_range){base, bytes}, is_flash)) {
            best = base;
        }
    }
    *found = (struct address_range){best, bytes};
    return best != UINT64_MAX;
}

static void size_place(struct plan *plan, size_t number)
{
    const struct protection_domain *domain = &plan->description->domains[number];
    struct program_plan *program = &plan->programs[number];
    // One entry of the protection unit covers it. What another place adds has room.
    const uint64_t flash_bytes = power_of_two(program->content_bytes + HEADER_BYTES +
                                              (plan->board->unit == UNIT_PMP ? SLACK_BYTES : 0));
    if (!place_find(plan, flash_bytes, flash_bytes, true, &program->flash)) {
        program->flash = (struct address_range){0};
        remark_on(plan->remarks, domain->image_at, "program_image",
                  "no room for the 0x%" PRIx64 " bytes of '%s' in the flash of board '%s'",
                  flash_bytes, domain->path, plan->board->name);
        return;
    }
    // A multiple of this is one for each region that the memory can be made of.
    const uint64_t alignment =
        plan->board->unit == UNIT_ARMV7M ? power_of_two(program->memory_bytes) : SLACK_BYTES;
    struct address_range memory = {0};
    if (!plan_block_find(plan, number, alignment, &program->memory) ||
        !place_find(plan, program->memory.all.length_bytes, alignment, false, &memory)) {
        remark_on(plan->remarks, domain->image_at, "program_image",
                  "no room for the 0x%" PRIx64 " bytes of memory of '%s' on board '%s'; its stack "
                  "has 0x%" PRIx64,
                  program->memory.all.length_bytes, domain->path, plan->board->name,
                  number_or(domain->stack_size, plan->board->stack_bytes));
        program->memory = (struct unit_block){0};
        return;
    }
    (void)plan_block_find(plan, number, memory.base, &program->memory);
}

/// Places what is to be linked, the largest first.
static void sizes_place(struct plan *plan)
{
    const size_t count = plan->description->domain_count;
    bool is_done[DOMAINS_MAX] = {false};
    for (size_t turn = 0; turn < count; turn++) {
        size_t next = count;
        for (size_t number = 0; number < count; number++) {
            const struct program_plan *program = &plan->programs[number];
            if (is_done[number] || program->path == NULL || !program->is_relocatable) {
                continue;
            }
            if (next == count ||
                program->content_bytes + program->memory_bytes >
                    plan->programs[next].content_bytes + plan->programs[next].memory_bytes) {
                next = number;
            }
        }
        if (next == count) {
            return;
        }
        is_done[next] = true;
        size_place(plan, next);
    }
}

static enum status program_link(struct plan *plan, size_t number)
{
    const struct protection_domain *domain = &plan->description->domains[number];
    struct program_plan *program = &plan->programs[number];
    struct buffer linked = {0};
    const struct link_place place = {
        .flash_base = program->flash.base + HEADER_BYTES,
        .flash_bytes = program->flash.length_bytes - HEADER_BYTES,
        .memory_base = program->memory.all.base,
        .memory_bytes = program->memory.program_end - program->memory.all.base,
        .stack_bytes = number_or(domain->stack_size, plan->board->stack_bytes),
    };
    enum status status =
        link_program(plan->board, program->path, domain, &place, plan->folder, &linked);
    if (status != STATUS_OK) {
        buffer_free(&linked);
        return status;
    }
    buffer_free(&program->elf);
    program->elf = linked;
    status = program_measure(plan, number, buffer_bytes(&program->elf));
    const struct unit_block reserved = program->memory;
    if (status == STATUS_OK &&
        (!plan_block_find(plan, number, reserved.all.base, &program->memory) ||
         !address_range_is_inside(program->memory.all, reserved.all))) {
        status = status_fail(program->path, "grew beyond its place when it was linked for it");
    }
    return status;
}
