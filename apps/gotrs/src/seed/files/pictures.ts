import { type Canvas, colour, createCanvas } from './canvas.ts'

const ink = colour('#1f2933')
const faint = colour('#7b8794')
const rule = colour('#d9dee4')
const white = colour('#ffffff')
const desktop = colour('#cbd5e1')
const accent = colour('#2563eb')
const alarm = colour('#c62828')

/** A message box in the middle of a screen. */
export function messageBox(title: string, lines: readonly string[], button = 'OK'): Buffer {
  const longest = Math.max(title.length, ...lines.map(line => line.length))
  const [width, height] = [Math.max(380, longest * 12 + 110), 130 + lines.length * 24]
  const canvas = createCanvas(width + 80, height + 60, desktop)
  canvas.fill(40, 30, width, height, white)
  canvas.fill(40, 30, width, 34, colour('#334155'))
  canvas.write(54, 40, title, white)
  canvas.fill(62, 88, 26, 26, alarm)
  canvas.write(72, 94, '!', white)
  for (const [at, line] of lines.entries()) canvas.write(104, 92 + at * 24, line, ink)
  const wide = button.length * 12 + 40
  canvas.fill(40 + width - wide - 20, 30 + height - 48, wide, 32, accent)
  canvas.write(40 + width - wide, 30 + height - 39, button, white)
  return canvas.toPng()
}

/** A list as a program shows it; the row `marked` stands out. */
export function tableScreen(title: string, rows: readonly (readonly string[])[], marked?: number): Buffer {
  const widths = (rows[0] ?? []).map((_, column) => Math.max(...rows.map(row => (row[column] ?? '').length)) * 12 + 34)
  const width = Math.max(
    420,
    widths.reduce((sum, wide) => sum + wide, 40),
  )
  const canvas = createCanvas(width, 76 + rows.length * 34, white)
  canvas.fill(0, 0, width, 44, colour('#0f3d57'))
  canvas.write(20, 15, title, white)
  for (const [at, row] of rows.entries()) {
    const y = 54 + at * 34
    if (at === marked) canvas.fill(10, y, width - 20, 34, colour('#fde2e1'))
    canvas.fill(10, y + 33, width - 20, 1, rule)
    let x = 24
    for (const [column, text] of row.entries()) {
      canvas.write(x, y + 10, text, at === 0 ? faint : at === marked ? alarm : ink)
      x += widths[column] ?? 0
    }
  }
  return canvas.toPng()
}

/** Values over time as a line, with the highest one named. */
export function lineChart(title: string, unit: string, values: readonly number[], labels: readonly string[]): Buffer {
  const canvas = createCanvas(680, 320, white)
  const top = drawFrame(canvas, title, unit, Math.max(...values))
  const step = 580 / (values.length - 1)
  const points = values.map((value, at) => [Math.round(70 + at * step), Math.round(270 - (value / top) * 200)] as const)
  for (const [at, point] of points.entries()) {
    const next = points[at + 1]
    if (next) canvas.line(point, next, accent, 3)
    if ((values[at] ?? 0) > top * 0.6) canvas.fill(point[0] - 3, point[1] - 3, 9, 9, alarm)
  }
  drawLabels(canvas, labels, 580 / Math.max(1, labels.length - 1), 70)
  return canvas.toPng()
}

/** Values side by side. */
export function barChart(title: string, unit: string, values: readonly number[], labels: readonly string[]): Buffer {
  const canvas = createCanvas(680, 320, white)
  const top = drawFrame(canvas, title, unit, Math.max(...values))
  const step = 580 / values.length
  for (const [at, value] of values.entries()) {
    const high = Math.round((value / top) * 200)
    canvas.fill(
      Math.round(82 + at * step),
      270 - high,
      Math.round(step * 0.6),
      high,
      value > top * 0.6 ? alarm : accent,
    )
  }
  drawLabels(canvas, labels, step, 82 + step * 0.3)
  return canvas.toPng()
}

/** A page as a printer with a worn drum leaves it: bars of colour with white streaks. */
export function printedPage(): Buffer {
  const canvas = createCanvas(420, 520, white)
  canvas.write(40, 36, 'Printer test page', ink)
  for (const [at, hex] of ['#00a0c6', '#d6006d', '#f5d400', '#222222'].entries()) {
    canvas.fill(40, 80 + at * 70, 340, 52, colour(hex))
  }
  for (let y = 380; y < 470; y += 18) canvas.fill(40, y, 340 - ((y * 7) % 60), 6, rule)
  for (const x of [96, 181, 188, 263, 330]) canvas.fill(x, 70, x % 3 === 0 ? 7 : 4, 420, white)
  canvas.fill(214, 60, 12, 440, colour('#b7bcc2'))
  return canvas.toPng()
}

/** Round figures on the left, so that the chart can be read; returns the value of the uppermost. */
function drawFrame(canvas: Canvas, title: string, unit: string, highest: number): number {
  const magnitude = 10 ** Math.floor(Math.log10(highest))
  const top = Math.ceil(highest / magnitude) * magnitude
  canvas.write(24, 18, title, ink)
  for (let part = 0; part <= 4; part += 1) {
    canvas.fill(70, 270 - part * 50, 590, 1, rule)
    canvas.write(16, 264 - part * 50, `${Number(((top * part) / 4).toFixed(1))}`, faint, 1)
  }
  canvas.write(16, 50, unit, faint, 1)
  return top
}

function drawLabels(canvas: Canvas, labels: readonly string[], step: number, left: number): void {
  for (const [at, label] of labels.entries()) {
    canvas.write(Math.round(left + at * step - label.length * 3), 284, label, faint, 1)
  }
}
