// SPDX-License-Identifier: Apache-2.0 OR MIT
/**
 * What the virtualiser of the serial line is to its partners: the numbers of channels that it and
 * they use, as the system files give them, and what a client may send.
 *
 * A client writes text into its queue. Each line of it ends with '\n'; a longer one than
 * LINE_BYTES_MAX is cut into several. It reads what was typed for it, byte by byte.
 */
#pragma once

enum {
    LINE_BYTES_MAX = 80, ///< without its end

    // Its channels.
    CHANNEL_DRIVER = 0,
    CHANNEL_CLIENT_FIRST = 1,
    CLIENT_COUNT = 2, ///< in channels one after the other

    // The channel to it, of the driver and of each client.
    DRIVER_CHANNEL_VIRTUALISER = 0,
    CLIENT_CHANNEL_VIRTUALISER = 1,
};
