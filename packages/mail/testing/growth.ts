/** How many times longer `run` takes for four times the size: about 4 where the time is linear, 16 where it is quadratic. */
export async function growth(size: number, run: (size: number) => unknown): Promise<number> {
  let small = Number.POSITIVE_INFINITY
  let large = Number.POSITIVE_INFINITY
  // Alternately, and the best of each, so that a busy machine does not slow only one of them.
  for (let round = 0; round < 9; round++) {
    small = Math.min(small, await timeOf(() => run(size)))
    large = Math.min(large, await timeOf(() => run(4 * size)))
  }
  return large / small
}

/** CPU time of this process in microseconds: what other processes do does not count. */
async function timeOf(run: () => unknown): Promise<number> {
  const start = process.cpuUsage()
  await run()
  const { user, system } = process.cpuUsage(start)
  return Math.max(1, user + system)
}
