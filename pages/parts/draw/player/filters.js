// Draws the filters of a run: as they were at first, as they are now, and the designed ones.
class FilterPanel {
  constructor(sheet) {
    this.sheet = sheet
  }

  // at first, now, and designed
  draw(run, frame, share, most) {
    const { sheet } = this
    const isNarrow = sheet.canvas.clientWidth < 480
    const [, rows, columns] = run.shape
    const isBars = run.is_numbers && rows === 1
    const places = run.steps.values.length < 2 ? [1, 2] : isNarrow && !isBars ? [1, 2] : [0, 1, 2]
    const wide = (sheet.canvas.clientWidth - 16 * (places.length - 1)) / places.length
    const height = isBars ? most : Math.min(most, this.laid(run, run.shape[0], wide, most).high + 6)
    const values = mixedAt(run.weights, frame, share)
    const scale = run.scale.values[frame]
    const listed = run.is_numbers ? `: ${values.slice(0, 25).map((value) => short(value * scale)).join(" ")}` : ""
    if (!sheet.begin(height + 20, `Filters at step ${run.steps.values[frame]}${listed}, at first, and ${run.designed_title.toLowerCase()}`)) return
    const scaled = run.is_numbers && Math.abs(scale - 1) > 0.005 ? ` \u00f7 ${short(scale)}` : ""
    const titles = [["At first", "text"], [`Step ${run.steps.values[frame]}${scaled}`, "learned"], [run.designed_title, "designed"]]
    const shown = [row(run.weights, 0), values, row({ values: run.designed.values, shape: [1] }, 0)]
    places.forEach((which, place) => {
      const left = place * (wide + 16)
      const [title, role] = titles[which]
      sheet.words(title, left + wide / 2, 13, { align: "center", weight: 600, size: 0.9, colour: sheet.colour(role), most: wide })
      const paint = which === 2 ? { stroke: sheet.colour("designed") } : { fill: sheet.colour("learned") }
      if (isBars) {
        // random numbers may be larger than what both filters need in the end
        const limit = 1.1 * Math.max(limitOf(run), 1e-12)
        sheet.bars(Array.from(shown[which]), left, 18, wide, height, -limit, limit, { ...paint, numbers: shown[which].length <= 11 })
      } else this.drawMaps(run, shown[which], which === 2 ? run.designed.shape[0] : run.shape[0], left, 22, wide, height - 6)
    })
  }

  // one map with its numbers, or a sheet of them, each on a scale of its own
  drawMaps(run, values, count, left, top, wide, high) {
    const { sheet } = this
    const [, rows, columns] = run.shape
    if (run.is_numbers) {
      const side = Math.min(wide / columns, high / rows)
      return sheet.squares(values, rows, columns, left + (wide - side * columns) / 2, top + (high - side * rows) / 2, side, limitOf(run), { numbers: true })
    }
    const { across, pixelsWide, pixelsHigh, side, stretch } = this.laid(run, count, wide, high)
    const image = sheet.context.createImageData(pixelsWide, pixelsHigh)
    const table = sheet.levels()
    const size = rows * columns
    for (let filter = 0; filter < count; filter += 1) {
      for (let tap = 0; tap < size; tap += 1) {
        const at = 4 * ((Math.floor(filter / across) * (rows + 1) + Math.floor(tap / columns)) * pixelsWide + (filter % across) * (columns + 1) + (tap % columns))
        for (let c = 0; c < 3; c += 1) {
          image.data[at + c] = run.colours === 3 ? 127.5 + values[(filter * size + tap) * 3 + c] : table[3 * (Math.round(values[filter * size + tap]) + 127) + c]
        }
        image.data[at + 3] = 255
      }
    }
    sheet.picture(image, left + (wide - side * stretch * pixelsWide) / 2, top + (high - side * pixelsHigh) / 2, side * stretch * pixelsWide, side * pixelsHigh)
  }

  // filters of a signal lie below one another, those of pictures in as many columns as make them largest
  laid(run, count, wide, high) {
    const [, rows, columns] = run.shape
    const stretch = rows === 1 ? 3 : 1 // the squares of a signal's filters are wider than high
    let found = null
    for (let across = 1; across <= (rows === 1 ? 1 : count); across += 1) {
      const [pixelsWide, pixelsHigh] = [across * (columns + 1) - 1, Math.ceil(count / across) * (rows + 1) - 1]
      const side = Math.min(wide / pixelsWide / stretch, high / pixelsHigh)
      if (!found || side > found.side) found = { across, pixelsWide, pixelsHigh, side, stretch, high: side * pixelsHigh }
    }
    return found
  }
}

// the largest number of one filter's scale: random numbers may be larger than what both filters need in the end
function limitOf(run) {
  run.limit ??= Math.max(largest(run.designed.values), run.is_numbers ? largest(row(run.weights, run.weights.shape[0] - 1)) : 0)
  return run.limit
}

// a frame of an array, or a mixture with the next one
function mixedAt(array, frame, share) {
  return share && frame + 1 < array.shape[0] ? mixed(row(array, frame), row(array, frame + 1), share) : Array.from(row(array, frame))
}
