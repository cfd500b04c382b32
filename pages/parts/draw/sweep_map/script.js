// A cell for each run, darker where fewer steps, a better score or a lower loss; the line of the critical rate; one cell is pinned.
const [LEFT, BELOW, ABOVE, KEY, LINE] = [74, 46, 8, 18, 16] // pixels for the names of rows and columns, above the key, for a line of it
const [RAMP, NARROW, SMALL] = [68, 480, 0.77] // pixels of the colours in the key, of a narrow figure; the size of numbers
const [BEST, WORST] = [[20, 66, 110], [224, 235, 242]] // red, green and blue

export default (component) => mounted(component, SweepMap)

class SweepMap {
  constructor(root) {
    this.find = (selector) => root.querySelector(selector)
    const canvas = this.find("canvas")
    this.sheet = new Sheet(canvas, () => this.draw())
    this.over = null
    offerSharing(root)
    canvas.onpointermove = (event) => this.hover(this.cellAt(event.offsetX, event.offsetY))
    canvas.onpointerleave = () => this.hover(null)
    canvas.onclick = (event) => this.pin(this.cellAt(event.offsetX, event.offsetY))
    canvas.onkeydown = (event) => {
      const columns = this.run.across.values.length
      const by = meant(event, { ArrowUp: columns, ArrowDown: -columns, ArrowLeft: -1, ArrowRight: 1 })
      if (!by) return
      event.preventDefault()
      this.move(by, columns)
    }
  }

  load(run) {
    this.run = run
    if (this.wanted === run.pin) this.wanted = undefined
    this.chosen = this.wanted ?? run.pin
    this.draw()
  }

  get known() { return this.run.values.values.length }

  move(by, columns) {
    const [at, next] = [this.chosen, this.chosen + by]
    if (next < 0 || next >= this.known) return
    // from the end of a row no step leads to the next row
    if (Math.abs(by) === 1 && Math.floor(at / columns) !== Math.floor(next / columns)) return
    this.chosen = next
    this.wanted = next
    this.draw()
    clearTimeout(this.timer)
    this.timer = setTimeout(() => { if (this.wanted !== undefined) this.component.setStateValue("pin", this.wanted) }, RESTED)
  }

  hover(cell) {
    if (cell === this.over) return
    this.over = cell
    this.draw()
  }

  pin(cell) {
    if (cell === null || cell === this.chosen) return
    this.chosen = cell
    this.wanted = cell
    this.component.setStateValue("pin", cell)
    this.draw()
  }

  say(cell) {
    const { run } = this
    if (cell >= this.known) return ""
    const columns = run.across.values.length
    const [row_, column] = [Math.floor(cell / columns), cell % columns]
    const place = `${run.up.title} ${run.up.values[row_]}, ${run.across.title.toLowerCase()} ${run.across.values[column]}`
    if (run.diverged.values[cell]) return `${place}: diverged.`
    if (!run.trained.values[cell]) return `${place}: these two do not go together.`
    const steps = run.converged.values[cell] ? `within the tolerance by step ${run.steps[cell].toLocaleString("en")}` : "not within the tolerance"
    const value = run.shown === "steps" || !run.written[cell] ? "" : ` ${run.shown === "score" ? run.score : "Loss"} ${run.written[cell]}.`
    return `${place}: ${steps}.${value}`
  }

  draw() {
    const { sheet, run } = this
    if (!run) return
    const words = this.say(this.over ?? this.chosen)
    if (this.find(".now").textContent !== words) this.find(".now").textContent = words
    const high = Math.max(260, roomFor(sheet.canvas, run.height))
    const [rows, columns] = [run.up.values.length, run.across.values.length]
    const label = `Map of ${rows} by ${columns} runs, ${run.up.title} upwards, ${run.across.title} across. ${this.say(this.chosen)} Arrow keys go to the next run.`
    if (!sheet.begin(high, label)) return
    this.wide = (sheet.width - LEFT - 6) / columns
    const key = this.keyLines()
    this.bottom = high - BELOW - KEY - LINE * key.length
    this.tall = (this.bottom - ABOVE) / rows
    // numbers in a few cells alone would look as if the others had none
    const widest = Math.max(0, ...run.written.map((text) => sheet.measure(text, SMALL)))
    this.hasNumbers = this.tall >= 16 && widest < this.wide - 4
    for (let cell = 0; cell < this.known; cell += 1) this.ground(cell)
    this.names()
    this.critical()
    // what stands in a cell is read over the line
    for (let cell = 0; cell < this.known; cell += 1) this.mark(cell)
    for (const [cell, line] of [[this.over, 1.5], [this.chosen, 3]]) if (cell !== null && cell < this.known) this.frame(cell, line)
    this.key(key, high)
  }

  corner(cell) {
    const columns = this.run.across.values.length
    return [LEFT + (cell % columns) * this.wide, this.bottom - (Math.floor(cell / columns) + 1) * this.tall]
  }

  // a cell's colour: that of the panel where there is nothing to compare
  fill(cell) {
    const level = this.run.level.values[cell]
    if (this.run.diverged.values[cell] || !Number.isFinite(level)) return this.sheet.colour("panel")
    return `rgb(${BEST.map((best, c) => Math.round(best + (WORST[c] - best) * level))})`
  }

  ground(cell) {
    const [x, y] = this.corner(cell)
    const gap = Math.min(this.wide, this.tall) > 8 ? 1 : 0
    this.sheet.box(x, y, this.wide - gap, this.tall - gap, { fill: this.fill(cell) })
  }

  mark(cell) {
    const { sheet, run, wide, tall } = this
    const gap = Math.min(wide, tall) > 8 ? 1 : 0
    const [x, y] = this.corner(cell).map((corner, i) => corner + ([wide, tall][i] - gap) / 2)
    const level = run.level.values[cell]
    if (run.diverged.values[cell]) return sheet.cross(x, y, Math.min(4, wide / 4, tall / 4), sheet.text)
    if (!Number.isFinite(level)) return sheet.dot(x, y, Math.min(2, wide / 5, tall / 5), { fill: sheet.text })
    if (!this.hasNumbers) return
    sheet.words(run.written[cell], x, y, { size: SMALL, align: "center", base: "middle", colour: level < 0.5 ? "#fff" : "#1b2733", halo: this.fill(cell) })
  }

  frame(cell, line) {
    const [x, y] = this.corner(cell)
    this.sheet.box(x, y, this.wide - 1, this.tall - 1, { stroke: this.sheet.colour("mark"), line })
  }

  // as many names as there is room for
  names() {
    const { sheet, run, wide, tall, bottom } = this
    const widest = Math.max(...run.across.values.map((text) => sheet.measure(text, 0.77)))
    const every = Math.ceil((widest + 8) / wide)
    run.across.values.forEach((text, i) => { if (i % every === 0) sheet.words(text, LEFT + (i + 0.5) * wide, bottom + 14, { size: 0.77, align: "center" }) })
    const upEvery = Math.ceil(15 / tall)
    run.up.values.forEach((text, i) => { if (i % upEvery === 0) sheet.words(text, LEFT - 6, bottom - (i + 0.5) * tall, { size: 0.77, align: "right", base: "middle", most: LEFT - 24 }) })
    sheet.words(run.across.title, LEFT + (sheet.width - LEFT) / 2, bottom + 32, { size: 0.85, align: "center", weight: 600 })
    sheet.context.save()
    sheet.context.translate(12, ABOVE + (bottom - ABOVE) / 2)
    sheet.context.rotate(-Math.PI / 2)
    sheet.words(run.up.title, 0, 0, { size: 0.85, align: "center", weight: 600, most: bottom - ABOVE })
    sheet.context.restore()
  }

  // between the cells: a rate of exactly the first value lies in the middle of its cell
  critical() {
    const { sheet, run, wide, tall, bottom } = this
    const places = Array.from(run.line.values)
    if (!places.length) return
    const points = places.flatMap((place, i) => (run.on === "across"
      ? [[LEFT + (place + 0.5) * wide, bottom - i * tall], [LEFT + (place + 0.5) * wide, bottom - (i + 1) * tall]]
      : [[LEFT + i * wide, bottom - (place + 0.5) * tall], [LEFT + (i + 1) * wide, bottom - (place + 0.5) * tall]]))
    const seen = points.filter((point) => point.every(Number.isFinite))
    sheet.line(seen, sheet.colour("st-background-color"), { width: 6 })
    sheet.line(seen, sheet.colour("best"), { width: 3 })
  }

  // where the key begins: on a phone below the names of the rows as well
  get keyLeft() { return this.sheet.width < NARROW ? 0 : LEFT }

  // the words of the key, in as many lines as they need; a sign stays beside its meaning
  keyLines() {
    const { sheet, run } = this
    const what = { steps: "steps until the loss is within the tolerance", score: run.score, loss: "last loss" }[run.shown]
    const best = run.shown === "steps" ? "few" : run.is_better_above ? "high" : "low"
    const words = `${best} to ${best === "high" ? "low" : best === "few" ? "many" : "high"}: ${what}`.split(" ")
    words.push("  \u00d7\u00a0diverged")
    if (run.shown === "steps") words.push("  \u00b7\u00a0not\u00a0within\u00a0it")
    if (run.line.values.length) words.push("  line:\u00a0the\u00a0critical\u00a0rate")
    const room = sheet.width - this.keyLeft - RAMP - 2
    return words.reduce((lines, word) => {
      const longer = `${lines.at(-1)} ${word}`.trimStart()
      return sheet.measure(longer, 0.8) <= room ? [...lines.slice(0, -1), longer] : [...lines, word.trimStart()]
    }, [""])
  }

  key(lines, high) {
    const { sheet, keyLeft } = this
    const top = high - LINE * lines.length - 4
    for (let i = 0; i < 60; i += 1) sheet.box(keyLeft + i, top, 1.5, 10, { fill: `rgb(${BEST.map((value, c) => Math.round(value + ((WORST[c] - value) * i) / 59))})` })
    lines.forEach((line, i) => sheet.words(line, keyLeft + RAMP, top + 9 + LINE * i, { size: 0.8 }))
  }

  cellAt(x, y) {
    const { run } = this
    const [column, row_] = [Math.floor((x - LEFT) / this.wide), Math.floor((this.bottom - y) / this.tall)]
    const [rows, columns] = [run.up.values.length, run.across.values.length]
    const cell = row_ * columns + column
    return column >= 0 && row_ >= 0 && column < columns && row_ < rows && cell < this.known ? cell : null
  }
}
