// SPDX-License-Identifier: Apache-2.0 OR MIT
/// Processes for tests of the Armv7-M encoder: what the model of the hardware allows them is
/// exactly what was asked for.
#pragma once

#include "mpu_v7.h"
#include "mpu_v7_model.h"

extern const struct range everywhere; ///< all addresses

/// One process: its block, its image of words, and the registers with them loaded.
struct subject {
    struct range code;
    struct port_block block;
    size_t app_bytes;
    uint32_t image[MPU_V7_IMAGE_WORDS];
    struct mpu_v7_model model;
};

/// Loads the model with it.
void subject_load(struct subject *subject);

/// Checks every address within 40 bytes of an edge.
void subject_edge_check(const struct subject *subject, uint64_t edge, uint64_t exposed_end);

/// Loads the subject and checks all edges; all addresses of small blocks.
void subject_check(struct subject *subject, uintptr_t exposed_end);

/// Encodes the image. Must succeed.
void subject_encode(struct subject *subject);

/// A process of one size at one place, with an image of 64 KiB.
struct subject subject_at(uintptr_t start, size_t app_bytes, size_t kernel_bytes);
