type File = { id: string; contentId: string | null }

/** Stored bodies say `cid:`; a reader's browser gets the address of the file itself (RFC 2392). */
export function withInlineImages(html: string | null, files: File[]): string | null {
  if (html === null || !html.includes('cid:')) return html
  const byContentId = new Map(files.map(file => [file.contentId, file.id]))
  return html.replace(/(["'])cid:([^"']{1,500})\1/g, (whole, quote: string, contentId: string) => {
    const id = byContentId.get(contentId) ?? byContentId.get(decodeCid(contentId))
    return id ? `${quote}/api/attachments/${id}?inline=1${quote}` : whole
  })
}

function decodeCid(contentId: string): string {
  try {
    return decodeURIComponent(contentId.replaceAll('&amp;', '&'))
  } catch {
    return contentId
  }
}
