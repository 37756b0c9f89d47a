import { BaseSequencer, type TestSpecification } from 'vitest/node'

/** Begins with the files whose path contains one of these parts, in their order: a long file that began last would run alone. */
export const longestFirst = (parts: string[]) =>
  class LongestFirst extends BaseSequencer {
    override async sort(files: TestSpecification[]): Promise<TestSpecification[]> {
      const sorted = await super.sort(files)
      const place = ({ moduleId }: TestSpecification) => {
        const at = parts.findIndex(part => moduleId.includes(part))
        return at === -1 ? parts.length : at
      }
      return sorted.toSorted((a, b) => place(a) - place(b))
    }
  }
