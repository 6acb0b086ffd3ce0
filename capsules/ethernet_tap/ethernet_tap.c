// SPDX-License-Identifier: Apache-2.0 OR MIT
#include "ethernet_tap.h"

#include <support/lease_copy.h>

enum { PROCESS_COUNT_MAX = 64 /* bound of the loops over processes */ };
enum { BUFFER_SENT = 0 }; ///< home buffer
enum { STREAM_EXCEEDED = 1 << 0, STREAM_HALT = 1 << 1 };
enum { BYTE_BITS = 8, BYTE_MASK = 0xFF, LENGTH_MASK = 0xFFFF };
enum { SKIP_BYTES_MAX = 2048 }; ///< of a stream, in one run

/// What the driver keeps for one process, in its grant.
struct ethernet_tap_client {
    struct lease stream; ///< at the start of the stream
    struct lease end;    ///< of the same buffer, behind what was put there last
    struct lease frame;  ///< what is to be sent
    uint32_t received_frames;
    uint32_t received_bytes;
    uint32_t dropped_frames;
    uint32_t sent_frames;
    uint32_t sent_bytes;
    uint32_t identifier; ///< of the frame to be sent
    uint16_t length_bytes;
    bool is_sending;
};

_Static_assert(sizeof(struct ethernet_tap_client) <= ETHERNET_TAP_GRANT_BYTES,
               "the board reserves ETHERNET_TAP_GRANT_BYTES");

static struct {
    size_t frame_bytes; ///< of the frame that is here; 0: none
    uint32_t frame_number;
    struct process_id receiver; ///< who got the frame last; number 0: nobody yet
    bool is_sending;            ///< the device has the buffer for it
    struct process_id sender;   ///< whose turn it is, or was
    bool is_started;            ///< in this life of the capsule
    uint8_t part[LEASE_COPY_BYTES_MAX];
} ethernet_tap CAPSULE_STATE;

/// The first bytes of a stream.
struct stream_header {
    uint32_t flags;
    uint32_t offset_bytes;
};

void ethernet_tap_init(void)
{
    deferred_call_request();
}

// ---------------------------------------------------------------------------------------------
// Commands

static bool device_is_present(void)
{
    struct ethernet_description description = {.is_present = false};
    ethernet_tap_device.describe(&description);
    return description.is_present;
}

static enum error transmit_start(const struct command *command, struct ethernet_tap_client *client)
{
    if (client->is_sending) {
        return ERROR_BUSY;
    }
    uint32_t length = command->argument[0] & LENGTH_MASK;
    if (length < ETHERNET_FRAME_BYTES_MIN || length > ETHERNET_FRAME_BYTES_MAX) {
        return ERROR_SIZE;
    }
    lease_take(command->process, BUFFER_READ_ONLY, ETHERNET_TAP_ALLOW_FRAME, length,
               &client->frame);
    if (lease_left(&client->frame) < length) {
        return ERROR_SIZE;
    }
    client->length_bytes = (uint16_t)length;
    client->identifier = command->argument[1];
    client->is_sending = true;
    deferred_call_request();
    return ERROR_NONE;
}

static void received_answer(struct command *command, const struct ethernet_tap_client *client)
{
    command->result[0] = VARIANT_SUCCESS_U32_U32_U32;
    command->result[1] = client->received_frames;
    command->result[2] = client->received_bytes;
    command->result[3] = client->dropped_frames;
    command->result_count = 4;
}

static void client_command(struct command *command)
{
    enum error error;
    WITH_GRANT(struct ethernet_tap_client, client, command->process, error)
    {
        if (command->number == ETHERNET_TAP_COMMAND_RECEIVED) {
            received_answer(command, client);
        } else if (command->number == ETHERNET_TAP_COMMAND_SENT) {
            command_success_u32_u32(command, client->sent_frames, client->sent_bytes);
        } else {
            command_result(command, transmit_start(command, client));
        }
    }
    if (error != ERROR_NONE) {
        command_failure(command, error);
    }
}

void ethernet_tap_command(struct command *command)
{
    if (!device_is_present()) {
        command_failure(command, ERROR_NO_DEVICE);
        return;
    }
    switch (command->number) {
    case COMMAND_EXISTS:
        command_success(command);
        break;
    case ETHERNET_TAP_COMMAND_RECEIVED:
    case ETHERNET_TAP_COMMAND_SENT:
    case ETHERNET_TAP_COMMAND_TRANSMIT:
        client_command(command);
        break;
    default:
        command_failure(command, ERROR_NO_SUPPORT);
        break;
    }
}

// ---------------------------------------------------------------------------------------------
// Frames that go out

static void transmit_end(struct process_id process, struct ethernet_tap_client *client,
                         enum error status)
{
    if (client->is_sending) {
        bool is_sent = status == ERROR_NONE;
        (void)upcall_schedule(process, ETHERNET_TAP_UPCALL_SENT, (uint32_t)status,
                              is_sent ? client->length_bytes : 0, client->identifier);
        client->sent_frames += is_sent ? 1 : 0;
        client->sent_bytes += is_sent ? client->length_bytes : 0;
        client->is_sending = false;
    }
}

/// Copies the frame of a process into the buffer of the device, and has that sent.
static enum error frame_send(struct ethernet_tap_client *client)
{
    const struct buffer_part frame = {.buffer = transfer_buffer_home(BUFFER_SENT),
                                      .length_bytes = client->length_bytes};
    enum error error = lease_read_to_buffer(&client->frame, &frame, SPAN_IN(ethernet_tap.part));
    if (error != ERROR_NONE) {
        return ERROR_FAILED;
    }
    return ethernet_tap_device.transmit(frame.buffer, frame.length_bytes);
}

/// Has the next process that waits send its frame.
static void next_send(void)
{
    struct process_id process = ethernet_tap.sender;
    for (size_t pass = 0; pass < 2 && !ethernet_tap.is_sending; pass++) {
        for (size_t i = 0; i < PROCESS_COUNT_MAX && grant_next_process(&process); i++) {
            enum error error;
            WITH_GRANT(struct ethernet_tap_client, client, process, error)
            {
                if (!client->is_sending) {
                    break;
                }
                error = frame_send(client);
                if (error == ERROR_NONE) {
                    ethernet_tap.is_sending = true;
                    ethernet_tap.sender = process;
                } else {
                    transmit_end(process, client, error);
                }
            }
            if (ethernet_tap.is_sending) {
                return;
            }
        }
        process.number = 0;
    }
}

void ethernet_tap_transmitted(const struct ethernet_transmitted *event)
{
    if (!ethernet_tap.is_sending) {
        return;
    }
    ethernet_tap.is_sending = false;
    enum error error;
    WITH_GRANT(struct ethernet_tap_client, client, ethernet_tap.sender, error)
    {
        transmit_end(ethernet_tap.sender, client, event->status);
    }
    deferred_call_request();
}

// ---------------------------------------------------------------------------------------------
// Frames that come in

/// Reads the header of the stream once: what is said of it holds for the copy. Afterwards `end` is
/// somewhere behind the header.
static enum error header_read(struct process_id process, struct ethernet_tap_client *client,
                              struct stream_header *header)
{
    uint8_t bytes[ETHERNET_TAP_STREAM_HEADER_BYTES] = {0};
    struct lease start = client->stream;
    if (lease_read(&start, SPAN_IN(bytes)) != ERROR_NONE) {
        // It has none yet, or has put another in its place.
        lease_take(process, BUFFER_READ_WRITE, ETHERNET_TAP_ALLOW_STREAM, UINT32_MAX,
                   &client->stream);
        start = client->stream;
        enum error error = lease_read(&start, SPAN_IN(bytes));
        client->end = start;
        if (error != ERROR_NONE) {
            return error;
        }
    }
    if (lease_done(&start) < ETHERNET_TAP_STREAM_HEADER_BYTES) {
        return ERROR_SIZE;
    }
    header->flags = (uint32_t)bytes[2] << BYTE_BITS | bytes[3];
    header->offset_bytes = bytes[4] | (uint32_t)bytes[5] << BYTE_BITS |
                           (uint32_t)bytes[6] << (2 * BYTE_BITS) |
                           (uint32_t)bytes[7] << (3 * BYTE_BITS);
    bool is_known = (bytes[0] | bytes[1]) == 0 &&
                    (header->flags & ~(uint32_t)(STREAM_EXCEEDED | STREAM_HALT)) == 0;
    return is_known ? ERROR_NONE : ERROR_INVALID;
}

static enum error header_write(const struct ethernet_tap_client *client,
                               const struct stream_header *header)
{
    uint8_t bytes[ETHERNET_TAP_STREAM_HEADER_BYTES] = {0};
    bytes[3] = (uint8_t)(header->flags & BYTE_MASK);
    for (size_t i = 0; i < sizeof(uint32_t); i++) {
        AT(bytes, 4 + i) = (uint8_t)(header->offset_bytes >> (i * BYTE_BITS) & BYTE_MASK);
    }
    struct lease start = client->stream;
    return lease_write(&start, CONST_SPAN_IN(bytes));
}

/// Moves `end` to where the program says that the chunks end. ERROR_SIZE: that is too far for one
/// run; the next one goes on.
static enum error end_move(struct ethernet_tap_client *client, const struct stream_header *header)
{
    uint32_t wanted_bytes = ETHERNET_TAP_STREAM_HEADER_BYTES + header->offset_bytes;
    if (lease_done(&client->end) > wanted_bytes) {
        client->end = client->stream;
    }
    uint32_t far_bytes = wanted_bytes - lease_done(&client->end);
    uint32_t skip_bytes = far_bytes < SKIP_BYTES_MAX ? far_bytes : SKIP_BYTES_MAX;
    enum error error = ERROR_NONE;
    for (size_t i = 0; i < skip_bytes && error == ERROR_NONE; i += LEASE_COPY_BYTES_MAX) {
        error = lease_read(&client->end,
                           SPAN_PART(ethernet_tap.part, 0, lease_part_length(i, skip_bytes)));
    }
    return error == ERROR_NONE && skip_bytes < far_bytes ? ERROR_SIZE : error;
}

/// Fetches a part of the frame.
static enum error frame_read(size_t offset_bytes, size_t count)
{
    struct ethernet_part part = {.number = ethernet_tap.frame_number,
                                 .offset_bytes = offset_bytes,
                                 .bytes = SPAN_PART(ethernet_tap.part, 0, count),
                                 .status = ERROR_FAILED};
    const enum error error = ethernet_tap_device.read(&part);
    return error == ERROR_NONE ? part.status : error;
}

/// Puts the frame behind what is in the stream. There is room for all of it.
static enum error chunk_write(struct ethernet_tap_client *client)
{
    size_t length = ethernet_tap.frame_bytes;
    uint8_t head[ETHERNET_TAP_CHUNK_HEADER_BYTES] = {0};
    head[2] = (uint8_t)(length & BYTE_MASK);
    head[3] = (uint8_t)(length >> BYTE_BITS);
    enum error error = lease_write(&client->end, CONST_SPAN_IN(head));
    for (size_t i = 0; i < length && error == ERROR_NONE; i += LEASE_COPY_BYTES_MAX) {
        const size_t count = lease_part_length(i, length);
        error = frame_read(i, count);
        if (error == ERROR_NONE) {
            error = lease_write(&client->end, CONST_SPAN_PART(ethernet_tap.part, 0, count));
        }
    }
    return error;
}

/// No program runs meanwhile: the whole chunk is there before its offset.
static enum error frame_deliver(struct process_id process, struct ethernet_tap_client *client)
{
    struct stream_header header = {.flags = 0};
    enum error error = header_read(process, client, &header);
    if (error != ERROR_NONE) {
        return error;
    }
    if (header.flags == (STREAM_EXCEEDED | STREAM_HALT)) {
        return ERROR_SIZE;
    }
    uint32_t chunk_bytes = ETHERNET_TAP_CHUNK_HEADER_BYTES + (uint32_t)ethernet_tap.frame_bytes;
    uint32_t room_bytes = lease_left(&client->stream) - ETHERNET_TAP_STREAM_HEADER_BYTES;
    bool fits = header.offset_bytes <= room_bytes &&
                chunk_bytes <= room_bytes - header.offset_bytes &&
                end_move(client, &header) == ERROR_NONE;
    if (!fits) {
        header.flags |= STREAM_EXCEEDED;
        error = header_write(client, &header);
        return error == ERROR_NONE ? ERROR_SIZE : error;
    }
    error = chunk_write(client);
    if (error != ERROR_NONE) {
        return error;
    }
    // Those behind the first one are found with it: who does not look has one upcall waiting.
    if (header.offset_bytes == 0) {
        (void)upcall_schedule(process, ETHERNET_TAP_UPCALL_RECEIVED, 0, 0, 0);
    }
    header.offset_bytes += chunk_bytes;
    return header_write(client, &header);
}

/// Gives the frame to the next process. When all have it, it is over.
static void next_deliver(void)
{
    deferred_call_request(); // The next one has its turn, or the device, in a run of its own.
    if (!grant_next_process(&ethernet_tap.receiver)) {
        ethernet_tap.frame_bytes = 0;
        (void)ethernet_tap_device.release(ethernet_tap.frame_number);
        return;
    }
    enum error error;
    WITH_GRANT(struct ethernet_tap_client, client, ethernet_tap.receiver, error)
    {
        error = frame_deliver(ethernet_tap.receiver, client);
        if (error == ERROR_NONE) {
            client->received_frames++;
            client->received_bytes += (uint32_t)ethernet_tap.frame_bytes;
        } else {
            client->dropped_frames++;
        }
    }
}

void ethernet_tap_arrived(const struct ethernet_arrived *event)
{
    ethernet_tap.frame_bytes = event->length_bytes;
    ethernet_tap.frame_number = event->number;
    ethernet_tap.receiver.number = 0;
    deferred_call_request();
}

// ---------------------------------------------------------------------------------------------

void ethernet_tap_deferred(void)
{
    if (!ethernet_tap.is_started) {
        ethernet_tap.is_started = true;
        if (ethernet_tap.frame_bytes == 0) {
            (void)ethernet_tap_device.release(0); // What an earlier life may have kept.
        }
    }
    if (!ethernet_tap.is_sending) {
        next_send();
    }
    if (ethernet_tap.frame_bytes > 0) {
        next_deliver();
    }
}

void ethernet_tap_on_restart(struct process_id *process)
{
    enum error error;
    WITH_GRANT(struct ethernet_tap_client, client, process_id_at(process), error)
    {
        transmit_end(process_id_at(process), client, ERROR_RESERVE);
    }
}
