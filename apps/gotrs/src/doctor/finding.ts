/** The result of one check. The detail of a trouble says what to do; one trouble makes the doctor fail. */
export interface Finding {
  state: 'fine' | 'note' | 'trouble'
  subject: string
  detail: string
}

export const fine = (subject: string, detail: string): Finding => ({ state: 'fine', subject, detail })
export const note = (subject: string, detail: string): Finding => ({ state: 'note', subject, detail })
export const trouble = (subject: string, detail: string): Finding => ({ state: 'trouble', subject, detail })
