import { type FilterField, type FilterWord, field } from '../field.ts'
import { ages, readAge } from '../read-value.ts'
import { ageRangeOf, daysBefore, isWithin, newerThan, olderThan, readTimeRange, type TimeRange } from '../time-range.ts'

/** A ticket that has no such time does not match. */
type TimeCondition<N extends string> = { field: N } & TimeRange
type TimeName = 'createdAt' | 'updatedAt' | 'resolvedAt' | 'closedAt' | 'waitingSince'
type TimeField<N extends string> = Pick<FilterField<TimeCondition<N>>, 'availableTo' | 'samples'> & {
  time: TimeName
  words: Record<string, FilterWord<TimeRange>>
}

function timeField<N extends string>(name: N, { time, words, ...record }: TimeField<N>) {
  const ofField = ({ read, ...word }: FilterWord<TimeRange>): FilterWord<TimeCondition<N>> => ({
    ...word,
    read: (value, typed) => ({ field: name, ...read(value, typed) }),
  })
  return field<TimeCondition<N>>({
    ...record,
    words: Object.fromEntries(Object.entries(words).map(([word, record]) => [word, ofField(record)])),
    matches: (condition, ticket, { now }) => isWithin(condition, ticket[time], now),
  })
}

const agesAfter = (sign: string, meaning: string) =>
  Object.fromEntries(Object.entries(ages).map(([age, said]) => [`${sign}${age}`, `${meaning} ${said}`]))
const longer = agesAfter('>', 'longer than')
const shorter = agesAfter('<', 'within')

const ranged = { values: (now: Date) => ({ ...shorter, ...daysBefore(now), ...longer }), read: readTimeRange }

export const created = timeField('created', {
  availableTo: 'everybody',
  time: 'createdAt',
  words: {
    created: {
      finds:
        'tickets made on a day (`2026-11-05`, in UTC), on one of several (`2026-11-01..2026-11-30`, `2026-11-01..`, `..2026-11-30`), within an age (`<7d`) or longer ago (`>7d`)',
      example: 'created:2026-11-01..',
      ...ranged,
    },
    older: {
      finds: 'tickets made longer ago than an age (`30m`, `4h`, `7d`, `2w`)',
      example: 'older:7d',
      values: agesAfter('', 'longer ago than'),
      read: (value, word) => olderThan(readAge(value, word)),
    },
    newer: {
      finds: 'tickets made within an age',
      example: 'newer:4h',
      values: agesAfter('', 'within'),
      read: (value, word) => newerThan(readAge(value, word)),
    },
  },
  samples: [
    'older:2d',
    'newer:2d',
    'created:2026-11-02',
    'created:2026-11-03..2026-11-04',
    'created:..2026-11-02',
    'created:2026-11-05..',
    'created:0001-01-01..9999-12-30',
  ],
})

export const updated = timeField('updated', {
  availableTo: 'everybody',
  time: 'updatedAt',
  words: {
    updated: { finds: 'as `created`, by the last change that the customer sees', example: 'updated:<7d', ...ranged },
  },
  samples: ['updated:<2d', 'updated:>2d', 'updated:2026-11-02', 'updated:2026-11-03..'],
})

export const resolved = timeField('resolved', {
  availableTo: 'everybody',
  time: 'resolvedAt',
  words: {
    resolved: { finds: 'as `created`, by when the ticket was resolved', example: 'resolved:2026-11-05', ...ranged },
  },
  samples: ['resolved:<2d', 'resolved:..2026-11-02', 'resolved:2026-11-05'],
})

export const closed = timeField('closed', {
  availableTo: 'everybody',
  time: 'closedAt',
  words: {
    closed: {
      finds: 'as `created`, by when the ticket was closed',
      example: 'closed:2026-11-01..2026-11-30',
      ...ranged,
    },
  },
  samples: ['closed:<2d', 'closed:..2026-11-02', 'closed:2026-11-05..'],
})

export const waiting = timeField('waiting', {
  availableTo: 'staff',
  time: 'waitingSince',
  words: {
    waiting: {
      finds: 'tickets whose customer has waited longer than an age (`1d` or `>1d`), or less long (`<1d`)',
      example: 'waiting:1d',
      values: { ...agesAfter('', 'longer than'), ...shorter, ...longer },
      read: (value, word) => ageRangeOf(value) ?? olderThan(readAge(value, word)),
    },
  },
  samples: ['waiting:1d', 'waiting:>1d', 'waiting:<1d'],
})
