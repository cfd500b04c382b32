// What lies on the pictures: the kernel's frame, the output as far as it is computed, the divider; and kernels as pictures.
function drawWindow(scene, sheet, place, scanned) {
  const lens = scene.lenses[0]
  const { corner, sides } = scene.arithmetic.window(place)
  const isSliding = !scene.hover && scanned < scene.transport.last
  if (isSliding && !scene.isSingle) {
    const [, y] = lens.seen(0, corner[0])
    sheet.box(lens.x, y, scene.pixels[0].width * lens.scale, Math.max(3, sides[0] * lens.scale), { fill: sheet.colour("mark"), alpha: 0.45 })
  }
  if (scene.hover) lens.frame(sheet, corner, sides, "#222")
  const own = scene.arithmetic.window(isSliding ? place : scene.pin)
  lens.frame(sheet, own.corner, own.sides, sheet.colour("mark"))
}

function drawOutput(scene, sheet, place, scanned) {
  const [lens, pixels] = [scene.lenses[1], scene.pixels[1]]
  const [x, y] = lens.seen(0, 0)
  sheet.box(x, y, pixels.width * lens.scale, pixels.height * lens.scale, { fill: sheet.colour("panel") })
  drawScanned(scene, sheet, lens, scanned)
  sheet.context.imageSmoothingEnabled = true
  if (scene.hover) lens.frame(sheet, scene.arithmetic.pixel(place), [1, 1], "#222")
  const own = !scene.hover && scanned < scene.transport.last ? place : scene.pin
  lens.frame(sheet, scene.arithmetic.pixel(own), [1, 1], sheet.colour("mark"))
}

// the output as far as it is computed: whole rows, and a part of the next one where it comes pixel by pixel
function drawScanned(scene, sheet, lens, scanned) {
  const pixels = scene.pixels[1]
  const rows = scene.isSingle ? Math.floor(scanned / pixels.width) : scanned
  pixels.draw(sheet, lens, [0, rows])
  const more = scene.isSingle ? scanned % pixels.width : 0
  if (more) pixels.draw(sheet, lens, [rows, rows + 1], [0, more])
}

// the output to the right of the divider, each pixel where its kernel lies
function drawDivided(scene, sheet, scanned) {
  const { run } = scene
  const lens = scene.lenses[0]
  const { at } = scene.dividerAt()
  const spacing = run.stride * run.pool
  const [x, y] = lens.seen(...scene.arithmetic.middle([0, 0]).reverse())
  const { context } = sheet
  context.save()
  context.beginPath()
  context.rect(at, 0, sheet.width - at, sheet.height)
  context.clip()
  drawScanned(scene, sheet, new Lens(lens.scale * spacing, x, y), scanned)
  context.restore()
  sheet.line([[at, 0], [at, sheet.height]], "#fff", { width: 5, alpha: 0.8 })
  sheet.line([[at, 0], [at, sheet.height]], sheet.colour("mark"), { width: 2 })
  sheet.dot(at, sheet.height / 2, 8, { fill: sheet.colour("mark"), stroke: "#fff" })
}

// kernels that are not edited here, each as a picture
function drawMasks(scene, height) {
  const masks = scene.run.weights
  const [rows, columns] = [masks[0].length, masks[0][0].length]
  const across = masks.length > 2 ? 2 : 1
  const down = Math.ceil(masks.length / across)
  const [wide, high] = [scene.mask.canvas.clientWidth / across - 10, Math.max(height, 200) / down - 10]
  const side = Math.max(1, Math.floor(Math.min(wide / columns, high / rows, 46)))
  if (!scene.mask.begin(down * (side * rows + 10), `Numbers of ${scene.run.kernel}: ${masks.length} of ${rows} by ${columns}.`)) return
  const limit = largest(masks.flat(2))
  masks.forEach((mask, i) => {
    const [x, y] = [(i % across) * (side * columns + 10), Math.floor(i / across) * (side * rows + 10)]
    scene.mask.squares(mask.flat(), rows, columns, x, y, side, limit, { numbers: true })
  })
}
