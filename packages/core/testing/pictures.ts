import { PhotonImage } from '@cf-wasm/photon/node'

/** A picture with a different colour in each corner: red, green, blue, white from the left above. */
export function picture(width: number, height: number, type: 'png' | 'jpeg' | 'webp' = 'png'): Buffer {
  const pixels = new Uint8Array(width * height * 4)
  for (let at = 0; at < width * height; at += 1) {
    const isLeft = at % width < width / 2
    const isAbove = at / width < height / 2
    const colour = isAbove ? (isLeft ? [255, 0, 0] : [0, 255, 0]) : isLeft ? [0, 0, 255] : [255, 255, 255]
    pixels.set([...colour, 255], at * 4)
  }
  const made = new PhotonImage(pixels, width, height)
  const bytes = { png: () => made.get_bytes(), jpeg: () => made.get_bytes_jpeg(90), webp: () => made.get_bytes_webp() }
  const file = Buffer.from(bytes[type]())
  made.free()
  return file
}

/** The JPEG as a phone writes it: turned, with the place where it was taken (Exif 2.32, tags 0x0112 and 0x8825). */
export function withExif(jpeg: Buffer, orientation: number): Buffer {
  const tiff = Buffer.from(
    `4d4d002a000000080002011200030000000100${orientation.toString(16).padStart(2, '0')}00008825000400000001000000260000` +
      '0000000100010002000000024e000000' +
      '00000000',
    'hex',
  )
  const body = Buffer.concat([Buffer.from('Exif\0\0'), tiff, Buffer.from('GPS 52.5200 N')])
  const head = Buffer.from([0xff, 0xe1, 0, 0])
  head.writeUInt16BE(body.length + 2, 2)
  return Buffer.concat([jpeg.subarray(0, 2), head, body, jpeg.subarray(2)])
}
