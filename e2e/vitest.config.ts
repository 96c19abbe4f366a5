import { defineConfig } from 'vitest/config'
import { BaseSequencer, type TestSpecification } from 'vitest/node'

/** The story is told in the county as it was laid: what other tests report would stand before it in the officer's day. */
class StoryFirst extends BaseSequencer {
  override async sort(files: TestSpecification[]): Promise<TestSpecification[]> {
    const rank = ({ moduleId }: TestSpecification): number => Number(!moduleId.endsWith('/story.e2e.ts'))
    return (await super.sort(files)).sort((a, b) => rank(a) - rank(b))
  }
}

export default defineConfig({
  test: {
    root: import.meta.dirname,
    include: ['**/*.e2e.ts'],
    globalSetup: ['./server.ts'],
    pool: 'forks',
    // a browser and a server at a time are enough for two cores
    maxWorkers: 1,
    fileParallelism: false,
    sequence: { sequencer: StoryFirst },
    testTimeout: 120_000,
    hookTimeout: 120_000,
  },
})
