// Levels as the pixels of an image's memory, which every canvas can draw.
const FULL_COLOUR = 127 // the level of a number's full colour

// red, green, blue and opacity as they lie in that memory, on every machine that a browser runs on
const packedColour = (red, green, blue) => ((255 << 24) | (blue << 16) | (green << 8) | red) >>> 0

const GREYS = Uint32Array.from({ length: 256 }, (_, level) => packedColour(level, level, level))

// levels of grey from 0 to 255, each `unit` large; with a table of colours, of signs from -127 to 127; or, with three
// channels, of red, green and blue. A level that is not a number stays clear
function pixelsOf(levels, [rows, columns, channels = 1], { table = null, unit = 1 } = {}) {
  const image = new ImageData(columns, rows)
  const pixels = new Uint32Array(image.data.buffer)
  if (channels > 1) {
    for (let i = 0, at = 0; i < pixels.length; i += 1, at += channels) {
      const [red, green, blue] = [levels[at] * unit, levels[at + 1] * unit, levels[at + 2] * unit]
      if (!Number.isNaN(red)) pixels[i] = packedColour(Math.round(red), Math.round(green), Math.round(blue))
    }
    return image
  }
  const known = table ? Uint32Array.from({ length: 2 * FULL_COLOUR + 1 }, (_, i) => packedColour(table[3 * i], table[3 * i + 1], table[3 * i + 2])) : GREYS
  const first = table ? FULL_COLOUR : 0
  // what no table has an entry for becomes 0, which is clear
  for (let i = 0; i < pixels.length; i += 1) pixels[i] = known[Math.round(levels[i] * unit) + first]
  return image
}
