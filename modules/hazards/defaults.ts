/** What a county starts with; terms in days stand in the calendar's table (`hazard.*`). */
export type Settings = {
  /** A photo from farther away than this is not of the same spot, unless somebody says why. */
  spotMetres: number
}
export const defaults: Settings = { spotMetres: 50 }
