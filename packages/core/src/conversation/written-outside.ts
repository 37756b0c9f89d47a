/** The rule by which an answer that staff wrote in another mail program came here: its readers have it already. */
export const writtenOutsideRule = 'written_outside'
