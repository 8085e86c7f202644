"""A counter's devices from what is typed for a terminal."""

import argparse

from app.bootstrap.counter_devices import CounterDevices
from tests.contract.scanners.suite import READ_AT


def devices_of(*scanners: str, display: str = "", labels: str = "") -> CounterDevices:
    """Not at work yet."""
    args = argparse.Namespace(scanner=list(scanners), display=display, label_printer=labels)
    return CounterDevices(args, lambda: READ_AT)
