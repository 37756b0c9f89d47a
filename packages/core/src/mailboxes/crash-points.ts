let named: string | null = null

/**
 * Names the point at which this process ends itself as `kill -9` would, so that a test can look at what is left behind.
 * Set from the environment by the mail-worker; null in every other process.
 */
export function crashAt(point: string | null): void {
  named = point
}

export function reachPoint(point: string): void {
  if (named === point) process.kill(process.pid, 'SIGKILL')
}
