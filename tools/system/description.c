// SPDX-License-Identifier: Apache-2.0 OR MIT
#include "description.h"

#include <inttypes.h>
#include <string.h>

#include "description_read.h"
#include "file.h"
#include "schema.h"
#include "xml.h"

static void region_read(struct reader *reader, const struct xml_element *element,
                        struct memory_region *region);
static void region_prefill_read(struct reader *reader, const struct xml_element *element,
                                struct memory_region *region);
static void region_size_read(struct reader *reader, const struct xml_element *element,
                             struct memory_region *region);
static void channel_read(struct reader *reader, const struct xml_element *element,
                         struct channel *channel);

void description_read(struct bytes text, const struct target *target, const struct search *search,
                      struct description *description, struct remarks *remarks)
{
    *description = (struct description){0};
    struct reader reader = {
        .description = description,
        .target = target,
        .search = search,
        .remarks = remarks,
    };
    const struct xml_element *root = xml_read(text, &description->arena, remarks);
    if (root == NULL) {
        return;
    }
    if (!xml_is(root, "system")) {
        remark_error(remarks, root->at, REMARK_COLON,
                     "invalid XML element '%s': the root must be 'system'", root->name);
        return;
    }
    description->at = root->at;
    schema_attributes_read(root, NULL, 0, NULL, remarks);
    schema_content_check(root, " protection_domain memory_region channel ", remarks);

    struct arena *arena = &description->arena;
    description->regions =
        arena_take(arena, xml_count(root, "memory_region"), sizeof *description->regions);
    description->channels =
        arena_take(arena, xml_count(root, "channel"), sizeof *description->channels);
    domains_read(&reader, root);
    for (const struct xml_element *child = root->first; child != NULL; child = child->next) {
        if (xml_is(child, "memory_region")) {
            region_read(&reader, child, &description->regions[description->region_count++]);
        } else if (xml_is(child, "channel")) {
            channel_read(&reader, child, &description->channels[description->channel_count++]);
        }
    }
}

void description_free(struct description *description)
{
    arena_free(&description->arena);
    *description = (struct description){0};
}

struct protection_domain *domain_find(const struct description *description, const char *name)
{
    for (size_t index = 0; index < description->domain_count; index++) {
        struct protection_domain *domain = &description->domains[index];
        if (domain->name != NULL && strcmp(domain->name, name) == 0) {
            return domain;
        }
    }
    return NULL;
}

uint64_t number_or(struct number number, uint64_t absent)
{
    return number.is_given ? number.value : absent;
}

static void region_read(struct reader *reader, const struct xml_element *element,
                        struct memory_region *region)
{
    static const struct attribute_rule rules[] = {
        {"name", ATTRIBUTE_NAME, true, offsetof(struct memory_region, name)},
        {"size", ATTRIBUTE_NUMBER, false, offsetof(struct memory_region, size)},
        {"page_size", ATTRIBUTE_NUMBER, false, offsetof(struct memory_region, page_size)},
        {"phys_addr", ATTRIBUTE_NUMBER, false, offsetof(struct memory_region, phys_addr)},
        {"prefill_path", ATTRIBUTE_NAME, false, offsetof(struct memory_region, prefill_path)},
        {"prefill_bootinfo", ATTRIBUTE_TEXT, false,
         offsetof(struct memory_region, prefill_bootinfo)},
    };
    region->at = element->at;
    schema_attributes_read(element, rules, RULE_COUNT(rules), region, reader->remarks);
    schema_content_check(element, " ", reader->remarks);

    if (region->page_size.is_given && !target_page_size_is_known(region->page_size.value)) {
        remark_on(reader->remarks, element->at, element->name,
                  "page size 0x%" PRIx64 " not supported", region->page_size.value);
        region->page_size = (struct number){.is_bad = true};
    }
    region_prefill_read(reader, element, region);
    region_size_read(reader, element, region);
}

static void region_prefill_read(struct reader *reader, const struct xml_element *element,
                                struct memory_region *region)
{
    static const char *const kinds[] = {"fdt",           "x86_vbe",         "x86_mbmmap",
                                        "x86_acpi_rsdp", "x86_framebuffer", "x86_tsc_freq"};
    if (region->prefill_bootinfo != NULL) {
        size_t kind = 0;
        while (kind < RULE_COUNT(kinds) && strcmp(kinds[kind], region->prefill_bootinfo) != 0) {
            kind++;
        }
        if (kind == RULE_COUNT(kinds)) {
            remark_on(reader->remarks, element->at, element->name,
                      "BootInfoMap type: '%s' is not supported", region->prefill_bootinfo);
        } else if (region->prefill_path != NULL) {
            remark_on(reader->remarks, element->at, element->name,
                      "prefill_path and prefill_bootinfo cannot be both specified");
        } else {
            remark_on(reader->remarks, element->at, element->name,
                      "prefill_bootinfo is not supported: there is no boot information");
        }
        return;
    }
    if (region->prefill_path == NULL || region->prefill_path[0] == '\0') {
        return;
    }
    struct buffer content = {0};
    if (!search_read(reader->search, region->prefill_path, &content)) {
        remark_on(reader->remarks, element->at, element->name, "unable to find prefill file: '%s'",
                  region->prefill_path);
        return;
    }
    if (content.length == 0) {
        remark_on(reader->remarks, element->at, element->name, "prefill file '%s' is empty",
                  region->prefill_path);
    } else {
        uint8_t *bytes = arena_take(&reader->description->arena, content.length, 1);
        memcpy(bytes, content.data, content.length);
        region->prefill = (struct bytes){bytes, content.length};
    }
    buffer_free(&content);
}

static void region_size_read(struct reader *reader, const struct xml_element *element,
                             struct memory_region *region)
{
    const uint64_t unit = reader->target->has_pages ? number_or(region->page_size, PAGE_BYTES) : 1;
    const bool has_prefill = region->prefill_path != NULL || region->prefill_bootinfo != NULL;
    if (!region->size.is_given && !region->size.is_bad) {
        if (!has_prefill) {
            remark_on(reader->remarks, element->at, element->name,
                      "size must be specified if memory region is not prefilled");
        } else if (region->prefill.length != 0) {
            region->size = (struct number){
                .value = (region->prefill.length + unit - 1) / unit * unit,
                .is_given = true,
            };
        }
    } else if (region->size.is_given) {
        if (region->size.value == 0) {
            remark_on(reader->remarks, element->at, element->name, "size must not be 0");
            region->size = (struct number){.is_bad = true};
        } else if (region->size.value % unit != 0) {
            remark_on(reader->remarks, element->at, element->name,
                      "size is not a multiple of the page size");
            region->size = (struct number){.is_bad = true};
        } else if (!reader->target->has_pages && region->size.value > reader->target->address_end) {
            remark_on(reader->remarks, element->at, element->name,
                      "the region is larger than the address space");
            region->size = (struct number){.is_bad = true};
        } else if (region->prefill.length > region->size.value) {
            remark_on(reader->remarks, element->at, element->name,
                      "size of prefill file exceeds memory region size: %zx > %" PRIx64,
                      region->prefill.length, region->size.value);
        }
    }
    if (region->phys_addr.is_given && region->phys_addr.value % unit != 0) {
        remark_on(reader->remarks, element->at, element->name,
                  "phys_addr is not aligned to the page size");
        region->phys_addr = (struct number){.is_bad = true};
    }
    if (region->phys_addr.is_given && region->size.is_given &&
        region->size.value > UINT64_MAX - region->phys_addr.value) {
        remark_on(reader->remarks, element->at, element->name,
                  "the region ends beyond the address space");
        region->phys_addr = (struct number){.is_bad = true};
    }
}

static void channel_end_read(struct reader *reader, const struct xml_element *element,
                             struct channel_end *end)
{
    static const struct attribute_rule rules[] = {
        {"pd", ATTRIBUTE_TEXT, true, offsetof(struct channel_end, pd)},
        {"id", ATTRIBUTE_ID, true, offsetof(struct channel_end, id)},
        {"pp", ATTRIBUTE_BOOLEAN, false, offsetof(struct channel_end, is_pp)},
        {"notify", ATTRIBUTE_BOOLEAN, false, offsetof(struct channel_end, is_notify)},
        {"setvar_id", ATTRIBUTE_NAME, false, offsetof(struct channel_end, setvar_id)},
    };
    end->at = element->at;
    end->is_notify = true;
    schema_attributes_read(element, rules, RULE_COUNT(rules), end, reader->remarks);
    schema_content_check(element, " ", reader->remarks);
    if (end->pd == NULL) {
        return;
    }
    end->domain = domain_find(reader->description, end->pd);
    if (end->domain == NULL) {
        remark_on(reader->remarks, element->at, element->name, "invalid PD name '%s'", end->pd);
    } else if (end->setvar_id != NULL && end->id.is_given) {
        setvar_add(reader, element, end->domain,
                   (struct setvar){.symbol = end->setvar_id, .value = end->id.value});
    }
}

static void channel_read(struct reader *reader, const struct xml_element *element,
                         struct channel *channel)
{
    channel->at = element->at;
    schema_attributes_read(element, NULL, 0, NULL, reader->remarks);
    schema_content_check(element, " end ", reader->remarks);
    size_t count = 0;
    for (const struct xml_element *child = element->first; child != NULL; child = child->next) {
        if (xml_is(child, "end")) {
            struct channel_end rest = {0};
            channel_end_read(reader, child, count < 2 ? &channel->ends[count] : &rest);
            count++;
        }
    }
    channel->is_whole = count == 2;
    if (!channel->is_whole) {
        remark_on(reader->remarks, element->at, element->name,
                  "exactly two end elements must be specified");
    } else if (channel->ends[0].is_pp && channel->ends[1].is_pp) {
        remark_on(reader->remarks, element->at, element->name, "cannot ppc bidirectionally");
    }
}
