// The kernel's numbers as fields: a changed number is told when its field is left or Enter is pressed.
const MOST_NUMBER = 1e6

// a number in a field: as it is where that is short
function written(value) {
  const text = String(value).replace("-", "\u2212")
  return text.length <= 6 ? text : short(value)
}

class Numbers {
  constructor(root, tell) {
    this.grid = root.querySelector(".numbers")
    this.wrong = root.querySelector(".wrong")
    this.tell = tell
    this.fields = []
  }

  load(mask) {
    const flat = mask.flat()
    if (this.columns !== mask[0].length || this.fields.length !== flat.length) this.make(mask.length, mask[0].length)
    this.values = flat
    this.wrong.textContent = ""
    this.fields.forEach((field, i) => {
      field.removeAttribute("aria-invalid")
      const isHeld = field.getRootNode().activeElement === field
      field.value = isHeld ? String(flat[i]) : written(flat[i])
      field.title = String(flat[i])
    })
  }

  make(rows, columns) {
    this.columns = columns
    this.grid.style.fontSize = columns > 5 ? "0.75em" : ""
    this.grid.style.gridTemplateColumns = `repeat(${columns}, minmax(0, ${columns > 5 ? 3.5 : 3.4}em))`
    this.fields = Array.from({ length: rows * columns }, (_, i) => {
      const field = document.createElement("input")
      field.type = "text"
      field.inputMode = "decimal"
      field.autocomplete = "off"
      field.setAttribute("aria-label", `Row ${Math.floor(i / columns) + 1}, column ${(i % columns) + 1}`)
      field.tabIndex = i ? -1 : 0
      field.onfocus = () => this.enter(i)
      field.onblur = () => this.apply(i)
      field.onkeydown = (event) => this.press(event, i)
      return field
    })
    this.grid.replaceChildren(...this.fields)
  }

  // Tab leads to one field and past all others, which the arrow keys reach
  enter(i) {
    this.fields.forEach((field, j) => { field.tabIndex = i === j ? 0 : -1 })
    if (!this.fields[i].hasAttribute("aria-invalid")) this.fields[i].value = String(this.values[i])
    this.fields[i].select()
  }

  press(event, i) {
    const field = this.fields[i]
    if (event.key === "Enter") return this.apply(i)
    if (event.key === "Escape") { field.value = String(this.values[i]); return this.apply(i) }
    const isAt = { ArrowLeft: field.selectionStart === 0, ArrowRight: field.selectionEnd === field.value.length }
    const by = meant(event, { ArrowUp: -this.columns, ArrowDown: this.columns, ArrowLeft: -1, ArrowRight: 1 })
    const next = this.fields[i + by]
    if (!next || isAt[event.key] === false) return
    event.preventDefault()
    next.focus()
  }

  apply(i) {
    const field = this.fields[i]
    const text = field.value.trim().replace("\u2212", "-")
    const value = Number(text)
    if (text === "" || !(Math.abs(value) <= MOST_NUMBER)) {
      field.setAttribute("aria-invalid", "true")
      this.wrong.textContent = `${text === "" ? "An empty field" : `\u201c${text.slice(0, 20)}\u201d`} is not a number from \u22121,000,000 to 1,000,000: write for example \u22120.5.`
      return
    }
    field.removeAttribute("aria-invalid")
    this.wrong.textContent = ""
    if (field.getRootNode().activeElement !== field && field.value !== written(value)) field.value = written(value)
    if (value === this.values[i]) return
    this.values[i] = value
    const rows = Array.from({ length: this.values.length / this.columns }, (_, row) => this.values.slice(row * this.columns, (row + 1) * this.columns).join(" "))
    this.tell(rows.join("; "))
  }

  // each field in its number's colour
  paint(sheet) {
    const limit = largest(this.values)
    this.fields.forEach((field, i) => {
      const share = this.values[i] / limit
      field.style.background = sheet.signed(share)
      field.style.color = Math.abs(share) > 0.6 ? "#fff" : "#1b2733"
    })
  }
}
