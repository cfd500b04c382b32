// A line for each contestant: its score as a dot, with the bounds that contain it.
const [ROW, ABOVE, BELOW] = [23, 6, 40] // pixels of a line, above the first and below the last
const MARKS = { learned: "diamond", designed: "dot", best: "bar" }
const WORDS = { learned: "learned", designed: "designed", best: "best linear" }

export default (component) => mounted(component, Contestants)

class Contestants {
  constructor(root) {
    this.find = (selector) => root.querySelector(selector)
    const canvas = this.find("canvas")
    this.sheet = new Sheet(canvas, () => this.draw())
    offerSharing(root)
    canvas.onpointermove = (event) => this.rest(Math.floor((event.offsetY - ABOVE) / ROW))
    canvas.onpointerleave = () => this.rest(null)
    canvas.onkeydown = (event) => {
      const by = meant(event, { ArrowUp: -1, ArrowDown: 1 })
      if (!by) return
      event.preventDefault()
      this.rest(Math.min(this.run.rows.length - 1, Math.max(0, (this.at ?? -1) + by)))
    }
    canvas.onblur = () => this.rest(null)
    this.at = null
  }

  load(run) {
    this.run = run
    if (this.at >= run.rows.length) this.at = null
    this.draw()
  }

  rest(at) {
    const known = at === null || at < 0 || at >= this.run.rows.length ? null : at
    if (known === this.at) return
    this.at = known
    this.draw()
  }

  say() {
    const { run } = this
    if (this.at === null) return "The mark is the score on parts that were held out. The line contains the true score with 95 % confidence."
    const row = run.rows[this.at]
    return `${row.title} (${WORDS[row.role]}): ${row.value}, between ${row.bounds}; ${row.cost}.`
  }

  // the kind by itself, then the reasons
  judge() {
    const { run } = this
    const verdict = this.find(".verdict")
    const whole = run.isWhole ? run.verdict : `${run.verdict} So far: others are still being tried.`
    if (verdict.dataset.said === whole) return
    verdict.dataset.said = whole
    const kind = document.createElement("strong")
    kind.textContent = run.isWhole ? run.kind : `${run.kind}, so far`
    const reasons = whole.slice(run.kind.length + 2)
    verdict.replaceChildren(kind, reasons[0].toUpperCase() + reasons.slice(1))
  }

  draw() {
    const { sheet, run } = this
    if (!run) return
    this.judge()
    const words = this.say()
    if (this.find(".now").textContent !== words) this.find(".now").textContent = words
    const high = ABOVE + ROW * run.rows.length + BELOW
    if (!sheet.begin(high, `${run.metric} of ${run.rows.length} contestants. ${words} Up and down arrows go from one to the next.`)) return
    const isNarrow = sheet.width < 520
    const left = Math.min(0.46 * sheet.width, 16 + Math.max(...run.rows.map((row) => sheet.measure(row.title, 0.85, 600))))
    const right = sheet.width - (isNarrow ? 12 : 20 + Math.max(...run.rows.map((row) => sheet.measure(row.value, 0.85, 600))))
    const [low, most] = run.ends
    const x = (value) => left + 8 + ((Math.min(most, Math.max(low, value)) - low) / (most - low)) * (right - left - 16)
    this.axis(low, most, x, left, right, high)
    run.rows.forEach((row, at) => this.row(row, at, x, left, run.ends, isNarrow))
  }

  axis(low, most, x, left, right, high) {
    const { sheet, run } = this
    const bottom = ABOVE + ROW * run.rows.length
    for (const tick of ticks(low, most, right - left > 400 ? 6 : 3)) {
      sheet.line([[x(tick.value), ABOVE], [x(tick.value), bottom]], sheet.text, { width: 1, alpha: 0.14 })
      sheet.words(tick.text, x(tick.value), bottom + 16, { size: 0.8, align: "center" })
    }
    sheet.words(`${run.metric}, more is better`, (left + right) / 2, high - 6, { size: 0.85, align: "center" })
  }

  row(row, at, x, left, [least, most], isNarrow) {
    const { sheet, run } = this
    const y = ABOVE + (at + 0.5) * ROW
    if (at === this.at) sheet.box(0, y - ROW / 2, sheet.width, ROW, { fill: sheet.colour("mark"), alpha: 0.16 })
    const weight = row.isSide ? 700 : 400
    sheet.words(row.title, left - 4, y, { size: 0.85, align: "right", base: "middle", weight, colour: sheet.ink(row.role), most: left - 6 })
    const colour = sheet.colour(row.role)
    const [value, low, high] = ["score", "low", "high"].map((name) => run[name].values[at])
    if (high > least) sheet.line([[x(low), y], [x(high), y]], colour, { width: 2.5, alpha: 0.6 })
    // bounds that go on beyond the axis end in an arrow
    if (high > most) sheet.words("\u25b8", x(most) + 2, y, { size: 0.9, base: "middle", colour, align: "center" })
    if (low < least && value >= least) sheet.words("\u25c2", x(least) - 2, y, { size: 0.9, base: "middle", colour, align: "center" })
    if (value >= least) this.mark(MARKS[row.role], x(value), y, colour)
    else sheet.words("\u25c2", left + 2, y, { base: "middle", colour })
    if (!isNarrow) sheet.words(row.value, sheet.width - 4, y, { size: 0.85, align: "right", base: "middle", weight })
  }

  mark(shape, x, y, colour) {
    const { sheet } = this
    if (shape === "dot") sheet.dot(x, y, 5, { fill: colour })
    if (shape === "bar") sheet.box(x - 2, y - 7, 4, 14, { fill: colour })
    if (shape !== "diamond") return
    const { context } = sheet
    context.beginPath()
    for (const [across, down] of [[0, -7], [7, 0], [0, 7], [-7, 0]]) context.lineTo(x + across, y + down)
    context.fillStyle = colour
    context.fill()
  }
}
