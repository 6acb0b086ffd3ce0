// SPDX-License-Identifier: Apache-2.0 OR MIT
/**
 * Places images in the application flash of a board, as `./bh run --app` wants them.
 *
 * Images with a fixed flash address go there, all others after what is placed so far: on Arm at a
 * multiple of their size (rounded up to a power of two), on RISC-V at the next multiple of 4. An
 * invalid image is placed too, for the kernel to refuse it.
 */
#pragma once

#include "architecture.h"
#include "flash_map.h"
#include "status.h"
#include "tab.h"

/**
 * Places one TBF file.
 *
 * @param path      borrow; for error lines.
 * @param file      borrow until the map was written.
 * @param placement set on success to where the image lies.
 * @retval STATUS_USAGE  a valid image whose fixed address is not free or not the board's; any
 *                       image when the flash is full.
 */
MUST_CHECK enum status pack_image(const char *path, struct bytes file,
                                  const struct architecture *architecture, struct flash_map *map,
                                  struct placement *placement);

/**
 * Chooses the image of a TAB that fits the board, and places it.
 *
 * The architecture decides first, in the order of its chain; of the valid images that fit in flash
 * after what is placed so far and whose fixed RAM is free, the one with the lowest address wins.
 *
 * @param tab        borrow; its archive until the map was written.
 * @param placement  set on success to where the image lies.
 * @retval STATUS_USAGE  none fits; the line lists what the TAB holds.
 */
MUST_CHECK enum status pack_tab(const char *path, const struct tab *tab,
                                const struct architecture *architecture, struct flash_map *map,
                                struct placement *placement);

/**
 * Places bytes right after what is placed so far, without looking at them.
 *
 * @retval STATUS_USAGE  the flash ends before.
 */
MUST_CHECK enum status pack_raw(const char *path, struct bytes file, struct flash_map *map,
                                struct placement *placement);
