// A window slides over a signal, and the output appears. The answer under the pointer, or the pinned one, is taken apart.
const SCAN = 8 // seconds
const MOST_MOMENTS = 4000 // moments of a scan; a longer signal is passed over in fewer, larger steps
const SETTLED = 250 // milliseconds without a key after which the page learns of the pin

export default (component) => mounted(component, Scene)

class Scene {
  constructor(root) {
    this.canvas = root.querySelector("canvas")
    this.now = root.querySelector(".now")
    this.hover = null
    this.sheet = new Sheet(this.canvas, () => this.scan && this.transport.show())
    this.lanes = new Lanes(this.sheet)
    this.products = new Products(this.sheet)
    this.transport = new Transport(root, {
      draw: (second, moment) => this.draw(second, moment),
      say: (moment) => this.scan.words(this.answerAt(moment)),
      rest: (moment) => this.tell(moment),
    })
    this.canvas.onpointermove = (event) => this.point(event)
    this.canvas.onpointerleave = () => this.leave()
    this.canvas.onclick = (event) => this.pin(this.under(event), 0)
    this.canvas.onkeydown = (event) => this.press(event)
  }

  load(run) {
    const before = this.scan?.run
    const same = before?.scanned === run.scanned
    // while the page has not yet answered to a pin, what comes is older than that
    const isLate = same && this.told !== undefined && this.told !== run.pinned
    // Back to an address without a moment is news as well
    const isNews = !isLate && (this.pinned !== run.pinned || (before?.moment >= 0 && run.moment < 0 && !this.transport.frame))
    this.scan = new Scan(run)
    if (!isLate) [this.pinned, this.told] = [run.pinned, undefined]
    if (same && !isNews) {
      this.transport.follow(run.moment)
      if (!this.transport.frame) this.transport.show()
      return
    }
    clearTimeout(this.timer)
    this.hover = null
    const [first, last] = this.scan.answers
    const count = Math.min(MOST_MOMENTS, last - first + 1)
    // the last moment shows all of the output, and the pinned answer
    this.transport.load(Array.from({ length: count + 1 }, (_, i) => (SCAN * i) / count), run.moment)
  }

  isAtEnd(moment) { return moment === this.transport.last && !this.transport.frame }

  // the answer on which the window lies at this moment of the scan
  answerAt(moment) {
    if (this.isAtEnd(moment)) return this.pinned
    const [first, last] = this.scan.answers
    return first + Math.round((Math.min(moment, this.transport.last - 1) * (last - first)) / Math.max(1, this.transport.last - 1))
  }

  // the answer under the pointer
  under(event) { return this.lanes.under(event.clientX - this.canvas.getBoundingClientRect().left) }

  point(event) {
    if (this.transport.frame) return
    this.hover = this.under(event)
    this.ahead ??= requestAnimationFrame(() => {
      this.ahead = null
      this.transport.show()
    })
  }

  leave() {
    this.hover = null
    if (!this.transport.frame) this.transport.show()
  }

  press(event) {
    if (event.altKey || event.ctrlKey || event.metaKey) return
    if (event.key === " ") this.transport.find(".play").click()
    else {
      const from = this.scan.nearest(this.answerAt(this.transport.moment))
      const to = meant(event, { ArrowLeft: from - 1, ArrowDown: from - 1, ArrowRight: from + 1, ArrowUp: from + 1, PageDown: from - 10, PageUp: from + 10, Home: this.scan.answers[0], End: this.scan.answers[1] })
      if (to === undefined) return
      this.hover = null
      this.pin(this.scan.nearest(to), SETTLED)
    }
    event.preventDefault()
  }

  pin(answer, wait) {
    this.pinned = this.told = answer
    clearTimeout(this.timer)
    this.timer = setTimeout(() => this.component.setTriggerValue("pin", answer), wait)
    if (this.isAtEnd(this.transport.moment)) this.transport.show()
    else this.transport.go(this.transport.last)
  }

  draw(second, moment) {
    const { canvas, sheet, scan, lanes } = this
    const wide = canvas.clientWidth > 640
    const height = Math.max(300, roomFor(this.canvas, this.scan.run.height))
    if (!sheet.begin(height, scan.label)) return
    const step = 1.25 * sheet.size
    const strip = Math.min(0.34 * height, 9 * step)
    const bottom = height - strip - 2.1 * step
    const isScanned = !this.isAtEnd(moment)
    const at = (this.transport.frame ? null : this.hover) ?? this.gliding(second, moment, isScanned)
    lanes.place(scan, bottom, (wide ? 4.4 : 3) * sheet.size, step)
    lanes.drawStill(isScanned ? this.answerAt(moment) : Infinity)
    if (at !== this.pinned && scan.has(this.pinned)) lanes.drawPin(this.pinned)
    const sides = scan.has(at) ? lanes.drawWindow(at) : null
    lanes.lanes.forEach((lane) => lanes.drawTitles(lane))
    this.products.draw(scan, Math.round(at), sides, bottom, strip, step, wide)
    if (!this.transport.frame) this.tellSlider(at)
  }

  tellSlider(at) {
    const [min, max] = this.scan.answers
    const words = this.scan.words(at, this.hover !== null)
    const values = { min: min + 1, max: max + 1, now: at + 1, text: words }
    Object.entries(values).forEach(([name, value]) => this.canvas.setAttribute(`aria-value${name}`, value))
    if (this.hover !== null) this.now.textContent = words
  }

  // the window rests on each answer and then glides to the next
  gliding(second, moment, isScanned) {
    const answer = this.answerAt(moment)
    if (!isScanned || !this.transport.frame || moment >= this.transport.last - 1) return answer
    const [from, to] = [this.transport.times[moment], this.transport.times[moment + 1]]
    const share = Math.max(0, ((second - from) / (to - from) - 0.5) * 2)
    return answer + share * share * (3 - 2 * share) * (this.answerAt(moment + 1) - answer)
  }
}
