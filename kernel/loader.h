// SPDX-License-Identifier: Apache-2.0 OR MIT
/**
 * The loader: walks over the image memory and makes a process of each sound image.
 *
 * It runs as kernel work, one header a step, in passes: images for a fixed place in memory first,
 * then from the largest to the smallest, so that alignment wastes least. What becomes of each image
 * is told by an event. Processes start when the walk is over.
 */
#pragma once

#include <stdbool.h>

/**
 * Walks as far as there is room for events, so that programs start before anything is printed. The
 * rest is kernel work. Context: init.
 */
void loader_start(void);

/**
 * Does the next step; asks for more work itself while there is more. Context: kernel.
 *
 * @return whether there was something to do.
 */
bool loader_step(void);
