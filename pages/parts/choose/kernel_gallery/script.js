// Kernels as small pictures in families: one is chosen as with radio buttons, a search leaves those that it finds.
const SIDE = 48

export default (component) => mounted(component, Gallery)

class Gallery {
  constructor(root) {
    this.stage = root.querySelector(".stage")
    this.list = root.querySelector(".kernels")
    this.search = root.querySelector(".search")
    this.found = root.querySelector(".found")
    this.search.oninput = () => this.filter()
    this.list.onkeydown = (event) => this.press(event)
  }

  load(run) {
    if (this.content !== run.content) this.make(run)
    this.content = run.content
    this.check(run.chosen)
    this.filter()
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
        button.onclick = () => { this.check(kernel.name); this.component.setTriggerValue("kernel", kernel.name) }
        group.append(button)
        const words = `${kernel.title} ${kernel.description} ${family.title}`.toLowerCase()
        this.kernels.push({ name: kernel.name, button, words, group })
      }
      return group
    })
    this.list.replaceChildren(...this.families)
  }

  // an image's kernel in its colours; a signal's as bars in them
  draw(canvas, run, { rows, columns, at }, colours) {
    const sharp = window.devicePixelRatio || 1
    canvas.width = canvas.height = SIDE * sharp
    const context = canvas.getContext("2d")
    context.scale(sharp, sharp)
    const values = run.levels.values.subarray(at, at + rows * columns)
    const side = SIDE / Math.max(rows, columns)
    const [low, high] = range([0, ...values])
    values.forEach((value, i) => {
      context.fillStyle = colours.signed(value / 127)
      if (run.is_signal) {
        const [top, bottom] = [Math.max(value, 0), Math.min(value, 0)].map((end) => (SIDE * (high - end)) / (high - low || 1))
        context.fillRect(i * side, top, Math.max(1, side - 1), Math.max(1, bottom - top))
      } else {
        const [x, y] = [(SIDE - side * columns) / 2 + (i % columns) * side, (SIDE - side * rows) / 2 + Math.floor(i / columns) * side]
        context.fillRect(x, y, Math.ceil(side), Math.ceil(side))
      }
    })
    if (run.is_signal) {
      context.fillStyle = colours.style.color
      context.fillRect(0, (SIDE * high) / (high - low || 1), SIDE, 1)
    }
  }

  check(name) {
    this.chosen = name
    for (const kernel of this.kernels) kernel.button.setAttribute("aria-checked", String(kernel.name === name))
    this.reach()
  }

  get shown() { return this.kernels.filter(({ button }) => !button.hidden) }

  // Tab leads to the chosen one, or to the first
  reach() {
    const { shown } = this
    const reached = shown.find(({ name }) => name === this.chosen) ?? shown[0]
    for (const kernel of this.kernels) kernel.button.tabIndex = kernel === reached ? 0 : -1
  }

  filter() {
    const words = this.search.value.toLowerCase().split(/\s+/).filter(Boolean)
    for (const kernel of this.kernels) kernel.button.hidden = !words.every((word) => kernel.words.includes(word))
    for (const group of this.families) group.hidden = !this.shown.some((kernel) => kernel.group === group)
    const count = this.shown.length
    this.found.textContent = count === this.kernels.length ? `${count} kernels` : count ? `${count} of ${this.kernels.length} kernels` : "No kernel has these words: try fewer."
    this.reach()
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
