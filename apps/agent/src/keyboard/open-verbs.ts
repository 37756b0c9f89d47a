import { useEffect, useEffectEvent } from 'react'

/** What can be done to the ticket on the screen now. `keys`: what does the same. */
export type OpenVerb = { label: string; keys: string; run: () => void }

const verbs = new Map<string, OpenVerb>()

/** In the order in which the page offers them. */
export const openVerbs = (): OpenVerb[] => [...verbs.values()]

/** Offers a verb of the ticket in the palette too, as long as it works. */
export function useOpenVerb({ label, keys, run }: OpenVerb, isActive: boolean) {
  const act = useEffectEvent(run)
  useEffect(() => {
    if (!isActive) return
    const verb = { label, keys, run: () => act() }
    verbs.set(label, verb)
    return () => {
      if (verbs.get(label) === verb) verbs.delete(label)
    }
  }, [label, keys, isActive])
}
