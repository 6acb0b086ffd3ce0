// SPDX-License-Identifier: Apache-2.0 OR MIT
#include "schema.h"

#include <string.h>

#include "description.h"
#include "text.h"

/// Elements of published system files that exist on other machines only, and why not here.
static const struct {
    const char *name;
    const char *reason;
} foreign_elements[] = {
    {"virtual_machine", "there are no virtual machines"},
    {"ioport", "I/O Ports are only available on x86"},
    {"io_address_space", "there is no IOMMU"},
    {"domains", "there is no domain scheduler"},
    {"cspace", "programs get no capabilities to kernel objects"},
};

static void attribute_read(const struct xml_element *element, const struct attribute_rule *rule,
                           const char *value, void *field, struct remarks *remarks);
static struct number number_read(const struct xml_element *element, const char *value,
                                 struct remarks *remarks);
static struct number id_read(const struct xml_element *element, const char *value,
                             struct remarks *remarks);
static uint8_t permissions_read(const struct xml_element *element, const char *value,
                                struct remarks *remarks);
static bool names_hold(const char *names, const char *name);

void schema_attributes_read(const struct xml_element *element, const struct attribute_rule *rules,
                            size_t rule_count, void *record, struct remarks *remarks)
{
    for (size_t index = 0; index < element->attribute_count; index++) {
        size_t rule = 0;
        while (rule < rule_count &&
               strcmp(rules[rule].name, element->attributes[index].name) != 0) {
            rule++;
        }
        if (rule == rule_count) {
            remark_on(remarks, element->at, element->name, "invalid attribute '%s'",
                      element->attributes[index].name);
        }
    }
    for (size_t rule = 0; rule < rule_count; rule++) {
        const char *value = xml_attribute_find(element, rules[rule].name);
        if (value != NULL) {
            attribute_read(element, &rules[rule], value, (char *)record + rules[rule].offset,
                           remarks);
        } else if (rules[rule].is_required) {
            remark_error(remarks, element->at, REMARK_COLON,
                         "Missing required attribute '%s' on element '%s'", rules[rule].name,
                         element->name);
        }
    }
}

void schema_content_check(const struct xml_element *element, const char *names,
                          struct remarks *remarks)
{
    if (element->has_text) {
        remark_error(remarks, element->at, REMARK_AT, "unexpected text found in element '%s'",
                     element->name);
    }
    for (const struct xml_element *child = element->first; child != NULL; child = child->next) {
        if (names_hold(names, child->name)) {
            continue;
        }
        const char *reason = NULL;
        for (size_t index = 0; index < sizeof foreign_elements / sizeof foreign_elements[0];
             index++) {
            if (xml_is(child, foreign_elements[index].name)) {
                reason = foreign_elements[index].reason;
            }
        }
        if (reason != NULL) {
            remark_error(remarks, child->at, REMARK_COLON, "element '%s' is not supported: %s",
                         child->name, reason);
        } else {
            remark_error(remarks, child->at, REMARK_COLON, "invalid XML element '%s'", child->name);
        }
    }
}

static void attribute_read(const struct xml_element *element, const struct attribute_rule *rule,
                           const char *value, void *field, struct remarks *remarks)
{
    switch (rule->type) {
    case ATTRIBUTE_TEXT:
        *(const char **)field = value;
        break;
    case ATTRIBUTE_NAME:
        *(const char **)field = value;
        if (value[0] == '\0') {
            remark_on(remarks, element->at, element->name, "%s must not be empty", rule->name);
        }
        break;
    case ATTRIBUTE_NUMBER:
        *(struct number *)field = number_read(element, value, remarks);
        break;
    case ATTRIBUTE_ID:
        *(struct number *)field = id_read(element, value, remarks);
        break;
    case ATTRIBUTE_BOOLEAN:
        if (strcmp(value, "true") != 0 && strcmp(value, "false") != 0) {
            remark_on(remarks, element->at, element->name, "%s must be 'true' or 'false'",
                      rule->name);
        } else {
            *(bool *)field = value[0] == 't';
        }
        break;
    case ATTRIBUTE_PERMISSIONS:
        *(uint8_t *)field = permissions_read(element, value, remarks);
        break;
    case ATTRIBUTE_TRIGGER:
        if (strcmp(value, "level") != 0 && strcmp(value, "edge") != 0) {
            remark_on(remarks, element->at, element->name,
                      "trigger must be either 'level' or 'edge'");
        } else {
            *(bool *)field = value[0] == 'e';
        }
        break;
    }
}

/// Says why a text is no number, in the words of the published tool; null: it is one.
static const char *digits_problem(const char *digits, unsigned base, uint64_t *value)
{
    if (*digits == '+') {
        digits++;
    }
    if (*digits == '\0') {
        return "cannot parse integer from empty string";
    }
    *value = 0;
    bool is_large = false;
    for (; *digits != '\0'; digits++) {
        const char *all = "0123456789abcdef";
        const char lower = *digits >= 'A' && *digits <= 'F' ? (char)(*digits | 0x20) : *digits;
        const char *found = strchr(all, lower);
        if (found == NULL || (unsigned)(found - all) >= base) {
            return "invalid digit found in string";
        }
        const unsigned digit = (unsigned)(found - all);
        is_large = is_large || *value > (UINT64_MAX - digit) / base;
        *value = *value * base + digit;
    }
    return is_large ? "number too large to fit in target type" : NULL;
}

static struct number number_read(const struct xml_element *element, const char *value,
                                 struct remarks *remarks)
{
    struct buffer digits = {0};
    for (const char *next = value; *next != '\0'; next++) {
        if (*next != '_') {
            buffer_fill(&digits, 1, (uint8_t)*next);
        }
    }
    const char *plain = buffer_string(&digits);
    const bool is_hexadecimal = strncmp(plain, "0x", 2) == 0;
    struct number number = {.is_given = true};
    const char *problem =
        digits_problem(is_hexadecimal ? plain + 2 : plain, is_hexadecimal ? 16 : 10, &number.value);
    buffer_free(&digits);
    if (problem != NULL) {
        remark_error(remarks, element->at, REMARK_COLON,
                     "failed to parse integer '%s' on element '%s': %s", value, element->name,
                     problem);
        number = (struct number){.is_bad = true};
    }
    return number;
}

static struct number id_read(const struct xml_element *element, const char *value,
                             struct remarks *remarks)
{
    // A number below zero is told from what is no number.
    uint64_t magnitude;
    if (value[0] == '-' && digits_problem(value + 1, 10, &magnitude) == NULL) {
        remark_on(remarks, element->at, element->name, "id must be >= 0");
        return (struct number){.is_bad = true};
    }
    struct number number = number_read(element, value, remarks);
    if (number.is_given && number.value > CHANNEL_ID_MAX) {
        remark_on(remarks, element->at, element->name, "id must be < %d", CHANNEL_ID_MAX + 1);
        number = (struct number){.is_bad = true};
    }
    return number;
}

static uint8_t permissions_read(const struct xml_element *element, const char *value,
                                struct remarks *remarks)
{
    uint8_t permissions = 0;
    bool is_known = true;
    for (const char *next = value; *next != '\0'; next++) {
        switch (*next) {
        case 'r':
            permissions |= PERMISSION_READ;
            break;
        case 'w':
            permissions |= PERMISSION_WRITE;
            break;
        case 'x':
            permissions |= PERMISSION_EXECUTE;
            break;
        default:
            is_known = false;
            break;
        }
    }
    if (!is_known) {
        remark_on(remarks, element->at, element->name,
                  "perms must only be a combination of 'r', 'w', and 'x'");
        return 0;
    }
    if (permissions == PERMISSION_WRITE) {
        remark_on(remarks, element->at, element->name,
                  "perms must not be 'w', write-only mappings are not allowed");
        return 0;
    }
    if (permissions == 0) {
        remark_on(remarks, element->at, element->name, "perms must not be empty");
    }
    return permissions;
}

static bool names_hold(const char *names, const char *name)
{
    const size_t length = strlen(name);
    for (const char *found = strstr(names, name); found != NULL; found = strstr(found + 1, name)) {
        if (found != names && found[-1] == ' ' && found[length] == ' ') {
            return true;
        }
    }
    return false;
}
