// Kernels as small pictures in families: one is chosen as with radio buttons, a search leaves those that it finds. Where
// the page searches, it gives the names that it found, best first; elsewhere those are left that have all words.
const SIDE = 48
const PAUSE = 250 // milliseconds without a letter, after which the page searches

export default (component) => mounted(component, Gallery)

class Gallery {
  constructor(root) {
    this.stage = root.querySelector(".stage")
    this.list = root.querySelector(".kernels")
    this.search = root.querySelector(".search")
    this.found = root.querySelector(".found")
    this.search.oninput = () => (this.isAsked ? this.ask(PAUSE) : this.filter())
    this.search.onkeydown = (event) => this.leave(event)
    this.list.onkeydown = (event) => this.press(event)
  }

  load(run) {
    if (this.content !== run.content) this.make(run)
    this.content = run.content
    this.run = run
    this.isAsked = run.found !== undefined
    this.list.closest(".stage").classList.toggle("library", this.isAsked)
    if (this.isAsked) this.search.placeholder = "Search: blur, edge, peak"
    // what is being written is the newer
    if (this.isAsked && this.search.getRootNode().activeElement !== this.search) this.search.value = run.search
    this.check(run.chosen)
    this.filter()
    if (this.isFirstWanted && this.asked === run.search) this.chooseFirst()
    if (this.isAsked && !this.isPlaced) this.place()
  }

  // at first the chosen one is in sight
  place() {
    const chosen = this.shown.find(({ name }) => name === this.chosen)?.button
    if (chosen && !this.run.found) this.list.scrollTop = chosen.offsetTop - this.list.offsetTop - this.list.clientHeight / 3
    this.isPlaced = true
  }

  // have the page search for what is written
  ask(pause) {
    clearTimeout(this.timer)
    this.timer = setTimeout(() => {
      this.asked = this.search.value.trim()
      if (this.asked !== this.run.search) this.component.setStateValue("search", this.asked)
      else if (this.isFirstWanted) this.chooseFirst()
    }, pause)
  }

  // Enter shows the first that is found, the arrow leads to it
  leave(event) {
    if (event.key === "Enter" && this.isAsked) { this.isFirstWanted = true; this.ask(0) }
    if (event.key !== "ArrowDown" || !this.shown.length) return
    event.preventDefault()
    this.shown[0].button.focus()
  }

  chooseFirst() {
    this.isFirstWanted = false
    if (this.shown.length) this.choose(this.shown[0].name)
  }

  choose(name) {
    this.check(name)
    this.component.setTriggerValue("kernel", name)
  }

  make(run) {
    const colours = new Sheet(this.list.appendChild(document.createElement("canvas")), () => {})
    colours.style = getComputedStyle(this.stage)
    this.kernels = []
    this.families = run.families.map((family) => {
      const group = document.createElement("div")
      group.className = "family"
      group.append(Object.assign(document.createElement("b"), { textContent: family.title }))
      for (const kernel of family.kernels) {
        const button = Object.assign(document.createElement("button"), { type: "button", title: kernel.description })
        button.setAttribute("role", "radio")
        const canvas = document.createElement("canvas")
        canvas.setAttribute("aria-hidden", "true")
        this.draw(canvas, run, kernel, colours)
        button.append(canvas, kernel.title)
        button.onclick = () => this.choose(kernel.name)
        group.append(button)
        const words = `${kernel.title} ${kernel.description} ${family.title} ${kernel.words}`.toLowerCase()
        this.kernels.push({ name: kernel.name, button, words, group })
      }
      return group
    })
    this.best = Object.assign(document.createElement("div"), { className: "family", hidden: true })
    this.arranged = ""
    this.list.replaceChildren(this.best, ...this.families)
  }

  // an image's kernel in its colours; a signal's as bars in them
  draw(canvas, run, { rows, columns, at, is_signal: isSignal }, colours) {
    const sharp = window.devicePixelRatio || 1
    canvas.width = canvas.height = SIDE * sharp
    const context = canvas.getContext("2d")
    context.scale(sharp, sharp)
    const values = run.levels.values.subarray(at, at + rows * columns)
    const side = SIDE / Math.max(rows, columns)
    const [low, high] = range([0, ...values])
    values.forEach((value, i) => {
      context.fillStyle = colours.signed(value / 127)
      if (isSignal) {
        const [top, bottom] = [Math.max(value, 0), Math.min(value, 0)].map((end) => (SIDE * (high - end)) / (high - low || 1))
        context.fillRect(i * side, top, Math.max(1, side - 1), Math.max(1, bottom - top))
      } else {
        const [x, y] = [(SIDE - side * columns) / 2 + (i % columns) * side, (SIDE - side * rows) / 2 + Math.floor(i / columns) * side]
        context.fillRect(x, y, Math.ceil(side), Math.ceil(side))
      }
    })
    if (isSignal) {
      context.fillStyle = colours.style.color
      context.fillRect(0, (SIDE * high) / (high - low || 1), SIDE, 1)
    }
  }

  check(name) {
    this.chosen = name
    for (const kernel of this.kernels) kernel.button.setAttribute("aria-checked", String(kernel.name === name))
    this.reach()
  }

  // in the order in which they lie
  get shown() {
    const shown = this.kernels.filter(({ button }) => !button.hidden)
    const found = this.run.found
    return found ? shown.sort((one, other) => found.indexOf(one.name) - found.indexOf(other.name)) : shown
  }

  // Tab leads to the chosen one, or to the first
  reach() {
    const { shown } = this
    const reached = shown.find(({ name }) => name === this.chosen) ?? shown[0]
    for (const kernel of this.kernels) kernel.button.tabIndex = kernel === reached ? 0 : -1
  }

  filter() {
    const words = this.isAsked ? [] : this.search.value.toLowerCase().split(/\s+/).filter(Boolean)
    const { found } = this.run
    for (const { button, name, words: its } of this.kernels) button.hidden = found ? !found.includes(name) : !words.every((word) => its.includes(word))
    this.arrange(found)
    for (const group of this.families) group.hidden = Boolean(found) || !this.shown.some((kernel) => kernel.group === group)
    const [count, noun] = [this.shown.length, this.isAsked ? "filter" : "kernel"]
    this.found.textContent = count === this.kernels.length ? `${count} ${noun}s` : count ? `${count} of ${this.kernels.length} ${noun}s` : `No ${noun} has these words: try fewer.`
    this.reach()
  }

  // what was found in a group of its own, best first, or all in their families; what is moved would lose the focus
  arrange(found) {
    if (this.arranged === String(found ?? "")) return
    this.arranged = String(found ?? "")
    for (const { button, group } of this.kernels) group.append(button)
    if (found) this.best.append(...this.shown.map(({ button }) => button))
    this.best.hidden = !found
    this.list.scrollTop = 0
  }

  press(event) {
    const { shown } = this
    const at = shown.findIndex(({ button }) => button === this.list.getRootNode().activeElement)
    const step = { ArrowRight: 1, ArrowDown: 1, ArrowLeft: -1, ArrowUp: -1 }[event.key]
    if (!step || at < 0) return
    event.preventDefault()
    const next = shown[(at + step + shown.length) % shown.length]
    next.button.focus()
    next.button.click()
  }
}
