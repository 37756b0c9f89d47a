import { describe, expect, it } from 'vitest'
import { afternoonOf, momentOf } from './calendar.ts'
import { loadStories } from './load-stories.ts'
import { writeScript } from './script.ts'

const stories = loadStories()
const hour = 3_600_000
/** Every hour of a week, so that no weekday and no time of day breaks the stories. */
const starts = Array.from({ length: 168 }, (_, at) => new Date(Date.parse('2026-11-16T00:10:00.000Z') + at * hour))
const ends = starts.map(afternoonOf)

describe('the script of the demo', () => {
  it('is the same for the same end', () => {
    const write = () => writeScript(stories, [], new Date(0), new Date('2026-11-20T16:30:00.000Z'))
    expect(write()).toEqual(write())
  })

  it('plays every story in order, at any start time', () => {
    const faults: string[] = []
    for (const endsAt of ends) {
      for (const { name, turns } of stories) {
        let last: Date | null = null
        for (const turn of turns) {
          const at = momentOf(turn.at, last, endsAt)
          const isInOrder = at > (last ?? 0) && at.getTime() < endsAt.getTime() - hour / 6
          if (!isInOrder) faults.push(`${name}, ${turn.at}, at ${endsAt.toISOString()}`)
          last = at
        }
      }
    }
    expect(faults).toEqual([])
  })

  it('gives every act one verb, a little after the one before', () => {
    const acts = writeScript(stories, [], new Date(0), new Date('2026-11-20T16:30:00.000Z'))
    const times = acts.map(act => act.at.getTime())
    expect(times).toEqual(times.toSorted((one, other) => one - other))
    const verbs = acts.filter(act => act.kind === 'story' && 'by' in act.turn)
    expect(verbs.length).toBeGreaterThan(300)
  })
})

describe('the calendar', () => {
  it('counts working days', () => {
    const monday = new Date('2026-11-16T10:00:00.000Z')
    expect(momentOf('1 09:30', null, monday).toISOString()).toBe('2026-11-13T09:30:00.000Z')
    expect(momentOf('+1h20m', new Date('2026-11-13T09:30:00.000Z'), monday).toISOString()).toBe(
      '2026-11-13T10:50:00.000Z',
    )
    expect(momentOf('ago 2h', null, monday).toISOString()).toBe('2026-11-16T08:00:00.000Z')
  })

  it.each(['', 'tomorrow', '+', 'ago', '15 9:1', '+1d'])('refuses "%s"', when => {
    expect(() => momentOf(when, new Date(0), new Date())).toThrow(/is not a time|no length of time/)
  })
})
