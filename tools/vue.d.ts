// TypeScript 7 has no language plugins yet, so it cannot look into .vue files: it takes each for a component.
// vue-tsc resolves the real files first and checks them properly (docs/adr/0010).
declare module '*.vue' {
  import type { DefineComponent } from 'vue'

  const component: DefineComponent
  export default component
}
