// Reads what core.figures.wire packs: the header, in which each array has become { values, shape },
// and the moment at which it is to be shown: -1 plays it from its start, -2 shows its end.
const ARRAYS = { float32: Float32Array, int32: Int32Array, uint8: Uint8Array, int8: Int8Array, int16: Int16Array, uint16: Uint16Array }
const ALIGNED = 8

function unpacked(data) {
  // a copy that begins at a multiple of eight, where typed arrays may begin
  const bytes = data.byteOffset % ALIGNED ? data.slice() : data
  const view = new DataView(bytes.buffer, bytes.byteOffset, 8)
  const length = view.getUint32(4, true)
  const begin = bytes.byteOffset + 8
  const header = JSON.parse(new TextDecoder().decode(new Uint8Array(bytes.buffer, begin, length)))
  header.moment = view.getInt32(0, true)
  for (const [name, { type, shape, at }] of Object.entries(header.arrays)) {
    const count = shape.reduce((product, side) => product * side, 1)
    header[name] = { values: new ARRAYS[type](bytes.buffer, begin + length + at, count), shape }
  }
  return header
}

// row `index` of an array, without copying it
function row({ values, shape }, index) {
  const length = values.length / shape[0]
  return values.subarray(index * length, (index + 1) * length)
}

// a number among others, the largest of which has the size `limit`: what is small beside them has no more digits than they
function within(value, limit) {
  if (Math.abs(value) >= 0.001 || value === 0 || limit < 0.05) return short(value)
  const text = Math.abs(value).toFixed(3)
  return value < 0 && Number(text) ? `\u2212${text}` : text
}

// a number as people write it: few digits, a true minus sign
function short(value) {
  if (!Number.isFinite(value)) return "not a number"
  const size = Math.abs(value)
  if (size === 0) return "0"
  if (size >= 10000 || size < 0.001) {
    const [digits, exponent] = size.toExponential(1).split("e")
    return `${value < 0 ? "\u2212" : ""}${digits}e${exponent.replace("+", "").replace("-", "\u2212")}`
  }
  const text = size >= 100 ? size.toFixed(0) : size >= 10 ? size.toFixed(1) : size.toFixed(size < 0.1 ? 3 : 2)
  return (value < 0 ? "\u2212" : "") + text
}
