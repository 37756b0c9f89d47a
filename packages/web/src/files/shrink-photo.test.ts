import { expect, it } from 'vitest'
import { fitted } from './shrink-photo.ts'

it.each([
  [4_000, 3_000, 2_048, 1_536],
  [3_000, 4_000, 1_536, 2_048],
  [2_048, 2_048, 2_048, 2_048],
  [640, 480, 640, 480],
  [100_000, 10, 2_048, 1],
])('a photo of %i x %i is sent as %i x %i', (width, height, sentWidth, sentHeight) => {
  expect(fitted(width, height)).toEqual({ width: sentWidth, height: sentHeight })
})
