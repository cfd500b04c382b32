// One picture: the left answer up to the divider, the right answer beyond; and their difference.
const TALLEST = 380 // pixels

export default (component) => mounted(component, Pair)

class Pair {
  constructor(root) {
    this.find = (selector) => root.querySelector(selector)
    this.both = new Sheet(this.find(".both"), () => this.draw())
    this.apart = new Sheet(this.find(".difference"), () => this.draw())
    const slider = this.find(".divider")
    slider.oninput = () => this.go(Number(slider.value))
    slider.onchange = () => this.component.setStateValue("divider", Number(slider.value))
    const canvas = this.find(".both")
    const follow = (event) => this.go(Math.round((100 * (event.offsetX - this.left)) / this.wide))
    canvas.onpointerdown = (event) => { canvas.setPointerCapture(event.pointerId); follow(event) }
    canvas.onpointermove = (event) => { if (canvas.hasPointerCapture(event.pointerId)) follow(event) }
    canvas.onpointerup = () => this.component.setStateValue("divider", this.divider)
  }

  load(shown) {
    this.shown = shown
    this.divider = shown.divider
    this.find(".names").textContent = `${shown.titles[0]} | ${shown.titles[1]}`
    this.find(".apart").textContent = `${shown.titles[1]} minus ${shown.titles[0].toLowerCase()}: at most ${short(shown.most)}`
    this.draw()
  }

  go(divider) {
    this.divider = Math.min(100, Math.max(0, divider))
    this.draw()
  }

  draw() {
    const { shown } = this
    if (!shown) return
    this.find(".divider").value = String(this.divider)
    const [rows, columns] = shown.left.shape
    const room = this.find(".both").clientWidth
    // whole pixels where there is room for them
    const fit = Math.min(room / columns, TALLEST / rows)
    const side = fit >= 1 ? Math.floor(fit) : fit
    const [wide, high] = [columns * side, rows * side]
    const label = `${shown.titles[0]} left of the divider at ${this.divider} per cent, ${shown.titles[1]} right of it, ${columns} by ${rows} pixels`
    if (this.both.begin(high, label)) {
      this.left = (this.both.width - wide) / 2
      this.wide = wide
      const at = this.left + (wide * this.divider) / 100
      this.both.picture(this.both.pixels(shown.right.values, shown.right.shape, shown.is_signed), this.left, 0, wide, high)
      this.both.context.save()
      this.both.context.beginPath()
      this.both.context.rect(this.left, 0, at - this.left, high)
      this.both.context.clip()
      this.both.picture(this.both.pixels(shown.left.values, shown.left.shape, shown.is_signed), this.left, 0, wide, high)
      this.both.context.restore()
      this.both.line([[at, 0], [at, high]], this.both.colour("mark"), { width: 2 })
    }
    if (this.apart.begin(high, `${shown.titles[1]} minus ${shown.titles[0]}, full colour from ${short(shown.limit)} on`)) {
      this.apart.picture(this.apart.pixels(shown.difference.values, shown.difference.shape, true), (this.apart.width - wide) / 2, 0, wide, high)
    }
  }
}
