// SPDX-License-Identifier: Apache-2.0 OR MIT
/** Sets the symbols of programs, and makes their images. */
#include <inttypes.h>
#include <string.h>

#include "elf_file.h"
#include "elf_image.h"
#include "plan.h"
#include "tbf_create.h"

enum {
    HEADER_BYTES = 0x80,
    WORD_BYTES = 4,
    NAME_SYMBOL_BYTES = 64, ///< of microkit_name
    SYMBOL_BYTES_MAX = 64,
    KERNEL_MAJOR = 2, ///< what programs ask for, as `tbf create` says without being told
};

static void setvar_apply(struct plan *plan, size_t number, const struct setvar *setvar);
static uint64_t setvar_value(const struct plan *plan, const struct setvar *setvar);
static void name_apply(struct plan *plan, size_t number);
static enum status image_make(struct plan *plan, size_t number);

enum status programs_make(struct plan *plan)
{
    const size_t count = plan->description->domain_count;
    for (size_t number = 0; number < count; number++) {
        const struct protection_domain *domain = &plan->description->domains[number];
        if (plan->programs[number].is_packed) {
            continue; // It is an image already.
        }
        for (size_t index = 0; index < domain->setvar_count; index++) {
            setvar_apply(plan, number, &domain->setvars[index]);
        }
        name_apply(plan, number);
    }
    enum status status = STATUS_OK;
    for (size_t number = 0; number < count && status == STATUS_OK; number++) {
        if (plan->remarks->error_count == 0 && !plan->programs[number].is_packed) {
            status = image_make(plan, number);
        }
    }
    return status;
}

static void setvar_apply(struct plan *plan, size_t number, const struct setvar *setvar)
{
    const struct protection_domain *domain = &plan->description->domains[number];
    struct program_plan *program = &plan->programs[number];
    const struct bytes symbols =
        buffer_bytes(program->symbols.length != 0 ? &program->symbols : &program->elf);
    struct elf_symbol symbol;
    if (!elf_symbol_find(symbols, setvar->symbol, &symbol)) {
        remark_error(plan->remarks, setvar->at, REMARK_AT,
                     "could not patch symbol '%s' in program image for PD '%s': it is not in the "
                     "image; a compiler may have dropped it: declare it with IPC_PATCHED()",
                     setvar->symbol, domain->name);
        return;
    }
    if (symbol.is_local) {
        remark_error(plan->remarks, setvar->at, REMARK_AT,
                     "could not patch symbol '%s' in program image for PD '%s': it is local to a "
                     "file, so a compiler may have made its value part of the code: declare it "
                     "with IPC_PATCHED()",
                     setvar->symbol, domain->name);
        return;
    }
    if (symbol.bytes < WORD_BYTES || symbol.bytes % WORD_BYTES != 0 ||
        symbol.bytes > SYMBOL_BYTES_MAX) {
        remark_error(plan->remarks, setvar->at, REMARK_AT, "setvar to non-word size symbol '%s'",
                     setvar->symbol);
        return;
    }
    size_t offset = 0;
    if (!elf_content_find(buffer_bytes(&program->elf), symbol.address, symbol.bytes, &offset)) {
        remark_error(plan->remarks, setvar->at, REMARK_AT,
                     "could not patch symbol '%s' in program image for PD '%s': it lies in zeroed "
                     "memory, of which a file has no bytes: declare it with IPC_PATCHED()",
                     setvar->symbol, domain->name);
        return;
    }
    const uint64_t set_to = setvar_value(plan, setvar);
    if (symbol.bytes == WORD_BYTES && set_to > UINT32_MAX) {
        remark_error(plan->remarks, setvar->at, REMARK_AT,
                     "value 0x%" PRIx64 " is larger than symbol '%s'", set_to, setvar->symbol);
        return;
    }
    struct buffer value = {0};
    buffer_u64(&value, set_to);
    buffer_fill(&value, SYMBOL_BYTES_MAX - value.length, 0);
    buffer_overwrite(&program->elf, offset, bytes_slice(buffer_bytes(&value), 0, symbol.bytes));
    buffer_free(&value);
}

static uint64_t setvar_value(const struct plan *plan, const struct setvar *setvar)
{
    switch (setvar->kind) {
    case SETVAR_VALUE:
        return setvar->value;
    case SETVAR_VADDR:
    case SETVAR_PADDR:
        return plan_region(plan, setvar->region)->range.base;
    case SETVAR_SIZE:
        return setvar->region->size.value;
    case SETVAR_PREFILL_SIZE:
        return setvar->region->prefill.length;
    }
    return 0;
}

/// Tells a program its name, if it wants to know.
static void name_apply(struct plan *plan, size_t number)
{
    const char *name = plan->description->domains[number].name;
    struct program_plan *program = &plan->programs[number];
    struct elf_symbol symbol;
    size_t offset = 0;
    if (name == NULL || strlen(name) > NAME_SYMBOL_BYTES ||
        !elf_symbol_find(buffer_bytes(&program->elf), "microkit_name", &symbol) ||
        symbol.bytes != NAME_SYMBOL_BYTES ||
        !elf_content_find(buffer_bytes(&program->elf), symbol.address, symbol.bytes, &offset)) {
        return;
    }
    struct buffer value = {0};
    buffer_append(&value, bytes_from_string(name));
    buffer_fill(&value, NAME_SYMBOL_BYTES - value.length, 0);
    buffer_overwrite(&program->elf, offset, buffer_bytes(&value));
    buffer_free(&value);
}

static enum status image_make(struct plan *plan, size_t number)
{
    struct program_plan *program = &plan->programs[number];
    const struct tbf_create_options options = {
        .name = plan->description->domains[number].name,
        .kernel_major = KERNEL_MAJOR,
        .protected_end = HEADER_BYTES,
        .heap_bytes = (uint32_t)plan->board->heap_bytes,
        .is_enabled = true,
        .total_bytes = (uint32_t)program->flash.length_bytes,
    };
    struct elf_image image;
    enum status status = elf_image_read(program->path, buffer_bytes(&program->elf), &image);
    if (status == STATUS_OK) {
        status = tbf_create(program->path, &image, &options, &program->object);
    }
    return status;
}
