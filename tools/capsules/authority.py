# SPDX-License-Identifier: Apache-2.0 OR MIT
"""The authority report: what each capsule of a board may use, as one value that JSON can hold."""

from wiring import placed


def provider_text(connection):
    if connection.provider is None:
        return "none"
    return placed(connection.provider.name, connection.offer.place)


def of_capsule(part, number, wiring):
    uses, devices = {}, set()
    for use in part.uses:
        for connection in wiring.of_use(part, use):
            uses[placed(use.symbol, connection.place)] = (
                f"{use.contract} of {provider_text(connection)}")
            if connection.provider is not None and not connection.provider.is_capsule:
                devices.add(connection.provider.name)
    called_by = sorted({f"{connection.user.name} ({connection.use.contract})"
                        for connection in wiring.connections if connection.provider is part})
    return {
        "rights": sorted(part.rights),
        "services": part.services(),
        "driver": None if number is None else f"0x{number:05X}",
        "takes_events": part.takes_events,
        "devices": sorted(devices),
        "uses": dict(sorted(uses.items())),
        "settings": sorted(part.settings),
        "called_by": called_by,
        "dma_buffers": [part.buffer_bytes] * part.buffer_count,
    }


def of_board(capsules, drivers, wiring):
    """{capsule: what it may use} of all capsules that are not trusted."""
    numbers = {part.name: number for number, part in drivers.items()}
    return {part.name: of_capsule(part, numbers.get(part.name), wiring)
            for part in sorted(capsules, key=lambda part: part.name) if not part.is_trusted}
