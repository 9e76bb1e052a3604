/**
 * Two real towns of one state in two time zones, with their real ZIP codes; the streets and house numbers are
 * invented. Indiana keeps Eastern time in Bloomington and Central time in Evansville.
 */
export type Town = {
  readonly city: string
  readonly state: string
  readonly zips: readonly string[]
  readonly areaCode: string
  readonly timeZone: string
}

export const bloomington: Town = {
  city: 'Bloomington',
  state: 'IN',
  zips: ['47401', '47403', '47404', '47408'],
  areaCode: '812',
  timeZone: 'America/Indiana/Indianapolis',
}

export const evansville: Town = {
  city: 'Evansville',
  state: 'IN',
  zips: ['47708', '47710', '47711', '47712', '47713', '47714', '47715', '47720', '47725'],
  areaCode: '812',
  timeZone: 'America/Chicago',
}

/** Where people brought their mobile numbers from: real area codes, each with the hundred fictional 555-01xx numbers. */
export const areaCodes: readonly string[] = `
  812 930 317 463 765 260 219 574 270 364 502 859 606 618 217 309 312 773 708 630 815 513 937 614
  216 419 330 740 615 731 901 865 314 636 573 417 816 248 313 517 616 734 810 414 608 715 920 612
  651 763 515 319 563 402 316 913 405 918 214 512 713 210 303 719 505 602 480 702 206 253 503 415
  510 619 818 305 407 813 404 678 704 919 804 540 703 410 215 412 717 212 718 516 607 203 617 508
  401 207 603 802`
  .trim()
  .split(/\s+/)

export const streets: readonly string[] = [
  ...'Maple Oak Cedar Walnut Hickory Sycamore Dogwood Birch Chestnut Hawthorn'
    .split(' ')
    .map((tree) => `${tree} Street`),
  ...'Lincoln Grant Jefferson Harrison Monroe Madison Adams Fillmore'
    .split(' ')
    .map((name) => `${name} Avenue`),
  ...['Limestone', 'Quarry', 'Mill Creek', 'Fox Hollow', 'Old Orchard', 'Covered Bridge'].map(
    (name) => `${name} Road`,
  ),
  ...['Whippoorwill', 'Cardinal', 'Meadowlark', 'Bluebird', 'Kingfisher'].map((bird) => `${bird} Lane`),
  ...['Ridgeview', 'Lakeshore', 'Stonegate', 'Heritage', 'Prairie'].map((name) => `${name} Drive`),
  ...['Willow', 'Briarwood', 'Juniper'].map((name) => `${name} Court`),
  'N. Riverside Blvd',
  'S. College Park Way',
  'W. St. Joseph Avenue',
]
