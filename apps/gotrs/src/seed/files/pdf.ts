/** One page of A4 with lines of text, the first of them as a heading (PDF 1.4; ISO 32000-1, annex H.3). */
export function makePdf(lines: readonly string[]): Buffer {
  const objects = [
    '<< /Type /Catalog /Pages 2 0 R >>',
    '<< /Type /Pages /Kids [3 0 R] /Count 1 >>',
    `<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents 6 0 R
/Resources << /Font << /Head 4 0 R /Body 5 0 R >> >> >>`,
    '<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica-Bold /Encoding /WinAnsiEncoding >>',
    '<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica /Encoding /WinAnsiEncoding >>',
    streamOf(drawLines(lines)),
  ]
  let out = '%PDF-1.4\n'
  const offsets = objects.map((object, at) => {
    const offset = out.length
    out += `${at + 1} 0 obj\n${object}\nendobj\n`
    return offset
  })
  const table = offsets.map(offset => `${String(offset).padStart(10, '0')} 00000 n \n`).join('')
  const start = out.length
  out += `xref\n0 ${objects.length + 1}\n0000000000 65535 f \n${table}`
  out += `trailer\n<< /Size ${objects.length + 1} /Root 1 0 R >>\nstartxref\n${start}\n%%EOF\n`
  return Buffer.from(out, 'latin1')
}

const streamOf = (content: string) => `<< /Length ${content.length} >>\nstream\n${content}\nendstream`

function drawLines([heading = '', ...rest]: readonly string[]): string {
  const body = rest.map(line => `(${escapeText(line)}) Tj T*`).join('\n')
  return `BT\n/Head 18 Tf\n60 770 Td\n(${escapeText(heading)}) Tj\n/Body 11 Tf\n0 -34 Td\n16 TL\n${body}\nET`
}

/** The euro sign has another place in WinAnsi than in Latin-1 (ISO 32000-1, annex D.2). */
const escapeText = (text: string) => text.replace(/[\\()]/g, '\\$&').replaceAll('€', '\x80')
