// A figure for each model: its title in its role's colour, what is said of it, and its filters.
const [MARGINS, LEGEND_GAP] = [33, 8] // pixels: around a figure and below the row, where a narrow screen has a scroll bar
const MOST_LISTED = 25 // numbers that are told to whoever does not see them

export default (component) => mounted(component, FilterRow)

class FilterRow {
  constructor(root) {
    this.legend = root.querySelector(".legend")
    this.place = root.querySelector(".row")
    this.figures = []
  }

  load(shown) {
    this.shown = shown
    this.legend.textContent = shown.legend
    this.legend.hidden = !shown.legend
    while (this.figures.length > shown.models.length) this.take()
    while (this.figures.length < shown.models.length) this.figures.push(this.made(this.figures.length))
    this.figures.forEach(({ caption }, i) => this.name(caption, shown.models[i]))
    this.figures.forEach((_, i) => this.draw(i))
    // what is wider than the screen is moved by keys as well
    this.place.tabIndex = this.place.scrollWidth > this.place.clientWidth ? 0 : -1
  }

  // a canvas that is gone must not be drawn once more
  take() {
    const { figure, sheet } = this.figures.pop()
    sheet.observer.disconnect()
    figure.remove()
  }

  made(index) {
    const figure = document.createElement("figure")
    const [caption, canvas] = [document.createElement("figcaption"), document.createElement("canvas")]
    canvas.setAttribute("role", "img")
    figure.append(caption, canvas)
    this.place.append(figure)
    return { figure, caption, sheet: new Sheet(canvas, () => this.draw(index)) }
  }

  name(caption, { title, role, words }) {
    const more = Object.assign(document.createElement("span"), { className: "words", textContent: words })
    // darker in the light theme and lighter in the dark one, so that small letters can be read
    caption.style.color = `color-mix(in srgb, var(--${roleOf(role)}) 75%, var(--st-text-color))`
    caption.replaceChildren(title, " ", more)
  }

  // pixels of the reserved height that titles and legend leave
  room() {
    const titles = Math.max(...this.figures.map(({ caption }) => caption.offsetHeight))
    const legend = this.legend.hidden ? 0 : this.legend.offsetHeight + LEGEND_GAP
    return this.shown.height - titles - legend - MARGINS
  }

  draw(index) {
    const { models, sides: [rows, columns], colours, limit, [`filters${index}`]: { values, shape } } = this.shown
    const { sheet } = this.figures[index]
    const filters = { values, count: shape[0], rows, columns, colours, limit }
    const wide = sheet.canvas.clientWidth
    const isBars = limit !== null && rows === 1
    const most = this.room()
    const high = isBars ? most : Math.min(most, laid(filters, wide, most).high)
    if (!wide || !sheet.begin(high, told(models[index], filters))) return
    const colour = sheet.colour(roleOf(models[index].role))
    const paint = { designed: { stroke: colour }, tuned: { stroke: colour, dash: [4, 2] } }[models[index].role] ?? { fill: colour }
    drawFilters(sheet, filters, 0, 0, wide, high, paint)
  }
}

// a tuned filter has the colour of the designed one, a saved run or one's own numbers that of the input
function roleOf(role) {
  return { tuned: "designed", other: "input" }[role] ?? role
}

function told({ title }, { values, count, rows, columns, limit }) {
  const size = `${rows > 1 ? `${rows} by ` : ""}${columns} numbers`
  if (limit === null) return `The filters ${title.toLowerCase()}: ${count} of ${size}`
  const listed = values.length <= MOST_LISTED ? Array.from(values, short).join(" ") : `from ${range(values).map(short).join(" to ")}`
  return `The filter ${title.toLowerCase()}, ${size}: ${listed}`
}
