/** Three schemes of other names for the finance project's columns and files. */

export const columnNames: Readonly<Record<string, readonly string[]>> = {
  invoice_id: ["bill_no", "document", "voucher_ref"],
  customer: ["client", "account", "debtor"],
  amount: ["billed", "gross", "charge"],
  currency: ["ccy", "money_code", "unit"],
  issued: ["bill_day", "written_on", "dated"],
  due: ["pay_by", "deadline", "payable"],
  status: ["stage", "standing", "phase"],
  resolution_amount: ["ruling_sum", "settled_sum", "outcome_figure"],
  resolution_flag: ["ruling", "settled_mark", "outcome_mark"],
  resolution_note: ["ruling_text", "settled_text", "outcome_text"],
  risk_flag: ["danger", "alarm", "grade"],
  review_code: ["check_no", "audit_code", "desk_code"],
  region: ["territory", "area", "zone"],
  business_unit: ["division", "branch", "arm"],
  tax_zone: ["vat_area", "levy_group", "duty_class"],
  collector: ["agent", "chaser", "handler"],
  escalation_level: ["step", "pressure", "tier"],
  promise_to_pay: ["pledged_for", "word_given", "agreed_until"],
  adjustment_reason: ["change_cause", "correction_why", "amended_for"],
  adjusted_amount: ["changed_sum", "corrected_figure", "amended_to"],
  approval_flag: ["change_mark", "correction_state", "amended_ok"],
};

export const outputNames: Readonly<Record<string, readonly string[]>> = {
  date: ["day", "booked_on", "dated_at"],
  entity: ["partner", "party", "counterpart"],
  value: ["sum", "total", "figure"],
  category: ["kind", "bucket", "label"],
  source_file: ["feed", "origin_file", "ledger"],
  raw_date: ["day_as_written", "date_seen", "original_day"],
  raw_amount: ["sum_as_written", "sum_seen", "original_sum"],
  anomaly_reason: ["cause", "why", "objection"],
  mutation_hint: ["advice", "next_step", "remedy"],
};

/** File names word by word. */
export const fileNames: Readonly<Record<string, readonly string[]>> = {
  finance: ["books", "billing", "receivables"],
  invoices: ["bills", "charges", "claims"],
  adjustments: ["amendments", "corrections", "changes"],
  collections: ["chasing", "reminders", "recovery"],
  flags: ["alarms", "marks", "warnings"],
  regional: ["territories", "areas", "branches"],
  master: ["clean", "ledger", "final"],
  mutation: ["mended", "repair", "rework"],
  success: ["done", "won", "solved"],
  failures: ["unsolved", "rest", "leftover"],
};
