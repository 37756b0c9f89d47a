import { readdirSync, readFileSync } from 'node:fs'

const server = new URL('../../apps/server/src/', import.meta.url)

/** The comment above each procedure in the source, by its name, such as `tickets.create`. */
export function docComments(): Map<string, string> {
  const nouns = nounsOfRouters()
  const comments = new Map<string, string>()
  for (const file of readdirSync(new URL('routers/', server))) {
    if (!file.endsWith('.ts') || file.endsWith('.test.ts')) continue
    let noun: string | undefined
    let comment: string[] = []
    for (const line of readFileSync(new URL(`routers/${file}`, server), 'utf8').split('\n')) {
      const router = /^export const (\w+) = router\(/.exec(line)
      if (router) noun = nouns.get(router[1] ?? '')
      if (/^ {2}(\/\*\*| \*)/.test(line)) comment.push(line)
      else {
        const procedure = /^ {2}(\w+): /.exec(line)
        if (noun && procedure && comment.length > 0) comments.set(`${noun}.${procedure[1]}`, wordsOf(comment))
        comment = []
      }
    }
  }
  return comments
}

/** `ticketsRouter` → `tickets`, as the router tree names it. */
function nounsOfRouters(): Map<string, string> {
  const tree = readFileSync(new URL('router.ts', server), 'utf8')
  return new Map([...tree.matchAll(/^ {2}(\w+): (\w+),$/gm)].map(([, noun = '', router = '']) => [router, noun]))
}

const wordsOf = (lines: string[]) =>
  lines
    .map(line =>
      line
        .replace(/^ +\/?\*+\/?/, '')
        .replace(/\*\/\s*$/, '')
        .trim(),
    )
    .filter(words => words !== '')
    .join(' ')
