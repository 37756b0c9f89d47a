const MAX_NAME = 200
/** Controls, direction overrides, zero-width characters: what makes `exe.txt` out of `txt.exe`. */
const INVISIBLE =
  // biome-ignore lint/suspicious/noControlCharactersInRegex: control characters are what is removed.
  /[\u0000-\u001f\u007f-\u009f\u00ad\u061c\u180e\u200b-\u200f\u2028-\u202e\u2060-\u2069\ufeff\ufff9-\ufffb]/g

const EXTENSIONS: Record<string, string> = {
  'text/plain': 'txt',
  'text/html': 'html',
  'text/calendar': 'ics',
  'text/vcard': 'vcf',
  'text/x-vcard': 'vcf',
  'text/csv': 'csv',
  'text/rfc822-headers': 'txt',
  'message/rfc822': 'eml',
  'message/delivery-status': 'txt',
  'message/disposition-notification': 'txt',
  'message/feedback-report': 'txt',
  'image/jpeg': 'jpg',
  'image/pjpeg': 'jpg',
  'image/svg+xml': 'svg',
  'image/tiff': 'tif',
  'application/pdf': 'pdf',
  'application/zip': 'zip',
  'application/rtf': 'rtf',
  'application/pgp-signature': 'asc',
  'application/pgp-encrypted': 'asc',
  'application/pgp-keys': 'asc',
  'application/pkcs7-signature': 'p7s',
  'application/x-pkcs7-signature': 'p7s',
  'application/pkcs7-mime': 'p7m',
  'application/ms-tnef': 'dat',
  'application/json': 'json',
  'application/xml': 'xml',
  'video/quicktime': 'mov',
  'audio/mpeg': 'mp3',
  'audio/mp4': 'm4a',
}

const STEMS: Record<string, string> = {
  image: 'image',
  video: 'video',
  audio: 'audio',
  text: 'document',
  message: 'message',
}

/** A name that is safe to show and to offer for saving; it never decides where a file is stored. */
export function cleanFilename(name: string, fallback: string): string {
  const line = name.toWellFormed().replace(INVISIBLE, '').replace(/\s+/g, ' ')
  return shortened(withoutEnds(baseName(line))) || fallback
}

/** Without dots and blanks at either end; no regular expression, because a name may consist of them. */
function withoutEnds(name: string): string {
  let start = 0
  let end = name.length
  while (start < end && isDotOrBlank(name[start])) start++
  while (end > start && isDotOrBlank(name[end - 1])) end--
  return name.slice(start, end)
}

function isDotOrBlank(character: string | undefined): boolean {
  return character === '.' || character === ' '
}

/** For a part without a name: `image.png`, `attachment.pdf`, or with `stem` if more is known. */
export function defaultFilename(contentType: string, stem?: string): string {
  const kind = contentType.split('/', 1)[0] ?? ''
  return `${stem ?? STEMS[kind] ?? 'attachment'}.${extensionOf(contentType)}`
}

function extensionOf(contentType: string): string {
  const media = /^(?:image|audio|video)\/(?:x-)?([a-z0-9]{2,5})$/.exec(contentType)?.[1]
  return EXTENSIONS[contentType] ?? media ?? (contentType.startsWith('text/') ? 'txt' : 'bin')
}

/** Old programs send the whole path: `C:\Users\jane\a.txt`. */
function baseName(name: string): string {
  return name.slice(Math.max(name.lastIndexOf('/'), name.lastIndexOf('\\')) + 1)
}

function shortened(name: string): string {
  const characters = [...name]
  if (characters.length <= MAX_NAME) return name
  const dot = name.lastIndexOf('.')
  const extension = dot > 0 && name.length - dot <= 12 ? name.slice(dot) : ''
  return characters.slice(0, MAX_NAME - extension.length).join('') + extension
}
