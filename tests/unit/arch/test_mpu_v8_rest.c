// SPDX-License-Identifier: Apache-2.0 OR MIT
/// The rest of the memory around a process, against the model of the Armv8-M unit.
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>

#include <cmocka.h>
#include <string.h>

#include "mpu_v8_model.h"
#include "mpu_v8_rest.h"
#include "random.h"

enum { ROUNDS = 2000, EDGE_BYTES = 40 };

static const struct range memory = {0x20000000, 0x40000000};
static const struct range pool = {0x38010000, 0x38040000};
static const struct range code = {0x10040000, 0x10041000};

static struct mpu_v8_model registers;

/// Loads a process with that memory and what lies around it.
static void process_load(struct range exposed)
{
    uint32_t image[2 * MPU_V8_IMAGE_REGIONS_MIN];
    uint32_t rest[MPU_V8_REST_WORDS];
    const struct port_block block = {{exposed.start, memory.end}, memory.end};
    uintptr_t exposed_end;
    assert_int_equal(
        mpu_v8_image_encode(image, MPU_V8_IMAGE_REGIONS_MIN, code, &block, range_bytes(exposed)),
        ERROR_NONE);
    assert_int_equal(mpu_v8_image_expose(image, exposed.end, memory.end, &exposed_end), ERROR_NONE);
    assert_int_equal(exposed_end, exposed.end);
    mpu_v8_rest_encode(rest, exposed);

    memset(&registers, 0, sizeof registers);
    mpu_v8_model_store(&registers, 0, rest, MPU_V8_REST_REGIONS);
    mpu_v8_model_store(&registers, MPU_V8_REST_REGIONS, image, MPU_V8_IMAGE_REGIONS_MIN);
}

/// The kernel may use every byte and execute none; the process has its own, and no other.
static void byte_check(uintptr_t address, struct range exposed)
{
    const bool is_memory = address >= memory.start && address < memory.end;
    const bool is_exposed = address >= exposed.start && address < exposed.end;
    assert_true(mpu_v8_model_allows_kernel(&registers, address, MODEL_READ));
    assert_true(mpu_v8_model_allows_kernel(&registers, address, MODEL_WRITE));
    assert_int_equal(mpu_v8_model_allows_kernel(&registers, address, MODEL_EXECUTE), !is_memory);
    assert_int_equal(mpu_v8_model_allows(&registers, address, MODEL_WRITE), is_exposed);
    assert_false(mpu_v8_model_allows(&registers, address, MODEL_EXECUTE));
}

static void process_check(struct range exposed)
{
    process_load(exposed);
    assert_null(mpu_v8_model_complaint(&registers, 0));
    const uintptr_t edges[] = {memory.start, pool.start, exposed.start,
                               exposed.end,  pool.end,   memory.end};
    for (size_t i = 0; i < sizeof edges / sizeof edges[0]; i++) {
        for (uintptr_t at = edges[i] - EDGE_BYTES; at < edges[i] + EDGE_BYTES; at++) {
            byte_check(at, exposed);
        }
    }
}

static void rest_of_the_memory_is_the_kernels_and_never_code(void **state)
{
    (void)state;
    struct random random = random_start(__func__);
    const uint32_t granules = (uint32_t)range_bytes(pool) / MPU_V8_GRANULE_BYTES;
    for (unsigned round = 0; round < ROUNDS; round++) {
        const uint32_t start = random_below(&random, granules);
        const uint32_t count = random_below(&random, granules - start + 1);
        const uintptr_t first = pool.start + (uintptr_t)start * MPU_V8_GRANULE_BYTES;
        process_check((struct range){first, first + (uintptr_t)count * MPU_V8_GRANULE_BYTES});
    }
}

static void memory_at_either_end_leaves_no_empty_region(void **state)
{
    (void)state;
    process_check((struct range){pool.start, pool.start});
    process_check((struct range){pool.start, pool.start + MPU_V8_GRANULE_BYTES});
    process_check((struct range){pool.end - MPU_V8_GRANULE_BYTES, pool.end});
    process_check(pool);
    process_check((struct range){memory.start, memory.start + MPU_V8_GRANULE_BYTES});
    process_check((struct range){memory.end - MPU_V8_GRANULE_BYTES, memory.end});
    process_check(memory);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(rest_of_the_memory_is_the_kernels_and_never_code),
        cmocka_unit_test(memory_at_either_end_leaves_no_empty_region),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
