type Json = null | boolean | number | string | Json[] | { [key: string]: Json }

/** The differences of two documents, as JSON pointers (RFC 6901) with the kind of change. At most 50. */
export function documentChanges(before: Json, after: Json, at = ''): string[] {
  if (isObject(before) && isObject(after)) {
    const keys = [...new Set([...Object.keys(before), ...Object.keys(after)])]
    return keys.flatMap(key => changeAt(before[key], after[key], `${at}/${pointer(key)}`)).slice(0, 50)
  }
  if (Array.isArray(before) && Array.isArray(after) && before.length === after.length) {
    return before.flatMap((item, index) => changeAt(item, after[index], `${at}/${index}`)).slice(0, 50)
  }
  return JSON.stringify(before) === JSON.stringify(after) ? [] : [`changed ${at}`]
}

function changeAt(before: Json | undefined, after: Json | undefined, at: string): string[] {
  if (before === undefined) return [`added ${at}`]
  return after === undefined ? [`removed ${at}`] : documentChanges(before, after, at)
}

const isObject = (json: Json): json is { [key: string]: Json } =>
  typeof json === 'object' && json !== null && !Array.isArray(json)

const pointer = (key: string) => key.replaceAll('~', '~0').replaceAll('/', '~1')
