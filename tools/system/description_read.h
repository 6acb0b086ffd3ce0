// SPDX-License-Identifier: Apache-2.0 OR MIT
/** What the parts of the reader of system files share. */
#pragma once

#include "description.h"
#include "xml.h"

struct reader {
    struct description *description;
    const struct target *target;
    const struct search *search;
    struct remarks *remarks;
};

#define RULE_COUNT(rules) (sizeof(rules) / sizeof((rules)[0]))

/** Reads all protection domains below the root, children behind their parents. */
void domains_read(struct reader *reader, const struct xml_element *root);

/** Adds a setvar to a domain; a second one of the same symbol becomes a remark. */
void setvar_add(struct reader *reader, const struct xml_element *element,
                struct protection_domain *domain, struct setvar setvar);

/** Finds a file in the first folder that holds it. @param found  give. @return false: none does. */
bool search_find(const struct search *search, const char *path, struct buffer *found);

/** Reads a file from the first folder that holds it. @return false: none does. */
bool search_read(const struct search *search, const char *path, struct buffer *content);
