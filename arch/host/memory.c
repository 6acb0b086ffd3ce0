// SPDX-License-Identifier: Apache-2.0 OR MIT
// Simulated memory, and the windows through which the kernel reaches what belongs to processes.
#include <lib/memory.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>

#include "host.h"

static uint8_t images[HOST_IMAGES_BYTES];

struct host host;

static void pool_map(void)
{
    static bool is_mapped;
    if (is_mapped) {
        return;
    }
    void *const wanted = (void *)(uintptr_t)HOST_POOL_START;
    void *const mapped = mmap(wanted, HOST_POOL_BYTES, PROT_READ | PROT_WRITE,
                              MAP_PRIVATE | MAP_ANONYMOUS | MAP_FIXED_NOREPLACE, -1, 0);
    if (mapped != wanted) {
        perror("mapping the pool of the simulated machine");
        abort();
    }
    is_mapped = true;
}

void host_open(void)
{
    pool_map();
    memset((void *)(uintptr_t)HOST_POOL_START, 0xA5, HOST_POOL_BYTES);
    memset(images, 0xFF, sizeof images);
    host = (struct host){.unit = &host_exact_unit, .granule_bytes = 32};
}

uint8_t *host_memory_at(uintptr_t address)
{
    if (address - HOST_POOL_START < HOST_POOL_BYTES) {
        return (uint8_t *)address;
    }
    if (address - HOST_IMAGES_START < HOST_IMAGES_BYTES) {
        return &images[address - HOST_IMAGES_START];
    }
    return NULL;
}

bool host_allows(uintptr_t address, enum host_access access)
{
    return host.unit->allows(&host.loaded, address, access);
}

static bool access_is_open(uintptr_t address, size_t bytes, enum host_access access)
{
    host.accesses++;
    if (host.accesses == host.refuse_at) {
        return false;
    }
    for (size_t i = 0; i < bytes; i++) {
        if (!host_allows(address + i, access) || host_memory_at(address + i) == NULL) {
            return false;
        }
    }
    return true;
}

/// One unprivileged access, refused as a whole if one of its bytes is: then the fault handler goes
/// on behind the window that is open, of which there is exactly one.
static bool access_is_allowed(uintptr_t address, size_t bytes, enum host_access access)
{
    const bool is_allowed = access_is_open(address, bytes, access);
    if (!is_allowed && host.access_depth != 1) {
        port_panic("an access is refused, but not inside exactly one window");
    }
    return is_allowed;
}

static uint8_t byte_read(uintptr_t address)
{
    uint8_t *const byte = host_memory_at(address);
    const uint8_t value = *byte;
    if (host.after_read != NULL) {
        host.after_read(address, byte);
    }
    return value;
}

static void byte_write(uintptr_t address, uint8_t value)
{
    *host_memory_at(address) = value;
    if (host.after_write != NULL) {
        host.after_write(address);
    }
}

static void window_open(size_t bytes)
{
    if (bytes > USER_WINDOW_BYTES_MAX) {
        port_panic("more bytes than a window moves in one call");
    }
    host.access_depth++;
}

static void window_close(void)
{
    host.access_depth--;
}

void host_windows_check(void)
{
    if (host.access_depth != 0) {
        port_panic("a window to process memory is left open");
    }
}

static size_t bytes_copy_in(uint8_t *target, uintptr_t from, size_t bytes)
{
    for (size_t i = 0; i < bytes; i++) {
        if (!access_is_allowed(from + i, 1, HOST_READ)) {
            return bytes - i;
        }
        target[i] = byte_read(from + i);
    }
    return 0;
}

size_t user_window_copy_in(void *to, uintptr_t from, size_t bytes)
{
    window_open(bytes);
    const size_t left = bytes_copy_in(to, from, bytes);
    window_close();
    return left;
}

static size_t bytes_copy_out(uintptr_t to, const uint8_t *source, size_t bytes)
{
    // An aligned word alone is one access, as the kernel may rely on; what is longer is taken byte
    // by byte, so that every byte can be the one that is refused.
    const bool is_word = bytes == 4 && to % 4 == 0 && (uintptr_t)source % 4 == 0;
    if (is_word && !access_is_allowed(to, bytes, HOST_WRITE)) {
        return bytes;
    }
    for (size_t i = 0; i < bytes; i++) {
        if (!is_word && !access_is_allowed(to + i, 1, HOST_WRITE)) {
            return bytes - i;
        }
        byte_write(to + i, source[i]);
    }
    return 0;
}

size_t user_window_copy_out(uintptr_t to, const void *from, size_t bytes)
{
    window_open(bytes);
    const size_t left = bytes_copy_out(to, from, bytes);
    window_close();
    return left;
}

static enum error word_load(uintptr_t from, size_t bytes, uint32_t *value)
{
    *value = 0;
    if (from % bytes != 0 || !access_is_allowed(from, bytes, HOST_READ)) {
        return ERROR_FAULT;
    }
    for (size_t i = 0; i < bytes; i++) {
        *value |= (uint32_t)byte_read(from + i) << (8 * i);
    }
    return ERROR_NONE;
}

static enum error word_store(uintptr_t to, size_t bytes, uint32_t value)
{
    if (to % bytes != 0 || !access_is_allowed(to, bytes, HOST_WRITE)) {
        return ERROR_FAULT;
    }
    for (size_t i = 0; i < bytes; i++) {
        byte_write(to + i, (uint8_t)(value >> (8 * i)));
    }
    return ERROR_NONE;
}

enum error user_window_load_32(uintptr_t from, uint32_t *value)
{
    window_open(4);
    const enum error error = word_load(from, 4, value);
    window_close();
    return error;
}

enum error user_window_store_16(uintptr_t to, uint32_t value)
{
    window_open(2);
    const enum error error = word_store(to, 2, value);
    window_close();
    return error;
}

enum error user_window_exchange_32(uintptr_t at, uint32_t expected, uint32_t desired,
                                   uint32_t *seen)
{
    window_open(4);
    enum error error = word_load(at, 4, seen);
    if (error == ERROR_NONE && *seen == expected) {
        error = word_store(at, 4, desired);
    }
    window_close();
    if (error != ERROR_NONE) {
        *seen = 0;
    }
    return error;
}

void port_image_read(void *to, uintptr_t from, size_t bytes)
{
    uint8_t *target = to;
    for (size_t i = 0; i < bytes; i++) {
        if ((from + i) - HOST_IMAGES_START >= HOST_IMAGES_BYTES) {
            port_panic("an image is read outside the image memory");
        }
        target[i] = byte_read(from + i);
    }
}

// The C library has the other functions of lib/memory.h.
void memory_clear(void *start, size_t bytes)
{
    memset(start, 0, bytes);
}
