/** One more share of the invoices each time, so that every text is a repair of the one before. */
export const shares = 12;

/** A genome that settles some shares of the finance invoices and leaves the others as failures. */
export const genomeSettling = (share: number, remark = ""): string => `${remark}import {
  type Genome,
  isBlank,
  lowerCase,
  parseAmount,
  parseDate,
  trim,
  upperCase,
} from "cleanloop/kit";

const settled = ${share};

export const clean: Genome = async ({ inputs, emit }) => {
  for (const input of inputs) {
    for await (const row of input.records()) {
      const share = Number((row.invoice_id ?? "").replace(/\\D/g, "")) % ${shares};
      const date = parseDate(row.issued, { order: "dmy", forms: ["iso", "numeric"] });
      const value = parseAmount(row.amount, {
        layout: "loose",
        sign: "leading",
        thousands: ["comma", "blank"],
        ignore: [row.currency, "USD", "EUR", "GBP", "AUD", "CHF", "$", "€", "£", "CR"],
      });
      const readable = date !== null && value !== null && !isBlank(row.customer);
      if (share < settled && readable && !isBlank(row.status))
        emit("master", {
          date,
          entity: trim(row.customer),
          currency: upperCase(trim(row.currency)),
          value,
          category: lowerCase(trim(row.status)),
        });
      else
        emit("failures", {
          source_file: input.name,
          invoice_id: row.invoice_id ?? "",
          customer: row.customer ?? "",
          raw_date: row.issued ?? "",
          raw_amount: row.amount ?? "",
          currency: row.currency ?? "",
          status: row.status ?? "",
          anomaly_reason: "not settled yet",
          mutation_hint: "settle one more share",
        });
    }
  }
};
`;
