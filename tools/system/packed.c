// SPDX-License-Identifier: Apache-2.0 OR MIT
/** Programs that come as images, in .tbf and .tab files: they lie where they were linked for. */
#include <inttypes.h>
#include <string.h>

#include "pack.h"
#include "plan.h"
#include "text.h"

static enum status image_choose(struct plan *plan, size_t number, struct flash_map *map,
                                struct placement *placement);
static void image_place(struct plan *plan, size_t number, const struct placement *placement);

enum status packed_place(struct plan *plan)
{
    struct flash_map map = {.flash = plan->board->apps, .ram = plan->board->pool};
    enum status status = STATUS_OK;
    for (size_t number = 0; number < plan->description->domain_count && status == STATUS_OK;
         number++) {
        struct placement placement;
        if (plan->programs[number].is_packed) {
            status = image_choose(plan, number, &map, &placement);
            if (status == STATUS_OK) {
                image_place(plan, number, &placement);
            }
        }
    }
    flash_map_free(&map);
    return status;
}

static enum status image_choose(struct plan *plan, size_t number, struct flash_map *map,
                                struct placement *placement)
{
    const struct program_plan *program = &plan->programs[number];
    const struct bytes file = buffer_bytes(&program->elf);
    const struct architecture *architecture = architecture_find(plan->board->cpu);
    if (architecture == NULL) {
        return status_fail(plan->board->name, "unknown processor '%s'", plan->board->cpu);
    }
    if (text_ends_with(bytes_from_string(program->path), ".tbf")) {
        return pack_image(program->path, file, architecture, map, placement);
    }
    struct tab tab;
    enum status status = tab_read(program->path, file, &tab);
    if (status == STATUS_OK) {
        status = pack_tab(program->path, &tab, architecture, map, placement);
        tab_free(&tab);
    }
    return status;
}

static void image_place(struct plan *plan, size_t number, const struct placement *placement)
{
    const struct protection_domain *domain = &plan->description->domains[number];
    struct program_plan *program = &plan->programs[number];
    struct tbf_image image;
    tbf_image_decode(placement->content, &image);
    if (domain->name != NULL && !bytes_are_equal(image.name, bytes_from_string(domain->name))) {
        remark_on(plan->remarks, domain->image_at, "program_image",
                  "the program in '%s' has another name than the protection domain, '%s', and the "
                  "kernel knows it by its own",
                  domain->path, domain->name);
    }
    if (placement->ram.length_bytes == 0) {
        remark_on(plan->remarks, domain->image_at, "program_image",
                  "the program in '%s' has no fixed place in memory, which other programs of a "
                  "system have",
                  domain->path);
    }
    if (domain->setvar_count != 0) {
        remark_error(plan->remarks, domain->setvars[0].at, REMARK_AT,
                     "could not patch symbol '%s' in program image for PD '%s': an image has no "
                     "symbols",
                     domain->setvars[0].symbol, domain->name == NULL ? "" : domain->name);
    }
    program->memory_bytes = placement->ram.length_bytes;
    if (placement->ram.length_bytes != 0) {
        plan_program_fix(plan, number, placement->flash, placement->ram.base);
    }
    buffer_append(&program->object, placement->content);
}
