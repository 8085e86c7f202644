"""Qt-free view-models, navigator, mode profiles and wording."""
