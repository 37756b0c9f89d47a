import type pg from 'pg'

/** What a piece of work has read. `rows`: of tickets, messages and people, whether or not they were shown. */
export type Cost = { statements: number; rows: number; buffers: number; wholeTables: string[] }

type Node = {
  'Node Type': string
  'Relation Name'?: string
  'Actual Rows': number
  'Actual Loops': number
  'Rows Removed by Filter'?: number
  'Rows Removed by Index Recheck'?: number
  Plans?: Node[]
}
type Explained = { Plan: Node & { 'Shared Hit Blocks': number; 'Shared Read Blocks': number } }

const counted = ['tickets', 'messages', 'users']

/** Runs the work, and each of its queries once more under EXPLAIN on the same connection: counts, which need no clock. */
export async function explainStatements(pool: pg.Pool, work: () => Promise<unknown>): Promise<Cost> {
  const plans: Explained[] = []
  const restore: (() => void)[] = []
  const watch = (client: pg.PoolClient) => {
    const original = client.query
    // What is sent without waiting, such as a begin with its settings, keeps its place before the query that follows it.
    client.query = ((...args: unknown[]) => {
      const asked = toExplain(args)
      if (!asked) return Reflect.apply(original, client, args)
      const explained: Promise<{ rows: { 'QUERY PLAN': Explained[] }[] }> = Reflect.apply(original, client, asked)
      return explained.then(({ rows }) => {
        plans.push(...(rows[0]?.['QUERY PLAN'].slice(0, 1) ?? []))
        return Reflect.apply(original, client, args)
      })
    }) as typeof client.query
    restore.push(() => {
      client.query = original
    })
  }
  const release = () => {
    for (const undo of restore.splice(0)) undo()
  }
  pool.on('acquire', watch)
  pool.on('release', release)
  try {
    await work()
  } finally {
    pool.off('acquire', watch)
    pool.off('release', release)
  }
  return costOf(plans)
}

function toExplain([first, second]: unknown[]): [string, unknown[]] | undefined {
  const { text, values = second ?? [] } = typeof first === 'string' ? { text: first } : (first as pg.QueryConfig)
  return /^\s*(select|with)\b/i.test(text)
    ? [`explain (analyze, buffers, format json) ${text}`, values as unknown[]]
    : undefined
}

function costOf(plans: Explained[]): Cost {
  const scans = plans.flatMap(({ Plan }) => nodesOf(Plan)).filter(node => counted.includes(node['Relation Name'] ?? ''))
  return {
    statements: plans.length,
    rows: sum(scans.map(rowsOf)),
    buffers: sum(plans.map(({ Plan }) => Plan['Shared Hit Blocks'] + Plan['Shared Read Blocks'])),
    wholeTables: scans.flatMap(node => (node['Node Type'] === 'Seq Scan' ? (node['Relation Name'] ?? []) : [])),
  }
}

const nodesOf = (node: Node): Node[] => [node, ...(node.Plans ?? []).flatMap(nodesOf)]

/** EXPLAIN gives the average of the loops. */
const rowsOf = (node: Node) =>
  Math.round(
    node['Actual Loops'] *
      (node['Actual Rows'] + (node['Rows Removed by Filter'] ?? 0) + (node['Rows Removed by Index Recheck'] ?? 0)),
  )

const sum = (numbers: number[]) => numbers.reduce((total, number) => total + number, 0)
