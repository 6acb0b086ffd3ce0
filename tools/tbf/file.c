// SPDX-License-Identifier: Apache-2.0 OR MIT
#include "file.h"

#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

enum { READ_BYTES = 64 * 1024 };

static enum status content_read(int descriptor, const char *path, struct buffer *content);
static int content_write(int descriptor, struct bytes content);

enum status file_read(const char *path, struct buffer *content)
{
    int descriptor = open(path, O_RDONLY | O_CLOEXEC);
    if (descriptor < 0) {
        return status_fail(path, "cannot open: %s", strerror(errno));
    }
    struct buffer read_content = {0};
    enum status status = content_read(descriptor, path, &read_content);
    close(descriptor);
    if (status != STATUS_OK) {
        buffer_free(&read_content);
        return status;
    }
    *content = read_content;
    return STATUS_OK;
}

enum status file_write(const char *path, struct bytes content, enum file_link link)
{
    int no_follow = link == FILE_LINK_REFUSED ? O_NOFOLLOW : 0;
    int descriptor = open(path, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC | no_follow, 0666);
    if (descriptor < 0 && errno == ELOOP && link == FILE_LINK_REFUSED) {
        return status_fail(path, "cannot create: it is a symbolic link");
    }
    if (descriptor < 0) {
        return status_fail(path, "cannot create: %s", strerror(errno));
    }

    struct stat state;
    bool is_regular = fstat(descriptor, &state) == 0 && S_ISREG(state.st_mode);
    int error = content_write(descriptor, content);
    if (close(descriptor) != 0 && error == 0) {
        error = errno;
    }
    if (error != 0) {
        // A device such as /dev/full must survive.
        if (is_regular) {
            unlink(path);
        }
        return status_fail(path, "cannot write: %s", strerror(error));
    }
    return STATUS_OK;
}

static enum status content_read(int descriptor, const char *path, struct buffer *content)
{
    uint8_t chunk[READ_BYTES];
    for (;;) {
        ssize_t count = read(descriptor, chunk, sizeof(chunk));
        if (count < 0 && errno == EINTR) {
            continue;
        }
        if (count < 0) {
            return status_fail(path, "cannot read: %s", strerror(errno));
        }
        if (count == 0) {
            return STATUS_OK;
        }
        buffer_append(content, (struct bytes){chunk, (size_t)count});
        if (content->length > FILE_BYTES_MAX) {
            return status_fail(path, "larger than %d bytes", FILE_BYTES_MAX);
        }
    }
}

/// Writes all bytes; gives 0 or the error number.
static int content_write(int descriptor, struct bytes content)
{
    size_t offset = 0;
    while (offset < content.length) {
        ssize_t count = write(descriptor, content.data + offset, content.length - offset);
        if (count < 0 && errno == EINTR) {
            continue;
        }
        if (count < 0) {
            return errno;
        }
        offset += (size_t)count;
    }
    return 0;
}
