// One step of a filter, number by number: eight sub-steps that play, and a curve on which the learning rate moves.
const SECONDS = 3.2 // of each sub-step
const FILLED = 0.5 // share of a sub-step after which all of its numbers are there
const COMPACT = 450 // pixels of height, less than all needs
const NAMES = ["Patch", "Products", "Answer", "Error", "Error \u00d7 patch", "Gradient", "Update", "New loss"]

export default (component) => mounted(component, Scene)

class Scene {
  constructor(root) {
    this.root = root
    this.trace = root.querySelector(".trace")
    this.names = root.querySelector(".names")
    this.pointed = null
    this.grid = new Grid(root, { point: (id) => this.point(id), press: (event) => this.press(event) })
    this.curve = new Curve(root.querySelector(".curve canvas"), (share) => this.component.setTriggerValue("rate", share))
    this.transport = new Transport(root, {
      draw: (second, moment) => this.draw(second, moment),
      say: (moment) => `${moment + 1} of ${NAMES.length}, ${NAMES[moment].toLowerCase()}: ${this.said(moment)}`,
      rest: (moment) => this.tell(moment),
    })
    this.buttons = NAMES.map((name, stage) => this.button(name, stage))
    this.names.append(...this.buttons)
    this.names.onkeydown = (event) => this.walk(event)
  }

  button(name, stage) {
    const button = document.createElement("button")
    button.type = "button"
    button.textContent = name
    button.onclick = () => this.transport.go(stage)
    return button
  }

  load(run) {
    const before = this.run
    this.grid.isCompact = run.height < COMPACT
    this.root.querySelector(".stage").classList.toggle("compact", this.grid.isCompact)
    this.run = run
    const same = before?.content === run.content
    if (!same) {
      this.account = new Account(run)
      this.grid.stage = this.transport.moment
      this.grid.load(this.account)
      this.pointed = null
    }
    this.curve.load(run, (loss) => fixed(loss, this.account.decimals.total))
    if (same) return this.transport.follow(run.moment)
    // the same step at another rate, or of other windows, goes on where it was
    if (before?.story === run.story && run.moment < 0) {
      this.transport.load(this.times, this.transport.moment)
      this.transport.told = null
      return this.transport.report()
    }
    this.times = NAMES.map((_, i) => SECONDS * i)
    this.transport.load(this.times, run.moment)
  }

  said(stage) {
    const { run } = this
    const squared = run.loss_name === "squared"
    const windows = `all ${run.total.toLocaleString("en")} windows`
    const [was, is] = [this.account.cells.get("L").text, this.account.cells.get("K").text]
    const above = run.rate > run.safe_rate ? `, at a rate above the ${squared ? "critical" : "safe"} rate` : ""
    const went = run.new_loss < run.loss ? "falls" : run.new_loss > run.loss ? "rises" : "stays"
    return [
      "the filter is laid on each window; these numbers lie under it.",
      "each number of the filter times the number under it.",
      `the products of a window ${run.has_bias ? "and the bias " : ""}are added: its answer.`,
      squared ? "the loss is (answer \u2212 target)\u00b2. The error is its slope: 2 \u00d7 (answer \u2212 target). Above 0 the answer was too large." : "the answer becomes a probability. The error is the slope of the loss: probability \u2212 target. Above 0 it was too large.",
      "the error of a window times each number under the filter: each number\u2019s part in the error.",
      `the mean over ${windows}, number by number. It says how the loss grows with each number.`,
      "each number moves against its gradient, by the learning rate times the gradient.",
      `the new numbers answer again. The loss ${went} from ${was} to ${is}${above}.`,
    ][stage]
  }

  draw(second, moment) {
    if (!this.account) return
    const isPlaying = this.transport.frame !== null
    const share = isPlaying && moment < this.transport.last ? Math.min(1, (second / SECONDS - moment) / FILLED) : 1
    const reached = Math.ceil(share * this.run.windows.length)
    const state = `${moment} ${reached} ${this.run.content}`
    if (state !== this.state) {
      this.state = state
      this.grid.reveal(moment, share)
      this.buttons.forEach((button, i) => {
        button.tabIndex = i === moment ? 0 : -1
        if (i === moment) button.setAttribute("aria-current", "step")
        else button.removeAttribute("aria-current")
      })
      this.inSight()
    }
    this.follow(moment)
  }

  // on a narrow screen the names run out of sight
  inSight() {
    const [button, names] = [this.buttons[this.transport.moment], this.names]
    if (names.scrollWidth > names.clientWidth) names.scrollLeft = button.offsetLeft - names.offsetLeft - (names.clientWidth - button.offsetWidth) / 2
  }

  // the number that is pointed at, or the one that stands for the sub-step
  follow(moment) {
    const id = this.pointed !== null && this.grid.cellOf(this.pointed) ? this.pointed : this.account.chief(moment)
    const words = `${capital(this.account.cells.get(id).words())}`
    const shown = `${id} ${this.state}`
    if (shown === this.shown) return
    this.shown = shown
    this.grid.light(id)
    this.trace.setAttribute("aria-live", this.transport.frame ? "off" : "polite")
    this.trace.textContent = words
  }

  point(id) {
    const focused = this.root.activeElement?.dataset?.id ?? null
    this.pointed = id ?? focused
    if (this.account) this.follow(this.transport.moment)
  }

  press(event) {
    const by = { PageDown: 1, PageUp: -1 }[event.key]
    if (event.key === " ") this.transport.find(".play").click()
    else if (by) this.transport.go(this.transport.moment + by)
    else return
    event.preventDefault()
  }

  walk(event) {
    const by = { ArrowRight: 1, ArrowLeft: -1, Home: -99, End: 99 }[event.key]
    if (!by) return
    event.preventDefault()
    this.transport.go(this.transport.moment + by)
    this.buttons[this.transport.moment].focus()
  }
}
