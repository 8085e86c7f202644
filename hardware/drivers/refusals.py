"""Why the system does not let a device be opened, in the words of devices."""

import errno

from hardware.devices import DeviceError, ErrorCode

_REFUSALS = {
    errno.EACCES: (ErrorCode.ILLEGAL, "forbidden"),
    errno.EPERM: (ErrorCode.ILLEGAL, "forbidden"),
    errno.EBUSY: (ErrorCode.BUSY, "in_use"),
    errno.EAGAIN: (ErrorCode.BUSY, "in_use"),  # a lock somebody else has
}


def refusal(error: OSError) -> DeviceError:
    """ILLEGAL, BUSY, and NO_HARDWARE for whatever else keeps it away."""
    return DeviceError(*_REFUSALS.get(error.errno or 0, (ErrorCode.NO_HARDWARE, "not_there")))
