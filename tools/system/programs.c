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
    KERNEL_PART_BYTES = 1024, ///< of a block: record and what belongs to IPC
    CAPABILITY_BYTES = 24,    ///< an entry of a table, in the kernel
    CAPABILITIES_BYTES_MAX = (SYSTEM_CAPABILITIES_MAX + 1) * CAPABILITY_BYTES,
};

static enum status program_load(struct plan *plan, size_t number);
static bool is_image(const char *path);
static enum status program_measure(struct plan *plan, size_t number,
                                   const struct link_place *place);
static void fixed_place(struct plan *plan, size_t number);
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
            fixed_place(plan, number);
        }
    }
    sizes_place(plan);
    for (size_t number = 0; number < count && status == STATUS_OK; number++) {
        const struct program_plan *program = &plan->programs[number];
        if (program->is_relocatable && program->flash.length_bytes != 0 &&
            program->memory.length_bytes != 0) {
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
    const struct link_place anywhere = {
        .flash_base = plan->board->apps.base + HEADER_BYTES,
        .flash_bytes = plan->board->apps.length_bytes - HEADER_BYTES,
        .memory_base = plan->board->pool.base,
        .memory_bytes = plan->board->pool.length_bytes,
        .stack_bytes = number_or(domain->stack_size, plan->board->stack_bytes),
    };
    return status == STATUS_OK && !program->is_packed ? program_measure(plan, number, &anywhere)
                                                      : status;
}

static bool is_image(const char *path)
{
    const struct bytes text = bytes_from_string(path);
    return text_ends_with(text, ".tab") || text_ends_with(text, ".tbf");
}

/// Finds out how large a program is; one that is to be linked is, somewhere.
static enum status program_measure(struct plan *plan, size_t number, const struct link_place *place)
{
    struct program_plan *program = &plan->programs[number];
    struct buffer linked = {0};
    enum status status = STATUS_OK;
    if (program->is_relocatable) {
        status = link_program(plan->board, program->path, &plan->description->domains[number],
                              place, plan->folder, &linked);
    }
    const struct bytes file = buffer_bytes(program->is_relocatable ? &linked : &program->elf);
    struct elf_image image;
    struct program_layout layout;
    if (status == STATUS_OK) {
        status = elf_image_read(program->path, file, &image);
    }
    if (status == STATUS_OK) {
        status = program_layout_make(program->path, &image, &layout);
    }
    if (status == STATUS_OK) {
        program->content_bytes = layout.content.length;
        program->memory_bytes = layout.ram_bytes + plan->board->heap_bytes;
        if (!program->is_relocatable) {
            program->flash.base = layout.content_base;
            program->memory.base = layout.has_ram ? layout.ram_start : 0;
        }
        program_layout_free(&layout);
    }
    buffer_free(&linked);
    return status;
}

// What the program has, and what the kernel keeps behind it.
uint64_t plan_block_bytes(const struct plan *plan, uint64_t memory_bytes)
{
    uint64_t bytes = memory_bytes;
    if (plan->board->unit == UNIT_ARMV7M) {
        // The memory ends at an eighth of one of its two regions.
        uint64_t step = 32;
        while (16 * step < bytes) {
            step *= 2;
        }
        bytes = (bytes + step - 1) / step * step;
    }
    bytes += plan->board->reserve_bytes + KERNEL_PART_BYTES + CAPABILITIES_BYTES_MAX / 4;
    return (bytes + SLACK_BYTES - 1) / SLACK_BYTES * SLACK_BYTES;
}

bool plan_range_is_free(const struct plan *plan, struct address_range range, bool is_flash)
{
    for (size_t number = 0; number < plan->description->domain_count; number++) {
        const struct program_plan *program = &plan->programs[number];
        const struct address_range used = is_flash ? program->flash : program->memory;
        if (used.length_bytes != 0 && address_ranges_overlap(range, used)) {
            return false;
        }
    }
    return address_range_is_inside(range, is_flash ? plan->board->apps : plan->board->pool);
}

static void fixed_place(struct plan *plan, size_t number)
{
    const struct protection_domain *domain = &plan->description->domains[number];
    struct program_plan *program = &plan->programs[number];
    const uint64_t base = program->flash.base;
    const uint64_t object_bytes = power_of_two(program->content_bytes + HEADER_BYTES);
    const struct address_range flash = {base - HEADER_BYTES, object_bytes};
    const struct address_range memory = {program->memory.base,
                                         plan_block_bytes(plan, program->memory_bytes)};
    program->flash = (struct address_range){0};
    program->memory = (struct address_range){0};
    if (base < HEADER_BYTES || !plan_range_is_free(plan, flash, true) ||
        flash.base % object_bytes != 0) {
        remark_on(plan->remarks, domain->image_at, "program_image",
                  "'%s' is linked for flash at 0x%" PRIx64 ", where board '%s' has no room for it; "
                  "a relocatable file (ld -r) is linked by the tool",
                  domain->path, base, plan->board->name);
        return;
    }
    if (!plan_range_is_free(plan, memory, false)) {
        remark_on(plan->remarks, domain->image_at, "program_image",
                  "'%s' is linked for memory at 0x%" PRIx64
                  ", where board '%s' has no room for the 0x%" PRIx64
                  " bytes of its block; a relocatable file (ld -r) is linked by the tool",
                  domain->path, memory.base, plan->board->name, memory.length_bytes);
        return;
    }
    program->flash = flash;
    program->memory = memory;
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
            const struct address_range used = is_flash ? placed->flash : placed->memory;
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

static bool size_place(struct plan *plan, size_t number)
{
    const struct protection_domain *domain = &plan->description->domains[number];
    struct program_plan *program = &plan->programs[number];
    // One entry of the protection unit covers it. What another place adds has room.
    const uint64_t flash_bytes = power_of_two(program->content_bytes + HEADER_BYTES +
                                              (plan->board->unit == UNIT_PMP ? SLACK_BYTES : 0));
    // A multiple of this is one for each region that the memory can be made of.
    const uint64_t memory_bytes = plan_block_bytes(plan, program->memory_bytes);
    const uint64_t memory_alignment =
        plan->board->unit == UNIT_ARMV7M ? power_of_two(program->memory_bytes) : SLACK_BYTES;
    if (!place_find(plan, flash_bytes, flash_bytes, true, &program->flash)) {
        program->flash = (struct address_range){0};
        remark_on(plan->remarks, domain->image_at, "program_image",
                  "no room for the 0x%" PRIx64 " bytes of '%s' in the flash of board '%s'",
                  flash_bytes, domain->path, plan->board->name);
        return false;
    }
    if (!place_find(plan, memory_bytes, memory_alignment, false, &program->memory)) {
        program->memory = (struct address_range){0};
        remark_on(plan->remarks, domain->image_at, "program_image",
                  "no room for the 0x%" PRIx64 " bytes of memory of '%s' on board '%s'; its stack "
                  "has 0x%" PRIx64,
                  memory_bytes, domain->path, plan->board->name,
                  number_or(domain->stack_size, plan->board->stack_bytes));
        return false;
    }
    return true;
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
        (void)size_place(plan, next);
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
        .memory_base = program->memory.base,
        .memory_bytes = program->memory.length_bytes,
        .stack_bytes = number_or(domain->stack_size, plan->board->stack_bytes),
    };
    enum status status =
        link_program(plan->board, program->path, domain, &place, plan->folder, &linked);
    if (status == STATUS_OK) {
        buffer_free(&program->elf);
        program->elf = linked;
    }
    return status;
}
