import { glyphOf } from './font.ts'
import { encodePng } from './png.ts'

export type Colour = readonly [red: number, green: number, blue: number]

/** A colour as `#1f6feb`. */
export function colour(hex: string): Colour {
  const value = Number.parseInt(hex.slice(1), 16)
  return [value >> 16, (value >> 8) & 255, value & 255]
}

export type Canvas = {
  width: number
  height: number
  fill(x: number, y: number, width: number, height: number, paint: Colour): void
  line(from: readonly [number, number], to: readonly [number, number], paint: Colour, thickness?: number): void
  write(x: number, y: number, text: string, paint: Colour, scale?: number): void
  toPng(): Buffer
}

export function createCanvas(width: number, height: number, paper: Colour): Canvas {
  const pixels = new Uint8Array(width * height * 3)
  const fill: Canvas['fill'] = (left, top, wide, high, paint) => {
    for (let y = Math.max(0, top); y < Math.min(height, top + high); y += 1) {
      for (let x = Math.max(0, left); x < Math.min(width, left + wide); x += 1) pixels.set(paint, (y * width + x) * 3)
    }
  }
  fill(0, 0, width, height, paper)
  return {
    width,
    height,
    fill,
    line([x1, y1], [x2, y2], paint, thickness = 2) {
      const steps = Math.max(Math.abs(x2 - x1), Math.abs(y2 - y1), 1)
      for (let step = 0; step <= steps; step += 1) {
        const x = Math.round(x1 + ((x2 - x1) * step) / steps)
        const y = Math.round(y1 + ((y2 - y1) * step) / steps)
        fill(x, y, thickness, thickness, paint)
      }
    },
    write(x, y, text, paint, scale = 2) {
      for (const [at, character] of [...text].entries()) {
        for (const [column, bits] of glyphOf(character).entries()) {
          for (let row = 0; row < 7; row += 1) {
            if ((bits >> row) & 1) fill(x + (at * 6 + column) * scale, y + row * scale, scale, scale, paint)
          }
        }
      }
    },
    toPng: () => encodePng(width, height, pixels),
  }
}
