/** As large as anybody looks at a photo of a plate; a phone takes twice as much. */
const maxSide = 2_048
const quality = 0.85

/** The size in which a photo is sent. */
export function fitted(width: number, height: number): { width: number; height: number } {
  const factor = Math.min(1, maxSide / Math.max(width, height))
  return { width: Math.max(1, Math.round(width * factor)), height: Math.max(1, Math.round(height * factor)) }
}

/**
 * The photo, upright, at most 2,048 pixels wide and high, without its metadata: the place where it was taken is not sent.
 * The file itself where it is no photo, where the browser cannot read it, or where nothing would be gained. PNG is what
 * screenshots are: their text stays as it is.
 */
export async function shrinkPhoto(file: File): Promise<File> {
  if (file.type !== 'image/jpeg' && file.type !== 'image/webp') return file
  try {
    const photo = await createImageBitmap(file, { imageOrientation: 'from-image' })
    const shrunk = await draw(photo, file.type)
    photo.close()
    // A browser that cannot write the type answers with PNG.
    if (shrunk?.type !== file.type) return file
    if (shrunk.size >= file.size && !(await hasMetadata(file))) return file
    return new File([shrunk], file.name, { type: file.type, lastModified: file.lastModified })
  } catch {
    return file
  }
}

function draw(photo: ImageBitmap, type: string): Promise<Blob | null> {
  const canvas = Object.assign(document.createElement('canvas'), fitted(photo.width, photo.height))
  const context = canvas.getContext('2d')
  if (!context) return Promise.resolve(null)
  context.imageSmoothingQuality = 'high'
  context.drawImage(photo, 0, 0, canvas.width, canvas.height)
  return new Promise(resolve => canvas.toBlob(resolve, type, quality))
}

/** Exif, at the beginning of a JPEG or at the end of a WebP. */
async function hasMetadata(file: File): Promise<boolean> {
  const ends = [file.slice(0, 65_536), file.slice(-65_536)]
  const texts = await Promise.all(ends.map(async end => new TextDecoder('latin1').decode(await end.arrayBuffer())))
  return texts.some(text => /exif/i.test(text))
}
