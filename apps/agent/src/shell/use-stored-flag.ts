import { useState } from 'react'

/** A yes or no that this browser remembers. */
export function useStoredFlag(key: string): [boolean, (next: boolean) => void] {
  const [flag, setFlag] = useState(() => read(key))
  const store = (next: boolean) => {
    setFlag(next)
    write(key, next)
  }
  return [flag, store]
}

function read(key: string): boolean {
  try {
    return localStorage.getItem(key) === 'yes'
  } catch {
    return false
  }
}

function write(key: string, flag: boolean) {
  try {
    localStorage.setItem(key, flag ? 'yes' : 'no')
  } catch {
    // Storage may be switched off; then the choice lasts as long as the page.
  }
}
