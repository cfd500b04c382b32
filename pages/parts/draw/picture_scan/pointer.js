// The pointer and the arrow keys on a picture: what lies under the pointer is taken apart, a click pins, the divider is dragged.
function listen(scene, canvas, index) {
  const place = (event) => {
    const box = canvas.getBoundingClientRect()
    const pixel = scene.lenses[index].pixel(event.clientX - box.left, event.clientY - box.top)
    const { width, height } = scene.pixels[index]
    if (pixel[0] < 0 || pixel[1] < 0 || pixel[0] >= height || pixel[1] >= width) return null
    return index ? scene.arithmetic.kept(pixel) : scene.arithmetic.over(pixel)
  }
  const isAtDivider = (event) => scene.view.view === "divided" && Math.abs(event.offsetX - scene.dividerAt().at) < 12
  canvas.onpointermove = (event) => {
    if (scene.isDragged) {
      const { from, to } = scene.dividerAt()
      return scene.look({ divider: Math.round(Math.min(100, Math.max(0, (100 * (event.offsetX - from)) / (to - from)))) })
    }
    if (event.pointerType === "touch" || !scene.run) return
    canvas.style.cursor = isAtDivider(event) ? "ew-resize" : ""
    scene.hover = place(event)
    scene.transport.show()
  }
  canvas.onpointerleave = () => { scene.hover = null; if (scene.run) scene.transport.show() }
  canvas.onpointerdown = (event) => {
    if (!isAtDivider(event)) return
    scene.isDragged = true
    canvas.setPointerCapture(event.pointerId)
  }
  canvas.onpointerup = () => { scene.wasDragged = scene.isDragged; scene.isDragged = false }
  canvas.onpointercancel = canvas.onpointerup
  canvas.onclick = (event) => {
    const found = scene.wasDragged ? null : place(event)
    scene.wasDragged = false
    if (found) scene.setPin(found)
  }
  canvas.onkeydown = (event) => {
    const by = meant(event, { ArrowUp: [-1, 0], ArrowDown: [1, 0], ArrowLeft: [0, -1], ArrowRight: [0, 1] })
    if (!by) return
    event.preventDefault()
    const length = event.shiftKey ? 10 : 1
    scene.hover = null
    scene.setPin(scene.pin.map((at, axis) => at + by[axis] * length), true)
  }
}
