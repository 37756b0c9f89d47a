/** The value below which this share of the values lies (nearest rank); 0 where there are none. */
export function percentile(values: readonly number[], share: number): number {
  const sorted = [...values].sort((one, other) => one - other)
  return sorted[Math.max(0, Math.ceil(share * sorted.length) - 1)] ?? 0
}

/** Three significant digits are all that a measurement has. */
export const rounded = (value: number): number => (value === 0 ? 0 : Number(value.toPrecision(3)))

/** How many times `value` is `base`; null where there is nothing to compare with. */
export const ratioOf = (value: number, base: number | null | undefined): number | null =>
  base ? rounded(value / base) : null
