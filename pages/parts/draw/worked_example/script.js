// A signal as stems, the answers of a filter below it on the same axis, and the answers as they were once printed.
const HIGH = 360 // pixels

export default (component) => mounted(component, Example)

class Example {
  constructor(root) {
    this.sheet = new Sheet(root.querySelector("canvas"), () => this.draw())
  }

  load(shown) {
    this.shown = shown
    this.draw()
  }

  draw() {
    const { sheet, shown } = this
    if (!shown || !sheet.begin(HIGH, this.label())) return
    const count = shown.signal.values.length
    const gutter = sheet.width > 640 ? 190 : 0
    this.step = (sheet.width - gutter) / count
    this.x = (i) => gutter + (i + 0.5) * this.step
    this.stems(shown.signal.values, 22, 140, "input", "u, ten random numbers", "\u25bc marks peaks", gutter)
    this.stems(shown.answers.values, 170, 140, "designed", "y = conv(u, v)", "\u25cf above zero", gutter)
    this.named("y as printed there", 330, gutter, { above: 18 })
    shown.printed.values.forEach((value, i) => this.number(value, i, 330))
    for (let i = 0; i < count; i += 1) sheet.words(String(i + 1), this.x(i), HIGH - 4, { size: 0.8, align: "center", alpha: 0.8 })
    this.named("point", HIGH - 4, gutter)
  }

  // where there is no gutter, a name stands above its row
  named(text, y, gutter, { colour, weight = 400, above = 0 } = {}) {
    if (gutter) this.sheet.words(text, 0, y, { colour, weight, size: 0.9 })
    else if (above) this.sheet.words(text, 0, y - above, { colour, weight, size: 0.8 })
  }

  number(value, i, y, base = "alphabetic") {
    if (Number.isNaN(value)) return
    this.sheet.words(short(value), this.x(i), y, { size: 0.8, align: "center", base, most: this.step - 2, halo: this.sheet.colour("st-background-color") })
  }

  stems(values, top, high, role, title, note, gutter) {
    const { sheet, shown } = this
    const colour = sheet.colour(role)
    const [low, most] = range(values)
    const [bottom, peak] = [Math.min(0, low), Math.max(0, most)]
    const room = 18 // for the numbers at both ends
    const zero = top + room + (peak / (peak - bottom)) * (high - 2 * room)
    this.named(title, top + 30, gutter, { colour: sheet.ink(role === "input" ? "text" : role), weight: 600, above: 30 })
    this.named(note, top + 50, gutter)
    sheet.line([[this.x(-0.4), zero], [this.x(values.length - 0.6), zero]], sheet.text, { width: 1, alpha: 0.4 })
    values.forEach((value, i) => {
      if (Number.isNaN(value)) return
      const tip = zero - (value / (peak - bottom)) * (high - 2 * room)
      sheet.line([[this.x(i), zero], [this.x(i), tip]], colour, { width: 2.5 })
      const isSignal = role === "input"
      if (isSignal || value > 0) sheet.dot(this.x(i), tip, 4.5, { fill: colour })
      if (!isSignal && i === shown.picked) {
        sheet.dot(this.x(i), tip, 9, { stroke: sheet.colour("mark") })
        sheet.words("max pool", this.x(i) - 14, tip + 4, { size: 0.8, align: "right", colour: sheet.ink("mark"), weight: 600 })
      }
      if (isSignal && shown.is_peak.values[i]) sheet.words("\u25bc", this.x(i), tip - 22, { size: 0.7, align: "center", base: "bottom" })
      this.number(value, i, value < 0 ? tip + 4 : tip - (i === shown.picked && !isSignal ? 12 : 8), value < 0 ? "top" : "bottom")
    })
  }

  label() {
    const { shown } = this
    const list = (values) => Array.from(values, (value, i) => (Number.isNaN(value) ? "" : `point ${i + 1} ${short(value)}`)).filter(Boolean).join(", ")
    return `u: ${list(shown.signal.values)}. y, computed: ${list(shown.answers.values)}. y, as printed there: ${list(shown.printed.values)}.`
  }
}
