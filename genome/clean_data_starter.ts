import {
  type Genome,
  isBlank,
  lowerCase,
  parseAmount,
  parseDate,
  trim,
  upperCase,
} from "cleanloop/kit";

/** Rows with a numeric amount, a readable date, a customer and a status; all others are failures. */
export const clean: Genome = async ({ inputs, emit }) => {
  for (const input of inputs) {
    for await (const row of input.records()) {
      const date = parseDate(row.issued, { order: "dmy", forms: ["iso", "numeric"] });
      const value = parseAmount(row.amount, {
        layout: "loose",
        sign: "leading",
        thousands: ["comma", "blank"],
        ignore: [row.currency, "USD", "EUR", "GBP", "AUD", "CHF", "$", "€", "£", "CR"],
      });

      let anomaly: string | null = null;
      if (isBlank(row.customer)) anomaly = "blank customer";
      else if (isBlank(row.status)) anomaly = "blank status";
      else if (date === null) anomaly = "unreadable date";
      else if (value === null) anomaly = "amount is text";

      if (anomaly === null) {
        emit("master", {
          date,
          entity: trim(row.customer),
          currency: upperCase(trim(row.currency)),
          value,
          category: lowerCase(trim(row.status)),
        });
      } else {
        emit("failures", {
          source_file: input.name,
          invoice_id: row.invoice_id ?? "",
          customer: row.customer ?? "",
          raw_date: row.issued ?? "",
          raw_amount: row.amount ?? "",
          currency: row.currency ?? "",
          status: row.status ?? "",
          anomaly_reason: anomaly,
          mutation_hint: "leave for a person, or teach the genome a rule that settles it",
        });
      }
    }
  }
};
