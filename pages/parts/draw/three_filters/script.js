// A window of three samples slides over the signal, and three filters answer; then two of them learn.
const SCAN = 5 // seconds
const [LOW, HIGH] = [-1.25, 1.9] // of the numbers' scale: the outer two are about 1, the middle one up to 1.8
const TITLE = 28 // pixels of a row's title, with some air between it and the number of a high bar
const ROLES = ["designed", "learned", "learned"]
const TITLES = ["Designed by a person", "Learned to imitate it", "Learned to find peaks"]

export default (component) => mounted(component, Scene)

class Scene {
  constructor(root) {
    this.sheet = new Sheet(root.querySelector("canvas"), () => this.run && this.transport.show())
    this.transport = new Transport(root, {
      draw: (second) => this.draw(second),
      say: (moment) => this.say(moment),
      rest: (moment) => this.tell(moment),
    })
  }

  load(run) {
    const same = this.run && this.run.content === run.content
    this.run = run
    this.windows = run.signal.values.length - 2
    this.rows = [0, 1, 2].map((i) => ({
      times: run[`times_${i}`].values, weights: run[`weights_${i}`], scale: run[`scale_${i}`].values,
      answers: run[`answers_${i}`], steps: run[`steps_${i}`].values,
    }))
    // answers in units of the final ones, so that a wild start does not flatten all that follows
    this.limits = this.rows.map(({ answers }) => range([...row(answers, answers.shape[0] - 1), 0]))
    if (same) return this.transport.follow(run.moment)
    const scan = Array.from({ length: this.windows }, (_, i) => (SCAN * (i + 1)) / this.windows)
    const learning = [...new Set(this.rows.slice(1).flatMap(({ times }) => Array.from(times).slice(1)))].sort((a, b) => a - b)
    this.transport.load([0, ...scan, ...learning.map((second) => SCAN + second)], run.moment)
  }

  // each row's frame at this second, and how far it is on the way to the next
  frames(second) {
    return this.rows.map(({ times }) => between(times, Math.max(0, second - SCAN)))
  }

  say(moment) {
    const second = this.transport.times[moment]
    if (moment === this.transport.last && !this.transport.frame) return this.run.verdict
    if (second > SCAN) {
      const [imitator, finder] = this.frames(second).slice(1).map(([frame], i) => [this.rows[i + 1].steps[frame], this.rows[i + 1].steps.at(-1)])
      return `Learning: step ${imitator[0]} of ${imitator[1]} for the one, step ${finder[0]} of ${finder[1]} for the other.`
    }
    if (moment === 0) return "The filter lies on three samples: multiply each by its number, and add."
    const first = moment - 1
    const samples = this.run.signal.values.slice(first, first + 3)
    const weights = row(this.rows[0].weights, 0)
    const products = Array.from(samples, (sample, i) => `${i ? (weights[i] < 0 ? " \u2212 " : " + ") : weights[i] < 0 ? "\u2212" : ""}${short(Math.abs(weights[i]))} \u00d7 ${short(sample)}`)
    const answer = row(this.rows[0].answers, 0)[first]
    return `Samples ${first + 1} to ${first + 3}: ${products.join("")} = ${short(answer)}. ${answer > 0 ? "Above zero: a peak." : "Not above zero: no peak."}`
  }

  draw(second) {
    const { sheet } = this
    const isWide = sheet.canvas.clientWidth > 640
    const gutter = isWide ? 190 : 0
    const head = isWide ? 0 : 56
    const [signal, strip] = isWide ? [Math.min(96, 0.18 * this.run.height), Math.min(66, 0.12 * this.run.height)] : [66, 48]
    const height = Math.max(300, roomFor(sheet.canvas, this.run.height))
    const each = (height - signal - strip - 18) / 3
    const scanned = Math.min(this.windows, (second / SCAN) * this.windows)
    const frames = this.frames(second)
    if (!sheet.begin(height, this.label(frames, scanned))) return
    const x = (sample) => gutter + 14 + ((sheet.width - gutter - 28) * (sample + 0.5)) / (this.windows + 2)
    this.drawSignal(x, signal, gutter)
    this.drawWindow(x, signal, strip, frames, Math.min(this.windows - 1, Math.max(0, scanned - 1)), second, gutter)
    frames.forEach((frame, i) => this.drawRow(i, frame, x, signal + strip + i * each, each, gutter, head, scanned))
    sheet.words("sample, counted from 1", sheet.width - 6, height - 5, { size: 0.75, align: "right", alpha: 0.8 })
  }

  drawSignal(x, high, gutter) {
    const { sheet, run } = this
    const [low, top] = range(run.signal.values)
    const y = (value) => high - 8 - ((value - Math.min(0, low)) / (top - Math.min(0, low) || 1)) * (high - 28)
    if (gutter) {
      sheet.words("Signal", 0, 22, { weight: 600, size: 0.95 })
      sheet.words("\u25bc marks its peaks", 0, 40, { size: 0.8 })
    }
    sheet.line([[x(-0.4), y(0)], [x(this.windows + 1.4), y(0)]], sheet.text, { width: 1, alpha: 0.4 })
    run.signal.values.forEach((value, i) => {
      sheet.line([[x(i), y(0)], [x(i), y(value)]], sheet.colour("input"), { width: 2.5 })
      sheet.dot(x(i), y(value), 3.5, { fill: sheet.colour("input") })
      if (run.is_peak.values[i]) sheet.words("\u25bc", x(i), y(value) - 6, { size: 0.7, align: "center" })
    })
  }

  drawWindow(x, top, high, frames, at, second, gutter) {
    const { sheet } = this
    const left = x(at) - (x(1) - x(0)) / 2
    const width = 3 * (x(1) - x(0))
    sheet.box(left, 4, width, top + high - 8, { fill: sheet.colour("mark"), alpha: 0.1 })
    sheet.box(left, 4, width, top + high - 8, { stroke: sheet.colour("mark") })
    if (gutter) {
      sheet.words("Window with the filters", 0, top + 24, { size: 0.8 })
      sheet.words("outlined: designed", 0, top + 40, { size: 0.8, colour: sheet.ink("designed") })
    }
    const learned = this.weights(2, frames[2])
    sheet.bars(learned, left, top, width, high - 4, LOW, HIGH, { fill: sheet.colour("learned"), numbers: false })
    sheet.bars(row(this.rows[0].weights, 0), left, top, width, high - 4, LOW, HIGH, { stroke: sheet.colour("designed"), numbers: false })
  }

  // the weights at a frame, divided by their scale
  weights(i, [frame, share]) {
    const { weights, scale } = this.rows[i]
    const scaled = (index) => Array.from(row(weights, index), (value) => value / scale[index])
    return share ? mixed(scaled(frame), scaled(frame + 1), share) : scaled(frame)
  }

  answers(i, [frame, share]) {
    const { answers } = this.rows[i]
    return share ? mixed(row(answers, frame), row(answers, frame + 1), share) : row(answers, frame)
  }

  drawRow(i, frame, x, top, each, gutter, head, scanned) {
    const { sheet, run } = this
    const colour = sheet.colour(ROLES[i])
    sheet.line([[0, top + 1], [sheet.width, top + 1]], sheet.text, { width: 1, alpha: 0.15 })
    const scale = this.rows[i].scale[frame[0]]
    const scaled = scale > 1 ? `  \u00d7 ${short(scale)}` : ""
    sheet.words(TITLES[i] + scaled, 0, top + 17, { weight: 600, size: 0.85, colour: sheet.ink(ROLES[i]) })
    const weights = this.weights(i, frame)
    const paint = i ? { fill: colour } : { stroke: colour }
    sheet.bars(weights, 0, top + TITLE, gutter ? gutter - 30 : 90, (head || each) - TITLE - 2, LOW, HIGH, { ...paint, numbers: gutter > 0 })
    if (!gutter) sheet.words(weights.map(short).join("  "), 104, top + 42)
    const [low, high] = this.limits[i]
    const unit = (each - head - 34) / (high - low)
    const zero = top + head + 24 + high * unit
    sheet.line([[x(-0.4), zero], [x(this.windows + 1.4), zero]], sheet.text, { width: 1, alpha: 0.5 })
    const answers = this.answers(i, frame)
    const counts = this.counted(answers, Math.floor(scanned))
    answers.forEach((answer, j) => {
      if (j >= Math.floor(scanned)) return
      const tip = zero - Math.max(1.05 * low, Math.min(1.05 * high, answer)) * unit
      const at = x(j + 1)
      sheet.line([[at, zero], [at, tip]], colour, { width: 2.5 })
      const isPeak = run.is_peak.values[j + 1]
      if (isPeak && answer > 0) sheet.dot(at, tip, 5, { fill: colour })
      else if (isPeak) sheet.dot(at, tip, 5, { stroke: sheet.text, fill: sheet.colour("st-background-color") })
      else if (answer > 0) sheet.cross(at, tip, 4, sheet.text)
    })
    sheet.words(counts, sheet.width - 6, top + 17, { size: 0.8, align: "right", halo: sheet.colour("st-background-color") })
  }

  counted(answers, scanned) {
    let [hits, missed, alarms] = [0, 0, 0]
    for (let j = 0; j < scanned; j += 1) {
      const isPeak = this.run.is_peak.values[j + 1]
      if (isPeak && answers[j] > 0) hits += 1
      else if (isPeak) missed += 1
      else if (answers[j] > 0) alarms += 1
    }
    return `\u25cf ${hits} found  \u25cb ${missed} missed  \u00d7 ${alarms} false`
  }

  label(frames, scanned) {
    const parts = frames.map((frame, i) => `${TITLES[i]}: ${Array.from(row(this.rows[i].weights, frame[0]), short).join(" ")}, ${this.counted(this.answers(i, [frame[0], 0]), Math.floor(scanned)).replace(/[\u25cf\u25cb\u00d7] /g, "")}`)
    return `Signal of ${this.windows + 2} samples and the answers of three filters. ${parts.join(". ")}.`
  }
}
