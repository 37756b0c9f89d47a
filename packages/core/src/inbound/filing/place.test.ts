import { describe, expect, test } from 'vitest'
import { placeAfter, placeOf } from './place.ts'

const at = (text: string) => new Date(`2026-11-${text}:00Z`)
const receivedAt = at('30T12:00')

describe('the place of a mail in a conversation', () => {
  test.each([
    ['when it was written', at('29T12:00'), null, at('29T12:00')],
    ['when it came, where it does not say', null, null, receivedAt],
    ['when it came, where it says that it is of the future', at('30T13:00'), null, receivedAt],
    ['when its server took it in, of a mail of the future', at('30T13:00'), at('30T11:00'), at('30T11:00')],
    ['by the earlier time, where its server says that it came later', at('30T13:00'), at('30T12:30'), receivedAt],
    ['old, where its server took it in as long ago', at('01T12:00'), at('01T12:05'), at('01T12:00')],
  ])('is %s', (_, writtenAt, arrivedAt, place) => {
    expect(placeOf({ writtenAt, arrivedAt, receivedAt })).toEqual(place)
  })

  test('is no more than six days before its arrival, whatever its date says', () => {
    for (const year of [1970, 2000, 2025]) {
      const place = placeOf({ writtenAt: new Date(Date.UTC(year, 1, 1)), arrivedAt: null, receivedAt })
      expect(place > at('24T00:00') && place < at('25T00:00')).toBe(true)
    }
  })

  test('is above that of every mail with a later date, however old they are', () => {
    const dates = Array.from({ length: 2_000 }, (_, hour) => new Date(receivedAt.getTime() - hour * hour * 3_600_000))
    const places = dates.map(writtenAt => placeOf({ writtenAt, arrivedAt: null, receivedAt }).getTime())
    const isBelow = (place: number, index: number) => index === 0 || place < (places[index - 1] ?? 0)
    expect(places.every(isBelow)).toBe(true)
  })
})

test('an answer comes below the answered message, with any clock of its writer', () => {
  const answered = at('30T10:00')
  expect(placeAfter(answered, at('30T09:00'))).toEqual(new Date(answered.getTime() + 1))
  expect(placeAfter(answered, at('30T11:00'))).toEqual(at('30T11:00'))
  expect(placeAfter(null, at('30T09:00'))).toEqual(at('30T09:00'))
})
