/** Why each input row of the finance arena has the answer it has, written down by hand. */

export type Rule = "amount" | "adjusted_amount" | "resolution_amount";

export type Cause = "blank customer" | "blank status" | "unreadable date" | "text without approval";

export interface GoldRow {
  readonly date: string;
  readonly entity: string;
  readonly currency: string;
  readonly value: string;
  readonly category: string;
}

interface RowReason {
  readonly file: string;
  readonly invoice_id: string;
  readonly because: string;
}

export interface SettledReason extends RowReason {
  readonly settled: GoldRow;
  readonly rule: Rule;
}

export interface UnresolvedReason extends RowReason {
  readonly unresolved: Cause;
}

export type Reason = SettledReason | UnresolvedReason;

const BASE = "finance_invoices.csv";
const ADJUSTMENTS = "finance_invoices_adjustments.csv";
const COLLECTIONS = "finance_invoices_collections.csv";
const FLAGS = "finance_invoices_flags.csv";
const REGIONAL = "finance_invoices_regional.csv";

function row(
  date: string,
  entity: string,
  currency: string,
  value: string,
  category: string,
): GoldRow {
  return { date, entity, currency, value, category };
}

export const financeReasons: readonly Reason[] = [
  {
    file: BASE,
    invoice_id: "INV-1001",
    settled: row("2024-01-08", "Halden, Strand & Co", "USD", "1250.00", "paid"),
    rule: "amount",
    because: "Only a thousands comma stands in the way.",
  },
  {
    file: BASE,
    invoice_id: "INV-1002",
    settled: row("2024-01-11", "Bright Kettle Coffee", "EUR", "980.00", "open"),
    rule: "amount",
    because: "A plain number on an ISO date.",
  },
  {
    file: BASE,
    invoice_id: "INV-1003",
    settled: row("2024-01-15", "Zürich Orgelbau AG", "CHF", "3400.50", "paid"),
    rule: "amount",
    because:
      "Code, comma and a stray blank go; 15/01 can only be day first; the lower-case currency is raised.",
  },
  {
    file: BASE,
    invoice_id: "INV-1005",
    settled: row("2024-01-19", "Tidewater Ropes", "GBP", "640.25", "overdue"),
    rule: "amount",
    because: "The amount is numeric, so the approved 615.00 beside it does not count.",
  },
  {
    file: BASE,
    invoice_id: "INV-1006",
    settled: row("2024-01-22", "Pine & Petal Florists", "USD", "0.00", "closed"),
    rule: "resolution_amount",
    because: "A free trial is text, and the resolution of nothing is approved.",
  },
  {
    file: BASE,
    invoice_id: "INV-1007",
    settled: row("2024-02-05", "Okafor Bros. Haulage", "USD", "1999", "paid"),
    rule: "amount",
    because: "A dollar sign and a comma; 05/02 is 5 February, day first.",
  },
  {
    file: BASE,
    invoice_id: "INV-1008",
    settled: row("2024-02-06", "Studio Ångström", "EUR", "1480.00", "open"),
    rule: "resolution_amount",
    because: "The amount is still tbd, and the price agreed by phone is approved.",
  },
  {
    file: BASE,
    invoice_id: "INV-1010",
    settled: row("2024-02-09", "Bright Kettle Coffee", "EUR", "-250.00", "refunded"),
    rule: "amount",
    because: "A refund keeps its minus.",
  },
  {
    file: BASE,
    invoice_id: "INV-1011",
    unresolved: "text without approval",
    because: "The note's 310 is only pending.",
  },
  {
    file: BASE,
    invoice_id: "INV-1012",
    unresolved: "blank customer",
    because: "The amount is fine, but nobody is named.",
  },
  {
    file: BASE,
    invoice_id: "INV-1013",
    settled: row("2024-02-16", "Grünwald Holzbau", "EUR", "1250.00", "paid"),
    rule: "amount",
    because: "The code stands behind the number, the date is ISO with slashes, the status shouts.",
  },
  {
    file: BASE,
    invoice_id: "INV-1015",
    settled: row("2024-02-20", 'Marlow "Quick" Couriers', "AUD", "1180.00", "disputed"),
    rule: "resolution_amount",
    because: "Words are text, and the approved figure is not the one they spell.",
  },
  {
    file: BASE,
    invoice_id: "INV-1016",
    settled: row("2024-02-26", "Halden, Strand & Co", "USD", "1100.00", "closed"),
    rule: "amount",
    because: "CR goes and leaves the sign alone.",
  },
  {
    file: BASE,
    invoice_id: "INV-1017",
    settled: row("2024-02-27", "Sable Creek Vineyards", "USD", "-430.00", "refunded"),
    rule: "resolution_amount",
    because: "Parentheses make the amount text, and the approved credit is smaller.",
  },
  {
    file: BASE,
    invoice_id: "INV-1018",
    settled: row("2024-03-01", "Nordlys Fiskeri AS", "NOK", "8600.00", "paid"),
    rule: "amount",
    because:
      "NOK is the row's own code, so the amount is numeric and the approved 8450.00 does not count.",
  },
  {
    file: BASE,
    invoice_id: "INV-1020",
    unresolved: "text without approval",
    because: "The 49.00 for the trial was rejected.",
  },
  {
    file: BASE,
    invoice_id: "INV-1021",
    settled: row("2024-03-06", "Okafor Bros. Haulage", "USD", "865.40", "overdue"),
    rule: "resolution_amount",
    because: "n/a is text, and the figure from the delivery slips is approved.",
  },
  {
    file: BASE,
    invoice_id: "INV-1022",
    unresolved: "unreadable date",
    because: "The amount is fine, but soon is no date.",
  },
  {
    file: BASE,
    invoice_id: "INV-1023",
    settled: row("2024-03-11", "Tidewater Ropes", "GBP", "288.00", "paid"),
    rule: "amount",
    because: "The code goes, 11-03 is 11 March, and the blank behind the customer is trimmed.",
  },
  {
    file: BASE,
    invoice_id: "INV-1024",
    settled: row("2024-03-14", "Łódź Textile Mill", "EUR", "2315.75", "open"),
    rule: "resolution_amount",
    because: "To be confirmed is text, and the confirmed figure is approved.",
  },
  {
    file: ADJUSTMENTS,
    invoice_id: "ADJ-5001",
    settled: row("2024-01-09", "Foxglove Apothecary", "GBP", "415.00", "open"),
    rule: "adjusted_amount",
    because: "tbd is text, and the adjustment is approved.",
  },
  {
    file: ADJUSTMENTS,
    invoice_id: "ADJ-5002",
    settled: row("2024-01-16", "Lumen & Loom Studio", "USD", "1640.00", "paid"),
    rule: "amount",
    because: "The amount is numeric, so the approved adjustment to 1590.00 does not count.",
  },
  {
    file: ADJUSTMENTS,
    invoice_id: "ADJ-5003",
    settled: row("2024-01-17", "Reyes, Calloway & Finch", "USD", "225.00", "closed"),
    rule: "adjusted_amount",
    because: "Both figures are approved, and the adjustment goes before the resolution of nothing.",
  },
  {
    file: ADJUSTMENTS,
    invoice_id: "ADJ-5004",
    settled: row("2024-01-22", "Norrbotten Kälk AB", "SEK", "9120.00", "overdue"),
    rule: "adjusted_amount",
    because: "The adjustment is approved; the resolution of 9600.00 is only pending.",
  },
  {
    file: ADJUSTMENTS,
    invoice_id: "ADJ-5005",
    settled: row("2024-01-24", "Brass Anchor Inn", "GBP", "0", "open"),
    rule: "adjusted_amount",
    because: "A free trial adjusted to nothing is approved, and 60.00 was rejected.",
  },
  {
    file: ADJUSTMENTS,
    invoice_id: "ADJ-5007",
    settled: row("2024-02-01", "Foxglove Apothecary", "GBP", "-260.00", "refunded"),
    rule: "adjusted_amount",
    because:
      "Parentheses make text, both figures are approved, and the adjustment goes first; 01/02 is 1 February.",
  },
  {
    file: ADJUSTMENTS,
    invoice_id: "ADJ-5008",
    settled: row("2024-02-02", "Helvetia Mühlenbau", "CHF", "2987.60", "open"),
    rule: "resolution_amount",
    because: "The adjustment is only pending, the treasury's resolution is approved.",
  },
  {
    file: ADJUSTMENTS,
    invoice_id: "ADJ-5009",
    unresolved: "text without approval",
    because: "Both figures are pending.",
  },
  {
    file: ADJUSTMENTS,
    invoice_id: "ADJ-5010",
    settled: row("2024-02-08", "Brass Anchor Inn", "GBP", "518.40", "closed"),
    rule: "amount",
    because: "Pound sign and CR go, a number is left, and neither approved offer counts.",
  },
  {
    file: ADJUSTMENTS,
    invoice_id: "ADJ-5011",
    settled: row("2024-02-12", 'Paloma "Pip" Designs', "EUR", "1875.50", "open"),
    rule: "adjusted_amount",
    because: "TBC is text, and the change of scope is approved.",
  },
  {
    file: ADJUSTMENTS,
    invoice_id: "ADJ-5012",
    unresolved: "unreadable date",
    because: "February has no day 30, however good the amount is.",
  },
  {
    file: ADJUSTMENTS,
    invoice_id: "ADJ-5014",
    settled: row("2024-02-20", "Helvetia Mühlenbau", "CHF", "2337.50", "paid"),
    rule: "adjusted_amount",
    because: "2.5k less rebate is text, and the figure after the rebate is approved.",
  },
  {
    file: ADJUSTMENTS,
    invoice_id: "ADJ-5015",
    settled: row("2024-02-22", "Reyes, Calloway & Finch", "USD", "3120.00", "overdue"),
    rule: "resolution_amount",
    because: "The adjustment was rejected, the resolution is approved.",
  },
  {
    file: ADJUSTMENTS,
    invoice_id: "ADJ-5016",
    settled: row("2024-02-26", "Kiteshore Surf Hire", "AUD", "349.00", "open"),
    rule: "adjusted_amount",
    because: "A blank amount is text too, and the adjustment is approved.",
  },
  {
    file: ADJUSTMENTS,
    invoice_id: "ADJ-5017",
    unresolved: "blank status",
    because: "The amount is fine and an adjustment approved, but there is no status.",
  },
  {
    file: ADJUSTMENTS,
    invoice_id: "ADJ-5018",
    settled: row("2024-03-04", 'Paloma "Pip" Designs', "EUR", "940.00", "disputed"),
    rule: "adjusted_amount",
    because: "Both figures are approved, and the adjustment goes first; 04/03 is 4 March.",
  },
  {
    file: ADJUSTMENTS,
    invoice_id: "ADJ-5019",
    settled: row("2024-03-07", "Foxglove Apothecary", "EUR", "1205.00", "paid"),
    rule: "amount",
    because: "The amount is numeric, so the approved rounding does not count.",
  },
  {
    file: ADJUSTMENTS,
    invoice_id: "ADJ-5021",
    settled: row("2024-03-09", "Trattoria Bellosguardo", "EUR", "29.90", "open"),
    rule: "resolution_amount",
    because: "Nobody ruled on the adjustment, and the resolution is approved.",
  },
  {
    file: ADJUSTMENTS,
    invoice_id: "ADJ-5022",
    settled: row("2024-03-10", "Sørensen Møbler", "DKK", "14200.00", "overdue"),
    rule: "adjusted_amount",
    because:
      "Words are text, both figures are approved, and the adjustment goes first; 10/03 is 10 March.",
  },
  {
    file: ADJUSTMENTS,
    invoice_id: "ADJ-5023",
    unresolved: "text without approval",
    because: "The adjustment was rejected, and there is no resolution.",
  },
  {
    file: ADJUSTMENTS,
    invoice_id: "ADJ-5024",
    settled: row("2024-03-14", "Trattoria Bellosguardo", "EUR", "1126.30", "paid"),
    rule: "adjusted_amount",
    because:
      "An estimate with a tilde is text, both figures are approved, and the adjustment goes first.",
  },
  {
    file: ADJUSTMENTS,
    invoice_id: "ADJ-5026",
    settled: row("2024-03-22", "Helvetia Mühlenbau", "CHF", "-395.00", "refunded"),
    rule: "adjusted_amount",
    because: "Parentheses make text, and the adjustment less the fee is approved.",
  },
  {
    file: ADJUSTMENTS,
    invoice_id: "ADJ-5027",
    settled: row("2024-03-27", "Sørensen Møbler", "DKK", "-640.00", "refunded"),
    rule: "amount",
    because: "DKK is the row's own code, the minus stays, and the pending figures play no part.",
  },
  {
    file: ADJUSTMENTS,
    invoice_id: "ADJ-5028",
    settled: row("2024-03-28", "LUMEN & LOOM STUDIO", "USD", "1455.00", "open"),
    rule: "adjusted_amount",
    because:
      "Both figures are approved, and the adjustment goes first; capitals in a customer stay.",
  },
  {
    file: ADJUSTMENTS,
    invoice_id: "ADJ-5029",
    settled: row("2024-04-02", "Reyes, Calloway & Finch", "USD", "1980.00", "overdue"),
    rule: "resolution_amount",
    because: "No adjustment yet, and the resolution is approved.",
  },
  {
    file: ADJUSTMENTS,
    invoice_id: "ADJ-5030",
    settled: row("2024-04-05", "Mirador Azul SA", "EUR", "365.00", "open"),
    rule: "adjusted_amount",
    because: "The adjustment is approved, the resolution rejected; 05/04 is 5 April.",
  },
  {
    file: ADJUSTMENTS,
    invoice_id: "ADJ-5031",
    settled: row("2024-04-09", "Mirador Azul SA", "EUR", "705.00", "open"),
    rule: "resolution_amount",
    because: "The adjustment is only pending, the resolution is approved.",
  },
  {
    file: COLLECTIONS,
    invoice_id: "COL-4001",
    settled: row("2024-01-15", "Silverbirch Cabins", "CAD", "1725.00", "overdue"),
    rule: "amount",
    because: "CAD is the row's own code, so a number is left.",
  },
  {
    file: COLLECTIONS,
    invoice_id: "COL-4002",
    settled: row("2024-01-20", "Corvid Signage", "GBP", "655.00", "overdue"),
    rule: "resolution_amount",
    because:
      "The amount points to a note, and the payment plan is approved; 20/01 can only be day first.",
  },
  {
    file: COLLECTIONS,
    invoice_id: "COL-4003",
    unresolved: "text without approval",
    because: "Counsel still has it: pending.",
  },
  {
    file: COLLECTIONS,
    invoice_id: "COL-4006",
    unresolved: "text without approval",
    because: "A figure is there, but nobody set the flag.",
  },
  {
    file: COLLECTIONS,
    invoice_id: "COL-4007",
    unresolved: "text without approval",
    because: "The claim was a duplicate and rejected.",
  },
  {
    file: COLLECTIONS,
    invoice_id: "COL-4008",
    settled: row("2024-02-16", "Tamsin Brook Riding School", "USD", "2260.00", "overdue"),
    rule: "amount",
    because:
      "The amount is numeric, so the approved compromise does not count; the customer's outer blanks go.",
  },
  {
    file: COLLECTIONS,
    invoice_id: "COL-4009",
    settled: row("2024-02-21", "Mango Row Catering", "USD", "-145.50", "refunded"),
    rule: "resolution_amount",
    because: "Without CR the word pending is left, which is text; the credit is approved.",
  },
  {
    file: COLLECTIONS,
    invoice_id: "COL-4010",
    unresolved: "blank customer",
    because: "The waiver is approved, but nobody is named.",
  },
  {
    file: COLLECTIONS,
    invoice_id: "COL-4011",
    settled: row("2024-02-28", "Baltic Amber House", "EUR", "3150.00", "disputed"),
    rule: "resolution_amount",
    because: "Parentheses make text, and the approved figure is a positive one.",
  },
  {
    file: COLLECTIONS,
    invoice_id: "COL-4012",
    unresolved: "unreadable date",
    because: "The amount is fine, but the issue date is blank and the due date is no stand-in.",
  },
  {
    file: COLLECTIONS,
    invoice_id: "COL-4014",
    settled: row("2024-03-01", "Voss, Lindqvist AB", "SEK", "17640.00", "overdue"),
    rule: "resolution_amount",
    because: "Approx makes it text, and the court's sum is approved; 01/03 is 1 March.",
  },
  {
    file: COLLECTIONS,
    invoice_id: "COL-4015",
    settled: row("2024-03-04", "Hollow Oak Nursery", "GBP", "1145.00", "paid"),
    rule: "amount",
    because: "Blanks, comma and CR go, and a number is left; the 45 off is only asked for.",
  },
  {
    file: COLLECTIONS,
    invoice_id: "COL-4016",
    unresolved: "text without approval",
    because: "The 505.00 waits for a call.",
  },
  {
    file: COLLECTIONS,
    invoice_id: "COL-4017",
    settled: row("2024-03-08", "Zürich Orgelbau AG", "CHF", "1968.75", "open"),
    rule: "resolution_amount",
    because: "Pending FX is text, and the converted figure is approved; 08.03 is 8 March.",
  },
  {
    file: COLLECTIONS,
    invoice_id: "COL-4018",
    unresolved: "blank status",
    because: "The resolution is approved, but there is no status.",
  },
  {
    file: COLLECTIONS,
    invoice_id: "COL-4019",
    settled: row("2024-03-19", "Osei & Partners Surveyors", "USD", "-320.00", "refunded"),
    rule: "amount",
    because: "The minus before the dollar sign stays; 19-03 can only be day first.",
  },
  {
    file: COLLECTIONS,
    invoice_id: "COL-4021",
    settled: row("2024-03-20", "Osei & Partners Surveyors", "USD", "2785.00", "overdue"),
    rule: "resolution_amount",
    because: "A blank amount is text too, and the contract's figure is approved.",
  },
  {
    file: COLLECTIONS,
    invoice_id: "COL-4022",
    settled: row("2024-03-25", "Café Ñandú", "EUR", "512.90", "overdue"),
    rule: "resolution_amount",
    because: "Five hundred-ish is text, and the till roll's figure is approved.",
  },
  {
    file: COLLECTIONS,
    invoice_id: "COL-4023",
    unresolved: "unreadable date",
    because: "The amount is fine, but end of March is no date.",
  },
  {
    file: FLAGS,
    invoice_id: "FLG-2001",
    settled: row("2024-01-09", "Ferrostaal Kiosk GmbH", "EUR", "980", "paid"),
    rule: "amount",
    because: "Only the euro sign goes.",
  },
  {
    file: FLAGS,
    invoice_id: "FLG-2002",
    settled: row("2024-01-17", "Amaranth Yoga Loft", "GBP", "0", "closed"),
    rule: "resolution_amount",
    because: "Waived is text, and the resolution of nothing is approved.",
  },
  {
    file: FLAGS,
    invoice_id: "FLG-2003",
    settled: row("2024-01-18", "Brandt, Iversen & Sons", "EUR", "2140.00", "overdue"),
    rule: "amount",
    because: "The amount is numeric, so the approved settlement offer does not count.",
  },
  {
    file: FLAGS,
    invoice_id: "FLG-2005",
    settled: row("2024-01-24", "Copper Finch Bakery", "USD", "1322.18", "open"),
    rule: "resolution_amount",
    because: "Pending FX is text, and the fixed rate is approved.",
  },
  {
    file: FLAGS,
    invoice_id: "FLG-2006",
    unresolved: "text without approval",
    because: "Two quotes, and the figure is only pending.",
  },
  {
    file: FLAGS,
    invoice_id: "FLG-2007",
    unresolved: "blank customer",
    because: "The customer is nothing but blanks.",
  },
  {
    file: FLAGS,
    invoice_id: "FLG-2008",
    settled: row("2024-02-12", "Oyelaran Optics", "GBP", "1020.50", "paid"),
    rule: "amount",
    because: "Pound sign, blank and comma go.",
  },
  {
    file: FLAGS,
    invoice_id: "FLG-2009",
    settled: row("2024-02-13", "Copper Finch Bakery", "USD", "-75.00", "refunded"),
    rule: "amount",
    because: "The code goes and the minus stays; 13/02 can only be day first.",
  },
  {
    file: FLAGS,
    invoice_id: "FLG-2011",
    settled: row("2024-02-15", "Amaranth Yoga Loft", "GBP", "35.00", "open"),
    rule: "resolution_amount",
    because: "A free trial is text, and the part month is approved.",
  },
  {
    file: FLAGS,
    invoice_id: "FLG-2012",
    unresolved: "text without approval",
    because: "Parentheses make text, and the credit is only pending.",
  },
  {
    file: FLAGS,
    invoice_id: "FLG-2013",
    settled: row("2024-02-21", "Ferrostaal Kiosk GmbH", "EUR", "764.90", "overdue"),
    rule: "resolution_amount",
    because: "The amount points to a note, and the sum of the slips is approved.",
  },
  {
    file: FLAGS,
    invoice_id: "FLG-2014",
    settled: row("2024-03-04", "Solheim Bokhandel", "SEK", "5300", "paid"),
    rule: "amount",
    because: "SEK is the row's own code in lower case; 04-03 is 4 March.",
  },
  {
    file: FLAGS,
    invoice_id: "FLG-2015",
    settled: row("2024-03-05", "Oyelaran Optics", "GBP", "1235.00", "open"),
    rule: "resolution_amount",
    because: "1.2k leaves a letter, so it is text; the exact figure is approved.",
  },
  {
    file: FLAGS,
    invoice_id: "FLG-2016",
    unresolved: "blank status",
    because: "The amount is fine, but there is no status.",
  },
  {
    file: FLAGS,
    invoice_id: "FLG-2018",
    unresolved: "text without approval",
    because: "Without an order the 640.00 was rejected.",
  },
  {
    file: FLAGS,
    invoice_id: "FLG-2019",
    settled: row("2024-03-21", "Kestrel & Vane Instruments", "EUR", "875.00", "refunded"),
    rule: "amount",
    because: "CR goes and makes no minus, refund or not; 21.03 can only be day first.",
  },
  {
    file: FLAGS,
    invoice_id: "FLG-2020",
    settled: row("2024-03-22", "Pereira Câmbio Lda", "EUR", "912.35", "overdue"),
    rule: "resolution_amount",
    because: "A tilde makes it text, and the bank slip's figure is approved.",
  },
  {
    file: FLAGS,
    invoice_id: "FLG-2021",
    unresolved: "unreadable date",
    because: "The amount is fine, but February has no day 31.",
  },
  {
    file: FLAGS,
    invoice_id: "FLG-2022",
    settled: row("2024-03-06", "Pereira Câmbio Lda", "EUR", "120.00", "paid"),
    rule: "resolution_amount",
    because: "Waived is text, and the half that was paid is approved; 06/03 is 6 March.",
  },
  {
    file: FLAGS,
    invoice_id: "FLG-2024",
    settled: row("2024-03-28", 'Northgate "Old Mill" Trust', "USD", "2900.00", "open"),
    rule: "amount",
    because: "The amount is numeric, and the discount is only pending anyway.",
  },
  {
    file: REGIONAL,
    invoice_id: "REG-3001",
    settled: row("2024-01-10", "Bergmann & Töchter KG", "EUR", "4820.00", "paid"),
    rule: "amount",
    because: "Code and comma go.",
  },
  {
    file: REGIONAL,
    invoice_id: "REG-3002",
    settled: row("2024-01-12", "Nordlys Fiskeri AS", "NOK", "450.00", "open"),
    rule: "resolution_amount",
    because: "A free trial is text, and the half rate is approved.",
  },
  {
    file: REGIONAL,
    invoice_id: "REG-3003",
    settled: row("2024-01-18", "Harrow Lane Physio", "GBP", "0.00", "closed"),
    rule: "resolution_amount",
    because: "Waived is text, and the dropped fee is approved.",
  },
  {
    file: REGIONAL,
    invoice_id: "REG-3004",
    unresolved: "text without approval",
    because: "The Porto office has not answered: pending.",
  },
  {
    file: REGIONAL,
    invoice_id: "REG-3006",
    settled: row("2024-02-07", "Wattle & Gum Timber", "AUD", "7215.40", "overdue"),
    rule: "amount",
    because:
      "The amount is numeric, so the approved round offer does not count; 07/02 is 7 February.",
  },
  {
    file: REGIONAL,
    invoice_id: "REG-3007",
    settled: row("2024-02-05", "Atelier Müller-Nowak", "CHF", "2440.00", "paid"),
    rule: "resolution_amount",
    because: "Letters among the digits make it text, and the stamp's figure is approved.",
  },
  {
    file: REGIONAL,
    invoice_id: "REG-3008",
    unresolved: "text without approval",
    because: "Pending, and no figure yet.",
  },
  {
    file: REGIONAL,
    invoice_id: "REG-3009",
    settled: row("2024-02-15", "Studio Ångström", "SEK", "14250.00", "paid"),
    rule: "resolution_amount",
    because: "FX pending is text, and the booked figure is approved.",
  },
  {
    file: REGIONAL,
    invoice_id: "REG-3010",
    settled: row("2024-02-19", "Hoshino Lantern Works", "JPY", "48000", "paid"),
    rule: "amount",
    because: "JPY is the row's own code; 19.02 can only be day first.",
  },
  {
    file: REGIONAL,
    invoice_id: "REG-3011",
    settled: row("2024-02-20", 'Casa "La Higuera" SL', "EUR", "540.60", "open"),
    rule: "resolution_amount",
    because: "A blank amount is text too, and the resolution is approved.",
  },
  {
    file: REGIONAL,
    invoice_id: "REG-3012",
    unresolved: "unreadable date",
    because: "The amount is fine, but there is no month 13.",
  },
  {
    file: REGIONAL,
    invoice_id: "REG-3014",
    unresolved: "blank customer",
    because: "The amount is fine and even approved, but nobody is named.",
  },
  {
    file: REGIONAL,
    invoice_id: "REG-3015",
    settled: row("2024-03-05", "Fjordkraft Verksted", "NOK", "-7900.00", "disputed"),
    rule: "resolution_amount",
    because: "Parentheses make text, and the claim less the survey is approved; 05-03 is 5 March.",
  },
  {
    file: REGIONAL,
    invoice_id: "REG-3016",
    unresolved: "text without approval",
    because: "The crates never arrived: rejected.",
  },
  {
    file: REGIONAL,
    invoice_id: "REG-3017",
    settled: row("2024-03-11", "Azulejos do Douro", "EUR", "-180.00", "refunded"),
    rule: "amount",
    because: "The code behind goes and the minus stays.",
  },
  {
    file: REGIONAL,
    invoice_id: "REG-3018",
    unresolved: "text without approval",
    because: "On hold, with neither figure nor flag.",
  },
  {
    file: REGIONAL,
    invoice_id: "REG-3019",
    unresolved: "blank status",
    because: "The amount is fine, but there is no status.",
  },
  {
    file: REGIONAL,
    invoice_id: "REG-3020",
    settled: row("2024-03-23", "Fjordkraft Verksted", "NOK", "3150.50", "open"),
    rule: "resolution_amount",
    because: "t.b.d. is text, and the price after inspection is approved.",
  },
  {
    file: REGIONAL,
    invoice_id: "REG-3022",
    settled: row("2024-03-26", "Wattle & Gum Timber", "AUD", "1540.00", "closed"),
    rule: "amount",
    because: "CR goes in lower case too; the early due date plays no part.",
  },
  {
    file: REGIONAL,
    invoice_id: "REG-3023",
    unresolved: "text without approval",
    because: "A figure is there, but nobody set the flag.",
  },
];
