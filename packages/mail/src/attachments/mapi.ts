import { decodeCharset } from '../charset/decode.ts'

export type MapiValue = string | number | Buffer

const MAX_PROPERTIES = 5_000
const MAX_VALUES = 1_000
const NAMED = 0x8000
const MULTI = 0x1000
/** MS-OXCDATA 2.11.1: sizes of the types that have one. */
const FIXED: Record<number, number> = { 2: 4, 3: 4, 4: 4, 5: 8, 6: 8, 7: 8, 10: 4, 11: 4, 20: 8, 64: 8, 72: 16 }
const PT_LONG = 0x0003
const PT_OBJECT = 0x000d
const PT_STRING8 = 0x001e
const PT_UNICODE = 0x001f
const PT_BINARY = 0x0102

/** The property list of MS-OXTNEF 2.1.3.4, by property id. Stops at truncated or invalid data. */
export function readMapiProperties(data: Buffer, charset: string): Map<number, MapiValue> {
  const properties = new Map<number, MapiValue>()
  const cursor = new Cursor(data)
  const count = Math.min(cursor.uint32(), MAX_PROPERTIES)
  for (let i = 0; i < count && !cursor.isOver; i++) {
    const tag = cursor.uint32()
    const type = tag & 0xffff
    const id = tag >>> 16
    if (id >= NAMED) skipName(cursor)
    const value = readValue(cursor, type, charset)
    if (value === undefined) break
    if (value !== null && !properties.has(id)) properties.set(id, value)
  }
  return properties
}

class Cursor {
  readonly data: Buffer
  pos = 0

  constructor(data: Buffer) {
    this.data = data
  }

  get isOver(): boolean {
    return this.pos + 4 > this.data.length
  }

  uint32(): number {
    const value = this.isOver ? 0 : this.data.readUInt32LE(this.pos)
    this.pos += 4
    return value
  }

  /** Values are padded to four bytes. */
  take(length: number): Buffer {
    const value = this.data.subarray(this.pos, this.pos + length)
    this.pos += length + ((4 - (length % 4)) % 4)
    return value
  }
}

function skipName(cursor: Cursor): void {
  cursor.take(16)
  const isString = cursor.uint32() === 1
  if (isString) cursor.take(cursor.uint32())
  else cursor.uint32()
}

/** Null for an unused value, undefined for one that makes the rest unreadable. */
function readValue(cursor: Cursor, type: number, charset: string): MapiValue | null | undefined {
  const isMulti = (type & MULTI) !== 0
  const kind = type & ~MULTI
  const size = FIXED[kind]
  if (size !== undefined) {
    const length = isMulti ? Math.min(cursor.uint32(), MAX_VALUES) * size : size
    const bytes = cursor.take(length)
    return kind === PT_LONG && !isMulti && bytes.length === 4 ? bytes.readUInt32LE(0) : null
  }
  if (kind !== PT_STRING8 && kind !== PT_UNICODE && kind !== PT_BINARY && kind !== PT_OBJECT) return undefined
  const count = Math.min(cursor.uint32(), MAX_VALUES)
  let first: MapiValue | null = null
  for (let i = 0; i < count && !cursor.isOver; i++) first ??= decoded(cursor.take(cursor.uint32()), kind, charset)
  return first
}

function decoded(bytes: Buffer, kind: number, charset: string): MapiValue {
  if (kind === PT_STRING8) return decodeCharset(bytes, charset)
  return kind === PT_UNICODE ? decodeCharset(bytes.subarray(0, bytes.length & ~1), 'utf-16le') : Buffer.from(bytes)
}
