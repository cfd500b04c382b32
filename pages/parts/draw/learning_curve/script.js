// A line for each first layer with its interval, over the number of examples; one number of examples is pinned.
const [LEFT, RIGHT, ABOVE, BELOW] = [64, 210, 12, 42] // pixels around the lines
const [APART, SAMPLE] = [17, 30] // pixels between two names, and of a sample of a line

export default (component) => mounted(component, Curve)

class Curve {
  constructor(root) {
    this.find = (selector) => root.querySelector(selector)
    const canvas = this.find("canvas")
    this.sheet = new Sheet(canvas, () => this.draw())
    offerSharing(root)
    canvas.onclick = (event) => this.pin(this.nearest(event.offsetX))
    canvas.onpointermove = (event) => this.hover(this.nearest(event.offsetX))
    canvas.onpointerleave = () => this.hover(null)
    canvas.onkeydown = (event) => {
      const by = meant(event, { ArrowLeft: -1, ArrowRight: 1 })
      if (!by) return
      event.preventDefault()
      this.walk(Math.min(this.run.values.length - 1, Math.max(0, this.chosen + by)))
    }
    this.over = null
  }

  load(run) {
    this.run = run
    if (this.wanted === run.pin) this.wanted = undefined
    this.chosen = run.values.indexOf(this.wanted ?? run.pin)
    this.draw()
  }

  hover(at) {
    if (at === this.over) return
    this.over = at
    this.draw()
  }

  pin(at) {
    if (at === this.chosen) return
    this.chosen = at
    this.wanted = this.run.values[at]
    this.component.setStateValue("pin", this.wanted)
    this.draw()
  }

  // by key: the page learns where the visitor rests
  walk(at) {
    if (at === this.chosen) return
    this.chosen = at
    this.wanted = this.run.values[at]
    this.draw()
    clearTimeout(this.walking)
    this.walking = setTimeout(() => { if (this.wanted !== undefined) this.component.setStateValue("pin", this.wanted) }, RESTED)
  }

  nearest(x) {
    const apart = this.run.values.map((_, at) => Math.abs(this.x(at) - x))
    return apart.indexOf(Math.min(...apart))
  }

  get known() { return this.run.mean.shape[1] }

  // in per cent
  per(value) { return `${(100 * value).toFixed(0)} %` }

  say(at) {
    const { run } = this
    const examples = `${run.values[at].toLocaleString("en")} examples of each picture`
    if (at >= this.known) return `${examples}: not yet computed.`
    const each = run.ways.map((way, i) => `${way.title.toLowerCase()} ${this.per(row(run.mean, i)[at])}`)
    return `${examples}: ${each.join(", ")}.`
  }

  draw() {
    const { sheet, run } = this
    if (!run) return
    const words = this.say(this.over ?? this.chosen)
    if (this.find(".now").textContent !== words) this.find(".now").textContent = words
    if (this.find(".verdict").textContent !== run.verdict) this.find(".verdict").textContent = run.verdict
    const isBeside = sheet.canvas.clientWidth > 640
    const high = Math.max(isBeside ? 200 : 240, roomFor(sheet.canvas, run.height))
    if (!sheet.begin(high, `${run.metric} against the number of examples. ${this.say(this.chosen)} Arrow keys go to another number.`)) return
    const wide = sheet.width - LEFT - (isBeside ? RIGHT : 12)
    this.top = ABOVE + (isBeside ? 0 : this.legend())
    const place = (value) => Math.log(value / run.values[0]) / Math.log(run.values.at(-1) / run.values[0] || 2)
    this.x = (at) => LEFT + 14 + place(run.values[at]) * (wide - 28)
    this.bottom = high - BELOW
    const lowest = Math.max(0, Math.floor(10 * Math.min(run.chance, ...run.low.values)) / 10)
    this.y = (value) => this.bottom - ((value - lowest) / (1 - lowest)) * (this.bottom - this.top)
    this.axes(lowest, wide)
    run.ways.forEach((way, i) => this.line(way, i))
    if (isBeside) this.names()
    sheet.words("examples of each picture", LEFT + wide / 2, high - 6, { size: 0.85, align: "center" })
    sheet.context.save()
    sheet.context.translate(13, (this.top + this.bottom) / 2)
    sheet.context.rotate(-Math.PI / 2)
    sheet.words(run.metric, 0, 0, { size: 0.85, align: "center", most: this.bottom - this.top })
    sheet.context.restore()
  }

  axes(lowest, wide) {
    const { sheet, run } = this
    for (let tenth = Math.round(10 * lowest); tenth <= 10; tenth += tenth % 2 ? 1 : 2) {
      const y = this.y(tenth / 10)
      sheet.line([[LEFT, y], [LEFT + wide, y]], sheet.text, { width: 1, alpha: 0.14 })
      sheet.words(this.per(tenth / 10), LEFT - 6, y, { size: 0.8, align: "right", base: "middle" })
    }
    const chance = this.y(run.chance)
    sheet.line([[LEFT, chance], [LEFT + wide, chance]], sheet.text, { width: 1.5, dash: [2, 4], alpha: 0.7 })
    sheet.words("chance", LEFT + wide - 4, chance - 5, { size: 0.8, align: "right" })
    run.values.forEach((value, at) => {
      const weight = at === this.chosen ? 700 : 400
      sheet.words(value.toLocaleString("en"), this.x(at), this.bottom + 16, { size: 0.85, align: "center", weight })
      if (at === this.over) sheet.line([[this.x(at), this.top], [this.x(at), this.bottom]], sheet.text, { width: 1, alpha: 0.3 })
      if (at === this.chosen) sheet.line([[this.x(at), this.top], [this.x(at), this.bottom]], sheet.colour("mark"), { width: 2 })
    })
  }

  line(way, i) {
    const { sheet, run } = this
    const colour = sheet.colour(way.role)
    const [mean, low, high] = ["mean", "low", "high"].map((name) => row(run[name], i))
    for (let at = 0; at < this.known; at += 1) {
      const x = this.x(at) + (i - 1.5) * 4 // side by side, so that intervals do not hide one another
      sheet.line([[x, this.y(low[at])], [x, this.y(high[at])]], colour, { width: 2, alpha: 0.7 })
      sheet.dot(x, this.y(mean[at]), 3.5, { fill: colour })
    }
    sheet.line(Array.from(mean, (value, at) => [this.x(at) + (i - 1.5) * 4, this.y(value)]), colour, { width: 2, dash: way.dash })
  }

  // the ways in the order of their last points, from the highest
  ordered() {
    const { run } = this
    if (!this.known) return []
    return run.ways.map((way, i) => ({ way, last: row(run.mean, i)[this.known - 1] })).sort((a, b) => b.last - a.last)
  }

  name(way, x, y) {
    const { sheet } = this
    sheet.words(way.title, x, y, { size: 0.85, colour: sheet.ink(way.role === "input" ? "text" : way.role), weight: 600, halo: sheet.colour("st-background-color") })
  }

  // beside the last point of each line, moved apart
  names() {
    let lowest = 0
    for (const { way, last } of this.ordered()) {
      const y = Math.max(this.y(last) + 4, lowest)
      this.name(way, this.x(this.known - 1) + 16, y)
      lowest = y + APART
    }
  }

  // above the lines, where there is no room beside them; the height that it takes
  legend() {
    const { sheet } = this
    let [x, y] = [0, APART - 5]
    for (const { way } of this.ordered()) {
      const wide = SAMPLE + sheet.measure(way.title, 0.85, 600) + 14
      if (x && x + wide > sheet.width) [x, y] = [0, y + APART]
      const colour = sheet.colour(way.role)
      sheet.line([[x, y - 4], [x + SAMPLE - 6, y - 4]], colour, { width: 2, dash: way.dash })
      sheet.dot(x + (SAMPLE - 6) / 2, y - 4, 3.5, { fill: colour })
      this.name(way, x + SAMPLE, y)
      x += wide
    }
    return this.known ? y + 5 : 0
  }
}
