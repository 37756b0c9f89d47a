const open = new Set<string>()

/** Waits for `work`, but not without an end. @throws Error which names what did not end, and all else that the run waits for */
export async function within<T>(ms: number, what: string, work: Promise<T>): Promise<T> {
  const name = `${what} (since ${new Date().toISOString().slice(11, 19)})`
  let timer: NodeJS.Timeout | undefined
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(() => {
      const others = [...open].filter(it => it !== name)
      const besides = others.length > 0 ? ` The run also waits for: ${others.join('; ')}.` : ''
      reject(new Error(`No end after ${Math.round(ms / 1_000)} s: ${what}.${besides}`))
    }, ms)
  })
  open.add(name)
  try {
    return await Promise.race([work, late])
  } finally {
    open.delete(name)
    clearTimeout(timer)
  }
}
