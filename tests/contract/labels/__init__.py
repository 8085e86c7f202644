"""The contract of label printers."""
