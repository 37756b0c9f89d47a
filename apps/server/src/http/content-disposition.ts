/**
 * RFC 6266: the name in UTF-8 for current browsers (RFC 8187), and in ASCII for other clients. Nothing in a name can
 * end the header or the parameter.
 */
export function contentDisposition(kind: 'attachment' | 'inline', filename: string): string {
  const plain = filename
    .normalize('NFKD')
    .replace(/[^\x20-\x7e]/g, '')
    .replace(/["\\%/]/g, '_')
  return `${kind}; filename="${plain.trim() || 'file'}"; filename*=UTF-8''${encodeExtended(filename)}`
}

const encodeExtended = (text: string) =>
  encodeURIComponent(text.toWellFormed()).replace(
    /['()*]/g,
    mark => `%${mark.charCodeAt(0).toString(16).toUpperCase()}`,
  )
