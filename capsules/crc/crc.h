// SPDX-License-Identifier: Apache-2.0 OR MIT
/**
 * Capsule `crc`: driver 0x40002, check sums of bytes of programs.
 *
 * Command 1: an algorithm, and how many bytes of read-only buffer 0. Upcall 0 brings 0 or an error,
 * the sum, and the algorithm. INVALID: there is no such algorithm; SIZE: more bytes than the buffer
 * has, or none, which the upcall says, too; BUSY: the program's last sum is not made yet. FAIL: the
 * program took the buffer back.
 *
 * Algorithm 0 is CRC-32 (as of Ethernet), 1 is CRC-32C. 2 is CRC-16-CCITT, whose sum has 16 bits:
 * it begins with ones, takes each byte from its lowest bit on, and is left as it comes out.
 *
 * The sums of several programs are made in turn, a few bytes at a time. After a restart of the
 * capsule what was under way ends with RESERVE.
 *
 * Source: IEEE 802.3, 3.2.9 (CRC-32); RFC 3720, 12.1 (CRC-32C); ITU-T V.41 (polynomial of the
 * CRC-16).
 */
#pragma once

#include <capsule.h>

enum { CRC_DRIVER = 0x40002, CRC_GRANT_BYTES = 24 };
enum { CRC_COMMAND_MAKE = 1, CRC_UPCALL_DONE = 0, CRC_ALLOW_BYTES = 0 };
enum crc_algorithm { CRC_32 = 0, CRC_32C = 1, CRC_16_CCITT = 2 };

void crc_deferred(void);
void crc_on_restart(struct process_id *process);
void crc_command(struct command *command);
