// A signal on which a reader marks events: a press on the stretch sets one, a press on one takes it away.
const ROOM = 22 // pixels for the numbers below
const NEAR = 7 // pixels from an event within which a press means that event

export default (component) => mounted(component, Marking)

class Marking {
  constructor(root) {
    this.find = (selector) => root.querySelector(selector)
    this.strip = new Strip(this.find(".whole"), () => this.draw(), (start) => this.component.setStateValue("pin", start))
    const part = this.find(".part")
    this.part = new Sheet(part, () => this.draw())
    part.onclick = (event) => this.press(event.offsetX)
    part.onkeydown = (event) => {
      const by = meant(event, { ArrowLeft: -1, ArrowRight: 1, PageUp: -10, PageDown: 10, Home: -Infinity, End: Infinity })
      if (by) this.move(this.cursor + by)
      else if (meant(event, { Enter: true, " ": true })) this.change(this.cursor)
      else return
      event.preventDefault()
    }
  }

  load(run) {
    this.run = run
    this.strip.load(run)
    this.events = new Set(run.events)
    this.cursor = Math.min(Math.max(this.cursor ?? 0, run.start), run.start + this.strip.span - 1)
    this.draw()
  }

  // from samples to pixels of the stretch
  across(sample) { return 2 + ((sample - this.run.start) / Math.max(1, this.strip.span - 1)) * (this.part.width - 4) }

  press(x) {
    if (this.strip.isWaiting) return
    const near = [...this.events].filter((event) => Math.abs(this.across(event) - x) <= NEAR)
    const there = this.run.start + ((x - 2) / (this.part.width - 4)) * (this.strip.span - 1)
    near.sort((a, b) => Math.abs(a - there) - Math.abs(b - there))
    this.cursor = near[0] ?? Math.min(this.run.start + this.strip.span - 1, Math.max(this.run.start, Math.round(there)))
    this.change(this.cursor)
  }

  move(sample) {
    this.cursor = Math.min(this.run.start + this.strip.span - 1, Math.max(this.run.start, sample))
    this.draw()
  }

  change(sample) {
    if (!this.events.delete(sample)) this.events.add(sample)
    this.draw()
    // all events of the stretch, so that presses in quick succession lose none
    this.component.setStateValue("marks", { start: this.run.start, stop: this.run.start + this.strip.span, events: [...this.events].sort((a, b) => a - b) })
  }

  draw() {
    const { run, strip } = this
    if (!run) return
    const count = run.elsewhere + this.events.size
    const words = `${strip.place}. ${count ? grouped(count) : "No"} event${count === 1 ? "" : "s"} in all. Press on the signal to mark an event, or on a mark to take it away. A press on the strip shows another stretch.`
    if (this.find(".now").textContent !== words) this.find(".now").textContent = words
    strip.drawOver(strip.place)
    this.drawPart()
  }

  drawPart() {
    const { part: sheet, run, strip } = this
    const { canvas } = sheet
    const says = `Sample ${grouped(this.cursor)}, ${this.events.has(this.cursor) ? "an event" : "no event"}`
    saySlider(canvas, run.start, run.start + strip.span - 1, this.cursor, says)
    const high = Math.max(120, roomFor(canvas, run.height))
    if (!sheet.begin(high, "A sample of the stretch; Enter marks it as an event or takes the mark away")) return
    const bottom = high - ROOM
    const [low, top] = range(run.before.values)
    const x = (i) => this.across(run.start + i)
    const y = (value) => 12 + ((top - value) / (top - low || 1)) * (bottom - 24)
    sheet.box(0, 0, sheet.width, bottom, { fill: sheet.text, alpha: 0.04 })
    sheet.context.globalAlpha = strip.isWaiting ? 0.4 : 1
    sheet.line(Array.from(run.before.values, (value, i) => [x(i), y(value)]), sheet.colour("input"), { width: 1.6 })
    for (const event of this.events) {
      const at = this.across(event)
      sheet.line([[at, 2], [at, bottom]], sheet.colour("mark"), { width: 2 })
      sheet.dot(at, y(run.before.values[event - run.start]), 5, { fill: sheet.colour("mark") })
    }
    const at = this.across(this.cursor)
    sheet.line([[at, 2], [at, bottom]], sheet.text, { width: 1, dash: [3, 3], alpha: 0.7 })
    numbered(sheet, run.start, strip.span, x, high - 6)
    sheet.context.globalAlpha = 1
  }
}
