"""How big a document may be, and how much a reader may spend on it."""

PACKED_BYTES = 10 * 1024 * 1024
UNPACKED_BYTES = 100 * 1024 * 1024
PART_BYTES = 30 * 1024 * 1024
RATIO = 100
RATIO_FLOOR_BYTES = 1024 * 1024  # small parts of honest files compress better than 100:1
ENTRIES = 2_000
SHEETS = 50
ROWS = 5_000
COLUMNS = 60
MERGES = 20_000
TEXT_CHARS = 5_000_000
CELL_CHARS = 32_767

MEMORY_BYTES = 512 * 1024 * 1024
CPU_S = 2
WALL_S = 8.0  # a busy machine may need longer than the two seconds of work
