import { inject } from 'vitest'
import { type Product, type ProductOptions, startProduct } from './product.ts'

/** The built product on demo data of its own. */
export const startDemoProduct = (options: Omit<ProductOptions, 'data'> = {}): Promise<Product> =>
  startProduct({ ...options, data: inject('demoData') })
