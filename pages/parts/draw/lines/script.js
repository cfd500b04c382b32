// Lines over numbers, some with bounds; one place after another is told.
const [LEFT, ABOVE, BELOW, LEGEND] = [56, 8, 44, 20] // pixels around the lines, and of a line of names

export default (component) => mounted(component, Lines)

class Lines {
  constructor(root) {
    this.find = (selector) => root.querySelector(selector)
    const canvas = this.find("canvas")
    this.sheet = new Sheet(canvas, () => this.draw())
    canvas.onpointermove = (event) => this.rest(this.nearest(event.offsetX))
    canvas.onpointerleave = () => this.rest(null)
    canvas.onblur = () => this.rest(null)
    canvas.onkeydown = (event) => {
      const by = meant(event, { ArrowLeft: -1, ArrowRight: 1 })
      if (!by) return
      event.preventDefault()
      this.rest(Math.min(this.places.length - 1, Math.max(0, (this.at ?? -1) + by)))
    }
    this.at = null
  }

  load(run) {
    this.run = run
    this.find(".lines").setAttribute("aria-label", run.title)
    // all places of all lines, each once
    const all = run.lines.flatMap((_, i) => Array.from(run[`x${i}`].values))
    this.places = [...new Set(all)].sort((one, other) => one - other)
    if (this.at >= this.places.length) this.at = null
    this.draw()
  }

  rest(at) {
    if (at === this.at) return
    this.at = at
    this.draw()
  }

  nearest(x) {
    if (!this.x) return null
    const apart = this.places.map((place) => Math.abs(this.x(place) - x))
    return apart.indexOf(Math.min(...apart))
  }

  // what each line has at a place, or at the last one before it
  say() {
    const { run } = this
    if (this.at === null) return run.words
    const place = this.places[this.at]
    const each = run.lines.flatMap((line, i) => {
      const at = Array.from(run[`x${i}`].values).findLastIndex((x) => x <= place)
      if (at < 0) return []
      const bounds = run[`low${i}`] ? `, between ${this.written(run[`low${i}`].values[at])} and ${this.written(run[`high${i}`].values[at])}` : ""
      return [`${line.title} ${this.written(run[`y${i}`].values[at])}${bounds}`]
    })
    return `${run.names?.[this.at] ?? short(place)} ${run.unit}: ${each.join("; ")}.`
  }

  written(value) { return value.toFixed(this.run.digits).replace("-", "\u2212") }

  draw() {
    const { sheet, run } = this
    if (!run) return
    const words = this.say()
    if (this.find(".now").textContent !== words) this.find(".now").textContent = words
    const high = Math.max(180, roomFor(sheet.canvas, run.height))
    if (!sheet.begin(high, `${run.title}. ${words} Left and right arrows go from place to place.`)) return
    this.top = ABOVE + this.legend()
    const [right, bottom] = [sheet.width - 14, high - BELOW]
    const [first, last] = run.ends ?? [this.places[0], this.places.at(-1)]
    const scale = run.isLogarithmic ? Math.log : (value) => value
    const span = scale(last) - scale(first) || 1
    this.x = (place) => LEFT + 10 + ((scale(place) - scale(first)) / span) * (right - LEFT - 20)
    const [low, most] = this.heights()
    this.y = (value) => bottom - ((value - low) / (most - low)) * (bottom - this.top)
    this.axes(low, most, right, bottom)
    run.lines.forEach((line, i) => this.line(line, i))
    sheet.words(run.across, (LEFT + right) / 2, high - 6, { size: 0.85, align: "center" })
    sheet.context.save()
    sheet.context.translate(13, (this.top + bottom) / 2)
    sheet.context.rotate(-Math.PI / 2)
    sheet.words(run.metric, 0, 0, { size: 0.85, align: "center", most: bottom - this.top })
    sheet.context.restore()
  }

  heights() {
    const { run } = this
    if (run.heights) return run.heights
    const values = run.lines.flatMap((_, i) => ["y", "low", "high"].flatMap((name) => Array.from(run[`${name}${i}`]?.values ?? [])))
    const [low, most] = range(values)
    const room = 0.06 * (most - low) || 1
    return [low - room, most + room]
  }

  axes(low, most, right, bottom) {
    const { sheet, run } = this
    for (const tick of ticks(low, most, 5)) {
      sheet.line([[LEFT, this.y(tick.value)], [right, this.y(tick.value)]], sheet.text, { width: 1, alpha: 0.14 })
      sheet.words(tick.text, LEFT - 6, this.y(tick.value), { size: 0.8, align: "right", base: "middle" })
    }
    const marks = run.names ? this.places.map((value, at) => ({ value, text: run.names[at] })) : ticks(...(run.ends ?? [this.places[0], this.places.at(-1)]), 6)
    for (const { value, text } of marks) sheet.words(text, this.x(value), bottom + 17, { size: 0.8, align: "center" })
    if (this.at !== null) sheet.line([[this.x(this.places[this.at]), this.top], [this.x(this.places[this.at]), bottom]], sheet.text, { width: 1, alpha: 0.35 })
  }

  line(line, i) {
    const { sheet, run } = this
    const colour = sheet.colour(line.role)
    const [x, y] = [run[`x${i}`].values, run[`y${i}`].values]
    sheet.line(Array.from(x, (place, at) => [this.x(place), this.y(y[at])]), colour, { width: 2, dash: line.dash })
    if (x.length > 40) return
    x.forEach((place, at) => {
      if (run[`low${i}`]) sheet.line([[this.x(place), this.y(run[`low${i}`].values[at])], [this.x(place), this.y(run[`high${i}`].values[at])]], colour, { width: 2, alpha: 0.5 })
      sheet.dot(this.x(place), this.y(y[at]), 4, { fill: colour })
    })
  }

  // the names of the lines; the height that they take
  legend() {
    const { sheet, run } = this
    let [x, y] = [LEFT, LEGEND - 6]
    for (const line of run.lines) {
      const wide = 40 + sheet.measure(line.title, 0.85, 600)
      if (x > LEFT && x + wide > sheet.width) [x, y] = [LEFT, y + LEGEND]
      sheet.line([[x, y - 4], [x + 24, y - 4]], sheet.colour(line.role), { width: 2, dash: line.dash })
      sheet.words(line.title, x + 30, y, { size: 0.85, weight: 600, colour: sheet.ink(line.role) })
      x += wide + 12
    }
    return y + 6
  }
}
