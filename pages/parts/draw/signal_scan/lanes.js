// The signal and the outputs on one axis, and the window over both.
const DASH = [7, 4] // of the second output

class Lanes {
  constructor(sheet) { this.sheet = sheet }

  get run() { return this.scan.run }

  get kernels() { return this.scan.kernels }

  // lay everything out above the line `bottom`; `step` is the height of a line of text
  place(scan, bottom, left, step) {
    Object.assign(this, { scan, bottom, step })
    this.across = { left, width: this.sheet.width - left - 6, count: this.run.part[1] - this.run.part[0] }
    this.lanes = this.lanesOf(bottom, step)
  }

  // the answer at this distance from the left
  under(distance) {
    const { left, width, count } = this.across
    const sample = this.run.part[0] + ((distance - left) / width) * count - 0.5
    return this.scan.nearest(Math.round(sample / this.run.stride))
  }

  x(sample) {
    const { left, width, count } = this.across
    return left + ((sample - this.run.part[0] + 0.5) / count) * width
  }

  // where input and output lie, each with its scale; one lane for both where the output is drawn over the input
  lanesOf(room, step) {
    const { run } = this
    const input = range(run.input.values)
    const output = range(this.kernels.flatMap(({ output: values }) => range(values)).concat(0))
    const rail = this.isRail() ? 2.4 * step : 0.4 * step
    if (run.is_over) return [this.lane(0, room - rail, range([...input, ...output]), step, ["input", "output"])]
    const each = (room - rail) / 2
    return [this.lane(0, each, input, step, ["input"]), this.lane(each + rail, each, output, step, ["output"])]
  }

  // the scale begins and ends at round numbers
  lane(top, high, span, step, curves) {
    const titles = this.titles(curves)
    const [over, under] = [(1.1 + 1.05 * (titles.at(-1).line + 1)) * step, 5]
    const ends = ticks(...span, 8, true)
    const [low, most] = [ends[0].value, ends.at(-1).value]
    let [count, marks] = [Math.max(2, (high - over) / (2.2 * step)), []]
    for (; marks.length < 2; count *= 1.5) marks = ticks(low, most, count)
    const unit = (high - over - under) / (most - low)
    return { top, bottom: top + high, marks, titles, y: (value) => top + over + (most - value) * unit }
  }

  isRail() {
    return (this.across.width / this.across.count) * (this.kernels[0].weights.length - 1) * this.run.dilation > 12
  }

  // what stands still: scales, input, outputs; drawn once, since a long signal takes longer than the time of a frame
  drawStill(reached) {
    const { sheet, run, lanes } = this
    const drawn = [run.scanned, sheet.canvas.width, sheet.canvas.height, sheet.size, sheet.text].join()
    if (this.drawn !== drawn) {
      this.drawn = drawn
      this.below = this.copied(() => {
        lanes.forEach((lane) => this.drawScale(lane))
        this.drawAxis(this.bottom, this.step)
        this.drawCurve(run.input_at.values, run.input.values, 1, lanes[0], sheet.colour("input"))
        this.drawMarks("input_marks", 1, lanes[0])
      })
      this.above = this.copied(() => {
        const spacing = run.stride * run.pool
        this.kernels.forEach((kernel, k) => this.drawCurve(kernel.at, kernel.output, spacing, lanes.at(-1), this.shade(k), k ? DASH : []))
        this.drawMarks("output_marks", spacing, lanes.at(-1))
      })
    }
    sheet.context.drawImage(this.below, 0, 0, sheet.width, sheet.height)
    // of the outputs as much as the scan has reached
    const end = this.reachedX(reached) * (this.above.width / sheet.width)
    if (end > 0) sheet.context.drawImage(this.above, 0, 0, end, this.above.height, 0, 0, end * (sheet.width / this.above.width), sheet.height)
  }

  shade(k) { return k ? this.sheet.text : this.sheet.colour("designed") }

  // a drawing on a canvas of its own
  copied(draw) {
    const { sheet } = this
    const copy = document.createElement("canvas")
    copy.width = sheet.canvas.width
    copy.height = sheet.canvas.height
    const shown = sheet.context
    sheet.context = copy.getContext("2d")
    sheet.context.setTransform(shown.getTransform())
    draw()
    sheet.context = shown
    return copy
  }

  // where the last output lies that is there once the scan has reached an answer; pooling waits for its whole block
  reachedX(reached) {
    if (reached === Infinity) return this.sheet.width
    const outputs = Math.floor((reached + 1) / this.run.pool)
    return outputs ? this.x((outputs - 1) * this.run.pool * this.run.stride) + 3 : 0
  }

  drawScale(lane) {
    const { sheet } = this
    const [from, to] = [this.across.left, this.across.left + this.across.width]
    for (const tick of lane.marks) {
      sheet.line([[from, lane.y(tick.value)], [to, lane.y(tick.value)]], sheet.text, { width: 1, alpha: tick.value ? 0.12 : 0.4 })
      sheet.words(tick.text, from - 5, lane.y(tick.value), { size: 0.8, align: "right", base: "middle", alpha: 0.85, most: from - 6 })
    }
  }

  // the words above a lane, from left to right, in as many lines as they need
  titles(curves) {
    const { run, sheet } = this
    const named = curves.flatMap((curve) => curve === "input"
      ? [{ text: `Input: ${run.title}${run.unit ? ` (${run.unit})` : ""}`, colour: sheet.colour("input"), dash: [], marks: run.marked.input_marks }]
      : this.kernels.map(({ title }, k) => ({ text: `Output: ${title}`, colour: this.shade(k), dash: k ? DASH : [], marks: k ? null : run.marked.output_marks })))
    let [x, line] = [this.across.left, 0]
    return named.map((each) => {
      const width = 31 + sheet.measure(each.text, 0.88, 600) + (each.marks ? 24 + sheet.measure(each.marks, 0.82) : 0)
      if (x > this.across.left && x + width > sheet.width) [x, line] = [this.across.left, line + 1]
      x += width
      return { ...each, x: x - width, line }
    })
  }

  drawTitles({ titles, top }) {
    const { sheet, step } = this
    const halo = sheet.colour("st-background-color")
    for (const { text, colour, dash, marks, x, line } of titles) {
      const y = top + (0.8 + 1.05 * line) * step
      sheet.line([[x, y - 4], [x + 18, y - 4]], colour, { width: 2.5, dash })
      sheet.words(text, x + 23, y, { size: 0.88, weight: 600, halo })
      const end = x + 31 + sheet.measure(text, 0.88, 600)
      if (!marks) continue
      sheet.line([[end + 2, y - 9], [end + 2, y - 2]], sheet.text, { width: 2 })
      sheet.words(marks, end + 8, y, { size: 0.82, halo, most: sheet.width - end - 8 })
    }
  }

  // `spacing` samples from one value to the next
  drawCurve(at, values, spacing, lane, colour, dash = []) {
    const { context } = this.sheet
    context.save()
    context.beginPath()
    at.forEach((index, i) => context.lineTo(this.x(index * spacing), lane.y(values[i])))
    context.strokeStyle = colour
    context.lineWidth = 1.6
    context.lineJoin = "round"
    context.setLineDash(dash)
    context.stroke()
    context.restore()
    if ((this.across.width / this.across.count) * spacing < 6 || dash.length) return
    at.forEach((index, i) => this.sheet.dot(this.x(index * spacing), lane.y(values[i]), 2.2, { fill: colour }))
  }

  // short lines above the curve, which they leave free
  drawMarks(name, spacing, lane) {
    const values = this.run[name]?.values ?? []
    values.forEach((value, i) => {
      const [x, y] = [this.x(this.run[`${name}_at`].values[i] * spacing), lane.y(value)]
      this.sheet.line([[x, y - 5], [x, y - 11]], this.sheet.text, { width: 2 })
    })
  }

  drawAxis(top, step) {
    const { sheet, run } = this
    const [from, to] = [this.across.left, this.across.left + this.across.width]
    const value = (sample) => run.axis.first + sample * run.axis.spacing
    sheet.line([[from, top], [to, top]], sheet.text, { width: 1, alpha: 0.5 })
    const [title] = run.axis.axis.split(",")
    const room = to - sheet.measure(title, 0.8) - 14
    for (const tick of ticks(value(run.part[0]), value(run.part[1] - 1), Math.max(2, this.across.width / 90))) {
      const x = this.x((tick.value - run.axis.first) / run.axis.spacing)
      sheet.line([[x, top], [x, top + 4]], sheet.text, { width: 1, alpha: 0.5 })
      if (x + sheet.measure(tick.text, 0.8) / 2 < room) sheet.words(tick.text, x, top + 0.95 * step, { size: 0.8, align: "center", alpha: 0.85 })
    }
    sheet.words(title, to, top + 0.95 * step, { size: 0.8, align: "right", alpha: 0.85 })
  }

  // where the pin is while the window lies elsewhere
  drawPin(pinned) {
    const x = this.x(pinned * this.run.stride)
    this.sheet.line([[x, 2], [x, this.bottom]], this.sheet.colour("mark"), { width: 1.2, dash: [2, 4] })
  }

  // the band on the samples that the kernel reads, the kernel's bars in it, and the answer; returns the band's sides
  drawWindow(at) {
    const { sheet, run, lanes, bottom } = this
    const [kernel] = this.kernels
    const begin = at * run.stride + kernel.lead
    const side = this.across.width / this.across.count
    const middle = this.x(at * run.stride)
    let [left, right] = [this.x(begin) - side / 2, this.x(begin + (kernel.weights.length - 1) * run.dilation) + side / 2]
    if (right - left < 4) [left, right] = [middle - 2, middle + 2]
    left = Math.max(1, left)
    right = Math.min(sheet.width - 1, right)
    sheet.box(left, 2, right - left, bottom - 2, { fill: sheet.colour("mark"), alpha: 0.1 })
    sheet.box(left, 2, right - left, bottom - 2, { stroke: sheet.colour("mark"), line: 1.2 })
    if (this.isRail()) this.drawRail(begin, side, lanes[0].bottom, run.is_over ? bottom : lanes[1].top)
    const parts = this.scan.taken(Math.round(at), kernel)
    if (!parts) return [left, right]
    const lane = lanes.at(-1)
    if (run.pool === 1) {
      const y = lane.y(run.relu ? Math.max(0, parts.sum) : parts.sum)
      sheet.dot(this.x(Math.round(at) * run.stride), y, 4.5, { fill: sheet.colour("mark"), stroke: sheet.colour("st-background-color"), line: 1.5 })
    }
    return [left, right]
  }

  drawRail(begin, side, top, bottom) {
    const { sheet, run } = this
    const [{ weights }] = this.kernels
    const [low, most] = range([...weights, 0])
    const unit = (bottom - top - 6) / (most - low || 1)
    const zero = top + 3 + most * unit
    const bar = Math.max(1, Math.min(16, 0.6 * side))
    sheet.line([[this.x(begin) - side / 2, zero], [this.x(begin + (weights.length - 1) * run.dilation) + side / 2, zero]], sheet.text, { width: 1, alpha: 0.5 })
    weights.forEach((weight, j) => {
      const x = this.x(begin + j * run.dilation)
      sheet.box(x - bar / 2, zero - Math.max(weight, 0) * unit, bar, Math.abs(weight) * unit, { fill: sheet.colour("designed") })
    })
  }
}
