// The kernels with their numbers, the input and the output side by side; the pointer or arrow keys read single numbers.
const GAP = 18
const NARROW = 560 // pixels: below, the kernels lie above
const ROOM = 6 // pixels above the line of words
const MOST_BARS = 11 // that have room for their numbers
const LARGEST = 88 // pixels a side of a number's square
const SMALLEST = 26 // in which a number has room

// without zeros that say nothing: 1 instead of 1.00
const brief = (value, limit = 0) => within(value, limit).replace(/(\.\d*?)0+$/, "$1").replace(/\.$/, "")

export default (component) => mounted(component, Effect)

class Effect {
  constructor(root) {
    this.stage = root.querySelector(".stage")
    this.now = root.querySelector(".now")
    const canvas = root.querySelector("canvas")
    this.sheet = new Sheet(canvas, () => this.draw())
    canvas.onpointermove = canvas.onpointerdown = (event) => this.read(this.under(event.offsetX, event.offsetY))
    // what a finger has touched is read after the finger is gone
    canvas.onpointerleave = (event) => { if (event.pointerType !== "touch") this.read(null) }
    canvas.onblur = () => this.read(null)
    canvas.onkeydown = (event) => this.press(event)
  }

  load(run) {
    if (this.run?.content !== run.content) this.pictures = {}
    this.run = run
    this.at = null
    this.draw()
  }

  get size() { return [this.run.masks[0].length, this.run.masks[0][0].length] }

  // where the numbers of all kernels lie: [kernel, row, column]
  press(event) {
    const [rows, columns] = this.size
    const by = { ArrowUp: -columns, ArrowDown: columns, ArrowLeft: -1, ArrowRight: 1 }[event.key]
    if (!by) return
    event.preventDefault()
    const at = this.at ? this.at[0] * rows * columns + this.at[1] * columns + this.at[2] + by : 0
    if (at < 0 || at >= this.run.masks.length * rows * columns) return
    const tap = at % (rows * columns)
    this.read([Math.floor(at / (rows * columns)), Math.floor(tap / columns), tap % columns])
  }

  under(x, y) {
    const [rows, columns] = this.size
    for (const [k, { left, top, wide, high }] of (this.places ?? []).entries()) {
      const [row, column] = [Math.floor(((y - top) / high) * rows), Math.floor(((x - left) / wide) * columns)]
      if (row >= 0 && row < rows && column >= 0 && column < columns) return [k, row, column]
    }
    return null
  }

  read(at) {
    if (String(at) === String(this.at)) return
    this.at = at
    this.draw()
  }

  said() {
    if (!this.at) return [this.run.words && `Output: ${this.run.words}.`, this.isWritten ? "" : "Kernel: point at a number, or press the arrow keys."].filter(Boolean).join(" ")
    const [kernel, row, column] = this.at
    const { masks, is_signal: isSignal } = this.run
    const place = isSignal ? `Number ${column + 1} of ${this.size[1]}` : `Row ${row + 1}, column ${column + 1}`
    return `${masks.length > 1 ? `Kernel ${kernel + 1}. ` : ""}${place}: ${brief(masks[kernel][row][column])}`
  }

  draw() {
    const { sheet, run } = this
    if (!run) return
    const high = this.stage.clientHeight - this.now.offsetHeight - ROOM
    if (high < NARROW / 4 || !sheet.begin(high, run.alt)) return
    const isNarrow = sheet.width < NARROW
    const wide = sheet.width
    const third = (wide - 2 * GAP) / 3
    const [kernels, data] = isNarrow
      ? [{ left: 0, top: 0, wide, high: 0.46 * high }, { left: 0, top: 0.48 * high, wide, high: 0.52 * high }]
      : [{ left: 0, top: 0, wide: third, high }, { left: third + GAP, top: 0, wide: wide - third - GAP, high }]
    this.drawKernels(kernels)
    if (run.is_signal) this.drawCurves(data)
    else this.drawPictures(data)
    this.now.textContent = this.said()
  }

  title(text, place, colour) {
    this.sheet.words(text, place.left, place.top + 14, { weight: 600, most: place.wide, colour })
    return { ...place, top: place.top + 22, high: place.high - 22 }
  }

  drawKernels(place) {
    const { sheet, run } = this
    const [rows, columns] = this.size
    const count = run.masks.length
    const across = count === 1 ? 1 : count === 2 ? (place.wide > place.high ? 2 : 1) : place.wide > 1.4 * place.high ? Math.ceil(count / 2) : 3
    const size = run.is_signal ? `${columns} numbers` : `${rows} \u00d7 ${columns}`
    const numbers = run.masks.flat(2)
    const inside = this.title(`${run.title}: ${count > 1 ? `${count} of ` : ""}${size}, from ${brief(Math.min(...numbers))} to ${brief(Math.max(...numbers))}`, place)
    const down = Math.ceil(count / across)
    const [wide, high] = [(inside.wide - (across - 1) * 8) / across, (inside.high - (down - 1) * 8) / down]
    const side = Math.min(wide / columns, high / rows, LARGEST)
    this.isWritten = run.is_signal ? columns <= MOST_BARS : side >= SMALLEST
    this.places = run.masks.map((mask, k) => {
      const [left, top] = [inside.left + (k % across) * (wide + 8), inside.top + Math.floor(k / across) * (high + 8)]
      if (run.is_signal) return this.drawBars(mask[0], left, top, wide, high)
      sheet.squares(mask.flat(), rows, columns, left, top, side, run.limit)
      if (this.isWritten) mask.flat().forEach((value, i) => sheet.cell(brief(value, run.limit), left + (i % columns) * side, top + Math.floor(i / columns) * side, side, Math.abs(value / run.limit) > 0.6))
      sheet.box(left, top, side * columns, side * rows, { stroke: sheet.text, line: 1, alpha: 0.25 })
      return { left, top, wide: side * columns, high: side * rows }
    })
    if (!this.at) return
    const [kernel, row, column] = this.at
    const { left, top, wide: all, high: tall } = this.places[kernel]
    const [step, drop] = [all / columns, tall / rows]
    sheet.box(left + column * step, top + row * drop, step, drop, { stroke: sheet.colour("mark"), line: 2.5 })
  }

  drawBars(values, left, top, wide, high) {
    const { sheet } = this
    const [low, most] = range([0, ...values])
    const spare = 0.06 * (most - low)
    sheet.bars(values, left, top, wide, high, low - spare, most + spare, { fill: sheet.colour("designed"), numbers: this.isWritten })
    return { left, top, wide, high }
  }

  drawPictures(place) {
    const { run } = this
    const half = (place.wide - GAP) / 2
    const [left, right] = [place, { ...place, left: place.left + half + GAP }].map((each) => ({ ...each, wide: half }))
    this.drawPicture("input", this.title(`Input: ${run.input_title}`, left, this.sheet.ink("input")))
    this.drawPicture("output", this.title("Output", right, this.sheet.ink("designed")))
  }

  drawPicture(name, { left, top, wide, high }) {
    const { sheet, run } = this
    const [rows, columns] = run[name].shape
    const fit = Math.min(wide / columns, high / rows)
    // whole pixels where there is room for them
    const side = fit >= 1 ? Math.floor(fit) : fit
    this.pictures[name] ??= this.painted(name)
    sheet.context.imageSmoothingEnabled = side < 1
    sheet.context.imageSmoothingQuality = "high"
    sheet.context.drawImage(this.pictures[name], left, top, columns * side, rows * side)
  }

  painted(name) {
    const { sheet, run } = this
    const unit = name === "input" ? run.level * 255 : 1
    const table = name === "output" && run.is_signed ? sheet.levels() : null
    const image = pixelsOf(run[name].values, run[name].shape, { table, unit })
    const canvas = document.createElement("canvas")
    canvas.width = image.width
    canvas.height = image.height
    canvas.getContext("2d").putImageData(image, 0, 0)
    return canvas
  }

  // the input above the output, on one axis
  drawCurves(place) {
    const { run } = this
    const high = (place.high - 34) / 2
    const spans = [run.input.values, run.output.values].map(range)
    const both = range(spans.flat())
    const scales = run.is_one_scale ? [both, both] : [spans[0], range([...spans[1], 0])]
    this.drawCurve("input", `Input: ${run.input_title}`, { ...place, high }, scales[0])
    this.drawCurve("output", "Output", { ...place, top: place.top + high + 8, high }, scales[1])
    this.sheet.words(`${run.samples.toLocaleString("en-GB")} samples`, place.left + place.wide, place.top + place.high - 4, { size: 0.8, align: "right", alpha: 0.85 })
  }

  drawCurve(name, title, place, [low, high]) {
    const { sheet, run } = this
    const inside = this.title(title, place, sheet.ink(name === "input" ? "input" : "designed"))
    const left = place.left + 50
    const right = place.left + place.wide - 4
    const y = (value) => inside.top + 4 + ((high - value) / (high - low || 1)) * (inside.high - 12)
    const marks = [...new Set([low, high, ...(low < 0 && high > 0 ? [0] : [])])]
    for (const mark of marks) {
      sheet.line([[left, y(mark)], [right, y(mark)]], sheet.text, { width: 1, alpha: mark ? 0.12 : 0.4 })
      if (!mark && Math.min(y(mark) - y(high), y(low) - y(mark)) < 12) continue
      sheet.words(brief(mark), left - 6, y(mark), { size: 0.8, align: "right", base: "middle", alpha: 0.85 })
    }
    const x = (sample) => left + ((right - left) * sample) / Math.max(1, run.samples - 1)
    const at = run[`${name}_at`].values
    sheet.line(Array.from(run[name].values, (value, i) => [x(at[i]), y(value)]), sheet.colour(name === "input" ? "input" : "designed"), { width: 1.8 })
  }
}
