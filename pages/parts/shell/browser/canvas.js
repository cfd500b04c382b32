const SMALLEST_NUMBER = 0.77 // of the page's text: 11 pixels

// Draws on a canvas in CSS pixels, sharp on every screen, in the colours and the font of the page's theme.
class Sheet {
  constructor(canvas, draw) {
    this.canvas = canvas
    this.context = canvas.getContext("2d")
    this.draw = draw
    this.width = 0
    // a canvas that is not yet laid out has no width; one that is resized must be drawn anew
    this.observer = new ResizeObserver(() => { if (canvas.clientWidth !== this.width) draw() })
    this.observer.observe(canvas)
  }

  // begin a drawing of this height; false where there is no room to draw
  begin(height, label) {
    const { canvas, context } = this
    const sharp = window.devicePixelRatio || 1
    this.width = canvas.clientWidth
    this.height = height
    if (!this.width) return false
    const [wide, high] = [Math.round(this.width * sharp), Math.round(height * sharp)]
    if (canvas.width !== wide || canvas.height !== high) {
      canvas.width = wide
      canvas.height = high
      canvas.style.height = `${height}px`
    }
    if (label !== undefined && canvas.getAttribute("aria-label") !== label) canvas.setAttribute("aria-label", label)
    context.setTransform(sharp, 0, 0, sharp, 0, 0)
    context.clearRect(0, 0, this.width, height)
    const style = getComputedStyle(canvas)
    this.size = parseFloat(style.fontSize)
    this.family = style.fontFamily
    this.text = style.color
    this.style = style
    canvas.dataset.drawn = Number(canvas.dataset.drawn || 0) + 1
    return true
  }

  colour(role) {
    return role === "text" ? this.text : this.style.getPropertyValue(`--${role}`).trim()
  }

  // a role's colour for letters, which need more contrast than lines: a part of it is the text's own
  ink(role) {
    if (role === "text") return this.text
    const [code, text] = [this.colour(role), this.text.match(/[\d.]+/g)]
    return `rgb(${[1, 3, 5].map((at, c) => Math.round(0.7 * parseInt(code.slice(at, at + 2), 16) + 0.3 * text[c]))})`
  }

  line(points, colour, { width = 1.5, dash = [], alpha = 1 } = {}) {
    const { context } = this
    context.save()
    context.globalAlpha = alpha
    context.strokeStyle = colour
    context.lineWidth = width
    context.lineJoin = "round"
    context.setLineDash(dash)
    context.beginPath()
    points.forEach(([x, y], i) => (i ? context.lineTo(x, y) : context.moveTo(x, y)))
    context.stroke()
    context.restore()
  }

  box(x, y, width, height, { fill = null, stroke = null, line = 1.5, dash = [], alpha = 1 } = {}) {
    const { context } = this
    context.save()
    context.globalAlpha = alpha
    if (fill) { context.fillStyle = fill; context.fillRect(x, y, width, height) }
    if (stroke) { context.strokeStyle = stroke; context.lineWidth = line; context.setLineDash(dash); context.strokeRect(x, y, width, height) }
    context.restore()
  }

  dot(x, y, radius, { fill = null, stroke = null, line = 1.8 } = {}) {
    const { context } = this
    context.beginPath()
    context.arc(x, y, radius, 0, 2 * Math.PI)
    if (fill) { context.fillStyle = fill; context.fill() }
    if (stroke) { context.strokeStyle = stroke; context.lineWidth = line; context.stroke() }
  }

  cross(x, y, radius, colour) {
    this.line([[x - radius, y - radius], [x + radius, y + radius]], colour, { width: 2 })
    this.line([[x - radius, y + radius], [x + radius, y - radius]], colour, { width: 2 })
  }

  // size is a share of the page's text, so that a full screen has larger letters
  words(text, x, y, { size = 0.85, align = "left", base = "alphabetic", colour = this.text, weight = 400, alpha = 1, halo = null, most = undefined } = {}) {
    const { context } = this
    context.save()
    context.globalAlpha = alpha
    context.font = `${weight} ${size * this.size}px ${this.family}`
    context.textAlign = align
    context.textBaseline = base
    if (halo) { context.strokeStyle = halo; context.lineWidth = 4; context.lineJoin = "round"; context.strokeText(text, x, y, most) }
    context.fillStyle = colour
    context.fillText(text, x, y, most)
    context.restore()
  }

  measure(text, size = 0.85, weight = 400) {
    this.context.font = `${weight} ${size * this.size}px ${this.family}`
    return this.context.measureText(text).width
  }

  // levels as pixels: of grey from 0 to 255, of a sign's colours from -127 to 127, or of red, green and blue
  pixels(levels, shape, isSigned = false) {
    return pixelsOf(levels, shape, { table: isSigned ? this.levels() : null })
  }

  // pixels (an ImageData), enlarged without smoothing
  picture(image, x, y, width, height) {
    this.buffer ??= document.createElement("canvas")
    if (this.buffer.width !== image.width || this.buffer.height !== image.height) [this.buffer.width, this.buffer.height] = [image.width, image.height]
    this.buffer.getContext("2d").putImageData(image, 0, 0)
    this.context.imageSmoothingEnabled = false
    this.context.drawImage(this.buffer, x, y, width, height)
  }

  // a filter of a signal as bars in a frame; the scale goes from `low` to `high`, which the frame shows at its ends
  bars(values, x, y, width, height, low, high, { fill = null, stroke = null, dash = [], numbers = true } = {}) {
    const step = width / values.length
    const gap = Math.min(4, step * 0.15)
    const room = numbers ? 1.05 * this.size : 2
    const unit = (height - 2 * room) / (high - low)
    const zero = y + room + high * unit
    this.line([[x, zero], [x + width, zero]], this.text, { width: 1, alpha: 0.4 })
    values.forEach((value, i) => {
      const tall = Math.max(low, Math.min(high, value)) * unit
      this.box(x + i * step + gap, zero - Math.max(tall, 0), step - 2 * gap, Math.abs(tall), { fill, stroke, dash, line: 2 })
      if (!numbers) return
      const below = value < 0
      this.words(short(value), x + (i + 0.5) * step, zero - tall + (below ? 3 : -3), { align: "center", base: below ? "top" : "bottom", most: step, halo: this.colour("st-background-color") })
    })
  }

  // a number in a square of this side, on dark or on light
  cell(text, left, top, side, isDark) {
    const size = Math.min(0.9, Math.max(SMALLEST_NUMBER, side / 46))
    this.words(text, left + side / 2, top + side / 2, { align: "center", base: "middle", colour: isDark ? "#fff" : "#1b2733", size, most: side - 3 })
  }

  squares(values, rows, columns, x, y, side, limit, { numbers = false } = {}) {
    const line = side > 8 ? 1 : 0
    for (let i = 0; i < rows * columns; i += 1) {
      const [left, top] = [x + (i % columns) * side, y + Math.floor(i / columns) * side]
      this.context.fillStyle = this.signed(values[i] / limit)
      this.context.fillRect(left, top, side - line, side - line)
      if (!numbers || side < 26) continue
      this.cell(within(values[i], limit), left, top, side, Math.abs(values[i] / limit) > 0.6)
    }
  }

  // the colour of a value with a sign: full colour at -1 and 1
  signed(share) {
    const table = this.levels()
    const level = Math.round(Math.min(1, Math.max(-1, share || 0)) * 127) + 127
    return `rgb(${table[3 * level]},${table[3 * level + 1]},${table[3 * level + 2]})`
  }

  // red, green and blue of each of the 255 levels from -127 to 127
  levels() {
    const given = this.style.getPropertyValue("--signs").trim()
    if (this.given !== given) {
      this.given = given
      const stops = given.split(" ").map((code) => [1, 3, 5].map((at) => parseInt(code.slice(at, at + 2), 16)))
      this.table = new Uint8Array(3 * 255)
      for (let level = 0; level < 255; level += 1) {
        const at = Math.min(level / 254, 0.999999) * (stops.length - 1)
        const below = Math.floor(at)
        for (let c = 0; c < 3; c += 1) this.table[3 * level + c] = Math.round(stops[below][c] + (stops[below + 1][c] - stops[below][c]) * (at - below))
      }
    }
    return this.table
  }
}

// pixels from the top of an element to the end of the height that is reserved for its figure, or of a full screen
function roomFor(element, reserved) {
  const stage = element.closest(".stage")
  const above = element.getBoundingClientRect().top - stage.getBoundingClientRect().top + stage.scrollTop
  // where the page is scrolled to changes the last digits of places
  return (document.fullscreenElement ? window.innerHeight - 24 : reserved) - Math.ceil(Math.round(8 * above) / 8)
}

// what a key means here; with Alt, Ctrl or Meta it is the browser's, as Alt with the left arrow, which goes back
function meant(event, meanings) {
  return event.altKey || event.ctrlKey || event.metaKey ? undefined : meanings[event.key]
}

function largest(values) {
  let most = 0
  for (const value of values) most = Math.max(most, Math.abs(value))
  return most || 1
}

function range(values) {
  let [low, high] = [Infinity, -Infinity]
  for (const value of values) {
    if (value < low) low = value
    if (value > high) high = value
  }
  return low <= high ? [low, high] : [0, 1]
}
