// Draws one run and moves through it. All numbers come from the server; only positions on the screen are computed here.
const INSET = 8 // pixels from the ends of the slider to the middle of its thumb at both ends
const [GAPS, TITLES] = [56, 34] // pixels that captions, margins and titles take
const STRIP = 80 // pixels: the height of the loss over the steps, with a line of words above and below

export default (component) => mounted(component, Player)

class Player {
  constructor(root) {
    this.find = (selector) => root.querySelector(selector)
    const sheet = (selector) => new Sheet(this.find(selector), () => this.run && this.transport.show())
    this.track = sheet(".track")
    this.filters = new FilterPanel(sheet(".filters canvas"))
    this.answer = sheet(".answer canvas")
    this.plane = new PlanePanel(sheet(".plane canvas"))
    this.transport = new Transport(root, {
      draw: (second) => this.draw(second),
      say: (moment) => this.say(moment),
      rest: (moment) => this.tell(moment),
    })
  }

  load(run) {
    const isSame = this.run && this.run.content === run.content
    this.run = run
    if (isSame) return this.transport.follow(run.moment)
    const hasPath = run.plane !== undefined
    this.find(".plane").hidden = !hasPath
    this.find(".panels").classList.toggle("alone", !hasPath)
    this.find(".answer figcaption").textContent = run.answer_title
    for (const part of [".transport", ".track", ".answer"]) this.find(part).hidden = run.steps.values.length < 2
    // a run that trains has buttons of its own, and is seen where it is
    if (run.is_live) this.find(".transport").hidden = true
    if (!run.answers) this.find(".answer").hidden = true
    this.transport.load(Array.from(run.times.values), run.is_live ? AT_END : run.moment)
  }

  say(moment) {
    const { run } = this
    const loss = run.log_loss.values[moment]
    const words = [`Step ${run.steps.values[moment].toLocaleString("en")} of ${run.total.toLocaleString("en")}`]
    if (Number.isFinite(loss)) words.push(`loss ${this.loss(loss)}`)
    if (run.is_numbers && run.weights.values.length / run.weights.shape[0] <= 9) {
      words.push(`numbers ${Array.from(row(run.weights, moment), short).join("  ")}`)
    }
    if (run.has_bias) words.push(`bias ${short(run.bias.values[moment])}`)
    return words.join(", ")
  }

  // a loss from its logarithm; what is nothing but rounding is 0
  loss(log) {
    return log <= this.run.least_log + 1e-6 ? "0" : short(10 ** log)
  }

  draw(second) {
    const { run } = this
    const [frame, share] = between(this.transport.times, second)
    const words = frame === this.transport.last && !this.transport.frame ? run.verdict : ""
    const verdict = this.find(".verdict")
    if (verdict.textContent !== words) verdict.textContent = words
    this.drawTrack(frame, share)
    // below the words, whose height they leave
    this.drawPanels(frame, share)
  }

  // the filters get what the lower figures leave of the reserved height
  drawPanels(frame, share) {
    const { run } = this
    const hasAnswer = !this.find(".answer").hidden
    const room = roomFor(this.filters.sheet.canvas, run.height)
    const lower = hasAnswer ? Math.round(Math.max(130, 0.5 * (room - GAPS))) : 0
    this.filters.draw(run, frame, share, Math.max(120, room - TITLES - (hasAnswer ? lower + GAPS : 0)))
    if (hasAnswer) {
      const label = `Answer of the filter at step ${run.steps.values[frame]} beside the right one, ${run.answer_title}`
      if (this.answer.begin(lower, label)) drawAnswer(this.answer, run, mixedAt(run.answers, frame, share), lower)
    }
    if (run.plane) this.plane.draw(run, frame, share, lower)
  }

  // the loss over the recorded steps, each as wide as the slider's way to it
  drawTrack(frame, share) {
    const { track, run } = this
    const logs = run.log_loss.values
    const losses = Array.from(logs).filter(Number.isFinite)
    const known = run.best_log === null ? losses : [...losses, run.best_log]
    const [low, high] = range(known)
    const best = run.best_log === null ? "" : `, the smallest possible is ${short(10 ** run.best_log)}`
    if (!track.begin(STRIP, `Loss from ${this.loss(losses[0])} to ${this.loss(losses.at(-1))} over ${run.total} steps${best}, on a logarithmic scale`)) return
    const x = (i) => INSET + (i / Math.max(1, this.transport.last)) * (track.width - 2 * INSET)
    const y = (log) => 16 + (1 - (Math.max(log, low) - low) / (high - low || 1)) * 42
    track.box(0, 0, track.width, STRIP, { fill: track.colour("panel") })
    if (run.best_log !== null) track.line([[x(0), y(run.best_log)], [x(this.transport.last), y(run.best_log)]], track.colour("best"), { dash: [6, 4] })
    const points = (values) => Array.from(values, (log, i) => [x(i), y(log)]).filter((point) => Number.isFinite(point[1]))
    if (run.predicted) track.line(points(run.predicted.values), track.text, { dash: [2, 3], alpha: 0.7 })
    track.line(points(logs), track.colour("learned"), { width: 2 })
    const halo = track.colour("panel")
    // both ends of the scale on one side, above and below the curve: on two sides they would be read as the curve's own
    track.words(`loss ${this.loss(high)}`, INSET, 13, { size: 0.75, halo })
    track.words(this.loss(low), INSET, STRIP - 5, { size: 0.75, halo })
    track.words("logarithmic scale", track.width - INSET, STRIP - 5, { size: 0.75, align: "right", halo })
    const keys = [run.best_log === null ? "" : "dashed: smallest possible", run.predicted ? "dotted: predicted by the curvature" : ""].filter(Boolean)
    track.words(keys.join("   "), track.width - INSET, 13, { size: 0.75, align: "right", halo, most: track.width - 110 })
    const log = logs[frame] + ((logs[frame + 1] ?? logs[frame]) - logs[frame]) * share
    if (Number.isFinite(log)) track.dot(x(frame + share), y(log), 5, { fill: track.colour("learned"), stroke: "#fff" })
  }

}
