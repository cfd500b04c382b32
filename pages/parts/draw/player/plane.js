// Draws the path of two weights over the bands of equal loss.
const BANDS = 14

class PlanePanel {
  constructor(sheet) {
    this.sheet = sheet
  }

  draw(run, frame, share, height) {
    const { sheet } = this
    const [first, second] = run.axes.map((index) => index + 1)
    const path = mixedAt(run.path, frame, share)
    if (!sheet.begin(height, `Path of numbers ${first} and ${second} over the loss, now at ${path.map(short).join(" and ")}`)) return
    const [left, top, wide, high] = [34, 4, sheet.width - 40, height - 36]
    sheet.picture(this.contours(run, Math.round(wide), Math.round(high)), left, top, wide, high)
    const [x0, x1, y0, y1] = run.corners.values
    const at = ([a, b]) => [left + ((a - x0) / (x1 - x0)) * wide, top + (1 - (b - y0) / (y1 - y0)) * high]
    const walked = Array.from({ length: frame + 1 }, (_, i) => at(row(run.path, i)))
    sheet.line([...walked, at(path)], "#a34508", { width: 2 })
    walked.forEach(([x, y], i) => { if (run.path.shape[0] <= 40 || i % 4 === 0) sheet.dot(x, y, 1.8, { fill: "#a34508" }) })
    const [designed, best] = [row(run.ends, 0), row(run.ends, 1)].map((end) => at(end))
    if (Number.isFinite(best[0])) sheet.dot(...best, 6, { stroke: "#005f68", line: 2.5 })
    sheet.box(designed[0] - 5, designed[1] - 5, 10, 10, { stroke: "#14568c", line: 2.5 })
    sheet.dot(...at(path), 4.5, { fill: sheet.colour("learned"), stroke: "#fff" })
    sheet.words(`number ${first}: ${short(x0)} to ${short(x1)}`, left, height - 19, { size: 0.72 })
    sheet.words("\u25a1 designed  \u25cb best  dark: low loss", left, height - 5, { size: 0.72, most: wide })
    sheet.context.save()
    sheet.context.translate(11, top + high)
    sheet.context.rotate(-Math.PI / 2)
    sheet.words(`number ${second}: ${short(y0)} to ${short(y1)}`, 0, 0, { size: 0.72, most: high })
    sheet.context.restore()
  }

  // bands of equal loss, made once for each size
  contours(run, wide, high) {
    const name = `${run.content} ${wide} ${high}`
    if (this.drawnPlane === name) return this.bands
    const levels = new Uint8Array(wide * high)
    const side = run.plane.shape[0]
    const plane = run.plane.values
    for (let y = 0; y < high; y += 1) {
      const v = (1 - y / (high - 1)) * (side - 1)
      const [top, below] = [Math.floor(v), Math.min(side - 1, Math.floor(v) + 1)]
      for (let x = 0; x < wide; x += 1) {
        const u = (x / (wide - 1)) * (side - 1)
        const [left, right] = [Math.floor(u), Math.min(side - 1, Math.floor(u) + 1)]
        const upper = plane[top * side + left] + (plane[top * side + right] - plane[top * side + left]) * (u - left)
        const lower = plane[below * side + left] + (plane[below * side + right] - plane[below * side + left]) * (u - left)
        const band = Math.min(BANDS - 1, Math.floor(((upper + (lower - upper) * (v - top)) / 256) * BANDS))
        levels[y * wide + x] = 125 + band * (120 / BANDS)
      }
    }
    this.drawnPlane = name
    this.bands = this.sheet.pixels(levels, [high, wide])
    return this.bands
  }
}
