/** Names that the arenas share; none is of the finance project. */

export const firstNames = [
  ..."Ada Bruno Celia Dario Elif Femi Greta Hugo Ines Jonas Kofi Lena Mara Nils Oona Pavel".split(
    " ",
  ),
  ..."Quentin Rosa Selma Tariq Uma Viktor Wanda Ximena Yusuf Zora".split(" "),
];

export const lastNames = [
  ..."Abbott Becker Castillo Dahl Engel Fischer Grant Hansen Ivanov Jansen Keller Lindgren".split(
    " ",
  ),
  ..."Moreau Novak Ortega Petrov Quint Rossi Schmidt Tanaka Urban Vargas Weber Yilmaz Zeller".split(
    " ",
  ),
  "Del Toro",
  "Van Dijk",
  "Saint Clair",
  "Smith-Jones",
  "De La Cruz",
];

export interface Place {
  readonly city: string;
  readonly state: string;
  readonly zip: string;
}

export const places: readonly Place[] = [
  ["Portland", "OR", "97201"],
  ["Salem", "OR", "97301"],
  ["Seattle", "WA", "98101"],
  ["Walla Walla", "WA", "99362"],
  ["San Diego", "CA", "92101"],
  ["Los Angeles", "CA", "90012"],
  ["San Jose", "CA", "95110"],
  ["Santa Barbara", "CA", "93101"],
  ["Salt Lake City", "UT", "84101"],
  ["Provo", "UT", "84601"],
  ["Denver", "CO", "80202"],
  ["Colorado Springs", "CO", "80903"],
  ["New Orleans", "LA", "70112"],
  ["Baton Rouge", "LA", "70801"],
  ["Austin", "TX", "78701"],
  ["El Paso", "TX", "79901"],
  ["Fort Worth", "TX", "76102"],
  ["Kansas City", "MO", "64106"],
  ["Saint Louis", "MO", "63101"],
  ["Ann Arbor", "MI", "48104"],
  ["Grand Rapids", "MI", "49503"],
  ["Buffalo", "NY", "14202"],
  ["Rochester", "NY", "14604"],
  ["Providence", "RI", "02903"],
].map(([city = "", state = "", zip = ""]) => ({ city, state, zip }));

export const goods = [
  "Copper pipe",
  "Brass valve",
  "Oak panel",
  "Steel bracket",
  "Glass jar",
  "Linen roll",
  "Garden hose",
  "Roof tile",
  "Paint bucket",
  "Cork board",
  "Rope ladder",
  "Door hinge",
  "Wool blanket",
  "Clay pot",
  "Tin lantern",
];
