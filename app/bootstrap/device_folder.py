"""What stands in a device's folder and more than one module reads: without what reading it takes."""

DEVICE_FILE = "device.json"
"""What enrolment made of the folder."""
