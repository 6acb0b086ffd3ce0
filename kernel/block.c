// SPDX-License-Identifier: Apache-2.0 OR MIT
#include <kernel/port.h>
#include <lib/checked.h>

enum error block_place_aligned(struct range free, const struct port_block_request *request,
                               uintptr_t alignment, struct port_block *placed)
{
    uintptr_t start = free.start;
    if (request->is_fixed) {
        start = request->fixed_start;
        if (start < free.start || start > free.end) {
            return ERROR_NO_MEMORY;
        }
        if (start % alignment != 0) {
            return ERROR_UNREPRESENTABLE;
        }
    }
    const size_t app_bytes = request->app_bytes == 0 ? 1 : request->app_bytes;
    uintptr_t kernel_start;
    uintptr_t end;
    // The end is compared, not the size: rounding the start up has cost bytes.
    if (!checked_align_up(start, alignment, &start) ||
        !checked_add(start, app_bytes, &kernel_start) ||
        !checked_align_up(kernel_start, alignment, &kernel_start) ||
        !checked_add(kernel_start, request->kernel_bytes, &end) ||
        !checked_align_up(end, alignment, &end) || end > free.end) {
        return ERROR_NO_MEMORY;
    }
    *placed = (struct port_block){.block = {start, end}, .kernel_start = kernel_start};
    return ERROR_NONE;
}
