// SPDX-License-Identifier: Apache-2.0 OR MIT
#include "udp.h"

#include <lib/checked_index.h>

#include "state.h"

struct udp_state udp_state CAPSULE_STATE;

void udp_init(void)
{
    deferred_call_request();
}

static struct ipv6_description network_describe(void)
{
    struct ipv6_description description = {.is_present = false};
    if (udp_network.describe(&description) != ERROR_NONE) {
        description = (struct ipv6_description){.is_present = false};
    }
    return description;
}

static bool is_zero(const struct udp_endpoint *endpoint)
{
    const struct ipv6_address zero = {.bytes = {0}};
    return endpoint->port == 0 && udp_address_equal(&endpoint->address, &zero);
}

struct process_id udp_port_find(uint16_t port)
{
    struct process_id process = {0};
    for (size_t i = 0; i < UDP_PROCESS_COUNT_MAX && grant_next_process(&process); i++) {
        bool is_found = false;
        enum error error;
        WITH_GRANT(struct udp_client, client, process, error)
        {
            is_found = client->bound.port == port;
        }
        if (is_found) {
            return process;
        }
    }
    return (struct process_id){0};
}

/// Before the first thing that is done in this life of the capsule, whatever it is.
static void start(void)
{
    if (!udp_state.is_started) {
        udp_state.is_started = true;
        (void)udp_network.forget(); // What an earlier life was about.
    }
}

// ---------------------------------------------------------------------------------------------
// Commands

static void addresses_command(struct command *command, const struct ipv6_description *description)
{
    const uint32_t wanted = command->argument[0];
    struct lease lease;
    lease_take(command->process, BUFFER_READ_WRITE, UDP_ALLOW_SEND_ENDPOINTS, UINT32_MAX, &lease);
    if (wanted > UINT32_MAX / IPV6_ADDRESS_BYTES ||
        lease_left(&lease) != wanted * IPV6_ADDRESS_BYTES) {
        command_failure(command, ERROR_INVALID);
        return;
    }
    for (size_t i = 0; i < IPV6_ADDRESSES_MAX && i < description->address_count && i < wanted;
         i++) {
        const enum error error =
            lease_write(&lease, CONST_SPAN_IN(AT(description->address, i).bytes));
        if (error != ERROR_NONE) {
            command_failure(command, error);
            return;
        }
    }
    command_success_u32(command, description->address_count);
}

/// Whether a program may be bound to an endpoint, but for the port's owner.
static bool is_allowed(const struct udp_endpoint *endpoint,
                       const struct ipv6_description *description)
{
    bool is_own = false;
    for (size_t i = 0; i < IPV6_ADDRESSES_MAX && i < description->address_count; i++) {
        is_own = is_own || udp_address_equal(&AT(description->address, i), &endpoint->address);
    }
    return is_own && endpoint->port >= udp_policy.first_port &&
           endpoint->port <= udp_policy.last_port && endpoint->port != 0;
}

static enum error bind(struct process_id process, const struct ipv6_description *description)
{
    enum error error = udp_endpoints_read(process, UDP_ALLOW_BIND_ENDPOINTS);
    if (error != ERROR_NONE) {
        return error;
    }
    const struct udp_endpoint wanted = udp_endpoint_at(UDP_ENDPOINT_BYTES);
    if (!is_zero(&wanted)) {
        if (!is_allowed(&wanted, description)) {
            return ERROR_INVALID;
        }
        const struct process_id owner = udp_port_find(wanted.port);
        if (owner.number != 0 && !process_id_equal(owner, process)) {
            return ERROR_BUSY;
        }
    }
    WITH_GRANT(struct udp_client, client, process, error)
    {
        client->bound = wanted;
        client->lost = 0;
    }
    return error;
}

static void send_command(struct command *command)
{
    enum error error = ERROR_NONE;
    WITH_GRANT(struct udp_client, client, command->process, error)
    {
        error = udp_send_start(command->process, client);
    }
    if (error == ERROR_NONE) {
        command_success_u32(command, 0); // It waits for its turn.
    } else {
        command_failure(command, error);
    }
}

void udp_command(struct command *command)
{
    start();
    const struct ipv6_description description = network_describe();
    if (!description.is_present) {
        command_failure(command, ERROR_NO_DEVICE);
        return;
    }
    switch (command->number) {
    case COMMAND_EXISTS:
        command_success(command);
        break;
    case UDP_COMMAND_ADDRESSES:
        addresses_command(command, &description);
        break;
    case UDP_COMMAND_SEND:
        send_command(command);
        break;
    case UDP_COMMAND_BIND:
        command_result(command, bind(command->process, &description));
        break;
    case UDP_COMMAND_LENGTH_MAX:
        command_success_u32(command, UDP_PAYLOAD_BYTES_MAX);
        break;
    case UDP_COMMAND_DROPPED:
        command_success_u32_u32(command, description.dropped_packets,
                                description.dropped_fragments);
        break;
    default:
        command_failure(command, ERROR_NO_SUPPORT);
        break;
    }
}

// ---------------------------------------------------------------------------------------------
// Starts

void udp_restarted(void)
{
    udp_state.stage = UDP_NOTHING;
    for (uint32_t i = 0; i < IPV6_SENDS_MAX; i++) {
        const struct ipv6_sent event = {.number = i, .status = ERROR_RESERVE};
        udp_sent(&event);
    }
}

void udp_on_restart(struct process_id *process)
{
    enum error error;
    WITH_GRANT(struct udp_client, client, process_id_at(process), error)
    {
        udp_send_end(process_id_at(process), client, ERROR_RESERVE);
    }
}

void udp_deferred(void)
{
    start();
    udp_receive_step();
    udp_send_step();
}
