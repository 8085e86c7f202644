"""Central and edge as running servers, over real files and sockets."""
