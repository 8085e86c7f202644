"""The command line: picks one process to be and imports only what that process needs."""


def main() -> int:
    """Run the command named on the command line and return its exit status."""
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
