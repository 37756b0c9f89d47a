/** One content line of iCalendar: `DTSTART;TZID=Europe/Berlin:20260303T100000`. */
export type CalendarLine = { name: string; params: Map<string, string>; value: string }

export type Component = { name: string; lines: CalendarLine[]; children: Component[] }

const MAX_TEXT = 512 * 1024
const MAX_LINES = 10_000
const MAX_DEPTH = 10

/** The components of a calendar file, within limits. https://www.rfc-editor.org/rfc/rfc5545#section-3.1 */
export function readComponents(text: string): Component {
  const root: Component = { name: '', lines: [], children: [] }
  const open = [root]
  for (const raw of unfolded(text.slice(0, MAX_TEXT)).slice(0, MAX_LINES)) {
    const line = lineOf(raw)
    if (!line) continue
    const current = open.at(-1) ?? root
    if (line.name === 'BEGIN' && open.length <= MAX_DEPTH) {
      const child = { name: line.value.trim().toUpperCase(), lines: [], children: [] }
      current.children.push(child)
      open.push(child)
    } else if (line.name === 'END') {
      if (open.length > 1) open.pop()
    } else current.lines.push(line)
  }
  return root
}

/** The components with a name, at any depth. */
export function allComponents(within: Component, name: string): Component[] {
  return within.children.flatMap(it => (it.name === name ? [it] : allComponents(it, name)))
}

export const lineNamed = ({ lines }: Component, name: string): CalendarLine | undefined =>
  lines.find(it => it.name === name)

/** The text of a line without its escapes, on one line. */
export function textOf(component: Component, name: string, most = 500): string {
  const value = lineNamed(component, name)?.value.slice(0, 4 * most) ?? ''
  const text = value.replace(/\\([nN\\,;:"])/g, (_, it: string) => (it === 'n' || it === 'N' ? ' ' : it))
  return text
    .replace(/[\p{Cc}\s]+/gu, ' ')
    .trim()
    .slice(0, most)
    .toWellFormed()
}

/** A line that starts with a blank continues the one before it. */
function unfolded(text: string): string[] {
  return text
    .replace(/\r\n?/g, '\n')
    .replace(/\n[ \t]/g, '')
    .split('\n')
}

function lineOf(raw: string): CalendarLine | null {
  const head = /^[A-Za-z0-9-]{1,60}/.exec(raw)?.[0]
  if (!head) return null
  const params = new Map<string, string>()
  let pos = head.length
  while (raw[pos] === ';') {
    const [whole, name = '', quoted, bare = ''] =
      /^;([A-Za-z0-9-]{1,60})=(?:"([^"]*)"|([^;:"]*))/.exec(raw.slice(pos)) ?? []
    if (whole === undefined) return null
    params.set(name.toUpperCase(), quoted ?? bare)
    pos += whole.length
  }
  return raw[pos] === ':' ? { name: head.toUpperCase(), params, value: raw.slice(pos + 1) } : null
}
