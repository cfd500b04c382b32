// Draws filters of one shape, given as { values, count, rows, columns, colours, limit }: with a limit, one filter with its
// numbers; without, a bank of levels from -127 to 127 as one sheet, each filter on a scale of its own.
const MOST_NUMBERED = 11 // bars that have room for their numbers
const NEARLY = 0.85 // of the largest size
const SPARE = 1.1 // of the scale of bars, above the largest

function drawFilters(sheet, filters, left, top, wide, high, paint) {
  const { values, rows, columns, limit } = filters
  if (limit === null) return drawBank(sheet, filters, left, top, wide, high)
  if (rows === 1) return sheet.bars(Array.from(values), left, top, wide, high, -SPARE * limit, SPARE * limit, { ...paint, numbers: columns <= MOST_NUMBERED })
  const side = Math.min(wide / columns, high / rows)
  sheet.squares(values, rows, columns, left + (wide - side * columns) / 2, top + (high - side * rows) / 2, side, limit, { numbers: true })
}

function drawBank(sheet, filters, left, top, wide, high) {
  const { values, count, rows, columns, colours } = filters
  const { across, pixelsWide, pixelsHigh, side, stretch } = laid(filters, wide, high)
  // between the filters nothing is drawn
  const levels = new Float32Array(pixelsHigh * pixelsWide * colours).fill(NaN)
  for (let at = 0; at < count * rows * columns; at += 1) {
    const [filter, tap] = [Math.floor(at / (rows * columns)), at % (rows * columns)]
    const [down, right] = [Math.floor(filter / across) * (rows + 1) + Math.floor(tap / columns), (filter % across) * (columns + 1) + (tap % columns)]
    for (let c = 0; c < colours; c += 1) levels[(down * pixelsWide + right) * colours + c] = values[at * colours + c] + (colours === 3 ? 127.5 : 0)
  }
  const [width, height] = [side * stretch * pixelsWide, side * pixelsHigh]
  sheet.picture(sheet.pixels(levels, [pixelsHigh, pixelsWide, colours], colours === 1), left + (wide - width) / 2, top + (high - height) / 2, width, height)
}

// filters of a signal lie below one another, those of pictures in as many columns as make them largest, or nearly so where
// that leaves no row short
function laid({ count, rows, columns }, wide, high) {
  const stretch = rows === 1 ? 3 : 1 // the squares of a signal's filters are wider than high
  const found = []
  for (let across = 1; across <= (rows === 1 ? 1 : count); across += 1) {
    const [pixelsWide, pixelsHigh] = [across * (columns + 1) - 1, Math.ceil(count / across) * (rows + 1) - 1]
    const side = Math.min(wide / pixelsWide / stretch, high / pixelsHigh)
    found.push({ across, pixelsWide, pixelsHigh, side, stretch, high: side * pixelsHigh })
  }
  const most = found.reduce((best, each) => (each.side > best.side ? each : best))
  const whole = found.filter(({ across, side }) => count % across === 0 && side >= NEARLY * most.side)
  return whole.reduce((best, each) => (each.side > best.side ? each : best), whole[0] ?? most)
}
