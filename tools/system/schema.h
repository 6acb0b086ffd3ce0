// SPDX-License-Identifier: Apache-2.0 OR MIT
/**
 * The schema of system files: which attributes an element has, and how each is read.
 *
 * A table of rules says for each attribute where its value goes in the struct of the element. What
 * the file leaves out keeps the value that the struct has before.
 */
#pragma once

#include <stddef.h>

#include "remarks.h"
#include "xml.h"

enum attribute_type {
    ATTRIBUTE_TEXT,        ///< const char *
    ATTRIBUTE_NAME,        ///< const char *, not empty
    ATTRIBUTE_NUMBER,      ///< struct number
    ATTRIBUTE_ID,          ///< struct number, 0 to CHANNEL_ID_MAX
    ATTRIBUTE_BOOLEAN,     ///< bool
    ATTRIBUTE_PERMISSIONS, ///< uint8_t
    ATTRIBUTE_TRIGGER,     ///< bool, true for edges
};

struct attribute_rule {
    const char *name;
    enum attribute_type type;
    bool is_required;
    size_t offset; ///< in the struct
};

/**
 * Reads all attributes of an element into its struct; what is wrong becomes remarks.
 *
 * @param rules  `rule_count` of them; the element has no other attributes.
 */
void schema_attributes_read(const struct xml_element *element, const struct attribute_rule *rules,
                            size_t rule_count, void *record, struct remarks *remarks);

/**
 * Looks at the content of an element: no text, no element but those named.
 *
 * @param names  separated by spaces, and a space at both ends.
 */
void schema_content_check(const struct xml_element *element, const char *names,
                          struct remarks *remarks);
