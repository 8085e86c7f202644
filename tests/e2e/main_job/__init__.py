"""The main job under fire: real processes, real sockets, kills, bad codes, bad lines, bad printers."""
