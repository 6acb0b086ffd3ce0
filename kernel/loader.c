// SPDX-License-Identifier: Apache-2.0 OR MIT
#include "loader.h"

#include <lib/checked.h>
#include <lib/invariant.h>
#include <lib/memory.h>

#include "driver.h"
#include "event.h"
#include "image.h"
#include "ipc.h"
#include "pool.h"
#include "process_memory.h"
#include "scheduler.h"
#include "work.h"

enum { RECORD_ALIGNMENT = 8 };

static struct {
    uintptr_t position;  ///< of the next header
    uint32_t passes;     ///< begun so far; in the first one everything unsound is reported
    uint32_t size_class; ///< images of this class are loaded in the present pass
    uint32_t next_class; ///< the largest class seen that is smaller
    bool is_done;
} loader;

/// Images for a fixed place come first of all.
enum { CLASS_FIXED = 64, CLASS_NONE = 0 };

static uint32_t image_class(const struct image *image)
{
    if (image->has_fixed_ram) {
        return CLASS_FIXED;
    }
    // One more than the number of bits. Counted here, since not every processor counts them.
    uint32_t size_class = 1;
    for (uint32_t bytes = image->minimum_ram_bytes; bytes != 0; bytes >>= 1) {
        size_class++;
    }
    return size_class;
}

static struct process_slot *slot_find_free(void)
{
    for (uint32_t i = 0; i < board.slot_count; i++) {
        if (board.slots[i].process == NULL) {
            return &board.slots[i];
        }
    }
    return NULL;
}

/// Discovery by name must not be taken over: a name is given once. Empty names are not compared.
/// So is flash, which may lead elsewhere in this pass than in an earlier one.
static bool image_is_taken(const struct image *image)
{
    for (uint32_t i = 0; i < board.slot_count; i++) {
        const struct process *process = board.slots[i].process;
        if (process == NULL) {
            continue;
        }
        if (image->start < process->flash_end &&
            process->flash_start < image->start + image->total_bytes) {
            return true;
        }
        if (image->name_length_bytes > 0 &&
            process->counters.name_length_bytes == image->name_length_bytes &&
            memcmp(process->counters.name, image->name, image->name_length_bytes) == 0) {
            return true;
        }
    }
    return false;
}

/// Bytes of the kernel's part of a block that are there from the start.
static size_t kernel_part_bytes(const struct image *image)
{
    size_t bytes = sizeof(struct process) + board.driver_count * sizeof(struct grant) +
                   image->permission_count * sizeof(struct permission) +
                   image->writeable_region_count * sizeof(struct writeable_region) +
                   ipc_bytes(image);
    return (bytes + RECORD_ALIGNMENT - 1) & ~(size_t)(RECORD_ALIGNMENT - 1);
}

/// Builds the record in place, at the top of its block (which is zero), from what the image says.
static struct process *process_build(const struct image *image, const struct port_block *placed)
{
    uint8_t *top = pool_pointer(placed->block.end);
    struct process *process = (struct process *)(void *)(top - sizeof(struct process));
    process->grants = (struct grant *)(void *)process - board.driver_count;
    process->permission_count = image->permission_count;
    process->has_permissions = image->has_permissions;
    process->writeable_region_count = image->writeable_region_count;
    struct permission *permissions = process_permissions(process);
    struct writeable_region *regions = process_writeable_regions(process);
    for (unsigned i = 0; i < image->permission_count; i++) {
        permissions[i] = image->permissions[i];
    }
    for (unsigned i = 0; i < image->writeable_region_count; i++) {
        regions[i] = image->writeable_regions[i];
    }

    process->flash_start = image->start;
    process->flash_end = image->start + image->total_bytes;
    process->app_start = image->app_start;
    process->entry = image->entry;
    process->driver_mask = driver_policy_mask();
    process->rank = SCHEDULER_RANK_DEFAULT;
    process->state = PROCESS_TERMINATED;
    process->counters.name_length_bytes = image->name_length_bytes;
    memcpy(process->counters.name, image->name, image->name_length_bytes);
    process->memory_start = placed->block.start;
    process->memory_end = placed->block.end;
    ipc_attach(process, image);
    return process;
}

static const char cannot_protect[] = "cannot be protected";

/// Places and builds the process while the pool is taken. The slot is filled last.
static const char *image_place(const struct image *image, struct process_slot *slot)
{
    const struct port_block_request request = {
        .app_bytes = image->minimum_ram_bytes > PROCESS_FIRST_BREAK_BYTES
                         ? image->minimum_ram_bytes
                         : PROCESS_FIRST_BREAK_BYTES,
        .kernel_bytes = kernel_part_bytes(image) + board.grant_reserve_bytes,
        .is_fixed = image->has_fixed_ram,
        .fixed_start = image->fixed_ram,
    };
    struct port_block placed = {0};
    enum error error = pool_place(&request, &placed);
    if (error != ERROR_NONE) {
        return error == ERROR_UNREPRESENTABLE ? cannot_protect : "no free memory that fits";
    }

    // Nobody else's bytes survive in memory that the program will see, nor its own of another boot.
    memory_clear(pool_pointer(placed.block.start), range_bytes(placed.block));
    struct process *process = process_build(image, &placed);
    const struct range flash = {process->flash_start, process->flash_end};
    if (port_protection_encode(&process->protection, flash, &placed, request.app_bytes) !=
            ERROR_NONE ||
        ipc_maps_open(process) != ERROR_NONE || process_memory_reset(process) != ERROR_NONE) {
        return cannot_protect;
    }
    process->zeroed_from = process->exposed_end; // All of the block has just been cleared.
    process->slot = (uint8_t)(slot - board.slots);
    slot->process = process;
    return NULL;
}

static const char *image_load(const struct image *image, uint8_t *slot_index)
{
    struct process_slot *slot = slot_find_free();
    if (slot == NULL) {
        return "no free process slot";
    }
    if (image_is_taken(image)) {
        return "already loaded";
    }
    if (pool_take() != ERROR_NONE) {
        return "memory pool in use";
    }
    const char *reason = image_place(image, slot);
    pool_give();
    *slot_index = (uint8_t)(slot - board.slots);
    return reason;
}

/// Loads a sound image if its turn has come in this pass.
static void image_consider(const struct image *image)
{
    const uint32_t size_class = image_class(image);
    if (size_class < loader.size_class && size_class > loader.next_class) {
        loader.next_class = size_class;
    }
    if (size_class != loader.size_class) {
        return;
    }
    uint8_t slot = 0;
    const char *reason = image_load(image, &slot);
    event_add(reason == NULL ? EVENT_IMAGE_LOADED : EVENT_IMAGE_REFUSED, slot, reason,
              image->start);
}

static void pass_begin(uint32_t size_class)
{
    loader.position = board.image_memory.start;
    loader.size_class = size_class;
    loader.next_class = CLASS_NONE;
    loader.passes++;
}

static void walk_finish(void)
{
    loader.is_done = true;
    event_add(EVENT_IMAGES_END, 0, "No more images.", 0);
    for (uint32_t i = 0; i < board.slot_count; i++) {
        if (board.slots[i].process != NULL) {
            process_start(board.slots[i].process);
        }
    }
}

void loader_start(void)
{
    invariant(board.image_memory.end <= UINT32_MAX);
    // So no image overlaps a block, and the port need not think about it.
    invariant(!range_overlaps(board.image_memory, pool_range()));
    ipc_start();
    pass_begin(CLASS_FIXED);
    while (loader_step()) {
    }
}

bool loader_step(void)
{
    if (loader.is_done || !event_has_room(1)) {
        return false; // Taking an event asks for this work again.
    }
    work_request(WORK_LOADER);

    const struct range rest = {loader.position, board.image_memory.end};
    struct image image UNINITIALISED;
    const char *reason UNINITIALISED;
    switch (image_decode(rest, &image, &reason)) {
    case IMAGE_RUNNABLE:
        image_consider(&image);
        break;
    case IMAGE_REFUSED:
        if (loader.passes == 1) {
            event_add(EVENT_IMAGE_REFUSED, 0, reason, image.start);
        }
        break;
    case IMAGE_PADDING:
        break;
    case IMAGE_END:
        if (reason != NULL && loader.passes == 1) {
            event_add(EVENT_IMAGE_REFUSED, 0, reason, image.start);
        } else if (loader.next_class != CLASS_NONE) {
            pass_begin(loader.next_class);
        } else {
            walk_finish();
        }
        if (reason != NULL && loader.passes == 1) {
            loader.position = board.image_memory.end; // The walk ends here in every pass.
        }
        return true;
    }
    loader.position += image.total_bytes;
    return true;
}
