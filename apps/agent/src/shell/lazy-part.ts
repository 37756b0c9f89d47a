import { type ComponentType, lazy } from 'react'

const triesWhileOnline = 3
const waitMs = 1_000

/**
 * A part of a page whose code loads when it is first shown. Without a connection it waits for one: no page fails because a
 * part of it could not be loaded. After some tries with a connection it fails, as after an upgrade of the server.
 */
// biome-ignore lint/suspicious/noExplicitAny: as of `lazy` of React
export const lazyPart = <C extends ComponentType<any>>(load: () => Promise<{ default: C }>) =>
  lazy(() => retrying(load))

export async function retrying<T>(load: () => Promise<T>, wait = waitForConnection): Promise<T> {
  for (let tries = 1; ; tries += navigator.onLine ? 1 : 0) {
    try {
      return await load()
    } catch (error) {
      if (navigator.onLine && tries >= triesWhileOnline) throw error
      await wait()
    }
  }
}

/** The browser may be wrong about its connection, so it asks again after a while. */
const waitForConnection = () =>
  new Promise<void>(resolve => {
    const done = () => {
      clearTimeout(timer)
      window.removeEventListener('online', done)
      resolve()
    }
    const timer = setTimeout(done, waitMs)
    window.addEventListener('online', done)
  })
