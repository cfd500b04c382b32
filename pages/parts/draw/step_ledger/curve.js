// The loss along the step: a point for the learning rate, which can be moved along the curve.
const SETTLED = 350 // milliseconds without a change after which the page learns of the rate
const HIGH = 184 // pixels
const STEP = 0.01 // share of the safe rate

class Curve {
  constructor(canvas, take) {
    this.canvas = canvas
    this.take = take // (share of the safe rate)
    this.sheet = new Sheet(canvas, () => this.draw())
    canvas.onpointerdown = (event) => { canvas.setPointerCapture(event.pointerId); this.drag(event) }
    canvas.onpointermove = (event) => { if (canvas.hasPointerCapture?.(event.pointerId)) this.drag(event) }
    canvas.onkeydown = (event) => {
      const by = { ArrowLeft: -1, ArrowDown: -1, ArrowRight: 1, ArrowUp: 1, PageDown: -10, PageUp: 10 }[event.key]
      if (!by || event.altKey || event.ctrlKey || event.metaKey) return
      event.preventDefault()
      this.move(this.share + by * STEP)
    }
  }

  // `text` writes a loss as the ledger does
  load(run, text) {
    this.text = text
    // a change that the page has not yet answered to is newer than what comes
    const isLate = this.told !== undefined && Math.abs(this.told - run.rate / run.safe_rate) > STEP / 2 && this.story === run.story
    this.run = run
    this.story = run.story
    this.limit = run.loss_name === "squared" ? "critical rate" : "safe rate"
    if (isLate) return this.draw()
    this.told = undefined
    this.share = run.rate / run.safe_rate
    this.draw()
  }

  drag(event) {
    const place = (event.clientX - this.canvas.getBoundingClientRect().left - this.left) / this.wide
    this.move((place * this.most) / this.run.safe_rate)
  }

  move(share) {
    this.share = this.told = Math.min(this.run.most_share, Math.max(STEP, Math.round(share / STEP) * STEP))
    this.draw()
    clearTimeout(this.timer)
    this.timer = setTimeout(() => this.take(Math.round(100 * this.told) / 100), SETTLED)
  }

  // the loss at a rate, between two points of the curve
  lossAt(rate) {
    const { rates, losses } = this.run.curve
    const [i, part] = between(rates, rate)
    return losses[i] + (losses[Math.min(i + 1, losses.length - 1)] - losses[i]) * part
  }

  draw() {
    const { run, sheet, canvas } = this
    if (!run) return
    const rate = this.share * run.safe_rate
    const isMoved = Math.abs(rate - run.rate) > 1e-9 * run.safe_rate
    const loss = isMoved ? this.lossAt(rate) : run.new_loss
    const words = `Learning rate ${alone(Number(rate.toPrecision(3)))}, ${this.share.toFixed(2)} of the ${this.limit}: loss ${this.text(run.loss)} before the step, ${this.text(loss)} after`
    const set = { valuemin: STEP, valuemax: run.most_share, valuenow: this.share.toFixed(2), valuetext: words }
    Object.entries(set).forEach(([name, value]) => canvas.setAttribute(`aria-${name}`, value))
    if (!sheet.begin(HIGH, "Learning rate of this step, on the curve of its loss")) return
    this.scale()
    this.axes()
    const points = run.curve.rates.map((each, i) => [this.x(each), this.y(run.curve.losses[i])])
    sheet.context.save()
    sheet.context.beginPath()
    sheet.context.rect(this.left, this.top - 8, this.wide, this.bottom - this.top + 12)
    sheet.context.clip()
    sheet.line(points, sheet.text, { width: 2, alpha: 0.75 })
    sheet.context.restore()
    this.marks()
    const y = Math.max(this.top, this.y(loss))
    sheet.line([[this.x(rate), this.y(run.loss)], [this.x(rate), y]], sheet.colour("learned"), { width: 2, dash: [3, 3] })
    sheet.dot(this.x(rate), y, 6, { fill: sheet.colour("learned"), stroke: sheet.colour("st-background-color") })
    const right = this.x(rate) > this.left + this.wide / 2
    sheet.words(`rate ${short(rate)}: loss ${this.text(loss)}`, this.x(rate) + (right ? -11 : 11), Math.min(y + 4, this.bottom - 8) - 6, { size: 0.8, weight: 600, align: right ? "right" : "left", colour: sheet.ink("learned"), halo: sheet.colour("panel") })
  }

  scale() {
    const { run, sheet } = this
    const { rates, losses } = run.curve
    ;[this.left, this.top] = [4, 34]
    this.wide = sheet.width - 12
    this.bottom = sheet.height - 22
    this.most = rates.at(-1)
    const low = Math.min(...losses, run.loss)
    const fall = run.loss - low || run.loss
    const high = Math.min(Math.max(...losses), Math.max(run.loss + 0.7 * fall, Math.min(run.new_loss, run.loss + 3 * fall)))
    this.x = (rate) => this.left + (rate / this.most) * this.wide
    this.y = (loss) => this.bottom - ((loss - low) / (high - low || 1)) * (this.bottom - this.top)
  }

  axes() {
    const { run, sheet } = this
    sheet.line([[this.left, this.bottom + 4], [this.left + this.wide, this.bottom + 4]], sheet.text, { width: 1, alpha: 0.4 })
    sheet.words("0", this.left, sheet.height - 3, { size: 0.8 })
    sheet.words(`learning rate ${short(this.most)}`, this.left + this.wide, sheet.height - 3, { size: 0.8, align: "right" })
    const y = this.y(run.loss)
    sheet.line([[this.left, y], [this.left + this.wide, y]], sheet.colour("input"), { width: 1.5, dash: [5, 4] })
    sheet.words(`loss before: ${this.text(run.loss)}`, this.left + 2, y - 5, { size: 0.8, halo: sheet.colour("panel") })
    const critical = this.x(run.safe_rate)
    sheet.line([[critical, 18], [critical, this.bottom + 4]], sheet.text, { width: 1.5, dash: [2, 3], alpha: 0.7 })
    sheet.words(`${this.limit} ${short(run.safe_rate)}`, Math.min(critical + 4, this.left + this.wide), 13, { size: 0.8, align: critical > this.left + 0.75 * this.wide ? "right" : "center", halo: sheet.colour("panel") })
  }

  // of a parabola: its lowest point, and where the step brings nothing
  marks() {
    const { run, sheet } = this
    if (run.best_rate === null) return
    if (run.best_rate <= this.most) {
      const [x, y] = [this.x(run.best_rate), this.y(this.lossAt(run.best_rate))]
      sheet.dot(x, y, 5, { stroke: sheet.colour("best"), fill: sheet.colour("panel") })
      const words = `lowest: ${short(run.best_rate)}`
      const room = this.left + this.wide - sheet.measure(`learning rate ${short(this.most)}`, 0.8) - sheet.measure(words, 0.8) / 2 - 12
      sheet.words(words, Math.min(x, room), sheet.height - 3, { size: 0.8, align: "center", colour: sheet.ink("best") })
    }
    if (run.return_rate > this.most) return
    sheet.dot(this.x(run.return_rate), this.y(run.loss), 5, { stroke: sheet.text, fill: sheet.colour("panel") })
    sheet.words("no gain", this.x(run.return_rate) + 8, this.y(run.loss) + 14, { size: 0.8, halo: sheet.colour("panel") })
  }
}
