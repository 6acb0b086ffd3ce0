// SPDX-License-Identifier: Apache-2.0 OR MIT
/** Finds the files that a system file names. */
#include <sys/stat.h>

#include "description_read.h"
#include "file.h"

static bool path_is_file(const char *path)
{
    struct stat about;
    return stat(path, &about) == 0 && S_ISREG(about.st_mode);
}

bool search_find(const struct search *search, const char *path, struct buffer *found)
{
    const size_t count = path[0] == '/' ? 1 : search->count;
    for (size_t index = 0; index < count; index++) {
        struct buffer full = {0};
        if (path[0] != '/') {
            buffer_print(&full, "%s/", search->folders[index]);
        }
        buffer_print(&full, "%s", path);
        if (path_is_file(buffer_string(&full))) {
            *found = full;
            return true;
        }
        buffer_free(&full);
    }
    return false;
}

bool search_read(const struct search *search, const char *path, struct buffer *content)
{
    struct buffer found = {0};
    bool is_read = false;
    if (search_find(search, path, &found)) {
        is_read = file_read(buffer_string(&found), content) == STATUS_OK;
        buffer_free(&found);
    }
    return is_read;
}
