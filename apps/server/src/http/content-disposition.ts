/**
 * RFC 6266: the name in UTF-8 for browsers of today (RFC 8187), and in plain letters for everything else. Nothing in a
 * name can end the header or the parameter.
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
