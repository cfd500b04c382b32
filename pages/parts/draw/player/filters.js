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
    const filters = (values, count) => ({ values, count, rows, columns, colours: run.colours, limit: run.limit })
    const height = isBars ? most : Math.min(most, laid(filters([], run.shape[0]), wide, most).high + 6)
    // the numbers themselves move; only what is drawn of them is divided
    const values = mixedAt(run.weights, frame, share)
    const [scale] = mixedAt(run.scale, frame, share)
    const divided = (numbers, by) => (run.is_numbers ? Array.from(numbers, (value) => value / by) : numbers)
    const listed = run.is_numbers ? `: ${values.slice(0, 25).map(short).join(" ")}${divisor(run, scale)}` : ""
    if (!sheet.begin(height + 20, `Filters at step ${run.steps.values[frame]}${listed}, at first, and ${run.designed_title.toLowerCase()}`)) return
    const first = run.scale.values[0]
    const titles = [[`At first${divisor(run, first)}`, "text"], [`Step ${run.steps.values[frame].toLocaleString("en-GB")}${divisor(run, scale)}`, "learned"], [run.designed_title, "designed"]]
    const shown = [divided(row(run.weights, 0), first), divided(values, scale), run.designed.values]
    places.forEach((which, place) => {
      const left = place * (wide + 16)
      const [title, role] = titles[which]
      sheet.words(title, left + wide / 2, 13, { align: "center", weight: 600, size: 0.9, colour: sheet.ink(role), most: wide })
      const paint = which === 2 ? { stroke: sheet.colour("designed") } : { fill: sheet.colour("learned") }
      const drawn = filters(shown[which], which === 2 ? run.designed.shape[0] : run.shape[0])
      drawFilters(sheet, drawn, left, isBars ? 18 : 22, wide, isBars ? height : height - 6, paint)
    })
  }
}

// what drawn numbers are divided by, in words, where that changes them
function divisor(run, scale) {
  return run.is_numbers && Math.abs(scale - 1) > 0.005 ? ` \u00f7 ${short(scale)}` : ""
}

// a frame of an array, or a mixture with the next one
function mixedAt(array, frame, share) {
  return share && frame + 1 < array.shape[0] ? mixed(row(array, frame), row(array, frame + 1), share) : Array.from(row(array, frame))
}
