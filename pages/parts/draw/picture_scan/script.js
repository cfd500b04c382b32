// Input, kernel and output in a row; a loupe under the pointer; the kernel slides when it is played.
const SCAN = 8 // seconds
const MOST_SINGLE = 32 * 32 // pixels up to which the kernel goes from pixel to pixel, above from row to row
const TOLD = 350 // milliseconds at rest after which the page learns of the pin
const LOUPE = 140 // pixels high
const NARROW = 640 // pixels wide: a phone
const LOW = 620 // pixels high: where the figure is alone and so low, there is no room for the loupe

export default (component) => mounted(component, Scene)

class Scene {
  constructor(root) {
    this.find = (selector) => root.querySelector(selector)
    const redraw = () => this.run && this.transport.show()
    this.sheets = ["input", "output"].map((name) => new Sheet(this.find(`.${name} canvas`), redraw))
    this.mask = new Sheet(this.find(".mask"), redraw)
    this.loupe = new Sheet(this.find(".loupe"), redraw)
    this.pixels = [new Pixels(), new Pixels()]
    this.numbers = new Numbers(root, (text) => this.component.setTriggerValue("numbers", text))
    this.transport = new Transport(root, {
      draw: (second) => this.draw(second),
      say: (moment) => this.say(moment),
      rest: (moment) => this.tell(moment),
    })
    this.sheets.forEach((sheet, i) => listen(this, sheet.canvas, i))
    root.querySelectorAll("[data-view]").forEach((button) => (button.onclick = () => this.look({ view: button.dataset.view })))
    this.find(".zoom").onchange = (event) => this.look({ zoom: Number(event.target.value) })
    this.find(".divider").oninput = (event) => this.look({ divider: Number(event.target.value) })
  }

  load(run) {
    const same = this.run && this.run.content === run.content
    const hadPin = this.pin
    this.run = run
    this.arithmetic = new Arithmetic(run)
    this.view = { ...run.look, ...(this.untold || {}) }
    // what comes back is the pin that was told; only another one is news
    if (!hadPin || String(run.pin) !== String(this.toldPin)) {
      this.pin = run.pin
      this.toldPin = run.pin
      this.centre = run.pin
    }
    this.pin = this.arithmetic.within(this.pin)
    this.centre = this.arithmetic.within(this.centre)
    if (same) {
      this.transport.follow(run.moment)
      if (!this.transport.frame) this.transport.show()
      return
    }
    this.hover = null
    this.isNew = true
    if (run.is_editable) this.numbers.load(run.weights[0])
    this.find(".numbers").hidden = !run.is_editable
    this.find(".mask").hidden = run.is_editable
    this.caption(".output", "Output", run.output.shape)
    this.caption(".kernel", run.is_edited ? "Your own numbers" : run.kernel)
    this.find(".words").textContent = `Output: ${run.words}.${run.is_turned ? " The kernel is turned by 180 degrees before it is laid on." : ""}${run.is_editable || run.is_joined ? "" : " A kernel of this size is edited under \u201cIts numbers\u201d."}`
    const [rows, columns] = run.output.shape
    this.isSingle = rows * columns <= MOST_SINGLE
    const count = this.isSingle ? rows * columns : rows
    this.transport.load(Array.from({ length: count + 1 }, (_, i) => (SCAN * i) / count), run.moment)
  }

  caption(selector, name, shape = null) {
    const size = document.createElement("span")
    size.textContent = shape ? ` ${shape[1]} \u00d7 ${shape[0]}` : ""
    this.find(`${selector} figcaption`).replaceChildren(name, size)
  }

  setPin(place, isFollowed = false) {
    this.pin = this.arithmetic.within(place)
    const [x, y] = this.lenses[0].seen(...this.arithmetic.middle(this.pin).reverse())
    const { width, height } = this.sheets[0]
    if (isFollowed && (x < 20 || y < 20 || x > width - 20 || y > height - 20)) this.centre = this.pin
    this.transport.show()
    clearTimeout(this.timer)
    this.timer = setTimeout(() => {
      this.toldPin = this.pin
      this.component.setTriggerValue("pin", this.pin)
    }, TOLD)
  }

  look(change) {
    this.view = { ...this.view, ...change }
    this.untold = this.view
    if ("zoom" in change) this.centre = this.pin
    this.transport.show()
    clearTimeout(this.looking)
    this.looking = setTimeout(() => {
      this.untold = null
      this.component.setTriggerValue("look", this.view)
    }, TOLD)
  }

  // how many pixels, or rows, of the output are computed
  scanned(second) { return Math.floor((second / SCAN) * this.transport.last + 1e-6) }

  // the answer that is taken apart: under the pointer, where the kernel slides, or pinned
  place(scanned) {
    if (this.hover) return this.hover
    if (scanned === this.transport.last) return this.pin
    return this.slid(scanned)
  }

  // where the kernel lies once so much is computed
  slid(scanned) {
    const at = Math.max(0, scanned - 1)
    const columns = this.run.output.shape[1]
    return this.arithmetic.kept(this.isSingle ? [Math.floor(at / columns), at % columns] : [at, this.arithmetic.pixel(this.pin)[1]])
  }

  named([row, column]) { return `row ${row + 1}, column ${column + 1}` }

  say(moment) {
    const { last } = this.transport
    if (moment < last && !this.isSingle) return `${moment} of ${last} rows of the output are computed.`
    if (this.run.is_joined) return moment < last ? `${moment} of ${last} pixels.` : "Several kernels answer; their answers are joined."
    const place = moment < last ? this.slid(moment) : this.pin
    return `${moment < last ? `Pixel ${moment} of ${last}` : "Pin"}: ${this.named(place)}, sum ${short(this.arithmetic.at(place).total)}.`
  }

  draw(second) {
    const { run, view, arithmetic } = this
    const isDivided = view.view === "divided"
    this.find(".pictures").classList.toggle("divided", isDivided)
    this.find(".output").hidden = isDivided
    this.find(".divide").hidden = !isDivided
    this.find(".divider").value = String(view.divider)
    this.find(".zoom").value = String(view.zoom)
    this.find(".views").querySelectorAll("button").forEach((button) => button.setAttribute("aria-pressed", String(button.dataset.view === view.view)))
    this.caption(".input", isDivided ? `Before: ${run.title}; after: ${run.is_edited ? "your own numbers" : run.kernel}` : run.title, run.input.shape)
    const scanned = this.scanned(second)
    const place = this.place(scanned)
    this.find(".loupe").hidden = run.is_joined || (this.isAlone() && window.innerHeight < LOW)
    const height = this.height(isDivided)
    if (!this.sheets[0].begin(height, this.label(0))) return
    if (this.isNew) {
      if (this.shownInput !== run.image) this.pixels[0].load(run.input, null)
      this.shownInput = run.image
      this.pixels[1].load(run.output, run.is_signed ? this.sheets[0].levels() : null)
      this.isNew = false
    }
    const [input, output] = this.sheets
    const box = { width: input.width, height }
    this.lenses = [
      Lens.of(this.pixels[0].width, this.pixels[0].height, box, view.zoom, arithmetic.middle(this.centre), isDivided),
      Lens.of(this.pixels[1].width, this.pixels[1].height, box, view.zoom, arithmetic.pixel(this.centre)),
    ]
    const fits = isDivided ? this.lenses.slice(0, 1) : this.lenses
    const share = view.zoom ? "" : ` (${fits.map(({ scale }) => `${Math.round(100 * scale)} %`).filter((text, i, all) => all.indexOf(text) === i).join(", ")})`
    this.find(".zoom option").textContent = `whole picture${share}`
    this.pixels[0].draw(input, this.lenses[0])
    if (isDivided) drawDivided(this, input, scanned)
    drawWindow(this, input, place, scanned)
    if (!isDivided && output.begin(height, this.label(1))) drawOutput(this, output, place, scanned)
    if (run.is_editable) this.numbers.paint(input)
    else drawMasks(this, height)
    const title = `${this.hover ? "Under the pointer" : scanned === this.transport.last ? "Pin" : "Kernel at"}: ${this.named(place)}`
    if (!run.is_joined) drawLoupe(this.loupe, arithmetic, place, title, LOUPE)
    this.find(".stage").dataset.painted = run.content
  }

  isAlone() { return Boolean(document.fullscreenElement) || new URLSearchParams(window.location.search).get("embed") === "true" }

  // as high as the pictures need, and as the screen allows
  height(isDivided) {
    const { canvas } = this.sheets[0]
    const stage = this.find(".stage")
    const above = (this.isAlone() ? 70 : 116) + canvas.getBoundingClientRect().top - stage.getBoundingClientRect().top
    const below = 34 + (this.find(".loupe").hidden ? 0 : LOUPE)
    const most = window.innerWidth <= NARROW ? 300 : Math.max(180, window.innerHeight - above - below)
    const shown = isDivided ? [this.run.input] : [this.run.input, this.run.output]
    const heights = shown.map(({ shape }) => {
      const fits = canvas.clientWidth / shape[1]
      return shape[0] * (this.view.zoom || (fits >= 1 ? Math.floor(fits) : fits))
    })
    const highest = this.view.zoom && !isDivided ? Math.min(most, canvas.clientWidth) : most
    return Math.round(Math.max(90, Math.min(highest, Math.max(...heights))))
  }

  // where the divider is seen: a share of the picture's width in sight
  dividerAt() {
    const [lens, { width }] = [this.lenses[0], this.sheets[0]]
    const [from, to] = [Math.max(0, lens.x), Math.min(width, lens.x + this.pixels[0].width * lens.scale)]
    return { from, to, at: from + ((to - from) * this.view.divider) / 100 }
  }

  label(index) {
    const { run } = this
    const { shape } = index ? run.output : run.input
    const pin = `Pin at ${this.named(this.pin)}; arrow keys move the pin.`
    return `${index ? `Output of ${run.kernel}, ${run.words}` : `Input ${run.title}`}, ${shape[1]} by ${shape[0]} pixels. ${pin}`
  }
}
