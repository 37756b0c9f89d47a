/** SQL, patterns, paths, operators, and values of wrong types, for every value of a call. */
export const hostile: unknown[] = [
  `x' or '1'='1'; select pg_sleep(9) -- %_\\ $.** ? (@.type() == "string") {a}[0]::int`,
  '0000-01-01T00:00:00.000Z',
  { $ne: null, __proto__: null },
  ['x', { $gt: '' }],
  2 ** 53,
]

const cursor = (...parts: unknown[]) => Buffer.from(JSON.stringify(parts)).toString('base64url')
const id = '01938c5e-0000-7000-8000-000000000000'

/** The parameters of a list of tickets, and how an invalid value is rejected. */
export const refusedLists: [Record<string, unknown>, string][] = [
  [{ q: 'older:1;select' }, 'invalid_filter'],
  [{ q: 'created:2026-11-01;select' }, 'invalid_filter'],
  [{ q: "status:open'or/**/1=1" }, 'invalid_filter'],
  [{ q: 'a\u0000b' }, 'invalid_input'],
  [{ sort: 'waiting; select 1' }, 'invalid_input'],
  [{ sort: 'created_at desc' }, 'invalid_input'],
  [{ sort: 'toString' }, 'invalid_input'],
  [{ status: ['open', "x') or 1=1 --"] }, 'invalid_input'],
  [{ status: [{ $ne: 'closed' }] }, 'invalid_input'],
  [{ limit: 1_000_000 }, 'invalid_input'],
  [{ limit: '1; drop table tickets' }, 'invalid_input'],
  [{ offset: 1 }, 'invalid_input'],
  [{ role: 'admin' }, 'invalid_input'],
  [{ where: '1=1' }, 'invalid_input'],
  [{ 'status[$ne]': 'closed' }, 'invalid_input'],
  ...[
    cursor('tickets newest', '2026-13-01T00:00:00.000Z', id),
    cursor('tickets newest', '2026-02-31T00:00:00.000Z', id),
    cursor('tickets newest', "'; drop table tickets", id),
    cursor('tickets newest', '0000-01-01T00:00:00.000Z', id),
    cursor('tickets newest', '-000001-01-01T00:00:00.000Z', id),
    cursor('tickets newest', '+275760-09-13T00:00:00.000Z', id),
    cursor('tickets newest', 'now', id),
    cursor('tickets newest', '2026-11-02T09:00:00.000Z', "x' or 1=1"),
    cursor('tickets newest', '2026-11-02T09:00:00.000Z', id, 'more'),
    cursor('tickets newest', { toString: 1 }, id),
    cursor('tickets newest', 'high', id),
    cursor('tickets oldest', '2026-11-02T09:00:00.000Z', id),
    cursor('2026-11-02T09:00:00.000Z', id),
    'x',
    '[]',
    'eyJ',
    '../../etc',
  ].map((at): [Record<string, unknown>, string] => [{ sort: 'newest', cursor: at }, 'invalid_cursor']),
  [{ sort: 'priority', cursor: cursor('tickets priority', 'sleepy', id) }, 'invalid_cursor'],
  [{ sort: 'priority', cursor: cursor('tickets priority', '2026-11-02T09:00:00.000Z', id) }, 'invalid_cursor'],
  [{ q: '\ud800' }, 'invalid_input'],
]

/** Texts that would find everything if they were patterns. */
export const wild = [
  '%',
  '_',
  '%%',
  '\\',
  '\\%',
  '____',
  "%' or '1'='1",
  '*',
  '.*',
  "' union select id from users --",
  '$$',
  '%(name)s',
  // Long enough to be searched for.
  '%example%',
  '_xample',
]

/** Cursors that no list has returned. */
export const brokenCursors = (list: string): string[] => [
  'x',
  '%',
  "' or 1=1",
  'null',
  cursor(list, null, id),
  cursor(list, 'x', 'y'),
  cursor(list, [], {}),
  cursor(list, id),
  cursor(`${list} and more`, '2026-11-02T09:00:00.000Z', id),
  cursor([list], '2026-11-02T09:00:00.000Z', id),
  cursor(list, { $gt: '' }, id),
  cursor(list, 'infinity', "x'"),
  cursor(list, '\u0000', id),
  cursor(list, '0000-01-01T00:00:00.000Z', id),
  cursor(list, '+275760-09-13T00:00:00.000Z', id),
  Buffer.from('{"value":{"toString":1}}').toString('base64url'),
  Buffer.from([0xff, 0xfe, 0]).toString('base64url'),
]
