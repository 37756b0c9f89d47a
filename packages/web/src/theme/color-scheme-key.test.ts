import { readFileSync } from 'node:fs'
import { expect, it } from 'vitest'
import { colorSchemeKey } from './color-scheme-key.ts'

const app = (file: string) => readFileSync(new URL(`../../../../apps/${file}`, import.meta.url), 'utf8')

it.each(['agent/public/color-scheme.js', 'portal/public/boot.js'])('is what %s reads before the first paint', file => {
  expect(app(file)).toContain(`localStorage.getItem('${colorSchemeKey}')`)
})
