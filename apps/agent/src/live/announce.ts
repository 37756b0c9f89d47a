let speak: (text: string) => void = () => undefined

/** Says something to those who listen to the page rather than look at it. */
export const announce = (text: string) => speak(text)

export function setSpeaker(speaker: (text: string) => void) {
  speak = speaker
}
