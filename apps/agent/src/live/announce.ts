let speak: (text: string) => void = () => undefined

/** Announces a text to screen readers. */
export const announce = (text: string) => speak(text)

export function setSpeaker(speaker: (text: string) => void) {
  speak = speaker
}
