import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { type TestApp, testApp, world } from '@doorstep/testkit'
import { Command } from 'commander'
import { afterAll, afterEach, beforeAll, expect, test, vi } from 'vitest'
import { areasCommands } from './cli.ts'

let t: TestApp
let folder: string
beforeAll(async () => {
  t = await testApp()
  folder = await mkdtemp(join(tmpdir(), 'doorstep-areas-'))
})
afterAll(async () => {
  await t.close()
  await rm(folder, { recursive: true, force: true })
})
afterEach(() => {
  process.exitCode = 0
})

/** Runs `doorstep areas …` in this process. */
async function doorstep(...args: string[]): Promise<{ text: string; exitCode: number }> {
  const lines: string[] = []
  const spy = vi.spyOn(process.stdout, 'write').mockImplementation((line) => lines.push(String(line)) > 0)
  const program = new Command('doorstep').exitOverride()
  areasCommands(program, async () => t.parts)
  for (const command of program.commands[0]?.commands ?? []) command.exitOverride()
  try {
    await program.parseAsync(['areas', ...args], { from: 'user' })
  } finally {
    spy.mockRestore()
  }
  return { text: lines.join(''), exitCode: Number(process.exitCode ?? 0) }
}
async function file(name: string, content: unknown): Promise<string> {
  const path = join(folder, name)
  await writeFile(path, typeof content === 'string' ? content : JSON.stringify(content))
  return path
}

const box = (west: number, south: number, east: number, north: number) => ({
  type: 'Polygon',
  coordinates: [
    [
      [west, south],
      [east, south],
      [east, north],
      [west, north],
      [west, south],
    ],
  ],
})
const feature = (properties: object, geometry: object) => ({ type: 'Feature', properties, geometry })
const collection = (...features: object[]) => ({ type: 'FeatureCollection', features })

test('import lays a county once; a second run changes nothing', async () => {
  const first = await doorstep('import', '620922')
  expect(first.text).toBe(
    '620922 瓜州县: 15 townships, 90 communities and villages\n  106 areas are new, 2 were there already\n',
  )
  const before = await t.sql('select * from areas.area order by code')
  const second = await doorstep('import', '620922')
  expect(second.text).toContain('0 areas are new, 108 were there already')
  expect(await t.sql('select * from areas.area order by code')).toEqual(before)
})

test.each([
  [['import', '999999'], 'No county has the code 999999'],
  [['import', 'guazhou'], '"guazhou" is no county code'],
  [['import'], "missing required argument 'county'"],
  [['import-grids', '/nowhere.geojson', '--county', world.county], 'there is no such file'],
  [['import-grids', '/nowhere.geojson'], "required option '--county <code>' not specified"],
  [['find', '没有这个地方'], 'Nothing is called "没有这个地方"'],
  [['check', '--county', '110101'], 'The county 110101 has not been imported'],
  [['export', '62'], '"62" is no area code of a county or below'],
])('doorstep areas %j says what is wrong', async (args, words) => {
  const spy = vi.spyOn(process.stderr, 'write').mockReturnValue(true)
  await expect(doorstep(...args)).rejects.toThrow(words)
  spy.mockRestore()
})

test('--help of every command names its arguments', () => {
  const program = new Command('doorstep')
  areasCommands(program, async () => t.parts)
  const help = program.commands[0]?.commands.map((command) => command.helpInformation()) ?? []
  expect(help).toHaveLength(5)
  for (const text of help) expect(text).toMatch(/Usage: doorstep areas [a-z-]+ [[<]/)
})

test('find answers from what is held and from the whole country', async () => {
  expect((await doorstep('find', 'ysl')).text).toMatch(/^620999001001 {2}渠口街道 · 杨树里社区居委会\n/)
  const { text } = await doorstep('find', 'gzx')
  expect(text).toContain('620922  瓜州县\n') // imported above
  expect(text).toContain('130531  河北省 邢台市 广宗县')
  expect((await doorstep('find', '120111')).text).toContain('天津市')
})

test('import-grids with a byte order mark: dry run, then for good, then again', async () => {
  const grid = feature({ code: `${world.community}101`, name: '第一小学' }, box(100.001, 40.001, 100.002, 40.002))
  const path = await file('good.geojson', `\uFEFF${JSON.stringify(collection(grid))}`)
  const args = ['import-grids', path, '--county', world.county]
  const count = async () => (await t.sql<{ n: number }>('select count(*) as n from areas.area'))[0]?.n ?? 0
  const before = await count()
  const dry = await doorstep(...args, '--dry-run')
  expect(dry).toEqual({
    text: '1 features: 1 new, 0 changed, 0 as they were, 0 rejected\nDry run: nothing was written.\n',
    exitCode: 0,
  })
  expect(await count()).toBe(before)
  expect((await doorstep(...args)).text).toContain('Written.')
  expect(await count()).toBe(before + 1)
  expect((await doorstep(...args)).text).toContain('1 as they were, 0 rejected\nNothing to write.')
  const located = await t.get(t.visitor, '/api/areas/locate?lat=40.0015&lon=100.0015')
  expect(located.json()).toMatchObject({ area: `${world.community}101`, basic: world.grid })
})

test('bad rings, overlaps and gaps are named feature by feature, and nothing is written', async () => {
  const bow = {
    type: 'Polygon',
    coordinates: [
      [
        [100, 40],
        [100.01, 40.01],
        [100.01, 40],
        [100, 40.01],
        [100, 40],
      ],
    ],
  }
  const path = await file(
    'bad.geojson',
    collection(
      feature({ code: world.grid, name: '打结' }, bow),
      feature({ code: world.neighbourGrid, name: '压线' }, box(100.008, 40, 100.013, 40.01)),
      feature({ name: '哪里的', kind: '寺庙', 户主: '不该有' }, box(100.021, 40.001, 100.022, 40.002)),
    ),
  )
  const { text, exitCode } = await doorstep('import-grids', path, '--county', world.county)
  expect(exitCode).toBe(1)
  expect(text).toContain('rejected: feature 1 打结: the border crosses itself')
  expect(text).toMatch(/rejected: feature 2 压线: shares \d+ square metres with 杨树里社区第二网格 \(620999001001002\)/)
  expect(text).toMatch(/noted: feature 2 压线: next to it \d+ square metres belong to no area/)
  expect(text).toContain('rejected: feature 3 哪里的: unknown kind of grid "寺庙"')
  expect(text).toContain('noted: 1 columns were not read: 户主')
  expect(text).toContain('Nothing was written')
  const [row] = await t.sql('select name from areas.area where code = $1', [world.neighbourGrid])
  expect(row).toEqual({ name: '水塔社区第一网格' })
})

test('check finds a broken history, and export can be imported again', async () => {
  expect((await doorstep('check')).exitCode).toBe(0)
  const exported = await file('again.geojson', (await doorstep('export', world.township)).text)
  const again = await doorstep('import-grids', exported, '--county', world.county)
  expect(again.text).toMatch(/0 new, 0 changed, \d+ as they were, 0 rejected\nNothing to write\.\n$/)
  await t.sql(`update areas.area set valid_to = '2024-01-01', superseded_by = '{620999001001009}' where code = $1`, [
    `${world.community}002`,
  ])
  const broken = await doorstep('check', '--county', world.county)
  expect(broken).toMatchObject({ exitCode: 1 })
  expect(broken.text).toContain(`${world.community}002 names 620999001001009 as its heir, which does not exist`)
})
