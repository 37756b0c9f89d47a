import type { PickerOption } from './picker-options.ts'

/** What the server accepts as a tag, so that a wrong one is shown before it is sent. */
const TAG = /^[\p{L}\p{N}][\p{L}\p{N}._-]{0,49}$/u

/** The entry that creates a tag, which is never the first choice by accident; null where there is nothing to create. */
export function newTag(typed: string, known: readonly string[]): PickerOption | null {
  const tag = typed.toLowerCase()
  return TAG.test(tag) && !known.includes(tag) ? { value: tag, label: `Create tag “${tag}”` } : null
}
