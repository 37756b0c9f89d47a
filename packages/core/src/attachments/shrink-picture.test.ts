import { crc32, deflateSync } from 'node:zlib'
import { PhotonImage } from '@cf-wasm/photon/node'
import { describe, expect, it } from 'vitest'
import { picture, withExif } from '../../testing/pictures.ts'
import { shrinkPicture } from './shrink-picture.ts'

const look = (bytes: Uint8Array) => {
  const seen = PhotonImage.new_from_byteslice(bytes)
  const [width, height, pixels] = [seen.get_width(), seen.get_height(), seen.get_raw_pixels()]
  const colour = (x: number, y: number) => {
    const [red = 0, green = 0, blue = 0] = pixels.slice((y * width + x) * 4)
    const bits = [red, green, blue].map(it => (it > 127 ? 1 : 0)).join('')
    return { '100': 'red', '010': 'green', '001': 'blue', '111': 'white' }[bits] ?? bits
  }
  const corners = [colour(3, 3), colour(width - 4, 3), colour(3, height - 4), colour(width - 4, height - 4)]
  return { width, height, corners }
}
const asFound = ['red', 'green', 'blue', 'white']

describe('a picture is shrunk', () => {
  it.each(['png', 'jpeg', 'webp'] as const)('of %s, in its proportions', type => {
    const small = shrinkPicture(picture(1_600, 800, type))
    expect(small?.contentType).toBe('image/jpeg')
    expect(look(small?.bytes ?? Buffer.alloc(0))).toEqual({ width: 320, height: 160, corners: asFound })
  })

  it('of GIF, by its first picture', () => {
    const gif = Buffer.from('R0lGODlhAQABAIAAAP8AAP8AACwAAAAAAQABAAACAkQBADs=', 'base64')
    expect(look(shrinkPicture(gif)?.bytes ?? Buffer.alloc(0))).toMatchObject({ width: 1, height: 1 })
  })

  it('and never enlarged', () => {
    expect(look(shrinkPicture(picture(40, 30))?.bytes ?? Buffer.alloc(0))).toMatchObject({ width: 40, height: 30 })
  })

  it('and stays transparent where it is', () => {
    const clear = new PhotonImage(new Uint8Array(400 * 400 * 4), 400, 400)
    expect(shrinkPicture(clear.get_bytes())?.contentType).toBe('image/png')
  })

  it.each([
    [1, 400, 200, ['red', 'green', 'blue', 'white']],
    [2, 400, 200, ['green', 'red', 'white', 'blue']],
    [3, 400, 200, ['white', 'blue', 'green', 'red']],
    [4, 400, 200, ['blue', 'white', 'red', 'green']],
    [5, 200, 400, ['red', 'blue', 'green', 'white']],
    [6, 200, 400, ['blue', 'red', 'white', 'green']],
    [7, 200, 400, ['white', 'green', 'blue', 'red']],
    [8, 200, 400, ['green', 'white', 'red', 'blue']],
  ])('and upright: orientation %i', (orientation, width, height, corners) => {
    const small = shrinkPicture(withExif(picture(400, 200, 'jpeg'), orientation))
    const seen = look(small?.bytes ?? Buffer.alloc(0))
    expect(seen.width / seen.height).toBe(width / height)
    expect(seen.corners).toEqual(corners)
  })

  it('without its metadata', () => {
    const photo = withExif(picture(400, 200, 'jpeg'), 6)
    expect(photo.includes('GPS 52.5200 N')).toBe(true)
    const bytes = Buffer.from(shrinkPicture(photo)?.bytes ?? [])
    for (const mark of ['Exif', 'GPS']) expect(bytes.includes(mark)).toBe(false)
  })
})

/** A PNG that says how large it is; its rows are zeroes, which deflate to next to nothing. */
function png(width: number, height: number, bytesOfRows: number): Buffer {
  const chunk = (type: string, data: Buffer) => {
    const body = Buffer.concat([Buffer.from(type), data])
    const [length, check] = [Buffer.alloc(4), Buffer.alloc(4)]
    length.writeUInt32BE(data.length)
    check.writeUInt32BE(crc32(body))
    return Buffer.concat([length, body, check])
  }
  const header = Buffer.from([0, 0, 0, 0, 0, 0, 0, 0, 8, 6, 0, 0, 0])
  header.writeUInt32BE(width, 0)
  header.writeUInt32BE(height, 4)
  const rows = deflateSync(Buffer.alloc(bytesOfRows))
  return Buffer.concat([
    Buffer.from('\x89PNG\r\n\x1a\n', 'latin1'),
    chunk('IHDR', header),
    chunk('IDAT', rows),
    chunk('IEND', Buffer.alloc(0)),
  ])
}

describe('a picture has no small one', () => {
  it.each([
    ['a bomb: 100 megapixels of nothing', png(10_000, 10_000, 10_000_000)],
    ['a picture of two thousand million pixels a side', png(2_000_000_000, 2_000_000_000, 10)],
    ['a picture without a side', png(0, 10, 10)],
    ['text', Buffer.from('GIF? no')],
    ['SVG', Buffer.from('<svg xmlns="http://www.w3.org/2000/svg" width="10" height="10"/>')],
    ['nothing', Buffer.alloc(0)],
  ])('where it is %s, and nothing of it is decoded', (_what, bytes) => {
    expect(shrinkPicture(bytes)).toBeNull()
  })
})
