"""The devices of a counter as they are typed and looked after."""
