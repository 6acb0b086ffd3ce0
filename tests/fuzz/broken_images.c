// SPDX-License-Identifier: Apache-2.0 OR MIT
// A mistake that the target must find: the entry point may lie behind the image.
#include "image.h"

enum image_verdict __real_image_decode(struct range memory, struct image *image,
                                       const char **reason);
enum image_verdict __wrap_image_decode(struct range memory, struct image *image,
                                       const char **reason);

enum image_verdict __wrap_image_decode(struct range memory, struct image *image,
                                       const char **reason)
{
    const enum image_verdict verdict = __real_image_decode(memory, image, reason);
    if (verdict == IMAGE_RUNNABLE && image->permission_count > 0) {
        image->entry = image->start + image->total_bytes;
    }
    return verdict;
}
