import { notifications } from '@mantine/notifications'
import { errorText } from '../api/error-text.ts'

/** Says what was saved. */
export const toast = (message: string) => notifications.show({ color: 'gray', message })

/** Says what went wrong where no field can. */
export const toastError = (error: unknown) =>
  notifications.show({ color: 'red', message: errorText(error), autoClose: 10_000 })
