// SPDX-License-Identifier: Apache-2.0 OR MIT
/// The walk over program images: every rule of the format, one line each, and what an enemy may
/// store.
#include <abi/tbf.h>
#include <string.h>

#include "image.h"
#include "machine.h"
#include "random.h"
#include "support.h"

/// An image that is sound until a case breaks it.
static struct tbf sound(void)
{
    struct tbf tbf = tbf_new(1024);
    tbf_main(&tbf, 0x61, 0, 4096);
    tbf_program(&tbf, 0x61, 0, 4096, 1024);
    tbf_name(&tbf, "sound");
    tbf_kernel_version(&tbf, 2, 3);
    tbf_finish(&tbf);
    return tbf;
}

// Offsets in the header of sound().
enum { MAIN = 16, PROGRAM = 32, NAME = 56, VERSION = 68, HEADER_END = 76 };

/// Decodes the image as it stands at the start of the image memory.
static enum image_verdict decode(const struct tbf *tbf, struct image *image, const char **reason)
{
    (void)tbf_install(tbf, HOST_IMAGES_START);
    return image_decode(test_board.image_memory, image, reason);
}

static void sound_image_is_decoded(void)
{
    const struct tbf tbf = sound();
    check_equal(tbf.header_bytes, HEADER_END);
    struct image image;
    const char *reason;
    check_equal(decode(&tbf, &image, &reason), IMAGE_RUNNABLE);
    check(reason == NULL);
    check_equal(image.start, HOST_IMAGES_START);
    check_equal(image.total_bytes, 1024);
    check_equal(image.app_start, HOST_IMAGES_START + HEADER_END);
    check_equal(image.entry, HOST_IMAGES_START + HEADER_END + 0x61);
    check_equal(image.minimum_ram_bytes, 4096);
    check_equal(image.name_length_bytes, 5);
    check(memcmp(image.name, "sound", 5) == 0);
    check(!image.has_fixed_ram && !image.has_permissions);
}

struct patch {
    const char *what;
    uint16_t offset;
    uint8_t width; ///< bytes: 2 or 4
    uint32_t value;
    bool keeps_checksum; ///< the checksum is left wrong
    enum image_verdict verdict;
    bool is_explained; ///< a line for people says why
};

static const struct patch patches[] = {
    // The base header.
    {"version 1", 0, 2, 1, false, IMAGE_END, false},
    {"version 3", 0, 2, 3, false, IMAGE_END, false},
    {"erased flash", 0, 2, 0xFFFF, false, IMAGE_END, false},
    {"zeros", 0, 2, 0, false, IMAGE_END, false},
    {"header of 0 bytes", 2, 2, 0, false, IMAGE_REFUSED, true},
    {"header of 15 bytes", 2, 2, 15, false, IMAGE_REFUSED, true},
    {"header of 17 bytes", 2, 2, 17, true, IMAGE_REFUSED, true},
    {"header larger than the image", 2, 2, 1028, true, IMAGE_REFUSED, true},
    {"header of 65535 bytes", 2, 2, 65535, true, IMAGE_REFUSED, true},
    {"header cut short", 2, 2, HEADER_END - 4, true, IMAGE_REFUSED, true},
    {"total size 0", 4, 4, 0, false, IMAGE_END, true},
    {"total size 1", 4, 4, 1, false, IMAGE_END, true},
    {"total size 15", 4, 4, 15, false, IMAGE_END, true},
    {"total size 16, header 76", 4, 4, 16, false, IMAGE_REFUSED, true},
    {"total size one too large", 4, 4, HOST_IMAGES_BYTES + 1, false, IMAGE_END, true},
    {"total size 0x80000000", 4, 4, 0x80000000, false, IMAGE_END, true},
    {"total size that wraps", 4, 4, UINT32_MAX, false, IMAGE_END, true},
    {"total size that wraps to 0", 4, 4, 0u - HOST_IMAGES_START, false, IMAGE_END, true},
    {"not enabled", 8, 4, 0, false, IMAGE_REFUSED, true},
    {"sticky but not enabled", 8, 4, 2, false, IMAGE_REFUSED, true},
    {"all flags", 8, 4, UINT32_MAX, false, IMAGE_RUNNABLE, false},
    {"checksum wrong", 12, 4, 0x12345678, true, IMAGE_REFUSED, true},
    {"flags changed, checksum not", 8, 4, 3, true, IMAGE_REFUSED, true},
    {"last word changed, checksum not", HEADER_END - 4, 4, 0x00020002, true, IMAGE_REFUSED, true},
    // Elements.
    {"Main of 8 bytes", MAIN + 2, 2, 8, false, IMAGE_REFUSED, true},
    {"Main of 13 bytes", MAIN + 2, 2, 13, false, IMAGE_REFUSED, true},
    {"Main to the end", MAIN + 2, 2, HEADER_END - MAIN - 4, false, IMAGE_REFUSED, true},
    {"Main behind the end", MAIN + 2, 2, HEADER_END - MAIN - 3, false, IMAGE_REFUSED, true},
    {"Main of 65535 bytes", MAIN + 2, 2, 65535, false, IMAGE_REFUSED, true},
    {"Program of 16 bytes", PROGRAM + 2, 2, 16, false, IMAGE_REFUSED, true},
    {"Program of 24 bytes", PROGRAM + 2, 2, 24, false, IMAGE_REFUSED, true},
    {"kernel version of 2 bytes", VERSION + 2, 2, 2, false, IMAGE_REFUSED, true},
    {"kernel version behind the end", VERSION + 2, 2, 5, false, IMAGE_REFUSED, true},
    {"kernel version with an unknown type", VERSION, 2, 0x4242, false, IMAGE_REFUSED, true},
    {"short id of 5 bytes", NAME, 2, TBF_TYPE_SHORT_ID, false, IMAGE_REFUSED, true},
    {"fixed addresses of 5 bytes", NAME, 2, TBF_TYPE_FIXED_ADDRESSES, false, IMAGE_REFUSED, true},
    {"writeable regions of 5 bytes", NAME, 2, TBF_TYPE_WRITEABLE_REGIONS, false, IMAGE_REFUSED,
     true},
    {"permissions of 5 bytes", NAME, 2, TBF_TYPE_PERMISSIONS, false, IMAGE_REFUSED, true},
    {"unknown element", NAME, 2, 0x7777, false, IMAGE_RUNNABLE, false},
    {"obsolete element", NAME, 2, 4, false, IMAGE_RUNNABLE, false},
    {"credentials in the header", NAME, 2, TBF_TYPE_CREDENTIALS, false, IMAGE_RUNNABLE, false},
    {"storage permissions of 5 bytes", NAME, 2, TBF_TYPE_STORAGE_PERMISSIONS, false, IMAGE_RUNNABLE,
     false},
    {"name of 0 bytes", NAME + 2, 2, 0, false, IMAGE_REFUSED, true},
    // Kernel versions: minor in the upper half.
    {"kernel 2.0", VERSION + 4, 4, 0x00000002, false, IMAGE_RUNNABLE, false},
    {"kernel 2.4", VERSION + 4, 4, 0x00040002, false, IMAGE_REFUSED, true},
    {"kernel 1.0", VERSION + 4, 4, 0x00000001, false, IMAGE_REFUSED, true},
    {"kernel 3.0", VERSION + 4, 4, 0x00000003, false, IMAGE_REFUSED, true},
    {"kernel 0.0", VERSION + 4, 4, 0, false, IMAGE_REFUSED, true},
    {"kernel 65535.65535", VERSION + 4, 4, UINT32_MAX, false, IMAGE_REFUSED, true},
    // Offsets. Program wins over Main, so breaking Main breaks nothing.
    {"entry of Main outside", MAIN + 4, 4, 0xFFFFFFF0, false, IMAGE_RUNNABLE, false},
    {"entry at the end", PROGRAM + 4, 4, 1024 - HEADER_END, false, IMAGE_REFUSED, true},
    {"last entry inside", PROGRAM + 4, 4, 1024 - HEADER_END - 1, false, IMAGE_RUNNABLE, false},
    {"entry at 0", PROGRAM + 4, 4, 0, false, IMAGE_RUNNABLE, false},
    {"entry that wraps", PROGRAM + 4, 4, UINT32_MAX, false, IMAGE_REFUSED, true},
    {"entry that wraps to the image", PROGRAM + 4, 4, 0u - HEADER_END, false, IMAGE_REFUSED, true},
    {"entry inside the protected part", PROGRAM + 8, 4, 0x64, false, IMAGE_REFUSED, true},
    {"protected part up to the entry", PROGRAM + 8, 4, 0x60, false, IMAGE_RUNNABLE, false},
    {"protected part is all", PROGRAM + 8, 4, 1024 - HEADER_END, false, IMAGE_REFUSED, true},
    {"protected part too large", PROGRAM + 8, 4, 1024 - HEADER_END + 1, false, IMAGE_REFUSED, true},
    {"protected part that wraps", PROGRAM + 8, 4, UINT32_MAX, false, IMAGE_REFUSED, true},
    {"protected part that wraps to 0", PROGRAM + 8, 4, 0u - HEADER_END, false, IMAGE_REFUSED, true},
    {"RAM 0", PROGRAM + 12, 4, 0, false, IMAGE_RUNNABLE, false},
    {"RAM 0xFFFFFFFF", PROGRAM + 12, 4, UINT32_MAX, false, IMAGE_RUNNABLE, false},
    {"binary end 0", PROGRAM + 16, 4, 0, false, IMAGE_REFUSED, true},
    {"binary end in the header", PROGRAM + 16, 4, HEADER_END - 1, false, IMAGE_REFUSED, true},
    {"binary end before the entry", PROGRAM + 16, 4, HEADER_END + 0x61, false, IMAGE_REFUSED, true},
    {"binary end behind the entry", PROGRAM + 16, 4, HEADER_END + 0x62, false, IMAGE_RUNNABLE,
     false},
    {"binary end one too large", PROGRAM + 16, 4, 1025, false, IMAGE_REFUSED, true},
    {"binary end that wraps", PROGRAM + 16, 4, UINT32_MAX, false, IMAGE_REFUSED, true},
    // Names.
    {"name that is not UTF-8", NAME + 4, 2, 0xFFFF, false, IMAGE_REFUSED, true},
    {"name with an overlong form", NAME + 4, 2, 0x80C0, false, IMAGE_REFUSED, true},
    {"name with a surrogate", NAME + 4, 4, 0x7280A0ED, false, IMAGE_REFUSED, true},
    {"name above U+10FFFF", NAME + 4, 4, 0x808090F4, false, IMAGE_REFUSED, true},
    {"name cut inside a character", NAME + 8, 2, 0xC3, false, IMAGE_REFUSED, true},
    {"name with two-byte characters", NAME + 4, 4, 0xA4C3B6C3, false, IMAGE_RUNNABLE, false},
    {"name with a four-byte character", NAME + 4, 4, 0x8080909F, false, IMAGE_REFUSED, true},
    {"name with control bytes", NAME + 4, 4, 0x0A0D1B05, false, IMAGE_RUNNABLE, false},
};

static void every_rule_of_the_header(void)
{
    for (unsigned i = 0; i < sizeof patches / sizeof patches[0]; i++) {
        const struct patch *patch = &patches[i];
        check_context("%s", patch->what);
        struct tbf tbf = sound();
        if (patch->width == 2) {
            tbf_put_16(&tbf, patch->offset, patch->value);
        } else {
            tbf_put_32(&tbf, patch->offset, patch->value);
        }
        if (!patch->keeps_checksum) {
            tbf_checksum(&tbf);
        }
        struct image image;
        const char *reason;
        const enum image_verdict verdict = decode(&tbf, &image, &reason);
        check_equal(verdict, patch->verdict);
        check_equal(reason != NULL, patch->is_explained);
    }
}

static void header_of_16_bytes_is_padding(void)
{
    struct tbf tbf = tbf_new(512);
    tbf_finish(&tbf);
    struct image image;
    const char *reason;
    check_equal(decode(&tbf, &image, &reason), IMAGE_PADDING);
    tbf_put_32(&tbf, TBF_OFFSET_FLAGS, 0);
    tbf_checksum(&tbf);
    check_equal(decode(&tbf, &image, &reason), IMAGE_PADDING);
    tbf_put_32(&tbf, TBF_OFFSET_CHECKSUM, 0);
    check_equal(decode(&tbf, &image, &reason), IMAGE_REFUSED);
}

static void image_without_main_and_program_is_refused(void)
{
    struct tbf tbf = tbf_new(512);
    tbf_name(&tbf, "x");
    tbf_kernel_version(&tbf, 2, 0);
    tbf_finish(&tbf);
    struct image image;
    const char *reason;
    check_equal(decode(&tbf, &image, &reason), IMAGE_REFUSED);
    check(reason != NULL);
}

static void image_of_2021_with_main_only_runs(void)
{
    struct tbf tbf = tbf_new(512);
    tbf_main(&tbf, 0x41, 0x20, 1000);
    tbf_kernel_version(&tbf, 2, 0);
    tbf_finish(&tbf);
    struct image image;
    const char *reason;
    check_equal(decode(&tbf, &image, &reason), IMAGE_RUNNABLE);
    check_equal(image.app_start, HOST_IMAGES_START + tbf.header_bytes + 0x20);
    check_equal(image.entry, HOST_IMAGES_START + tbf.header_bytes + 0x41);
}

static void of_several_main_elements_the_first_counts(void)
{
    struct tbf tbf = tbf_new(1024);
    tbf_main(&tbf, 0x41, 0, 1000);
    tbf_main(&tbf, 0x51, 0, 2000);
    tbf_kernel_version(&tbf, 2, 0);
    tbf_finish(&tbf);
    struct image image;
    const char *reason;
    check_equal(decode(&tbf, &image, &reason), IMAGE_RUNNABLE);
    check_equal(image.minimum_ram_bytes, 1000);
    struct tbf other = tbf_new(1024);
    tbf_program(&other, 0x41, 0, 3000, 1024);
    tbf_main(&other, 0x51, 0, 2000);
    tbf_program(&other, 0x61, 0, 4000, 1024);
    tbf_kernel_version(&other, 1, 0);
    tbf_kernel_version(&other, 2, 1); // the last counts
    tbf_finish(&other);
    check_equal(decode(&other, &image, &reason), IMAGE_RUNNABLE);
    check_equal(image.minimum_ram_bytes, 3000);
}

static void long_names_are_cut_and_long_lists_refused(void)
{
    struct tbf tbf = sound();
    char name[200];
    memset(name, 'n', sizeof name);
    tbf_element(&tbf, TBF_TYPE_PACKAGE_NAME, name, sizeof name);
    tbf_finish(&tbf);
    struct image image;
    const char *reason;
    check_equal(decode(&tbf, &image, &reason), IMAGE_RUNNABLE);
    check_equal(image.name_length_bytes, PROCESS_NAME_BYTES_MAX);

    for (unsigned count = 0; count <= IMAGE_PERMISSIONS_MAX + 1; count++) {
        struct tbf many = sound();
        uint8_t value[2 + 16 * (IMAGE_PERMISSIONS_MAX + 1)] = {(uint8_t)count};
        tbf_element(&many, TBF_TYPE_PERMISSIONS, value, 2 + 16 * count);
        tbf_finish(&many);
        check_equal(decode(&many, &image, &reason),
                    count <= IMAGE_PERMISSIONS_MAX ? IMAGE_RUNNABLE : IMAGE_REFUSED);
        value[0]++; // the count and the length disagree
        many = sound();
        tbf_element(&many, TBF_TYPE_PERMISSIONS, value, 2 + 16 * count);
        tbf_finish(&many);
        check_equal(decode(&many, &image, &reason), IMAGE_REFUSED);
    }
    for (unsigned count = 0; count <= IMAGE_WRITEABLE_REGIONS_MAX + 1; count++) {
        struct tbf many = sound();
        const uint32_t value[2 * (IMAGE_WRITEABLE_REGIONS_MAX + 1)] = {0};
        tbf_words(&many, TBF_TYPE_WRITEABLE_REGIONS, value, 2 * count);
        tbf_finish(&many);
        check_equal(decode(&many, &image, &reason),
                    count <= IMAGE_WRITEABLE_REGIONS_MAX ? IMAGE_RUNNABLE : IMAGE_REFUSED);
    }
}

static void writeable_regions_outside_the_image_are_refused(void)
{
    static const uint32_t cases[][3] = {
        {0, 1024, 1}, {1024, 0, 1},       {0, 1025, 0},           {1, 1024, 0},
        {1025, 0, 0}, {UINT32_MAX, 2, 0}, {0x400, UINT32_MAX, 0}, {UINT32_MAX, UINT32_MAX, 0}};
    for (unsigned i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        check_context("case %u", i);
        struct tbf tbf = sound();
        tbf_words(&tbf, TBF_TYPE_WRITEABLE_REGIONS, cases[i], 2);
        tbf_finish(&tbf);
        struct image image;
        const char *reason;
        check_equal(decode(&tbf, &image, &reason), cases[i][2] ? IMAGE_RUNNABLE : IMAGE_REFUSED);
    }
}

static void fixed_flash_address_must_be_the_one_it_is_at(void)
{
    for (int delta = -4; delta <= 4; delta += 4) {
        struct tbf tbf = sound();
        tbf_fixed(&tbf, UINT32_MAX, HOST_IMAGES_START + HEADER_END + 12 + (uint32_t)delta);
        tbf_finish(&tbf);
        struct image image;
        const char *reason;
        check_equal(decode(&tbf, &image, &reason), delta == 0 ? IMAGE_RUNNABLE : IMAGE_REFUSED);
        check(delta != 0 || !image.has_fixed_ram);
    }
}

static void memory_too_short_for_a_header_ends_the_walk(void)
{
    const struct tbf tbf = sound();
    (void)tbf_install(&tbf, HOST_IMAGES_START);
    struct image image;
    const char *reason;
    for (uint32_t bytes = 0; bytes < 1024; bytes++) {
        const struct range memory = {HOST_IMAGES_START, HOST_IMAGES_START + bytes};
        check_equal(image_decode(memory, &image, &reason), IMAGE_END);
        check_equal(reason != NULL, bytes >= 8);
    }
}

static void walk_goes_over_padding_and_ends_where_the_chain_is_broken(void)
{
    struct tbf padding = tbf_new(512);
    tbf_finish(&padding);
    struct tbf refused = sound();
    tbf_put_32(&refused, TBF_OFFSET_CHECKSUM, 0);
    struct tbf broken = sound();
    tbf_put_32(&broken, TBF_OFFSET_TOTAL_SIZE, 0);
    const struct tbf good = sound();
    uint32_t address = tbf_install(&padding, HOST_IMAGES_START);
    const uint32_t refused_at = address;
    address = tbf_install(&refused, address);
    address = tbf_install(&good, address);
    const uint32_t broken_at = address;
    address = tbf_install(&broken, address);
    (void)tbf_install(&good, address + 1024);
    machine_boot();
    check_equal(test_event_count, 4);
    check(test_slots[0].process != NULL && test_slots[1].process == NULL);
    check(event_find(EVENT_IMAGES_END) != NULL && event_find(EVENT_IMAGE_LOADED) != NULL);
    unsigned refusals = 0;
    for (unsigned i = 0; i < test_event_count; i++) {
        if (test_events[i].kind == EVENT_IMAGE_REFUSED) {
            check(kernel_event_address(&test_events[i]) ==
                  (refusals == 0 ? refused_at : broken_at));
            check(test_events[i].reason != NULL);
            refusals++;
        }
    }
    check_equal(refusals, 2);
}

// ---------------------------------------------------------------------------------------------
// Changing flash

static uint8_t seen[HOST_IMAGES_BYTES];

static void note_read(uintptr_t address, uint8_t *byte)
{
    if (address - HOST_IMAGES_START < HOST_IMAGES_BYTES) {
        seen[address - HOST_IMAGES_START]++;
        *byte ^= 0x55; // whoever looks again sees something else
    }
}

static void every_byte_of_a_header_is_read_once(void)
{
    host.after_read = note_read;
    const struct tbf tbf = sound();
    struct image image;
    const char *reason;
    check_equal(decode(&tbf, &image, &reason), IMAGE_RUNNABLE);
    for (uint32_t i = 0; i < sizeof seen; i++) {
        check_equal(seen[i], i < HEADER_END ? 1 : 0);
    }
    check_equal(image.entry, HOST_IMAGES_START + HEADER_END + 0x61);
}

static struct random hostile;

static void change_at_random(uintptr_t address, uint8_t *byte)
{
    (void)byte;
    if (random_once_in(&hostile, 40)) {
        *host_memory_at(HOST_IMAGES_START + random_below(&hostile, 512)) ^=
            (uint8_t)(1u << random_below(&hostile, 8));
    }
    if (random_once_in(&hostile, 100)) {
        const struct tbf tbf = sound();
        (void)tbf_install(&tbf, (uint32_t)(address & ~(uintptr_t)0x3FF));
    }
}

static void flash_that_changes_while_the_walk_reads_it_does_no_harm(void)
{
    const struct random seeds = random_start(__func__);
    for (unsigned i = 0; i < 200; i++) {
        hostile = random_from(seeds.state + i);
        host.after_read = NULL;
        for (uint32_t j = 0; j < 6; j++) {
            const struct tbf tbf = sound();
            (void)tbf_install(&tbf, HOST_IMAGES_START + j * 1024);
        }
        host.after_read = change_at_random;
        struct image image;
        const char *reason;
        const struct range memory = {HOST_IMAGES_START, HOST_IMAGES_START + 6 * 1024};
        if (image_decode(memory, &image, &reason) == IMAGE_RUNNABLE) {
            check(image.total_bytes <= 6 * 1024 && image.header_bytes <= image.total_bytes);
            check(image.app_start <= image.start + image.total_bytes);
            check(image.entry < image.start + image.total_bytes && image.entry >= image.app_start);
        }
    }
}

static void boot_on_changing_flash(unsigned index)
{
    hostile = random_from(index);
    for (unsigned i = 0; i < 6; i++) {
        char name[] = "program0";
        name[7] = (char)('0' + i);
        (void)image_install(name, 1000u * i);
    }
    host.after_read = change_at_random;
    machine_boot();
    check(event_find(EVENT_IMAGES_END) != NULL);
}

static void boot_on_flash_that_changes_ends_and_keeps_processes_apart(void)
{
    check_each(60, boot_on_changing_flash);
}

static void decoding_rubbish_never_reads_outside_the_memory(void)
{
    struct random random = random_start(__func__);
    for (unsigned i = 0; i < 20000; i++) {
        struct tbf tbf = sound();
        const unsigned changes = 1 + random_below(&random, 4);
        for (unsigned j = 0; j < changes; j++) {
            const uint32_t at = random_below(&random, HEADER_END);
            tbf.bytes[at] = random_once_in(&random, 3) ? (uint8_t)(0u - random_below(&random, 2))
                                                       : (uint8_t)random_next(&random);
        }
        if (!random_once_in(&random, 8)) {
            tbf_checksum(&tbf);
        }
        (void)tbf_install(&tbf, HOST_IMAGES_START);
        const struct range memory = {HOST_IMAGES_START,
                                     HOST_IMAGES_START + random_below(&random, 2048)};
        struct image image;
        const char *reason;
        if (image_decode(memory, &image, &reason) == IMAGE_RUNNABLE) {
            check(image.total_bytes <= range_bytes(memory));
            check(image.header_bytes <= image.total_bytes);
            check(image.app_start >= image.start + image.header_bytes);
            check(image.entry >= image.app_start);
            check(image.entry < image.start + image.total_bytes);
            check(image.name_length_bytes <= PROCESS_NAME_BYTES_MAX);
        }
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        KERNEL_TEST(sound_image_is_decoded),
        KERNEL_TEST(every_rule_of_the_header),
        KERNEL_TEST(header_of_16_bytes_is_padding),
        KERNEL_TEST(image_without_main_and_program_is_refused),
        KERNEL_TEST(image_of_2021_with_main_only_runs),
        KERNEL_TEST(of_several_main_elements_the_first_counts),
        KERNEL_TEST(long_names_are_cut_and_long_lists_refused),
        KERNEL_TEST(writeable_regions_outside_the_image_are_refused),
        KERNEL_TEST(fixed_flash_address_must_be_the_one_it_is_at),
        KERNEL_TEST(memory_too_short_for_a_header_ends_the_walk),
        KERNEL_TEST(walk_goes_over_padding_and_ends_where_the_chain_is_broken),
        KERNEL_TEST(every_byte_of_a_header_is_read_once),
        KERNEL_TEST(flash_that_changes_while_the_walk_reads_it_does_no_harm),
        KERNEL_TEST(boot_on_flash_that_changes_ends_and_keeps_processes_apart),
        KERNEL_TEST(decoding_rubbish_never_reads_outside_the_memory),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
