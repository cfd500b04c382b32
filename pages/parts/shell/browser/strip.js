// The whole of a signal, on which a reader moves the stretch that is shown: by pointer or key. At rest it is asked for.
const TALL = 74 // pixels of the whole signal
const ASK_AFTER = 250 // milliseconds at rest after which the page is asked for another stretch

class Strip {
  constructor(canvas, draw, ask) {
    this.sheet = new Sheet(canvas, draw)
    this.draw = draw
    this.ask = ask
    const at = (event) => this.go(((event.offsetX / canvas.clientWidth) * this.run.count) - this.span / 2)
    canvas.onpointerdown = (event) => { canvas.setPointerCapture(event.pointerId); at(event) }
    canvas.onpointermove = (event) => { if (event.buttons) at(event) }
    canvas.onkeydown = (event) => {
      const by = meant(event, { ArrowLeft: -0.5, ArrowRight: 0.5, PageDown: 5, PageUp: -5, Home: -Infinity, End: Infinity })
      if (!by) return
      event.preventDefault()
      this.go(this.start + by * this.span)
    }
  }

  // a figure with the number of samples, the stretch's first one, `before` (its samples) and the envelope of all
  load(run) {
    this.run = run
    this.span = run.before.shape[0]
    if (this.wanted === run.start) this.wanted = undefined
  }

  // the first sample of the stretch, of the one that was asked for where it is on its way
  get start() { return this.wanted ?? this.run.start }

  get isWaiting() { return this.wanted !== undefined }

  get place() { return `Samples ${grouped(this.start)} to ${grouped(this.start + this.span - 1)} of 0 to ${grouped(this.run.count - 1)}` }

  go(start) {
    const wanted = Math.round(Math.min(this.run.count - this.span, Math.max(0, start)))
    if (wanted === this.start) return
    this.wanted = wanted
    this.draw()
    clearTimeout(this.asking)
    this.asking = setTimeout(() => this.ask(wanted), ASK_AFTER)
  }

  // draw the signal over what `paint(across, bottom)` draws below it; `words` say the stretch to those who cannot see
  drawOver(words, paint = () => {}) {
    const { sheet, run } = this
    const { canvas, context } = sheet
    saySlider(canvas, 0, run.count - this.span, this.start, words)
    if (!sheet.begin(TALL, "The stretch that is shown")) return
    const x = (sample) => (sample / run.count) * sheet.width
    const bottom = TALL - 18
    paint(x, bottom)
    const [low, high] = [range(run.low.values)[0], range(run.high.values)[1]]
    const y = (value) => 8 + ((high - value) / (high - low || 1)) * (bottom - 14)
    const columns = run.low.values.length
    const edge = (values) => Array.from(values, (value, i) => [((i + 0.5) / columns) * sheet.width, y(value)])
    context.beginPath()
    for (const [across, down] of [...edge(run.high.values), ...edge(run.low.values).reverse()]) context.lineTo(across, down)
    context.fillStyle = sheet.colour("input")
    context.fill()
    sheet.line(edge(run.high.values), sheet.colour("input"), { width: 1 })
    for (const tick of run.ticks ?? []) sheet.line([[x(tick), 0], [x(tick), 5]], sheet.text, { width: 1 })
    sheet.box(x(this.start), 1, Math.max(3, x(this.span)), bottom - 2, { stroke: sheet.colour("mark"), line: 2.5 })
  }
}

// where a slider stands, for those who cannot see it
function saySlider(canvas, low, high, now, words) {
  const named = { "aria-valuemin": low, "aria-valuemax": high, "aria-valuenow": now, "aria-valuetext": words }
  for (const [name, value] of Object.entries(named)) if (canvas.getAttribute(name) !== String(value)) canvas.setAttribute(name, value)
}

// the numbers of samples below a stretch that begins at `start`, counted from 0
function numbered(sheet, start, span, x, y) {
  for (const tick of ticks(start, start + span - 1, Math.max(2, sheet.width / 110))) {
    sheet.words(tick.text, Math.min(sheet.width - 18, Math.max(18, x(tick.value - start))), y, { size: 0.8, align: "center" })
  }
}
