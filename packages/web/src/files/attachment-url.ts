/** Where a file is downloaded from. */
export const attachmentUrl = (id: string) => `/api/attachments/${id}`

/** Where a picture is shown from. */
export const inlineUrl = (id: string) => `/api/attachments/${id}?inline=1`

/** Where the small picture of a file is shown from. */
export const thumbnailUrl = (id: string) => `/api/attachments/${id}/thumbnail`

/** Where all files of a message are downloaded from, in one zip file. */
export const zipUrl = (messageId: string) => `/api/messages/${messageId}/attachments.zip`

/** Where a PDF is shown from, in the viewer of the browser. */
export const pdfUrl = (id: string) => `/api/attachments/${id}?inline=pdf`
