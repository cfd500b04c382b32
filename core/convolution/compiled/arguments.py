"""Names of the places in the arrays of whole numbers that tell the loops of tiles what to do.

core/convolution/overlap_save.py fills the first, core/convolution/guard.py the second, core/convolution/tiling.py the
table of tiles.
"""

# addresses of tables, of the data and of scratch memory, and how they lie
(
    TILES, TILE_COUNT, ROW_OFFSETS, COLUMN_OFFSETS, ROWS, COLUMNS, STRIP, TURNED_STRIP, IS_SIGNAL,
    ROW_RADICES, ROW_STAGES, ROW_TWIDDLES, COLUMN_RADICES, COLUMN_STAGES, COLUMN_TWIDDLES, BETWEEN, SPECTRUM,
    GUARD, ROW_STEP, COLUMN_STEP, ROW_SKIP, SAMPLE_SKIP, SCRATCH_BYTES, SIZE, DATA_SIZE, GAP,
    DATA, EDGE, OUT, OUT_ROW_STRIDE, OUT_SAMPLE_STRIDE, STATUS, STRENGTHS, SCRATCH,
) = range(34)  # fmt: skip

# columns of the table of tiles
BASE, FIRST_ROW, LINES, FIRST_COLUMN, COUNT, INSIDE, NO_MORE, OUT_BASE, OUT_ROWS, OUT_COLUMNS = range(10)
TILE_NUMBERS = 10

# how tiles are judged: cells and the weighted sums of them, squares of outputs, and the taps that recompute them
(
    MARKS, MOST_MARKED, CELL_ROWS, CELL_COLUMNS, HALVINGS, CELL_LINES, CELLS_ACROSS, PITCH, TERMS, ALL_TERMS,
    STEPS, WEIGHTS, TOUCHED_ROWS, TOUCHED_COLUMNS, REACH_ROWS, REACH_COLUMNS,
    SQUARE_ROWS, SQUARE_COLUMNS, SQUARES_ACROSS, SQUARES, LIMITS, TABLE_BYTES,
    TAPS, TAP_STEPS, TAP_WEIGHTS, PATCH_PITCH, SQUARES_TOGETHER,
) = range(27)  # fmt: skip

DONE, WIDE, MARKED = 0, 1, 2  # what becomes of a tile: transformed; refused; some squares of it computed anew
GROUP = 4  # vectors of weighted sums that stay in registers together
