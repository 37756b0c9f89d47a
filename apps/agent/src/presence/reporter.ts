import { presenceSeconds, type ReportPresenceInput } from '@gotrs/contract/presence'

type Reported = ReportPresenceInput['state']

/** Says what somebody does with one ticket: at each change, and again as long as it lasts. */
export function createReporter(report: (state: Reported) => void) {
  let current: Reported = 'gone'
  let heartbeat: ReturnType<typeof setInterval> | undefined
  let pause: ReturnType<typeof setTimeout> | undefined
  const set = (state: Reported) => {
    if (current === state) return
    current = state
    clearInterval(heartbeat)
    report(state)
    if (state !== 'gone') heartbeat = setInterval(() => report(current), presenceSeconds.heartbeat * 1000)
  }
  return {
    shown: () => current === 'gone' && set('viewing'),
    /** A key was pressed in the text. */
    typed() {
      if (current === 'gone') return
      clearTimeout(pause)
      pause = setTimeout(() => current === 'writing' && set('viewing'), presenceSeconds.writing * 1000)
      set('writing')
    },
    gone() {
      clearTimeout(pause)
      set('gone')
    },
  }
}
