/** Element Plus heads a dialog with a <header>, which counts as a second page head for screen readers. */
export const plainHead = (insideId: string): void =>
  document
    .getElementById(insideId)
    ?.closest('.el-dialog')
    ?.querySelector('header')
    ?.setAttribute('role', 'presentation')
