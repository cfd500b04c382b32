// A signal as a whole, with the folds that are held out, and a stretch of it with the answers of both sides.
const [ROOM, GAP] = [22, 10] // pixels for numbers below, between two lanes

export default (component) => mounted(component, Stretch)

class Stretch {
  constructor(root) {
    this.find = (selector) => root.querySelector(selector)
    this.strip = new Strip(this.find(".whole"), () => this.draw(), (start) => this.component.setStateValue("pin", start))
    this.part = new Sheet(this.find(".part"), () => this.draw())
    this.find(".largest").onclick = () => this.strip.go(this.run.largest)
  }

  load(run) {
    this.run = run
    this.strip.load(run)
    this.draw()
  }

  say() {
    const { run, strip } = this
    if (run.isHeldOutWhole) return `${strip.place}: answers of filters that learned nothing from this file.`
    const held = run.folds.findIndex(([low, high]) => strip.start + strip.span / 2 < high)
    return `${strip.place}: answers of filters that learned nothing from part ${(held < 0 ? run.folds.length - 1 : held) + 1} of ${run.folds.length}.`
  }

  draw() {
    const { run, strip } = this
    if (!run) return
    const words = this.say()
    if (this.find(".now").textContent !== words) this.find(".now").textContent = words
    strip.drawOver(words, (x, bottom) => this.drawFolds(x, bottom))
    this.drawPart()
  }

  drawFolds(x, bottom) {
    const { run, strip: { sheet } } = this
    run.folds.forEach(([low, high], fold) => {
      sheet.box(x(low), 0, x(high) - x(low), bottom, { fill: sheet.text, alpha: fold % 2 ? 0.05 : 0.12 })
      if (!run.isHeldOutWhole) sheet.words(`part ${fold + 1}`, (x(low) + x(high)) / 2, TALL - 4, { size: 0.8, align: "center", most: x(high) - x(low) })
      if (fold) sheet.box(x(low) - Math.max(1, x(run.margin)), 0, 2 * Math.max(1, x(run.margin)), bottom, { fill: sheet.colour("mark"), alpha: 0.3 })
    })
  }

  drawPart() {
    const { part: sheet, run } = this
    const high = Math.max(300, roomFor(sheet.canvas, run.height))
    const sides = ["designed", "learned"]
    const label = `The signal and the answers of ${sides.map((side) => run.titles[side]).join(" and ")}, ${run.events ? "with the events and the alarms" : run.after ? "each over what is wanted" : "on one scale"}.`
    if (!sheet.begin(high, label)) return
    const tall = (high - ROOM - 2 * GAP) / 3
    const x = (i) => 2 + (i / Math.max(1, this.strip.span - 1)) * (sheet.width - 4)
    sheet.context.globalAlpha = this.strip.isWaiting ? 0.4 : 1
    this.lane(0, tall, x, "before", "What came in", "input")
    // what is compared has one scale, but for events, where each side has its own
    const shared = run.events ? null : range([...(run.after?.values ?? []), ...run.designed.values, ...run.learned.values])
    sides.forEach((side, i) => this.lane((i + 1) * (tall + GAP), tall, x, side, `${run.titles[side]} (${side})`, side, shared))
    numbered(sheet, run.start, this.strip.span, x, high - 6)
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
