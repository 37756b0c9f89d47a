/** What one kind of request costs. CPU in milliseconds of all processes for one request. */
export type Cost = {
  cpuMs: number
  /** Of it: the server, the database with its background processes, and the mail-worker. */
  web: number
  db: number
  worker: number
  p50: number
  p95: number
  /** Requests a second at 16 connections; null where that was not measured. */
  rps16: number | null
  statements: number | null
}

export type Row = {
  group: string
  name: string
  tickets: number
  /** The worst HTTP status of the answers: 200; 400 where it was refused; 500 where it failed. */
  status: number
  ours: Cost
  floor: Pick<Cost, 'cpuMs' | 'p50' | 'rps16'> | null
  /** Our CPU by that of the floor. */
  ratio: number | null
  /** Our p50 by our own at the smallest size. */
  growth: number | null
}

/** A figure that is no request: memory, sizes, streams, the knee. */
export type Figure = { group: string; name: string; tickets: number; value: number; unit: string }

export type Result = {
  commit: string
  at: string
  cpus: number
  /** Load average of the machine before and after. Far above what the run itself makes: others were at work. */
  load: [before: number, after: number]
  rows: Row[]
  figures: Figure[]
  /** What could not be measured, and why. */
  faults: string[]
}
