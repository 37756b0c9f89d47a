import { readdirSync, readFileSync } from 'node:fs'

/** The body of a mail, and the text that its sender wrote. */
export type SampleBody = { name: string; body: string; visible: string }

/** The same with header lines, which show whether it is an answer, a forward or a request. */
export type SampleMail = SampleBody & { raw: Buffer; isHtml: boolean }

const DIVIDER = '\n===== visible =====\n'

/** Each file has the body, a divider line, and below it the visible text. */
export function readSampleBodies(kind: 'text' | 'html'): SampleBody[] {
  return filesIn(kind).map(({ file, content }) => sampleOf(file, content))
}

/** The same with `From` and `Subject` above the body; the visible text `(all)` means all of it. */
export function readSampleMails(kind: 'openings' | 'answers' | 'forwards'): SampleMail[] {
  return filesIn(kind).map(({ file, content }) => {
    const { name, body: mail, visible } = sampleOf(file, content)
    const [head = '', ...paragraphs] = mail.split('\n\n')
    const body = paragraphs.join('\n\n')
    const isHtml = file.endsWith('.html')
    const type = `Content-Type: text/${isHtml ? 'html' : 'plain'}; charset=utf-8\nContent-Transfer-Encoding: 8bit`
    const raw = Buffer.from(`${head}\n${type}\n\n${body}`.replaceAll('\n', '\r\n'))
    return { name: isHtml ? `${name}, in HTML` : name, body, visible, raw, isHtml }
  })
}

function filesIn(folder: string): { file: string; content: string }[] {
  const url = new URL(`../../src/body/fixtures/${folder}/`, import.meta.url)
  return readdirSync(url)
    .sort()
    .map(file => ({ file, content: readFileSync(new URL(file, url), 'utf8') }))
}

function sampleOf(file: string, content: string): SampleBody {
  const at = content.indexOf(DIVIDER)
  if (at < 0 || !content.endsWith('\n'))
    throw new Error(`${file} lacks the line ${DIVIDER.trim()}, or the last line end.`)
  const name = file.replace(/\.\w+$/, '').replaceAll('-', ' ')
  return { name, body: content.slice(0, at), visible: content.slice(at + DIVIDER.length, -1) }
}
