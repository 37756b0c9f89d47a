import { useState } from 'react'

/** One of a few values that this browser remembers; the first one until somebody chooses. */
export type StoredChoice<T extends string> = { key: string; values: readonly [T, ...T[]] }

export function readChoice<T extends string>({ key, values }: StoredChoice<T>): T {
  const stored = read(key)
  return values.find(value => value === stored) ?? values[0]
}

export function useStoredChoice<T extends string>(choice: StoredChoice<T>): [T, (next: T) => void] {
  const [value, setValue] = useState(() => readChoice(choice))
  const store = (next: T) => {
    setValue(next)
    write(choice.key, next)
  }
  return [value, store]
}

function read(key: string): string | null {
  try {
    return localStorage.getItem(key)
  } catch {
    return null
  }
}

function write(key: string, value: string) {
  try {
    localStorage.setItem(key, value)
  } catch {
    // Storage may be switched off; then the choice lasts as long as the page.
  }
}
