// SPDX-License-Identifier: Apache-2.0 OR MIT
/**
 * The flash changes between any two reads of the loader.
 *
 * The loader walks over all images several times: once for those with a fixed place, then once for
 * each class of sizes. Each of these passes decodes each header anew and believes nothing that an
 * earlier one has read, but for the next class: a pass is an execution of its own, and so is each
 * header in it. So a byte is read once in a pass, in ascending order, and what is loaded is always
 * what one decoding has seen, all of which was there at one time.
 */
#include <abi/tbf.h>
#include <limits.h>
#include <stdio.h>
#include <string.h>

#include "image.h"
#include "outcome.h"
#include "standard_board.h"
#include "support.h"

enum {
    CONTESTED = HOST_IMAGES_START, ///< the image that changes
    INNER = CONTESTED + 512,       ///< an image that only a wrong size leads to
    IMAGE_BYTES = 1024,
    HEADER_BYTES = 256,
    VARIANTS = 6,
    NAMES = 8,
};

static struct tbf variant[VARIANTS];

static struct {
    const struct tbf *from, *to; ///< of the image that changes
    unsigned long border;        ///< reads before the change
    unsigned long reads;
    bool toggles; ///< a change at each read
    uintptr_t last;
    unsigned passes;
} flash;

static unsigned long change_count;

// ---------------------------------------------------------------------------------------------
// Headers

static struct tbf header(const char *name, uint32_t total_bytes, uint32_t entry, uint32_t ram_bytes)
{
    struct tbf tbf = tbf_new(total_bytes);
    tbf_program(&tbf, entry, 8, ram_bytes, total_bytes);
    tbf_name(&tbf, name);
    tbf_kernel_version(&tbf, 2, 3);
    tbf_finish(&tbf);
    return tbf;
}

static struct tbf header_with_permissions(void)
{
    struct tbf tbf = tbf_new(IMAGE_BYTES);
    const uint32_t regions[] = {512, 128, 640, 64};
    const uint16_t permissions[] = {2, 1, 0, 0, 0, 6, 0, 0, 0, 0, 0, 0, 0, 1, 0, 0, 0};
    tbf_main(&tbf, 0x100, 4, 6000);
    tbf_words(&tbf, TBF_TYPE_WRITEABLE_REGIONS, regions, 4);
    tbf_element(&tbf, TBF_TYPE_PERMISSIONS, permissions, sizeof permissions);
    tbf_name(&tbf, "permitted");
    tbf_kernel_version(&tbf, 2, 0);
    tbf_finish(&tbf);
    return tbf;
}

static struct tbf padding(uint32_t total_bytes)
{
    struct tbf tbf = tbf_new(total_bytes);
    tbf_finish(&tbf);
    return tbf;
}

static void header_put(const struct tbf *tbf, uint32_t address)
{
    for (uint32_t i = 0; i < HEADER_BYTES; i++) {
        *host_memory_at(address + i) = tbf->bytes[i];
    }
}

static void flash_fill(void)
{
    variant[0] = header("first", IMAGE_BYTES, 0x41, 1500);
    variant[1] = header("second", IMAGE_BYTES, 0x81, 5000);
    variant[2] = header_with_permissions();
    variant[3] = padding(IMAGE_BYTES);
    variant[4] = header("longer", 2 * IMAGE_BYTES, 0x61, 3000);
    variant[5] = header("shorter", INNER - CONTESTED, 0x61, 900);
    const struct tbf inner = header("inner", CONTESTED + IMAGE_BYTES - INNER, 0x31, 1200);
    const struct tbf large = header("large", IMAGE_BYTES, 0x41, 9000);
    const struct tbf small = header("small", IMAGE_BYTES, 0x41, 100);
    struct tbf fixed = tbf_new(IMAGE_BYTES);
    tbf_main(&fixed, 0x101, 0, 2000);
    tbf_fixed(&fixed, HOST_POOL_START + 0x8000, (uint32_t)TBF_ADDRESS_ANY);
    tbf_kernel_version(&fixed, 2, 3);
    tbf_finish(&fixed);
    header_put(&inner, INNER);
    header_put(&large, CONTESTED + IMAGE_BYTES);
    header_put(&small, CONTESTED + 2 * IMAGE_BYTES);
    header_put(&fixed, CONTESTED + 3 * IMAGE_BYTES);
}

// ---------------------------------------------------------------------------------------------
// What happens at a read

static void read_seen(uintptr_t address, uint8_t *byte)
{
    (void)byte;
    if (address <= flash.last) {
        // Not behind what this pass has read: so it is the first byte of another pass.
        check_equal(address, HOST_IMAGES_START);
        flash.passes++;
    }
    flash.last = address;
    flash.reads++;
    if (flash.toggles) {
        header_put(flash.reads % 2 == 0 ? flash.from : flash.to, CONTESTED);
    } else if (flash.reads == flash.border) {
        header_put(flash.to, CONTESTED);
    }
}

static void flash_open(const struct tbf *from, const struct tbf *to, unsigned long border)
{
    flash.from = from;
    flash.to = to;
    flash.border = border;
    flash.reads = 0;
    flash.passes = 0;
    flash.last = HOST_IMAGES_START + HOST_IMAGES_BYTES;
    header_put(border == 0 ? to : from, CONTESTED);
    host.after_read = read_seen;
}

// ---------------------------------------------------------------------------------------------
// One decoding

struct decoded {
    enum image_verdict verdict;
    const char *reason;
    struct image image;
};

static struct decoded decode(void)
{
    struct decoded decoded;
    memset(&decoded, 0, sizeof decoded);
    decoded.verdict =
        image_decode((struct range){HOST_IMAGES_START, HOST_IMAGES_START + HOST_IMAGES_BYTES},
                     &decoded.image, &decoded.reason);
    return decoded;
}

/// One header changes into another behind each byte of it that is read.
static void header_change(const struct tbf *from, const struct tbf *to)
{
    flash_open(from, to, ULONG_MAX);
    (void)decode();
    const unsigned long reads = flash.reads;
    for (unsigned long border = 0; border <= reads; border++) {
        check_context("change behind byte %lu of %lu", border, reads);
        flash_open(from, to, border);
        const struct decoded racing = decode();
        // What it has seen: a header is read from its first byte on.
        flash_open(from, from, ULONG_MAX);
        for (unsigned long i = border; i < HEADER_BYTES; i++) {
            *host_memory_at(CONTESTED + i) = to->bytes[i];
        }
        const struct decoded constant = decode();
        check_equal(racing.verdict, constant.verdict);
        check(racing.reason == constant.reason);
        check(memcmp(&racing.image, &constant.image, sizeof racing.image) == 0);
        change_count++;
    }
}

static void a_decoding_sees_one_header(void)
{
    standard_board_open();
    flash_fill();
    for (unsigned i = 0; i < VARIANTS; i++) {
        for (unsigned j = 0; j < VARIANTS; j++) {
            header_change(&variant[i], &variant[j]);
        }
    }
    printf("counted: %lu changes of a header\n", change_count);
}

// ---------------------------------------------------------------------------------------------
// A whole boot

/// What a process is, as its image says.
struct loaded {
    uint32_t flash_start, app_start, flash_end, entry;
    uint32_t permissions, regions;
    size_t block_bytes;
    char name[PROCESS_NAME_BYTES_MAX];
};

static struct loaded loaded_in(const struct process *process)
{
    struct loaded loaded;
    memset(&loaded, 0, sizeof loaded);
    loaded.flash_start = process->flash_start;
    loaded.app_start = process->app_start;
    loaded.flash_end = process->flash_end;
    loaded.entry = process->entry;
    loaded.permissions = process->permission_count;
    loaded.regions = process->writeable_region_count;
    loaded.block_bytes = process->memory_end - process->memory_start;
    memcpy(loaded.name, process->counters.name, process->counters.name_length_bytes);
    return loaded;
}

static struct loaded known[VARIANTS * TEST_SLOTS_MAX];
static unsigned known_count;

static bool is_known(const struct loaded *loaded)
{
    for (unsigned i = 0; i < known_count; i++) {
        if (memcmp(&known[i], loaded, sizeof *loaded) == 0) {
            return true;
        }
    }
    return false;
}

static void boot(void)
{
    kernel_init();
    (void)host_run();
    standard_board_settle();
    host.after_read = NULL;
    machine_check();
}

/// Each process is one that would have been loaded if nothing had changed, and no two share flash.
/// Headers that are exchanged at each byte can have the same simple checksum as what is read of
/// them; what that makes is at least sound.
static void boot_check(void)
{
    for (unsigned i = 0; i < test_board.slot_count; i++) {
        if (test_slots[i].process == NULL) {
            continue;
        }
        const struct loaded loaded = loaded_in(test_slots[i].process);
        check(flash.toggles || is_known(&loaded));
        check(loaded.flash_start < loaded.app_start && loaded.app_start <= loaded.entry &&
              loaded.entry < loaded.flash_end);
        for (unsigned j = 0; j < i; j++) {
            const struct process *other = test_slots[j].process;
            check(other == NULL || other->flash_end <= loaded.flash_start ||
                  loaded.flash_end <= other->flash_start);
        }
    }
}

static void boots_know(const struct machine_copy *start)
{
    for (unsigned i = 0; i < VARIANTS; i++) {
        machine_put_back(start);
        flash_open(&variant[i], &variant[i], ULONG_MAX);
        boot();
        check(flash.passes >= 3);
        for (unsigned j = 0; j < test_board.slot_count; j++) {
            if (test_slots[j].process != NULL) {
                known[known_count++] = loaded_in(test_slots[j].process);
            }
        }
    }
}

static void boots_change(const struct machine_copy *start, unsigned i, unsigned j)
{
    unsigned long reads = 1;
    for (unsigned long border = 0; border <= reads; border++) {
        machine_put_back(start);
        check_context("variant %u becomes %u behind byte %lu of %lu", i, j, border, reads);
        flash_open(&variant[i], &variant[j], border);
        boot();
        boot_check();
        // As far as the first variant is read, the change comes in time.
        reads = flash.reads;
        change_count++;
    }
    machine_put_back(start);
    flash.toggles = true;
    flash_open(&variant[i], &variant[j], ULONG_MAX);
    boot();
    boot_check();
    flash.toggles = false;
}

static void a_boot_loads_what_was_there(void)
{
    standard_board_open();
    test_board.slot_count = TEST_SLOTS_MAX;
    flash_fill();
    const struct machine_copy *start = machine_keep();
    boots_know(start);
    for (unsigned i = 0; i < VARIANTS; i++) {
        for (unsigned j = 0; j < VARIANTS; j++) {
            // Each with the first, both ways, and each with one other.
            if (i != j && (i == 0 || j == 0 || i + j == VARIANTS - 1)) {
                boots_change(start, i, j);
            }
        }
    }
    printf("counted: %lu changes in a boot\n", change_count);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        KERNEL_TEST(a_decoding_sees_one_header),
        KERNEL_TEST(a_boot_loads_what_was_there),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
