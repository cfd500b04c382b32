// A signal as a whole, with the folds that are held out, and a stretch of it with the answers of both sides.
const [WHOLE, ROOM, GAP] = [74, 22, 10] // pixels of the whole signal, for numbers below, between two lanes
const ASK_AFTER = 250 // milliseconds at rest after which the page is asked for another stretch

export default (component) => mounted(component, Stretch)

class Stretch {
  constructor(root) {
    this.find = (selector) => root.querySelector(selector)
    const [whole, part] = [this.find(".whole"), this.find(".part")]
    this.whole = new Sheet(whole, () => this.draw())
    this.part = new Sheet(part, () => this.draw())
    const at = (event) => this.go(((event.offsetX / whole.clientWidth) * this.run.count) - this.span / 2)
    whole.onpointerdown = (event) => { whole.setPointerCapture(event.pointerId); at(event) }
    whole.onpointermove = (event) => { if (event.buttons) at(event) }
    whole.onkeydown = (event) => {
      const by = meant(event, { ArrowLeft: -0.5, ArrowRight: 0.5, PageDown: 5, PageUp: -5, Home: -Infinity, End: Infinity })
      if (!by) return
      event.preventDefault()
      this.go(this.start + by * this.span)
    }
    this.find(".largest").onclick = () => this.go(this.run.largest)
  }

  load(run) {
    this.run = run
    this.span = run.before.shape[0]
    if (this.wanted === run.start) this.wanted = undefined
    this.draw()
  }

  // the first sample of the stretch, of the one that was asked for where it is on its way
  get start() { return this.wanted ?? this.run.start }

  go(start) {
    const wanted = Math.round(Math.min(this.run.count - this.span, Math.max(0, start)))
    if (wanted === this.start) return
    this.wanted = wanted
    this.draw()
    clearTimeout(this.asking)
    this.asking = setTimeout(() => this.component.setStateValue("pin", wanted), ASK_AFTER)
  }

  say() {
    const { run } = this
    const held = run.folds.findIndex(([low, high]) => this.start + this.span / 2 < high)
    const where = `Samples ${grouped(this.start + 1)} to ${grouped(this.start + this.span)} of ${grouped(run.count)}`
    if (run.isHeldOutWhole) return `${where}: answers of filters that learned nothing from this file.`
    return `${where}: answers of filters that learned nothing from part ${(held < 0 ? run.folds.length - 1 : held) + 1} of ${run.folds.length}.`
  }

  draw() {
    const { run } = this
    if (!run) return
    const words = this.say()
    if (this.find(".now").textContent !== words) this.find(".now").textContent = words
    this.drawWhole(words)
    this.drawPart()
  }

  drawWhole(words) {
    const { whole: sheet, run } = this
    const canvas = sheet.canvas
    const named = { "aria-valuemin": 0, "aria-valuemax": run.count - this.span, "aria-valuenow": this.start, "aria-valuetext": words }
    for (const [name, value] of Object.entries(named)) if (canvas.getAttribute(name) !== String(value)) canvas.setAttribute(name, value)
    if (!sheet.begin(WHOLE, "The stretch that is shown")) return
    const x = (sample) => (sample / run.count) * sheet.width
    const bottom = WHOLE - 18
    run.folds.forEach(([low, high], fold) => {
      sheet.box(x(low), 0, x(high) - x(low), bottom, { fill: sheet.text, alpha: fold % 2 ? 0.05 : 0.12 })
      if (!run.isHeldOutWhole) sheet.words(`part ${fold + 1}`, (x(low) + x(high)) / 2, WHOLE - 4, { size: 0.8, align: "center", most: x(high) - x(low) })
      if (fold) sheet.box(x(low) - Math.max(1, x(run.margin)), 0, 2 * Math.max(1, x(run.margin)), bottom, { fill: sheet.colour("mark"), alpha: 0.3 })
    })
    const [low, high] = [range(run.low.values)[0], range(run.high.values)[1]]
    const y = (value) => 8 + ((high - value) / (high - low || 1)) * (bottom - 14)
    const columns = run.low.values.length
    const [top, base] = [run.high.values, run.low.values]
    const edge = (values) => Array.from(values, (value, i) => [((i + 0.5) / columns) * sheet.width, y(value)])
    const { context } = sheet
    context.beginPath()
    for (const [across, down] of [...edge(top), ...edge(base).reverse()]) context.lineTo(across, down)
    context.fillStyle = sheet.colour("input")
    context.fill()
    sheet.line(edge(top), sheet.colour("input"), { width: 1 })
    for (const tick of run.ticks ?? []) sheet.line([[x(tick), 0], [x(tick), 5]], sheet.text, { width: 1 })
    sheet.box(x(this.start), 1, Math.max(3, x(this.span)), bottom - 2, { stroke: sheet.colour("mark"), line: 2.5 })
  }

  drawPart() {
    const { part: sheet, run } = this
    const high = Math.max(300, roomFor(sheet.canvas, run.height))
    const sides = ["designed", "learned"]
    const label = `The signal and the answers of ${sides.map((side) => run.titles[side]).join(" and ")}, ${run.events ? "with the events and the alarms" : run.after ? "each over what is wanted" : "on one scale"}.`
    if (!sheet.begin(high, label)) return
    const tall = (high - ROOM - 2 * GAP) / 3
    const x = (i) => 2 + (i / Math.max(1, this.span - 1)) * (sheet.width - 4)
    const isWaiting = this.wanted !== undefined
    sheet.context.globalAlpha = isWaiting ? 0.4 : 1
    this.lane(0, tall, x, "before", "What came in", "input")
    // what is compared has one scale, but for events, where each side has its own
    const shared = run.events ? null : range([...(run.after?.values ?? []), ...run.designed.values, ...run.learned.values])
    sides.forEach((side, i) => this.lane((i + 1) * (tall + GAP), tall, x, side, `${run.titles[side]} (${side})`, side, shared))
    for (const tick of ticks(run.start + 1, run.start + this.span, Math.max(2, sheet.width / 110))) {
      sheet.words(tick.text, Math.min(sheet.width - 18, Math.max(18, x(tick.value - 1 - run.start))), high - 6, { size: 0.8, align: "center" })
    }
    sheet.context.globalAlpha = 1
  }

  lane(top, tall, x, name, title, role, shared = null) {
    const { part: sheet, run } = this
    const values = run[name].values
    const [low, high] = shared ?? range(values)
    const y = (value) => top + 20 + ((high - value) / (high - low || 1)) * (tall - 26)
    sheet.box(0, top, sheet.width, tall, { fill: sheet.text, alpha: 0.04 })
    const isAnswer = name !== "before"
    if (isAnswer && run.after) sheet.line(Array.from(run.after.values, (value, i) => [x(i), y(value)]), sheet.text, { width: 4, alpha: 0.28 })
    if (isAnswer && run.events) sheet.line([[0, y(0)], [sheet.width, y(0)]], sheet.text, { width: 1, dash: [3, 3], alpha: 0.6 })
    sheet.line(Array.from(values, (value, i) => [x(i), y(value)]), sheet.colour(role), { width: 1.6 })
    for (const event of run.events ?? []) {
      const at = x(event - run.start)
      sheet.line([[at, top + 2], [at, top + tall]], sheet.text, { width: 1, alpha: 0.25 })
    }
    if (isAnswer && run.events) this.alarms(name, x, y, values)
    sheet.words(title, 6, top + 13, { size: 0.85, weight: 600, colour: sheet.ink(role), halo: sheet.colour("st-background-color"), most: sheet.width - 12 })
  }

  // a full dot where an alarm is right, a cross where it is false
  alarms(side, x, y, values) {
    const { part: sheet, run } = this
    run[`${side}Alarms`].values.forEach((sample, i) => {
      const at = sample - run.start
      if (run[`${side}Hits`].values[i]) sheet.dot(x(at), y(values[at]), 5, { fill: sheet.colour(side) })
      else sheet.cross(x(at), y(values[at]), 5, sheet.colour("mark"))
    })
  }
}
