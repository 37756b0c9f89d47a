import { setFlagsFromString } from 'node:v8'
import { fliph, flipv, PhotonImage, resize, rotate, SamplingFilter } from '@cf-wasm/photon/node'
import { imageSize } from 'image-size'

export type SmallPicture = { bytes: Uint8Array; contentType: 'image/jpeg' | 'image/png' }

/** Four pixels for each one of a place of 120 x 90, and a little more for screens that are denser. */
const maxSide = 320
/** What a phone takes at most. It is checked by the header alone, before anything is decoded. */
const maxPixels = 50_000_000
const jpegQuality = 78
/** 640 MB, which the largest picture needs. V8 has this limit for the process, where no other WebAssembly is large. */
const maxMemoryPages = 10_240

const readable = new Set(['jpg', 'png', 'gif', 'webp'])

/**
 * The picture, upright, at most 320 pixels wide and high, without its metadata. Null where it is no picture that the
 * library reads, or larger than a camera's. It takes time and memory, and a broken picture ends the program of the library
 * (a WebAssembly trap): this runs in a thread, which is not used again after an error.
 */
export function shrinkPicture(bytes: Uint8Array): SmallPicture | null {
  const { width, height, type, orientation } = headerOf(bytes)
  if (!readable.has(type) || width * height > maxPixels || width * height === 0) return null
  setFlagsFromString(`--wasm-max-mem-pages=${maxMemoryPages}`)
  const small = upright(reduce(PhotonImage.new_from_byteslice(bytes)), orientation)
  const shrunk: SmallPicture = isOpaque(small)
    ? { bytes: small.get_bytes_jpeg(jpegQuality), contentType: 'image/jpeg' }
    : { bytes: small.get_bytes(), contentType: 'image/png' }
  small.free()
  return shrunk
}

function headerOf(bytes: Uint8Array) {
  try {
    const { width, height, type = '', orientation = 1 } = imageSize(bytes)
    return { width, height, type, orientation }
  } catch {
    return { width: 0, height: 0, type: '', orientation: 1 }
  }
}

function reduce(picture: PhotonImage): PhotonImage {
  const [width, height] = [picture.get_width(), picture.get_height()]
  const factor = maxSide / Math.max(width, height)
  if (factor >= 1) return picture
  const side = (length: number) => Math.max(1, Math.round(length * factor))
  const small = resize(picture, side(width), side(height), SamplingFilter.Triangle)
  picture.free()
  return small
}

/** How a picture is turned for each orientation of Exif (tag 0x0112): a quarter to the right, then flipped. */
const turns: Record<number, [isTurned: boolean, isFlippedAcross: boolean, isFlippedDown: boolean]> = {
  2: [false, true, false],
  3: [false, true, true],
  4: [false, false, true],
  5: [true, true, false],
  6: [true, false, false],
  7: [true, false, true],
  8: [true, true, true],
}

function upright(picture: PhotonImage, orientation: number): PhotonImage {
  const [isTurned, isFlippedAcross, isFlippedDown] = turns[orientation] ?? [false, false, false]
  const turned = isTurned ? rotate(picture, 90) : picture
  if (isFlippedAcross) fliph(turned)
  if (isFlippedDown) flipv(turned)
  return turned
}

function isOpaque(picture: PhotonImage): boolean {
  const pixels = picture.get_raw_pixels()
  for (let at = 3; at < pixels.length; at += 4) if (pixels[at] !== 255) return false
  return true
}
