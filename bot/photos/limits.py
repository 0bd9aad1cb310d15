"""How big a picture that somebody sends may be, and how much looking at it may cost."""

MIB = 1 << 20
PACKED_BYTES = 10 * MIB  # as large as the messengers take
JPEG_PIXELS = 60_000_000  # opened at a fraction of their size
PIXELS = 24_000_000  # of what can only be opened whole
SIDE = 2048  # of the picture that is kept, its longer one
QUALITY = 85

MEMORY_BYTES = 768 * MIB
CPU_S = 8
WALL_S = 20.0  # a busy machine may need longer than the work itself
