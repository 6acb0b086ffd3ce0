// SPDX-License-Identifier: Apache-2.0 OR MIT
/**
 * Fuzzes the tool `system` where it reads files of others: the input is a system file behind a byte
 * that chooses the rules: those with pages, or a board with one of the protection units. What the
 * tool says is text, each line with its place; and what it makes of a file without errors is sound.
 */
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <abi/system.h>

#include "description.h"
#include "plan.h"

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t count);

static const char path[] = "FILE";
enum { RULES_COUNT = 4 };

static void require(int fact, const char *text, const char *said)
{
    if (!fact) {
        dprintf(STDERR_FILENO, "not true: %s\n%s\n", text, said == NULL ? "" : said);
        abort();
    }
}

/// Whether a line ends with its place in the file, or with how many more there are.
static int line_is_placed(const char *line, size_t count)
{
    static const char more[] = "not all of them listed";
    if (count >= sizeof more - 1 &&
        memcmp(line + count - (sizeof more - 1), more, sizeof more - 1) == 0) {
        return 1;
    }
    static const char digits[] = "0123456789";
    for (unsigned part = 0; part < 2; part++) {
        size_t end = count;
        while (count != 0 && strchr(digits, line[count - 1]) != NULL) {
            count--;
        }
        if (count == end || line[count] == '0' || count == 0 || line[--count] != ':') {
            return 0;
        }
    }
    const size_t path_bytes = sizeof path - 1;
    return count >= path_bytes && memcmp(line + count - path_bytes, path, path_bytes) == 0;
}

/// Looks at what was said.
static void remarks_check(struct remarks *remarks)
{
    char *said = NULL;
    size_t said_bytes = 0;
    FILE *stream = open_memstream(&said, &said_bytes);
    if (stream == NULL) {
        abort();
    }
    remarks_print(remarks, stream);
    fclose(stream);
    size_t line_start = 0;
    for (size_t i = 0; i < said_bytes; i++) {
        const uint8_t byte = (uint8_t)said[i];
        require(byte == '\n' || (byte >= 0x20 && byte <= 0x7E), "only text is printed", said);
        if (byte == '\n') {
            const char *line = said + line_start;
            require(strncmp(line, "Error: ", 7) == 0 || strncmp(line, "Warning: ", 9) == 0,
                    "a line says what it is", said);
            require(line_is_placed(line, i - line_start), "a line says where it is", said);
            line_start = i + 1;
        }
    }
    free(said);
}

static void places_check(const struct plan *plan)
{
    const struct description *description = plan->description;
    for (size_t i = 0; i < description->region_count; i++) {
        const struct address_range range = plan->regions[i].range;
        require(range.length_bytes >= description->regions[i].size.value, "a region has room",
                NULL);
        require(unit_range_entries(plan->board, range) == plan->regions[i].entries,
                "the unit covers a region with as many entries", NULL);
        require(plan->regions[i].is_device || address_range_is_inside(range, plan->board->regions),
                "a region lies in its memory", NULL);
        for (size_t other = 0; other < i && !plan->regions[i].is_device; other++) {
            require(!address_ranges_overlap(range, plan->regions[other].range),
                    "no region lies in another", NULL);
        }
    }
}

/// Goes on to the system description, without programs.
static void build(struct description *description, const struct board *board,
                  struct remarks *remarks)
{
    struct plan plan = {.board = board, .description = description, .remarks = remarks};
    plan_begin(&plan);
    regions_place(&plan);
    plan_check(&plan);
    if (remarks->error_count == 0) {
        places_check(&plan);
        struct buffer table = {0};
        struct buffer report = {0};
        system_write(&plan, &table);
        report_write(&plan, &report);
        uint32_t sum = 0;
        for (size_t offset = 0; offset < table.length; offset += 4) {
            sum ^= bytes_u32(buffer_bytes(&table), offset);
        }
        require(sum == 0, "the checksum fits", NULL);
        require(bytes_u32(buffer_bytes(&table), offsetof(struct system_header, total_bytes)) ==
                    table.length,
                "the size fits", NULL);
        buffer_free(&table);
        buffer_free(&report);
    }
    plan_free(&plan);
}

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t count)
{
    static uint64_t lines[] = {33, 34};
    static struct board_device device = {
        .name = "device",
        .range = {0x40005000, 0x1000},
        .lines = lines,
        .line_count = 2,
    };
    if (count == 0) {
        return 0;
    }
    const unsigned rules = bytes[0] % RULES_COUNT;
    struct board board = {
        .name = "board",
        .unit = rules == 0 ? UNIT_PMP : (enum protection_unit)(rules - 1),
        .regions = {0x80000000, 0x1000000},
        .unit_entries = 6,
        .process_count = 63,
        .devices = &device,
        .target =
            {
                .name = "board",
                .address_end = UINT64_C(1) << 32,
                .stack_bytes = 2048,
                .stack_bytes_min = 256,
                .stack_bytes_max = 0x1000000,
                .stack_alignment_bytes = 16,
                .core_count = 1,
                .name_bytes_max = SYSTEM_NAME_BYTES_MAX,
            },
    };
    const struct target *target = rules == 0 ? &target_pages : &board.target;
    static const char *const folders[] = {"/nowhere"};
    const struct search search = {.folders = folders, .count = 1};
    struct remarks remarks = {.path = path};
    struct description description;
    description_read((struct bytes){bytes + 1, count - 1}, target, &search, &description, &remarks);
    description_check(&description, target, &remarks);
    if (rules != 0 && remarks.error_count == 0) {
        build(&description, &board, &remarks);
    }
    remarks_check(&remarks);
    remarks_free(&remarks);
    description_free(&description);
    return 0;
}
