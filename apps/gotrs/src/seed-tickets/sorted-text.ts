type Place = { at: number; from: number; to: number }

/** Lines, to be taken in the order of their times. As bytes: strings that live for long keep the garbage collector busy. */
export class SortedText {
  private bytes = Buffer.alloc(64 * 1024)
  private length = 0
  private places: Place[] = []

  add(line: string, at: number): void {
    // A UTF-16 unit takes three bytes of UTF-8 at most.
    const needed = this.length + 3 * line.length
    if (needed > this.bytes.length) this.bytes = Buffer.concat([this.bytes, Buffer.alloc(needed)])
    const from = this.length
    this.length += this.bytes.write(line, from)
    this.places.push({ at, from, to: this.length })
  }

  /** Everything so far; begins again with nothing. */
  take(): Buffer {
    const sorted = this.places.sort((one, other) => one.at - other.at)
    const text = Buffer.allocUnsafe(this.length)
    let filled = 0
    for (const { from, to } of sorted) filled += this.bytes.copy(text, filled, from, to)
    this.length = 0
    this.places = []
    return text
  }
}
