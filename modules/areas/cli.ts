import { readFile } from 'node:fs/promises'
import { type Ctx, type Parts, runOnce, systemActor, systemGrant } from '@doorstep/kernel'
import type { Command } from 'commander'
import { findCounties } from './data/divisions.ts'
import { placeNames } from './doors.ts'
import { importDivisions, importShapes, type LaidCounty, planShapes } from './import.ts'
import { checkHistory } from './rules-dating.ts'
import type { ImportPlan, ImportProblem } from './rules-import.ts'
import { search } from './rules-search.ts'
import { shapesOf } from './shapes-file.ts'
import { listCounties, listInside } from './store.ts'

/** What the command line needs of a server: its database, and words for what goes wrong. */
export type Open = () => Promise<Parts>

/** The terminal's language, as the runtime read it from the environment. */
const language = () => (Intl.DateTimeFormat().resolvedOptions().locale.startsWith('zh') ? 'zh-CN' : 'en-US')
const out = (line: string) => process.stdout.write(`${line}\n`)

/** In one transaction with the rows of a whole county; audit and events are kept as for anybody. */
const inCounty = async <T>(parts: Parts, county: number, work: (ctx: Ctx) => Promise<T>): Promise<T> =>
  (await runOnce(parts, { actor: systemActor(county), grant: systemGrant(county), county }, work)).value

function countyCode(text: string): string {
  if (!/^[1-9]\d{5}$/.test(text)) throw new Error(`"${text}" is no county code: six digits, e.g. 620922.`)
  return text
}

export function areasCommands(program: Command, open: Open): void {
  const areas = program.command('areas').description('administrative divisions and grids')
  areas
    .command('import')
    .description(
      'lay the real divisions of counties, down to communities and villages; what is there already is left alone',
    )
    .argument('<county...>', 'six-digit codes, e.g. 620922; find them with: doorstep areas find TEXT')
    .action((codes: string[]) => importCounties(open, codes))
  areas
    .command('import-grids')
    .description('bring in borders of townships, communities and grids from a GeoJSON file (WGS-84)')
    .argument('<file>', 'features with code, or name, kind (basic, school, market, hospital) and community')
    .requiredOption('--county <code>', 'the county that the file is about')
    .option('--dry-run', 'report only, write nothing')
    .option('--partly', 'bring in the good features although others are bad')
    .option('--reason <text>', 'kept with what was there before', 'import-grids')
    .action((file: string, options: GridOptions) => importGrids(open, file, options))
  areas
    .command('find')
    .description('areas by name, pinyin, pinyin initials or the start of the code')
    .argument('<text>', 'e.g. 瓜州, guazhou, gzx or 6209')
    .action((text: string) => find(open, text))
  areas
    .command('check')
    .description('look for areas whose history does not add up; exit 1 when there are any')
    .option('--county <code>', 'one county only')
    .action(({ county }: { county?: string }) => check(open, county))
  areas
    .command('export')
    .description('print borders as GeoJSON')
    .argument('<area>', 'code of a county or anything inside')
    .action((code: string) => print(open, code))
}

async function importCounties(open: Open, codes: string[]): Promise<void> {
  const wanted = codes.map(countyCode)
  const parts = await open()
  for (const code of wanted) {
    const laid = await inCounty(parts, Number(code), async (ctx): Promise<LaidCounty | undefined> => {
      const result = await importDivisions(ctx, code)
      if (!result?.fresh) return result
      ctx.audit({ operation: 'areas.import', subject: code, detail: { fresh: result.fresh } })
      ctx.publish({ type: 'areas.changed', subject: code, area: code })
      return result
    })
    if (!laid) throw new Error(`No county has the code ${code}; find one with: doorstep areas find TEXT`)
    out(`${code} ${laid.name}: ${laid.townships} townships, ${laid.villages} communities and villages`)
    out(`  ${laid.fresh} areas are new, ${laid.kept} were there already`)
  }
}

type GridOptions = { county: string; dryRun?: boolean; partly?: boolean; reason: string }
async function importGrids(open: Open, file: string, options: GridOptions): Promise<void> {
  const county = Number(countyCode(options.county))
  const text = await readFile(file, 'utf8').catch((error: NodeJS.ErrnoException) => {
    throw new Error(`Cannot read ${file}: ${error.code === 'ENOENT' ? 'there is no such file' : error.message}`)
  })
  const parts = await open()
  const plan = await inCounty(parts, county, async (ctx): Promise<ImportPlan & { written: boolean }> => {
    if (options.dryRun) return { ...(await planShapes(ctx, text)), written: false }
    const result = await importShapes(ctx, text, { reason: options.reason, partly: options.partly ?? false })
    if (result.written)
      ctx.audit({
        operation: 'areas.importShapes',
        subject: options.county,
        detail: { fresh: result.fresh.length, changed: result.changed.length },
      })
    return result
  })
  tell(parts, plan)
  out(outcome(plan, options.dryRun ?? false))
  if (plan.problems.some(({ severity }) => severity === 'rejected')) process.exitCode = 1
}

function outcome({ written, problems }: ImportPlan & { written: boolean }, dryRun: boolean): string {
  if (written) return 'Written.'
  if (dryRun) return 'Dry run: nothing was written.'
  return problems.some(({ severity }) => severity === 'rejected')
    ? 'Nothing was written: mend what was rejected, or bring in the rest with --partly.'
    : 'Nothing to write.'
}

function tell(parts: Parts, plan: ImportPlan): void {
  out(
    `${plan.features} features: ${plan.fresh.length} new, ${plan.changed.length} changed, ${plan.unchanged} as they were, ${plan.rejected} rejected`,
  )
  for (const problem of plan.problems) out(`  ${lineOf(parts, problem)}`)
}

function lineOf({ words }: Parts, { feature, name, code, severity, detail }: ImportProblem): string {
  const who = feature === undefined ? '' : `feature ${feature + 1}${name ? ` ${name}` : ''}: `
  return `${severity}: ${who}${words(language(), `areas.problems.${code}`, detail)}`
}

async function find(open: Open, text: string): Promise<void> {
  const parts = await open()
  let found = 0
  const held = await inCounty(parts, parts.settings.defaultCounty, listCounties)
  for (const county of held) {
    const hits = await inCounty(parts, county, async (ctx) => {
      const inside = (await listInside(ctx, String(county))).filter(({ validTo }) => validTo === null)
      const best = search(
        inside.map((area) => ({ ...area, full: area.pinyin })),
        text,
        10,
      )
      const places = await placeNames(
        ctx,
        best.map(({ code }) => code),
      )
      return best.map(({ code }) => `${code}  ${places.get(code)}`)
    })
    for (const line of hits) out(line)
    found += hits.length
  }
  for (const { code, name, province, city, townships, villages } of await findCounties(text, 10)) {
    if (held.includes(Number(code))) continue
    out(
      `${code}  ${province} ${city} ${name}: ${townships} townships, ${villages} communities and villages (to import)`,
    )
    found++
  }
  if (found === 0) throw new Error(`Nothing is called "${text}".`)
}

async function check(open: Open, only: string | undefined): Promise<void> {
  const code = only === undefined ? undefined : countyCode(only)
  const parts = await open()
  const held = await inCounty(parts, parts.settings.defaultCounty, listCounties)
  if (code && !held.includes(Number(code))) throw new Error(`The county ${code} has not been imported.`)
  for (const county of code ? [Number(code)] : held) {
    const areas = await inCounty(parts, county, (ctx) => listInside(ctx, String(county)))
    const problems = checkHistory(new Map(areas.map((area) => [area.code, area])))
    out(`${county}: ${areas.length} areas, ${problems.length} problems`)
    for (const { code: key, area, heir } of problems)
      out(`  ${area}: ${parts.words(language(), key, { area, heir: heir ?? '' })}`)
    if (problems.length > 0) process.exitCode = 1
  }
}

async function print(open: Open, code: string): Promise<void> {
  if (!/^[1-9]\d{5}(\d{3}){0,3}$/.test(code)) throw new Error(`"${code}" is no area code of a county or below.`)
  const parts = await open()
  const file = await inCounty(parts, Number(code.slice(0, 6)), (ctx) => shapesOf(ctx, code))
  if (file.features.length === 0) throw new Error(`Nothing inside ${code} has a border.`)
  out(JSON.stringify(file))
}
