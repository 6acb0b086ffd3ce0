// SPDX-License-Identifier: Apache-2.0 OR MIT
/** Reads protection domains: the elements below them, and their settings. */
#include <inttypes.h>
#include <string.h>

#include <abi/system.h>

#include "description_read.h"
#include "schema.h"

static void domain_read(struct reader *reader, const struct xml_element *element,
                        struct protection_domain *parent);
static void domain_settings_check(struct reader *reader, const struct protection_domain *domain);
static void map_read(struct reader *reader, const struct xml_element *element,
                     struct protection_domain *domain);
static void irq_read(struct reader *reader, const struct xml_element *element,
                     struct protection_domain *domain);
static void offer_read(struct reader *reader, const struct xml_element *element,
                       struct protection_domain *domain);
static void seek_read(struct reader *reader, const struct xml_element *element,
                      struct protection_domain *domain);

static size_t domain_elements_count(const struct xml_element *element)
{
    // Depth first, along the links: no deeper than the parser lets a document be.
    size_t count = 0;
    for (const struct xml_element *child = element->first; child != NULL; child = child->next) {
        if (xml_is(child, "protection_domain")) {
            count += 1 + domain_elements_count(child);
        }
    }
    return count;
}

void domains_read(struct reader *reader, const struct xml_element *root)
{
    struct description *description = reader->description;
    description->domains =
        arena_take(&description->arena, domain_elements_count(root), sizeof *description->domains);
    for (const struct xml_element *child = root->first; child != NULL; child = child->next) {
        if (xml_is(child, "protection_domain")) {
            domain_read(reader, child, NULL);
        }
    }
}

void setvar_add(struct reader *reader, const struct xml_element *element,
                struct protection_domain *domain, struct setvar setvar)
{
    for (size_t index = 0; index < domain->setvar_count; index++) {
        if (strcmp(domain->setvars[index].symbol, setvar.symbol) == 0) {
            remark_on(reader->remarks, element->at, element->name,
                      "setvar on symbol '%s' already exists", setvar.symbol);
            return;
        }
    }
    // Grows by doubling; what is left behind goes with the arena.
    const size_t count = domain->setvar_count;
    if ((count & (count - 1)) == 0) {
        struct setvar *setvars =
            arena_take(&reader->description->arena, count == 0 ? 1 : 2 * count, sizeof *setvars);
        if (count != 0) {
            memcpy(setvars, domain->setvars, count * sizeof *setvars);
        }
        domain->setvars = setvars;
    }
    setvar.at = element->at;
    domain->setvars[domain->setvar_count++] = setvar;
}

static void setvar_read(struct reader *reader, const struct xml_element *element,
                        struct protection_domain *domain)
{
    struct record {
        struct setvar setvar;
        struct number value;
    } record = {.setvar.kind = SETVAR_PADDR};
    static const struct attribute_rule rules[] = {
        {"symbol", ATTRIBUTE_NAME, true, offsetof(struct record, setvar.symbol)},
        {"region_paddr", ATTRIBUTE_TEXT, true, offsetof(struct record, setvar.region_name)},
    };
    static const struct attribute_rule rules_of_values[] = {
        {"symbol", ATTRIBUTE_NAME, true, offsetof(struct record, setvar.symbol)},
        {"value", ATTRIBUTE_NUMBER, true, offsetof(struct record, value)},
    };
    if (xml_attribute_find(element, "region_paddr") == NULL &&
        xml_attribute_find(element, "value") != NULL) {
        schema_attributes_read(element, rules_of_values, RULE_COUNT(rules_of_values), &record,
                               reader->remarks);
        record.setvar.kind = SETVAR_VALUE;
        record.setvar.value = record.value.value;
    } else {
        schema_attributes_read(element, rules, RULE_COUNT(rules), &record, reader->remarks);
    }
    schema_content_check(element, " ", reader->remarks);
    if (record.setvar.symbol != NULL &&
        (record.setvar.region_name != NULL || record.value.is_given)) {
        setvar_add(reader, element, domain, record.setvar);
    }
}

static void program_image_read(struct reader *reader, const struct xml_element *element,
                               struct protection_domain *domain)
{
    static const struct attribute_rule rules[] = {
        {"path", ATTRIBUTE_NAME, true, offsetof(struct protection_domain, path)},
        {"path_for_symbols", ATTRIBUTE_NAME, false,
         offsetof(struct protection_domain, path_for_symbols)},
    };
    if (domain->image_at.row != 0) {
        remark_on(reader->remarks, element->at, "protection_domain",
                  "program_image must only be specified once");
        return;
    }
    domain->image_at = element->at;
    schema_attributes_read(element, rules, RULE_COUNT(rules), domain, reader->remarks);
    schema_content_check(element, " ", reader->remarks);
}

static void domain_read(struct reader *reader, const struct xml_element *element,
                        struct protection_domain *parent)
{
    // What only a child has comes last.
    static const struct attribute_rule rules[] = {
        {"name", ATTRIBUTE_NAME, true, offsetof(struct protection_domain, name)},
        {"priority", ATTRIBUTE_NUMBER, false, offsetof(struct protection_domain, priority)},
        {"budget", ATTRIBUTE_NUMBER, false, offsetof(struct protection_domain, budget)},
        {"period", ATTRIBUTE_NUMBER, false, offsetof(struct protection_domain, period)},
        {"passive", ATTRIBUTE_BOOLEAN, false, offsetof(struct protection_domain, is_passive)},
        {"stack_size", ATTRIBUTE_NUMBER, false, offsetof(struct protection_domain, stack_size)},
        {"cpu", ATTRIBUTE_NUMBER, false, offsetof(struct protection_domain, cpu)},
        {"fpu", ATTRIBUTE_BOOLEAN, false, offsetof(struct protection_domain, has_fpu)},
        {"smc", ATTRIBUTE_BOOLEAN, false, offsetof(struct protection_domain, is_smc)},
        {"domain", ATTRIBUTE_TEXT, false, offsetof(struct protection_domain, domain)},
        {"cap_slots", ATTRIBUTE_NUMBER, false, offsetof(struct protection_domain, cap_slots)},
        {"id", ATTRIBUTE_ID, true, offsetof(struct protection_domain, id)},
        {"setvar_id", ATTRIBUTE_NAME, false, offsetof(struct protection_domain, setvar_id)},
    };
    struct description *description = reader->description;
    struct protection_domain *domain = &description->domains[description->domain_count++];
    domain->at = element->at;
    domain->element = element;
    domain->parent = parent;
    domain->has_fpu = true;
    schema_attributes_read(element, rules, RULE_COUNT(rules) - (parent == NULL ? 2 : 0), domain,
                           reader->remarks);
    schema_content_check(element, " program_image map irq setvar offer seek protection_domain ",
                         reader->remarks);
    domain_settings_check(reader, domain);
    if (parent != NULL && domain->setvar_id != NULL && domain->id.is_given) {
        setvar_add(reader, element, parent,
                   (struct setvar){.symbol = domain->setvar_id, .value = domain->id.value});
    }

    domain->maps = arena_take(&description->arena, xml_count(element, "map"), sizeof *domain->maps);
    domain->irqs = arena_take(&description->arena, xml_count(element, "irq"), sizeof *domain->irqs);
    domain->offers =
        arena_take(&description->arena, xml_count(element, "offer"), sizeof *domain->offers);
    domain->seeks =
        arena_take(&description->arena, xml_count(element, "seek"), sizeof *domain->seeks);
    for (const struct xml_element *child = element->first; child != NULL; child = child->next) {
        if (xml_is(child, "program_image")) {
            program_image_read(reader, child, domain);
        } else if (xml_is(child, "map")) {
            map_read(reader, child, domain);
        } else if (xml_is(child, "irq")) {
            irq_read(reader, child, domain);
        } else if (xml_is(child, "setvar")) {
            setvar_read(reader, child, domain);
        } else if (xml_is(child, "offer")) {
            offer_read(reader, child, domain);
        } else if (xml_is(child, "seek")) {
            seek_read(reader, child, domain);
        } else if (xml_is(child, "protection_domain")) {
            domain_read(reader, child, domain);
        }
    }
    if (domain->image_at.row == 0) {
        remark_error(reader->remarks, domain->at, REMARK_COLON,
                     "missing 'program_image' element on protection_domain: '%s'",
                     domain->name == NULL ? "" : domain->name);
    }
}

static void domain_settings_check(struct reader *reader, const struct protection_domain *domain)
{
    struct remarks *remarks = reader->remarks;
    const struct target *target = reader->target;
    const char *element = domain->element->name;
    const uint64_t budget = number_or(domain->budget, BUDGET_DEFAULT_MICROSECONDS);
    const uint64_t period = number_or(domain->period, budget);
    if (budget > period && !domain->budget.is_bad) {
        remark_on(remarks, domain->at, element,
                  "budget (%" PRIu64 ") must be less than, or equal to, period (%" PRIu64 ")",
                  budget, period);
    } else if (budget == 0) {
        remark_on(remarks, domain->at, element, "budget must not be 0");
    } else if (period > UINT32_MAX) {
        remark_on(remarks, domain->at, element,
                  "period (%" PRIu64 ") must be less than 2^32 microseconds", period);
    }
    if (number_or(domain->priority, 0) > PRIORITY_MAX) {
        remark_on(remarks, domain->at, element, "priority must be between 0 and %d", PRIORITY_MAX);
    }
    const uint64_t stack_bytes = number_or(domain->stack_size, target->stack_bytes);
    if (stack_bytes < target->stack_bytes_min || stack_bytes > target->stack_bytes_max) {
        remark_on(remarks, domain->at, element,
                  "stack size must be between 0x%" PRIx64 " bytes and 0x%" PRIx64 " bytes",
                  target->stack_bytes_min, target->stack_bytes_max);
    } else if (stack_bytes % target->stack_alignment_bytes != 0) {
        remark_on(remarks, domain->at, element,
                  target->has_pages
                      ? "stack size must be aligned to the smallest page size, %" PRIu64 " bytes"
                      : "stack size must be a multiple of %" PRIu64 " bytes",
                  target->stack_alignment_bytes);
    }
    if (number_or(domain->cpu, 0) >= target->core_count) {
        remark_on(remarks, domain->at, element,
                  "cpu core must be less than %" PRIu64 ", got %" PRIu64, target->core_count,
                  domain->cpu.value);
    }
    if (domain->is_smc) {
        remark_on(remarks, domain->at, element,
                  "ARM SMC forwarding support is not available for this architecture");
    }
    if (domain->domain != NULL) {
        remark_on(remarks, domain->at, element,
                  "attribute 'domain' is not supported: there is no domain scheduler");
    }
    if (number_or(domain->cap_slots, CAP_SLOTS_DEFAULT) > CAP_SLOTS_MAX) {
        remark_on(remarks, domain->at, element, "cap_slots must be between 0 and %d",
                  CAP_SLOTS_MAX);
    }
    if (domain->name != NULL && strcmp(domain->name, "monitor") == 0) {
        remark_error(remarks, domain->at, REMARK_AT,
                     "the PD name 'monitor' is reserved for the Microkit Monitor.");
    }
    if (domain->name != NULL && strlen(domain->name) > target->name_bytes_max) {
        remark_on(remarks, domain->at, element, "name '%s' must not be longer than %zu bytes",
                  domain->name, target->name_bytes_max);
    }
}

static void map_setvars_add(struct reader *reader, const struct xml_element *element,
                            struct protection_domain *domain, const struct map *map)
{
    const struct {
        const char *symbol;
        enum setvar_kind kind;
    } settings[] = {
        {map->setvar_vaddr, SETVAR_VADDR},
        {map->setvar_size, SETVAR_SIZE},
        {map->setvar_prefill_size, SETVAR_PREFILL_SIZE},
    };
    for (size_t index = 0; index < RULE_COUNT(settings); index++) {
        if (settings[index].symbol != NULL) {
            setvar_add(reader, element, domain,
                       (struct setvar){
                           .symbol = settings[index].symbol,
                           .kind = settings[index].kind,
                           .region_name = map->mr,
                           .map = map,
                       });
        }
    }
}

static void map_read(struct reader *reader, const struct xml_element *element,
                     struct protection_domain *domain)
{
    static const struct attribute_rule rules[] = {
        {"mr", ATTRIBUTE_TEXT, true, offsetof(struct map, mr)},
        {"perms", ATTRIBUTE_PERMISSIONS, false, offsetof(struct map, permissions)},
        {"cached", ATTRIBUTE_BOOLEAN, false, offsetof(struct map, is_cached)},
        {"setvar_vaddr", ATTRIBUTE_NAME, false, offsetof(struct map, setvar_vaddr)},
        {"setvar_size", ATTRIBUTE_NAME, false, offsetof(struct map, setvar_size)},
        {"setvar_prefill_size", ATTRIBUTE_NAME, false, offsetof(struct map, setvar_prefill_size)},
        {"vaddr", ATTRIBUTE_NUMBER, true, offsetof(struct map, vaddr)},
    };
    // Where addresses are those of the memory, the tool can choose one and tell the program.
    struct attribute_rule own[RULE_COUNT(rules)];
    memcpy(own, rules, sizeof rules);
    own[RULE_COUNT(rules) - 1].is_required =
        reader->target->has_pages || xml_attribute_find(element, "setvar_vaddr") == NULL;

    struct map *map = &domain->maps[domain->map_count++];
    map->at = element->at;
    map->is_cached = true;
    map->permissions = PERMISSION_READ | PERMISSION_WRITE;
    schema_attributes_read(element, own, RULE_COUNT(own), map, reader->remarks);
    schema_content_check(element, " ", reader->remarks);
    if (map->mr != NULL) {
        map_setvars_add(reader, element, domain, map);
    }

    uint64_t end = reader->target->address_end;
    if (reader->target->has_pages) {
        // At the end lie the stack and the page with the IPC buffer.
        const uint64_t stack_bytes = number_or(domain->stack_size, reader->target->stack_bytes);
        const uint64_t top_bytes =
            (stack_bytes < reader->target->stack_bytes_max ? stack_bytes
                                                           : reader->target->stack_bytes_max) +
            PAGE_BYTES;
        end -= top_bytes;
    }
    if (number_or(map->vaddr, 0) >= end) {
        remark_on(reader->remarks, element->at, element->name,
                  "vaddr (0x%" PRIx64 ") must be less than 0x%" PRIx64, map->vaddr.value, end);
        map->vaddr = (struct number){.is_bad = true};
    }
}

static void irq_read(struct reader *reader, const struct xml_element *element,
                     struct protection_domain *domain)
{
    static const struct attribute_rule rules[] = {
        {"irq", ATTRIBUTE_NUMBER, true, offsetof(struct irq, irq)},
        {"id", ATTRIBUTE_ID, true, offsetof(struct irq, id)},
        {"trigger", ATTRIBUTE_TRIGGER, false, offsetof(struct irq, is_edge)},
        {"setvar_id", ATTRIBUTE_NAME, false, offsetof(struct irq, setvar_id)},
    };
    if (xml_attribute_find(element, "pin") != NULL) {
        remark_on(reader->remarks, element->at, element->name,
                  "x86 I/O APIC IRQ isn't supported on ARM and RISC-V");
        return;
    }
    if (xml_attribute_find(element, "pcidev") != NULL) {
        remark_on(reader->remarks, element->at, element->name,
                  "x86 MSI IRQ isn't supported on ARM and RISC-V");
        return;
    }
    struct irq *irq = &domain->irqs[domain->irq_count++];
    irq->at = element->at;
    schema_attributes_read(element, rules, RULE_COUNT(rules), irq, reader->remarks);
    schema_content_check(element, " ", reader->remarks);
    if (irq->setvar_id != NULL && irq->id.is_given) {
        setvar_add(reader, element, domain,
                   (struct setvar){.symbol = irq->setvar_id, .value = irq->id.value});
    }
}

static void service_name_check(struct reader *reader, const struct xml_element *element,
                               const char *name)
{
    if (name != NULL && strlen(name) > SYSTEM_NAME_BYTES_MAX) {
        remark_on(reader->remarks, element->at, element->name,
                  "service '%s' must not be longer than %d bytes", name, SYSTEM_NAME_BYTES_MAX);
    }
}

static void offer_read(struct reader *reader, const struct xml_element *element,
                       struct protection_domain *domain)
{
    static const struct attribute_rule rules[] = {
        {"service", ATTRIBUTE_NAME, true, offsetof(struct offer, service)},
        {"pd", ATTRIBUTE_TEXT, true, offsetof(struct offer, pd)},
        {"id", ATTRIBUTE_ID, true, offsetof(struct offer, id)},
    };
    struct offer *offer = &domain->offers[domain->offer_count++];
    offer->at = element->at;
    schema_attributes_read(element, rules, RULE_COUNT(rules), offer, reader->remarks);
    schema_content_check(element, " ", reader->remarks);
    service_name_check(reader, element, offer->service);
}

static void seek_read(struct reader *reader, const struct xml_element *element,
                      struct protection_domain *domain)
{
    static const struct attribute_rule rules[] = {
        {"service", ATTRIBUTE_NAME, true, offsetof(struct seek, service)},
    };
    struct seek *seek = &domain->seeks[domain->seek_count++];
    seek->at = element->at;
    schema_attributes_read(element, rules, RULE_COUNT(rules), seek, reader->remarks);
    schema_content_check(element, " ", reader->remarks);
    service_name_check(reader, element, seek->service);
}
