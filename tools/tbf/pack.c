// SPDX-License-Identifier: Apache-2.0 OR MIT
#include "pack.h"

#include <inttypes.h>

#include <abi/tbf.h>

#include "tbf_rules.h"

static bool image_is_valid(const struct tbf_image *image);
static struct placement placement_of_image(const struct tbf_image *image, uint64_t base,
                                           uint64_t length_bytes, struct bytes content);
static bool fixed_base(const struct tbf_image *image, uint64_t *base);
static uint64_t image_alignment(const struct tbf_image *image,
                                const struct architecture *architecture);
static enum status invalid_place(const char *path, const struct tbf_image *image,
                                 struct flash_map *map, struct placement *placement);
static bool variant_find_place(const struct tab_variant *variant,
                               const struct architecture *architecture, const struct flash_map *map,
                               struct placement *placement);
static enum status variants_report(const char *path, const struct tab *tab,
                                   const struct architecture *architecture,
                                   const struct flash_map *map);

enum status pack_image(const char *path, struct bytes file, const struct architecture *architecture,
                       struct flash_map *map, struct placement *placement)
{
    struct tbf_image image;
    tbf_image_decode(file, &image);
    if (!image_is_valid(&image)) {
        return invalid_place(path, &image, map, placement);
    }

    uint64_t base;
    if (fixed_base(&image, &base)) {
        struct address_range range = {base, file.length};
        if (!address_range_is_inside(range, map->flash)) {
            return status_usage(path,
                                "is linked for flash 0x%08" PRIx64 ", outside 0x%08" PRIx64
                                " to 0x%08" PRIx64,
                                base, map->flash.base, map->flash.base + map->flash.length_bytes);
        }
        if (!flash_map_is_free(map, range)) {
            return status_usage(path, "is linked for flash 0x%08" PRIx64 ", which is taken", base);
        }
    } else if (!flash_map_find(map, file.length, image_alignment(&image, architecture), &base)) {
        return status_usage(path, "no room for %zu bytes after 0x%08" PRIx64, file.length,
                            flash_map_end(map));
    }
    *placement = placement_of_image(&image, base, file.length, file);
    flash_map_place(map, *placement);
    return STATUS_OK;
}

enum status pack_tab(const char *path, const struct tab *tab,
                     const struct architecture *architecture, struct flash_map *map,
                     struct placement *placement)
{
    for (size_t step = 0; step < ARCHITECTURE_CHAIN_MAX && architecture->chain[step] != NULL;
         step++) {
        bool has_best = false;
        struct placement best = {0};
        for (size_t index = 0; index < tab->variant_count; index++) {
            const struct tab_variant *candidate = &tab->variants[index];
            struct placement place;
            if (bytes_are_equal(candidate->architecture,
                                bytes_from_string(architecture->chain[step])) &&
                variant_find_place(candidate, architecture, map, &place) &&
                (!has_best || place.flash.base < best.flash.base)) {
                has_best = true;
                best = place;
            }
        }
        if (has_best) {
            *placement = best;
            flash_map_place(map, best);
            return STATUS_OK;
        }
    }
    return variants_report(path, tab, architecture, map);
}

enum status pack_raw(const char *path, struct bytes file, struct flash_map *map,
                     struct placement *placement)
{
    struct address_range range = {flash_map_end(map), file.length};
    if (!address_range_is_inside(range, map->flash)) {
        return status_usage(path, "no room for %zu bytes after 0x%08" PRIx64, file.length,
                            range.base);
    }
    *placement = (struct placement){.flash = range, .content = file};
    flash_map_place(map, *placement);
    return STATUS_OK;
}

static bool image_is_valid(const struct tbf_image *image)
{
    struct findings findings = {0};
    tbf_rules_check(image, &findings);
    bool is_valid = findings.count == 0;
    findings_free(&findings);
    return is_valid;
}

static struct placement placement_of_image(const struct tbf_image *image, uint64_t base,
                                           uint64_t length_bytes, struct bytes content)
{
    struct placement placement = {
        .flash = {base, length_bytes},
        .content = content,
    };
    if (image->has_program && tbf_address_is_fixed(image->ram_start)) {
        placement.ram = (struct address_range){image->ram_start, image->program.minimum_ram_bytes};
    }
    return placement;
}

/// Gives the flash address that an image with a fixed one must start at.
static bool fixed_base(const struct tbf_image *image, uint64_t *base)
{
    uint64_t application = tbf_application_offset(image);
    if (!image->has_program || !tbf_address_is_fixed(image->flash_start) ||
        application > image->flash_start) {
        return false;
    }
    *base = image->flash_start - application;
    return true;
}

static uint64_t image_alignment(const struct tbf_image *image,
                                const struct architecture *architecture)
{
    uint64_t alignment = 4;
    while (architecture->has_power_of_two_regions && !image->is_padding &&
           alignment < image->total_size) {
        alignment *= 2;
    }
    return alignment;
}

/// Places an image that the kernel will refuse: at its fixed address where that can be read and is
/// free, else right after the others. Where the total size is credible the image takes as much, so
/// that the images after it stay in the chain.
static enum status invalid_place(const char *path, const struct tbf_image *image,
                                 struct flash_map *map, struct placement *placement)
{
    uint64_t file_bytes = image->bytes.length;
    uint64_t length_bytes = image->total_size > file_bytes ? image->total_size : file_bytes;
    uint64_t base;
    struct address_range range = {flash_map_end(map), length_bytes};
    if (fixed_base(image, &base) &&
        flash_map_is_free(map, (struct address_range){base, length_bytes})) {
        range.base = base;
    } else if (!flash_map_is_free(map, range)) {
        range.length_bytes = file_bytes;
    }
    if (!flash_map_is_free(map, range)) {
        return status_usage(path, "no room for %" PRIu64 " bytes after 0x%08" PRIx64, file_bytes,
                            flash_map_end(map));
    }
    *placement = placement_of_image(image, range.base, range.length_bytes, image->bytes);
    flash_map_place(map, *placement);
    return STATUS_OK;
}

static bool variant_find_place(const struct tab_variant *variant,
                               const struct architecture *architecture, const struct flash_map *map,
                               struct placement *placement)
{
    const struct tbf_image *image = &variant->image;
    if (!image_is_valid(image) || image->is_padding) {
        return false;
    }
    uint64_t base;
    if (fixed_base(image, &base)) {
        if (base < flash_map_end(map) ||
            !flash_map_is_free(map, (struct address_range){base, variant->content.length})) {
            return false;
        }
    } else if (!flash_map_find(map, variant->content.length, image_alignment(image, architecture),
                               &base)) {
        return false;
    }
    *placement = placement_of_image(image, base, variant->content.length, variant->content);
    return !tbf_address_is_fixed(image->ram_start) || flash_map_ram_is_free(map, placement->ram);
}

static enum status variants_report(const char *path, const struct tab *tab,
                                   const struct architecture *architecture,
                                   const struct flash_map *map)
{
    struct buffer list = {0};
    for (size_t index = 0; index < tab->variant_count; index++) {
        buffer_print(&list, "%s", index == 0 ? "" : ", ");
        tab_variant_describe(&tab->variants[index], &list);
    }
    enum status status = status_usage(path,
                                      "no image for %s fits flash 0x%08" PRIx64 " to 0x%08" PRIx64
                                      " and RAM 0x%08" PRIx64 " to 0x%08" PRIx64 "; it holds: %s",
                                      architecture->chain[0], flash_map_end(map),
                                      map->flash.base + map->flash.length_bytes, map->ram.base,
                                      map->ram.base + map->ram.length_bytes, buffer_string(&list));
    buffer_free(&list);
    return status;
}
