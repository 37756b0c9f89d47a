/** Whether the server is reachable, judged by requests and the live stream. Read it with useSyncExternalStore. */
export const connection = createConnection()

/** The browser itself knows at once when it has no network. */
window.addEventListener('offline', () => connection.requestFailed())

function createConnection() {
  let isLost = false
  const listeners = new Set<() => void>()
  const become = (lost: boolean) => {
    if (lost === isLost) return
    isLost = lost
    for (const listener of listeners) listener()
  }
  return {
    requestFailed: () => become(true),
    requestSucceeded: () => become(false),
    streamOpened: () => become(false),
    streamLost: () => become(true),
    isLost: () => isLost,
    subscribe: (listener: () => void) => {
      listeners.add(listener)
      return () => listeners.delete(listener)
    },
  }
}
