// The gain over frequency: a curve, or a map with even areas in its middle; the pointer or arrow keys read a frequency.
const [LEFT, BELOW, ABOVE, WORDS] = [46, 34, 8, 30] // pixels

export default (component) => mounted(component, Gain)

class Gain {
  constructor(root) {
    this.now = root.querySelector(".now")
    const canvas = root.querySelector("canvas")
    this.sheet = new Sheet(canvas, () => this.draw())
    canvas.onpointermove = canvas.onpointerdown = (event) => this.read(this.under(event.offsetX, event.offsetY))
    canvas.onpointerleave = (event) => { if (event.pointerType !== "touch") this.read(null) }
    canvas.onblur = () => this.read(null)
    canvas.onkeydown = (event) => {
      const by = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, -1], ArrowDown: [0, 1] }[event.key]
      if (!by || (this.run.is_signal && by[1])) return
      event.preventDefault()
      const count = this.count
      const from = this.at ?? (this.run.is_signal ? [-1, 0] : [count / 2 - by[0], count / 2 - by[1]])
      this.read(from.map((place, axis) => Math.min(count - 1, Math.max(0, place + by[axis]))))
    }
    this.at = null
  }

  get count() { return this.run.frequencies.values.length }

  load(run) {
    this.run = run
    if (this.at && Math.max(...this.at) >= this.count) this.at = null
    this.draw()
  }

  under(x, y) {
    if (!this.place) return null
    const { left, top, wide, high } = this.place
    const [across, down] = [Math.floor(((x - left) / wide) * this.count), Math.floor(((y - top) / high) * this.count)]
    if (across < 0 || across >= this.count || y < top || y > top + high) return null
    return [across, this.run.is_signal ? 0 : down]
  }

  read(at) {
    if (String(at) === String(this.at)) return
    this.at = at
    this.draw()
  }

  say() {
    const { run, at } = this
    if (!at) return "Point at a wave, or press the arrow keys."
    const frequency = (index) => short(run.frequencies.values[index])
    if (run.is_signal) return `${frequency(at[0])} cycles per sample: gain ${short(run.gain.values[at[0]])}`
    return `${frequency(at[0])} cycles per pixel to the right, ${frequency(at[1])} downwards: gain ${short(run.gain.values[at[1] * this.count + at[0]])}`
  }

  draw() {
    const { sheet, run } = this
    if (!run) return
    const high = run.height - WORDS
    if (!sheet.begin(high, run.alt)) return
    const words = this.say()
    if (this.now.textContent !== words) this.now.textContent = words
    if (run.is_signal) this.drawCurve(high)
    else this.drawMap(high)
  }

  drawCurve(high) {
    const { sheet, run } = this
    const place = (this.place = { left: LEFT, top: ABOVE, wide: sheet.width - LEFT - 10, high: high - ABOVE - BELOW })
    const y = (value) => place.top + (1 - value / run.largest) * place.high
    const x = (index) => place.left + (index / (this.count - 1)) * place.wide
    for (const mark of [0, 1, run.largest].filter((value, i, all) => value <= run.largest && all.indexOf(value) === i)) {
      if (mark === 1 && run.largest < 1.15 && run.largest !== 1) continue
      sheet.line([[place.left, y(mark)], [place.left + place.wide, y(mark)]], sheet.text, { width: 1, alpha: mark ? 0.15 : 0.4 })
      sheet.words(short(mark), place.left - 6, y(mark), { size: 0.8, align: "right", base: "middle" })
    }
    sheet.line(Array.from(run.gain.values, (value, i) => [x(i), y(value)]), sheet.colour("designed"), { width: 2 })
    if (this.at) sheet.dot(x(this.at[0]), y(run.gain.values[this.at[0]]), 5, { stroke: sheet.colour("mark"), line: 2.5 })
    for (const [text, align, at] of [["0", "left", 0], ["0.25", "center", 0.5], ["0.5", "right", 1]]) sheet.words(text, place.left + at * place.wide, high - 18, { size: 0.8, align })
    sheet.words("cycles per sample", place.left + place.wide / 2, high - 3, { size: 0.8, align: "center" })
  }

  drawMap(high) {
    const { sheet, run } = this
    const side = Math.min(high - ABOVE - BELOW, sheet.width - LEFT - 80)
    const place = (this.place = { left: LEFT, top: ABOVE, wide: side, high: side })
    sheet.picture(sheet.pixels(run.pixels.values, run.pixels.shape), place.left, place.top, side, side)
    for (const [text, at] of [["\u22120.5", 0], ["0", 0.5], ["0.5", 1]]) {
      sheet.words(text, place.left + at * side, high - 18, { size: 0.8, align: "center" })
      sheet.words(text, place.left - 6, place.top + at * side, { size: 0.8, align: "right", base: at ? (at === 1 ? "alphabetic" : "middle") : "top" })
    }
    sheet.words("to the right, cycles per pixel", place.left + side / 2, high - 3, { size: 0.8, align: "center" })
    // the scale beside the map
    const bar = place.left + side + 16
    const tall = side
    for (let i = 0; i < tall; i += 2) {
      const at = run.scale.values.subarray(3 * Math.round((1 - i / tall) * 255))
      sheet.box(bar, place.top + i, 10, 2.5, { fill: `rgb(${at[0]},${at[1]},${at[2]})` })
    }
    sheet.words(short(run.largest), bar + 14, place.top, { size: 0.8, base: "top" })
    sheet.words("0", bar + 14, place.top + tall, { size: 0.8 })
    sheet.words("gain", bar + 14, place.top + tall / 2, { size: 0.8, base: "middle" })
    if (!this.at) return
    const step = side / this.count
    sheet.box(place.left + this.at[0] * step - 1, place.top + this.at[1] * step - 1, step + 2, step + 2, { stroke: sheet.colour("mark"), line: 2.5 })
  }
}
