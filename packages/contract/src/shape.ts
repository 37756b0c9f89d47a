import { z } from 'zod'

/** An object with a name: the OpenAPI document describes it once, under this name, and refers to it in other places. */
export const shape = <Fields extends z.ZodRawShape>(name: string, fields: Fields) => z.object(fields).meta({ id: name })
