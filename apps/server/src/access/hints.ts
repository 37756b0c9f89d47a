import type { LiveHint } from '@gotrs/contract/live'

/** A live stream, and the hints that it has sent so far. */
export type Listener = { hints: LiveHint[]; stop(): void }

export async function listen(url: string, headers: Record<string, string>): Promise<Listener> {
  const leaving = new AbortController()
  const init = { headers: { ...headers, Accept: 'text/event-stream' }, signal: leaving.signal }
  const response = await fetch(url, init)
  if (!response.ok) throw new Error(`${url} answers ${response.status}`)
  const hints: LiveHint[] = []
  void take(response, hints).catch(() => {})
  return { hints, stop: () => leaving.abort() }
}

async function take(response: Response, hints: LiveHint[]): Promise<void> {
  let rest = ''
  for await (const chunk of response.body?.pipeThrough(new TextDecoderStream()) ?? []) {
    const lines = (rest + chunk).split('\n')
    rest = lines.pop() ?? ''
    for (const line of lines) {
      const hint = line.startsWith('data: {') ? (JSON.parse(line.slice(6)) as Partial<LiveHint>) : {}
      if (hint.eventId) hints.push(hint as LiveHint)
    }
  }
}
