const minuteMs = 60_000
const longestMs = 60 * minuteMs

/** How long to pause for a server that throttles us, and the message for the admin. */
export type Throttle = { pauseMs: number; words: string }

type ErrorFacts = {
  message?: string
  code?: string
  responseText?: string
  serverResponseCode?: string
  reason?: string
  throttleReset?: number
  cause?: unknown
}

type Rule = { codes: readonly string[]; words: RegExp; minutes: number; advice: string }

// Response codes: RFC 5530 and RFC 9051, section 7.1. The words are for servers that send no code.
const rules: readonly Rule[] = [
  {
    codes: ['LIMIT', 'INUSE'],
    words:
      /too many (?:simultaneous |concurrent |open )?(?:connections|sessions|logins)|maximum number of connections/i,
    minutes: 5,
    advice: 'The server allows no more connections for this account. Close other programs that use it.',
  },
  {
    codes: ['THROTTLED', 'ETHROTTLE'],
    words: /throttl|rate limit|bandwidth limit/i,
    minutes: 5,
    advice: 'The server throttles this account.',
  },
  {
    codes: ['OVERQUOTA'],
    words: /over quota|quota exceeded/i,
    minutes: 15,
    advice: 'The account is full. Delete mail or increase its quota.',
  },
  {
    codes: ['ALERT', 'CONTACTADMIN'],
    words: /web login required|please log in via your web browser/i,
    minutes: 15,
    advice: "The server requires the attention of the account's owner.",
  },
  {
    codes: ['UNAVAILABLE', 'SERVERBUG'],
    words: /temporarily unavailable|try again later|server (?:is )?busy/i,
    minutes: 2,
    advice: 'The server is temporarily unavailable.',
  },
]

/** Doubles with each failure in a row, up to an hour. Null if the server did not throttle. */
export function throttleOf(error: unknown, failures: number): Throttle | null {
  const all = errorAndCauses(error)
  const rule = rules.find(it => all.some(facts => matches(it, facts)))
  if (!rule) return null
  const requested = Math.max(0, ...all.map(facts => facts.throttleReset ?? 0))
  const grown = rule.minutes * minuteMs * 2 ** Math.min(failures - 1, 5)
  const pauseMs = Math.min(Math.max(requested, grown), longestMs)
  const quote = all.map(facts => facts.responseText ?? facts.reason).find(text => text !== undefined)
  const minutes = Math.ceil(pauseMs / minuteMs)
  return {
    pauseMs,
    words: `${rule.advice} ${quote ? `It replied "${quote.slice(0, 200)}". ` : ''}The desk tries again in ${minutes} minutes.`,
  }
}

function matches(rule: Rule, { code: errorCode, ...facts }: ErrorFacts): boolean {
  if (rule.codes.some(code => code === facts.serverResponseCode?.toUpperCase() || code === errorCode)) return true
  const text = `${facts.responseText ?? ''} ${facts.reason ?? ''} ${facts.message ?? ''}`
  return rule.words.test(text) || rule.codes.some(code => text.includes(`[${code}]`))
}

/** The error and its causes, which may come from the library. */
function errorAndCauses(error: unknown): ErrorFacts[] {
  const found: ErrorFacts[] = []
  let current = error
  while (current instanceof Error && found.length < 5) {
    found.push(current as ErrorFacts)
    current = current.cause
  }
  return found
}
